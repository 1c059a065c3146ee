"""Processes that we start, and can find again after we were killed ourselves."""

import contextlib
import json
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from portico_local.places import Place
from portico_local.problems import CannotStart

START_TOLERANCE = 2.0
"""Seconds. psutil derives start times from the boot time, which moves when the clock is set."""

LOG_BYTES = 5_000_000
"""A log above this size is put aside when its process starts; one older log is kept."""

MARK = "PORTICO_INSTANCE"
"""The variable that marks our processes, so that even one without a record is found again."""


@dataclass(frozen=True)
class Started:
    """A running process, known by pid and start time: a pid alone may belong to a stranger by now."""

    name: str
    pid: int
    began: float
    log: Path
    record: Path
    child: subprocess.Popen | None = field(default=None, compare=False)

    def alive(self) -> bool:
        """True while this very process runs (a zombie does not)."""
        return self._process() is not None

    def exit_code(self) -> int | None:
        """Its exit code once it has ended, if it is our own child."""
        return None if self.child is None else self.child.poll()

    def finished(self, seconds: float) -> int:
        """Wait for the end of our own child; its exit code.

        Raises:
            CannotStart: it takes longer than `seconds`; it is stopped.
        """
        try:
            code = self.child.wait(seconds)
        except subprocess.TimeoutExpired:
            self.stop()
            raise CannotStart(f"{self.name} took longer than {seconds:g} s; its log: {self.log}") from None
        self.record.unlink(missing_ok=True)
        return code

    def _process(self) -> psutil.Process | None:
        try:
            process = psutil.Process(self.pid)
            same = abs(process.create_time() - self.began) < START_TOLERANCE
        except psutil.Error:
            return None
        return process if same and _runs(process) else None

    def stop(self, patience: float = 15.0) -> None:
        """Ask it to end, after `patience` seconds kill it, and end what it left behind.

        PostgreSQL is asked by SIGINT: at SIGTERM it would wait for its clients.
        """
        process = self._process()
        if process is not None:
            family = _family(process)
            _signal([process], signal.SIGINT if self.name == "postgres" else signal.SIGTERM)
            _signal(_still_there([process], patience), signal.SIGKILL)
            _signal(_still_there(family, 2), signal.SIGKILL)
            _still_there([process, *family], 5)
        self.record.unlink(missing_ok=True)

    def kill(self) -> None:
        """SIGKILL to it and its children, as when the machine takes it away."""
        process = self._process()
        if process is not None:
            family = [process, *_family(process)]
            _signal(family, signal.SIGKILL)
            _still_there(family, 10)
        self.record.unlink(missing_ok=True)

    def tail(self, lines: int = 12) -> str:
        """The last lines of its log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


def start(
    place: Place,
    name: str,
    argv: Sequence[str],
    env: Mapping[str, str],
    cwd: Path | None = None,
    given: bytes = b"",
) -> Started:
    """Start in a session of its own (Ctrl-C reaches us alone, and we stop it in order); it reads `given`."""
    log = place.logs / f"{name}.log"
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.replace(log.with_suffix(".old.log"))
    with log.open("ab") as out, tempfile.TemporaryFile() as read:
        read.write(given)
        read.seek(0)
        process = subprocess.Popen(
            list(argv),
            env={**env, MARK: str(place.root)},
            cwd=cwd or place.root,
            stdin=read,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    began = psutil.Process(process.pid).create_time()
    started = Started(name, process.pid, began, log, place.pids / f"{name}.json", process)
    _write(started.record, {"pid": process.pid, "began": began, "log": str(log)})
    return started


def known(place: Place) -> list[Started]:
    """Every process recorded here, dead or alive, newest first."""
    records = sorted(place.pids.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
    return [found for path in records if (found := read(path)) is not None]


def read(record: Path) -> Started | None:
    """The process that a record file speaks of, or None when there is no such file."""
    try:
        kept = json.loads(record.read_text())
    except (FileNotFoundError, ValueError):
        return None
    return Started(record.stem, kept["pid"], kept["began"], Path(kept["log"]), record)


def wait_gone(process: Started, seconds: float) -> None:
    """Poll until the process has ended, at most so long."""
    deadline = time.monotonic() + seconds
    while process.alive() and time.monotonic() < deadline:
        time.sleep(0.05)


def end_strays(place: Place) -> None:
    """Kill whatever else carries the place's mark: children of the dead, or started as we were killed."""
    strays = [process for process in psutil.process_iter() if _carries(process, str(place.root))]
    _signal(strays, signal.SIGKILL)
    _still_there(strays, 5)


def note_self(place: Place, name: str) -> Started:
    """Record the calling process itself."""
    record = place.pids / f"{name}.json"
    me = Started(name, os.getpid(), psutil.Process().create_time(), place.logs / f"{name}.log", record)
    _write(record, {"pid": me.pid, "began": me.began, "log": str(me.log)})
    return me


def wait_until(ready, process: Started, seconds: float, hint: str) -> None:
    """Poll `ready()` until it is true.

    Raises:
        CannotStart: the process died, or `seconds` have passed.
    """
    deadline = time.monotonic() + seconds
    while not ready():
        if not process.alive():
            raise CannotStart(f"{process.name} stopped while starting; {hint}; its log: {process.log}")
        if time.monotonic() > deadline:
            raise CannotStart(
                f"{process.name} is not ready after {seconds:g} s; {hint}; its log: {process.log}"
            )
        time.sleep(0.05)


def _carries(process: psutil.Process, mark: str) -> bool:
    try:
        return process.environ().get(MARK) == mark and process.pid != os.getpid() and _runs(process)
    except psutil.Error:
        return False


def _write(record: Path, content: dict) -> None:
    fresh = record.with_suffix(".new")
    fresh.write_text(json.dumps(content))
    fresh.replace(record)


def _family(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.Error:
        return []


def _signal(processes: list[psutil.Process], number: int) -> None:
    for process in processes:
        with contextlib.suppress(psutil.Error):
            process.send_signal(number)


def _still_there(processes: list[psutil.Process], seconds: float) -> list[psutil.Process]:
    """Those that still run after at most `seconds`. A zombie has ended: who reaps it is another matter."""
    deadline = time.monotonic() + seconds
    while (running := [process for process in processes if _runs(process)]) and time.monotonic() < deadline:
        time.sleep(0.02)
    return running


def _runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False
