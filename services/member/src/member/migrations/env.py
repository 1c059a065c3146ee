"""Alembic's entry: all of it is servicekit's."""

from member.models import Base
from servicekit.store.migrating import run_env

run_env(Base.metadata)
