"""Where everything is kept: `.run/` for `make run`, `.run/test/` for the tests."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[4]


@dataclass(frozen=True)
class Place:
    """One instance's folder. `for_tests` trades safety against power loss for speed."""

    root: Path
    for_tests: bool = False

    @property
    def logs(self) -> Path:
        """One log file per process."""
        return self._made("logs")

    @property
    def pids(self) -> Path:
        """One record per process that we started."""
        return self._made("pids")

    @property
    def postgres(self) -> Path:
        """The database cluster."""
        return self._made("postgres")

    @property
    def rabbitmq(self) -> Path:
        """The broker's home, configuration and data."""
        return self._made("rabbitmq")

    @property
    def mail(self) -> Path:
        """Every mail that was sent."""
        return self._made("mail")

    @property
    def downloads(self) -> Path:
        """The files that the plan publishes."""
        return self._made("downloads")

    @contextmanager
    def locked(self, what: str) -> Iterator[None]:
        """One process and thread at a time does this."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / f"{what}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _made(self, name: str) -> Path:
        folder = self.root / name
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder


def run_place() -> Place:
    """The instance of `make run`; PORTICO_RUN_DIR moves it."""
    return Place(Path(os.environ.get("PORTICO_RUN_DIR") or PROJECT / ".run").resolve())


def test_place() -> Place:
    """The instance that all test runs of this working tree share."""
    return Place(run_place().root / "test", for_tests=True)
