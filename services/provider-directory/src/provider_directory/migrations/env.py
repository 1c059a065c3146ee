"""Migrations of provider directory."""

from provider_directory.models import Base
from servicekit.store.migrating import run_env

run_env(Base.metadata)
