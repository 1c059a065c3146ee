"""Migrations: one alembic history per service, run under an advisory lock with short timeouts, so that a
migration locks briefly or fails, and two processes that start at once do it once."""

import hashlib
from importlib import import_module
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, create_engine, pool, text

from servicekit.store.tables import kit

LOCK_TIMEOUT_MS = 5_000
STATEMENT_TIMEOUT_MS = 60_000


def create_kit_tables(op) -> None:
    """For revision 0001: create the outbox, the inbox and the kept answers."""
    kit.create_all(op.get_bind(), checkfirst=False)


def drop_kit_tables(op) -> None:
    """Undo `create_kit_tables`."""
    kit.drop_all(op.get_bind())


def migrate(package: str, url: str, revision: str = "head") -> None:
    """Bring `package`'s database at `url` to `revision`."""
    engine = create_engine(url, poolclass=pool.NullPool)
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _lock_key(package)})
        connection.commit()
        try:
            connection.execute(text(f"SET lock_timeout = {LOCK_TIMEOUT_MS}"))
            connection.execute(text(f"SET statement_timeout = {STATEMENT_TIMEOUT_MS}"))
            connection.commit()
            config = _config(package)
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
        finally:
            connection.rollback()
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _lock_key(package)})
            connection.commit()
    engine.dispose()


def run_env(metadata: MetaData) -> None:
    """The whole of a service's migrations/env.py."""
    from alembic import context

    connection = context.config.attributes["connection"]
    context.configure(connection=connection, target_metadata=metadata, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()


def differences(metadata: MetaData, url: str) -> list:
    """What separates the models from the migrated database at `url`; empty when they agree."""
    engine = create_engine(url, poolclass=pool.NullPool)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(context, metadata)
    engine.dispose()
    return found


def _config(package: str) -> Config:
    config = Config()
    here = Path(import_module(package).__file__).parent
    config.set_main_option("script_location", str(here / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _lock_key(package: str) -> int:
    return int.from_bytes(hashlib.sha256(f"migrate:{package}".encode()).digest()[:8], signed=True)
