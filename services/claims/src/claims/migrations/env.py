"""Migrations of claims."""

from claims.models import Base
from servicekit.store.migrating import run_env

run_env(Base.metadata)
