"""A service's kit on a database of this worker, and its command line, in the test's own process."""

import base64
import io
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from servicekit.config import Settings
from servicekit.kit import Kit

KEY = bytes(range(32))
KEY_TEXT = base64.urlsafe_b64encode(KEY).decode()


def environment_of(service: str, database_url: str) -> dict[str, str]:
    """What a process of the service finds in its environment. No broker: who needs one says so."""
    return {
        "AMQP_URL": "amqp://guest:guest@127.0.0.1:1/",
        f"{service.upper()}_DATABASE_URL": database_url,
        "PORTICO_SEAL_KEYS": f"k1:{KEY_TEXT}",
        "PORTICO_CALL_KEY": KEY_TEXT,
        "PORTICO_VERIFY_KEYS": "{}",
        f"{service.upper()}_INDEX_KEY": KEY_TEXT,
    }


@contextmanager
def emptied_kit(settings: Settings, *tables: str) -> Iterator[Kit]:
    """The kit, with these tables emptied, and those that hang on them."""
    with closing(Kit(settings)) as kit:
        with kit.database.transaction() as tx:
            tx.session.execute(text(f"TRUNCATE {', '.join(tables)} CASCADE"))
        yield kit


@pytest.fixture
def rows(kit) -> Callable[[str], list]:
    """Ask the database of this folder's `kit`."""

    def ask(query: str) -> list:
        with kit.database.transaction() as tx:
            return [tuple(row) for row in tx.session.execute(text(query))]

    return ask


@dataclass
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str


@pytest.fixture
def run_program(environment, kit, monkeypatch, capsys) -> Callable[..., Done]:
    """`run_program(PROGRAM, "load-roster", path, given="")`: run it to its end with this folder's
    `environment`, in this process: a process of its own takes seconds to start."""

    def run(program, *arguments: str | Path, given: str = "") -> Done:
        monkeypatch.setattr("sys.stdin", io.StringIO(given))
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        code = program.main([*map(str, arguments)])
        return Done(code, *capsys.readouterr())

    return run
