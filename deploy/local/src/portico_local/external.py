"""Real servers named in the environment instead of local ones."""

import os
import socket
from urllib.parse import urlsplit

from portico_local.problems import CannotStart
from portico_local.programs import SERVICES

DEFAULT_PORTS = {"amqp": 5672, "amqps": 5671, "smtp": 25, "smtps": 465}


def given() -> dict[str, str]:
    """The variables that point at real servers.

    Raises:
        CannotStart: no server answers at one of them. The URL isn't shown: it holds a password.
    """
    names = ("AMQP_URL", "SMTP_URL", *(who.database_variable for who in SERVICES))
    found = {name: os.environ[name] for name in names if os.environ.get(name)}
    for name, url in found.items():
        _check(name, url)
    return found


def _check(name: str, url: str) -> None:
    parts = urlsplit(url)
    host, port = parts.hostname or "localhost", parts.port or DEFAULT_PORTS.get(parts.scheme, 5432)
    try:
        socket.create_connection((host, port), timeout=5).close()
    except OSError:
        raise CannotStart(
            f"{name} is set, but nothing answers at {host}:{port}; start that server, or unset {name} "
            "to use a local one"
        ) from None
