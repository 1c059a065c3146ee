"""`python -m <service> run | migrate | check | …`: the same commands for every service.

Imports nothing at the top but the standard library: `run` must patch it before anything else is loaded.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

Command = Callable[[Sequence[str]], int | None]


@dataclass
class Program:
    """A service's command line.

    `door` and `settings` are import paths such as `identity.service:IdentityService`; `commands` maps a
    name to an import path of a function that takes the remaining arguments and returns an exit code;
    `package` is where the migrations are when it is not named like the service.
    """

    service: str
    door: str
    settings: str
    commands: dict[str, str] = field(default_factory=dict)
    package: str = ""

    def main(self, arguments: Sequence[str] | None = None) -> int:
        """Run the command named in `arguments`; returns the exit code."""
        own: dict[str, Command] = {"run": self._run, "migrate": self._migrate, "check": self._check}
        parser = argparse.ArgumentParser(prog=f"python -m {self.service}")
        parser.add_argument("command", choices=[*own, *self.commands])
        parser.add_argument("rest", nargs=argparse.REMAINDER)
        asked = parser.parse_args(arguments)
        command = own.get(asked.command) or _load(self.commands[asked.command])
        try:
            return command(asked.rest) or 0
        except Exception as problem:
            if type(problem).__name__ not in ("MissingSetting", "OperationalError"):
                raise
            print(f"{self.service}: {_sentence(problem)}", file=sys.stderr)
            return 1

    def _run(self, _: Sequence[str]) -> int:
        import servicekit.patched  # noqa: F401 - first, before anything that opens a socket
        from servicekit.runtime import run

        return run(_load(self.door), self._settings())

    def _migrate(self, _: Sequence[str]) -> int:
        from servicekit.store.migrating import migrate

        migrate(self.package or self.service, self._settings().database_url)
        return 0

    def _check(self, _: Sequence[str]) -> int:
        """Say whether settings, database and broker are as this service needs them."""
        import pika
        from sqlalchemy import create_engine, text

        settings = self._settings()
        with create_engine(settings.database_url).connect() as connection:
            connection.execute(text("SELECT 1"))
        pika.BlockingConnection(pika.URLParameters(settings.amqp_url)).close()
        print(f"{self.service}: settings, database and broker are there")
        return 0

    def _settings(self) -> Any:
        return _load(self.settings).from_env(self.service)


def _load(path: str) -> Any:
    module, _, name = path.partition(":")
    return getattr(import_module(module), name)


def _sentence(problem: Exception) -> str:
    if type(problem).__name__ == "OperationalError":
        return "the database can't be reached; is it running, and is the …_DATABASE_URL right?"
    return str(problem)
