"""How to reach a PostgreSQL server as someone who may create databases: ours, or one given by URL."""

from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

import psycopg2

DIALECT = "postgresql+psycopg2"


@dataclass(frozen=True)
class Server:
    """`own_roles`: each service gets a role of its own (on a server given by URL all share its user)."""

    host: str
    port: int
    user: str
    password: str
    database: str = "postgres"
    own_roles: bool = True

    @classmethod
    def of(cls, url: str) -> "Server":
        """The server of a `postgresql://user:password@host:port/database` URL."""
        parts = urlsplit(url)
        return cls(
            host=parts.hostname or "localhost",
            port=parts.port or 5432,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            database=parts.path.lstrip("/"),
            own_roles=False,
        )

    def role_of(self, service: str) -> str:
        """Who owns and uses the service's databases here."""
        return service if self.own_roles else self.user

    def url(self, service: str, database: str) -> str:
        """The SQLAlchemy URL of a database for its service; local roles share one local password."""
        login = f"{quote(self.role_of(service), safe='')}:{quote(self.password, safe='')}"
        return f"{DIALECT}://{login}@{self.host}:{self.port}/{database}"

    def connect(self) -> "psycopg2.extensions.connection":
        """A connection as the user who may create databases."""
        return psycopg2.connect(
            host=self.host,
            port=self.port,
            user=self.user,
            password=self.password,
            dbname=self.database,
            connect_timeout=5,
        )
