"""Starting our own programs, for `make run` and for tests alike."""

import http.client
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

from portico_local import ports, processes
from portico_local.places import Place
from portico_local.problems import CannotStart
from portico_local.programs import Program, environment

MAIL = "mail"


@dataclass(frozen=True)
class Launcher:
    """Starts programs of one instance. `extra` holds settings given to every process."""

    place: Place
    secrets: Mapping[str, str]
    urls: Mapping[str, str]
    extra: Mapping[str, str] = field(default_factory=dict)

    def run(
        self, who: Program, health_port: int, extra: Mapping[str, str] | None = None, name: str = ""
    ) -> processes.Started:
        """Start `python -m <package> run`."""
        more = {f"{who.prefix}_HEALTH_PORT": str(health_port)} | dict(extra or {})
        return self._start(name or who.package, who, ("run",), more)

    def command(self, who: Program, word: str, *options: str, given: bytes = b"") -> processes.Started:
        """Start another of its commands, such as `migrate`; it reads `given`."""
        return self._start(f"{who.package}-{word}", who, (word, *options), {}, given)

    def said(self, who: Program, word: str) -> bytes:
        """What a command prints. Raises CannotStart when it fails."""
        env = {**environment(who, self.secrets, self.urls), **self.extra}
        done = subprocess.run(who.command(word), env=env, capture_output=True, check=False, timeout=60)
        if done.returncode:
            raise CannotStart(f"{who.package} {word} failed: {done.stderr.decode(errors='replace')[-200:]}")
        return done.stdout

    def mail(self, smtp_port: int, page_port: int) -> processes.Started:
        """Start the mail keeper."""
        options = [str(self.place.mail), str(smtp_port), str(page_port)]
        argv = [sys.executable, "-m", "portico_local.mail", *options]
        env = environment(Program(MAIL, 0, ()), {}, {})
        return processes.start(self.place, MAIL, argv, env)

    def _start(
        self, name: str, who: Program, words: tuple[str, ...], extra: Mapping[str, str], given: bytes = b""
    ) -> processes.Started:
        env = {**environment(who, self.secrets, self.urls), **self.extra, **extra}
        return processes.start(self.place, name, who.command(*words), env, given=given)


def is_ready(health_port: int) -> bool:
    """Whether a program says that it can work."""
    connection = http.client.HTTPConnection(ports.LOOPBACK, health_port, timeout=2)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
