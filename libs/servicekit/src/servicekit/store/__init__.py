"""A service's own PostgreSQL database: transactions, the outbox, the inbox, kept answers."""

from servicekit.store.database import Database, Tx
from servicekit.store.tables import kit_tables

__all__ = ["Database", "Tx", "kit_tables"]
