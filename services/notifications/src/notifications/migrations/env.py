"""Migrations of notifications."""

from notifications.models import Base
from servicekit.store.migrating import run_env

run_env(Base.metadata)
