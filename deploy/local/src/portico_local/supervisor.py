"""Keeps a running instance up: reports what dies, starts services again, gives up when a server is gone."""

import os
import signal
import threading
import time
from dataclasses import dataclass, field

from portico_local import backends, instance, launch, ports, processes, report
from portico_local.instance import Addresses, Instance
from portico_local.places import Place
from portico_local.problems import CannotStart
from portico_local.programs import GATEWAY, SERVICES
from portico_local.progress import say

SUPERVISOR = "supervisor"
FIRST_DELAY, LONGEST_DELAY = 1.0, 30.0
CALM_AFTER = 60.0
"""Seconds a process must run for its next restart to be quick again."""


class Stopped(BaseException):
    """Ctrl-C, SIGTERM or SIGHUP; no `except Exception` may swallow it."""


def run(place: Place) -> None:
    """Everything, until stopped.

    Raises:
        CannotStart: something won't start, or a local server died.
    """
    _refuse_twice(place)
    _clean_up(place)
    me = processes.note_self(place, SUPERVISOR)
    _stop_on_signals()
    try:
        found = instance.bring_up(place, _addresses())
        say(report.text(found))
        Watch(found).forever()
    except Stopped:
        say("\nStopping …")
    finally:
        _ignore_signals()
        instance.take_down(place, lambda names: say(f"  stopping {names}"))
        me.record.unlink(missing_ok=True)
    say("Everything is stopped; the data is kept (`make reset` forgets it).")


def supervisor_of(place: Place) -> processes.Started | None:
    """The living supervisor of a place."""
    found = processes.read(place.pids / f"{SUPERVISOR}.json")
    return found if found is not None and found.alive() else None


@dataclass
class Watch:
    """Looks after the processes of an instance."""

    found: Instance
    due: dict[str, float] = field(default_factory=dict)
    delays: dict[str, float] = field(default_factory=dict)
    began: dict[str, float] = field(default_factory=dict)

    def forever(self) -> None:
        """Look twice a second. Raises CannotStart when a local server is gone."""
        pause = threading.Event()
        while True:
            self.look(time.monotonic())
            pause.wait(0.5)

    def look(self, now: float) -> None:
        """One look at `now` (monotonic seconds)."""
        self._servers()
        for who in (*SERVICES, GATEWAY):
            if who.package in self.due:
                if now >= self.due[who.package]:
                    del self.due[who.package]
                    self.began[who.package] = now
                    self.found.start(who)
            elif not self.found.running[who.package].alive():
                self._died(who.package, now)

    def _died(self, package: str, now: float) -> None:
        calm = now - self.began.get(package, 0) > CALM_AFTER
        delay = FIRST_DELAY if calm else min(self.delays.get(package, FIRST_DELAY) * 2, LONGEST_DELAY)
        self.delays[package] = delay
        self.due[package] = now + delay
        process = self.found.running[package]
        say(f"{package} ended (exit code {process.exit_code()}); the end of {process.log}:")
        say("\n".join(f"    {line}" for line in process.tail().splitlines()))
        say(f"{package} is started again in {delay:g} s")

    def _servers(self) -> None:
        for name in (*backends.STOP_ORDER, launch.MAIL):
            process = processes.read(self.found.place.pids / f"{name}.json")
            if process is not None and not process.alive():
                last = process.tail(1).strip()
                raise CannotStart(
                    f"{name} is gone, so everything stops; its log ends with: {last} ({process.log})"
                )


def _addresses() -> Addresses:
    return Addresses(gateway=_free("PORT", 8080), mail_page=_free("MAIL_PORT", 8081))


def _free(variable: str, preferred: int) -> int:
    port = int(os.environ.get(variable) or preferred)
    if not ports.is_free(port):
        raise CannotStart(
            f"port {port} is in use; stop what uses it, or choose another: {variable}={port + 100} make run"
        )
    return port


def _refuse_twice(place: Place) -> None:
    other = supervisor_of(place)
    if other is not None:
        raise CannotStart(
            f"Portico runs here already (process {other.pid}); stop it with Ctrl-C there or with `make stop`"
        )


def _clean_up(place: Place) -> None:
    left = [process for process in processes.known(place) if process.alive()]
    if left:
        say("An earlier run was killed; stopping what it left …")
    instance.take_down(place)


def _stop_on_signals() -> None:
    def stop(*_: object) -> None:
        _ignore_signals()
        raise Stopped

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)


def _ignore_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
