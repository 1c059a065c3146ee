"""The command line's own verbs."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from identity.config import Settings
from identity.operations.audit_check import verify_audit
from identity.operations.demo import load_demo
from identity.operations.housekeeping import sweep
from servicekit.kit import Kit
from servicekit.work import Work


def verify_audit_command(arguments: Sequence[str]) -> int:
    """Say whether the audit is whole; 1 when it is not."""
    with _work() as work:
        sound, wrong = verify_audit(work)
    print(f"audit: {sound} entries are sound" + (f"; {wrong}" if wrong else ", none is missing"))
    return 1 if wrong else 0


def sweep_command(arguments: Sequence[str]) -> int:
    """Tidy up once."""
    with _work() as work:
        sweep(work)
    return 0


def load_demo_command(arguments: Sequence[str]) -> int:
    """Read people as JSON lines (`python -m member demo-people` prints them); print what to log in with."""
    people = [] if sys.stdin.isatty() else [json.loads(line) for line in sys.stdin if line.strip()]
    with _work() as work:
        for login in load_demo(work, people):
            print(json.dumps(login))
    return 0


@contextmanager
def _work() -> Iterator[Work]:
    kit = Kit(Settings.from_env("identity"))
    try:
        yield kit.work()
    finally:
        kit.close()
