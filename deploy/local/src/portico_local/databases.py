"""Roles and databases inside a running PostgreSQL."""

from contextlib import closing

from psycopg2 import errors, sql

from portico_local.server import Server


def ensure(server: Server, service: str) -> str:
    """The URL of the service's own database, owned by its own role; both are made when missing."""
    if not exists(server, service):
        create(server, service, service)
    return server.url(service, service)


def create(server: Server, service: str, database: str, template: str = "template0") -> str:
    """Make a database for a service, and its role when missing; the URL. No other role may connect."""
    if server.own_roles:
        _ensure_role(server, service)
    name = sql.Identifier(database)
    owner, origin = sql.Identifier(server.role_of(service)), sql.Identifier(template)
    _run(server, sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(name, owner, origin))
    _run(server, sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
    return server.url(service, database)


def exists(server: Server, database: str) -> bool:
    """Whether there is a database of that name."""
    return database in named(server, database)


def named(server: Server, prefix: str) -> list[str]:
    """All databases whose names begin so."""
    with closing(server.connect()) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", (prefix,))
        return [name for (name,) in cursor.fetchall()]


def rename(server: Server, old: str, new: str) -> None:
    """Give a database its final name; nobody may be connected to it."""
    _run(server, sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(new)))


def drop(server: Server, database: str) -> None:
    """Drop it, whoever is connected."""
    _run(server, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))


def _ensure_role(server: Server, role: str) -> None:
    statement = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}")
    try:
        _run(server, statement.format(sql.Identifier(role), sql.Literal(server.password)))
    except (errors.DuplicateObject, errors.UniqueViolation):
        return  # there already, or made this very moment by another process


def _run(server: Server, statement: sql.Composable) -> None:
    with closing(server.connect()) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
