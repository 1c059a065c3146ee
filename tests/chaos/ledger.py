"""Counts effects and attempts in a side's database."""

from sqlalchemy import create_engine, text


class Ledger:
    """Reads the `effects` and `attempts` tables of one database."""

    def __init__(self, url: str):
        self.url = url
        self._engine = create_engine(url, isolation_level="AUTOCOMMIT", pool_size=1)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def effects(self, key: str) -> int:
        """How often the effect `key` happened."""
        return self._one("SELECT count(*) FROM effects WHERE key = :key", key=key)

    def attempts(self, key: str) -> int:
        """How often it was begun."""
        return self._one("SELECT count(*) FROM attempts WHERE key = :key", key=key)

    def told(self, prefix: str) -> int:
        """How many stories with the prefix were recorded."""
        return len({key for key in self.keys(prefix) if not key.endswith("-heard")})

    def attempts_like(self, prefix: str) -> int:
        """How often any effect with the prefix was begun."""
        return self._one("SELECT count(*) FROM attempts WHERE starts_with(key, :p)", p=prefix)

    def keys(self, prefix: str) -> list[str]:
        """The keys of all effects with the prefix, in the order they were committed."""
        with self._engine.connect() as connection:
            statement = text("SELECT key FROM effects WHERE starts_with(key, :p) ORDER BY id")
            return list(connection.execute(statement, {"p": prefix}).scalars())

    def heard(self, prefix: str) -> list[str]:
        """Those of heard events: `<prefix>…-heard`."""
        return [key for key in self.keys(prefix) if key.endswith("-heard")]

    def waiting(self) -> int:
        """Events in the outbox."""
        return self._one("SELECT count(*) FROM outbox")

    def _one(self, statement: str, **parameters: str) -> int:
        with self._engine.connect() as connection:
            return connection.execute(text(statement), parameters).scalar_one()
