"""The command line's own verbs."""

import argparse
import getpass
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from contracts.identity.errors import PasswordRefused, UsernameTaken
from contracts.procedures import STAFF as STAFF_ROLES
from identity.config import Settings
from identity.operations.audit_check import verify_audit
from identity.operations.demo import load_demo
from identity.operations.housekeeping import sweep
from identity.operations.known_accounts import create_staff
from identity.operations.second_factor_enrolment import reset_second_factor
from identity.rules import demo_staff, totp
from identity.rules.people import Profile
from servicekit import clock
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


def create_staff_command(arguments: Sequence[str]) -> int:
    """Make an account for somebody of the plan; the password is the first line of standard input."""
    options = _staff_options(arguments)
    person = Profile(options.username, options.first_name, options.last_name, options.email)
    password = getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    try:
        with _work() as work:
            create_staff(work, person, options.role, password)
    except PasswordRefused as refused:
        return _failed(f"the password is refused: {refused.details['reason']}")
    except UsernameTaken:
        return _failed("somebody has this username")
    print("made; the first log-in sets up the second factor")
    return 0


def reset_second_factor_command(arguments: Sequence[str]) -> int:
    """Take the second factor away from who lost the telephone and all recovery codes."""
    parser = argparse.ArgumentParser(prog="python -m identity reset-second-factor")
    parser.add_argument("--username", required=True)
    with _work() as work:
        if not reset_second_factor(work, parser.parse_args(arguments).username):
            return _failed("nobody has this username")
    print("done; all sessions are over, and the next log-in sets up another second factor")
    return 0


def load_demo_command(arguments: Sequence[str]) -> int:
    """Read people as JSON lines (`python -m member demo-people` prints them); print what to log in with."""
    people = [] if sys.stdin.isatty() else [json.loads(line) for line in sys.stdin if line.strip()]
    with _work() as work:
        for login in load_demo(work, people):
            print(json.dumps(login))
    return 0


def demo_office_command(arguments: Sequence[str]) -> int:
    """Print the invented person of an office, a JSON object."""
    print(json.dumps(demo_staff.office_as_json()))
    return 0


def demo_staff_command(arguments: Sequence[str]) -> int:
    """Print the invented staff, a JSON object a line."""
    for staff in demo_staff.STAFF:
        print(json.dumps(demo_staff.as_json(staff)))
    return 0


def demo_code_command(arguments: Sequence[str]) -> int:
    """Print what the authenticator of one of the invented staff shows now."""
    parser = argparse.ArgumentParser(prog="python -m identity demo-code")
    parser.add_argument("username", choices=[staff.person.username for staff in demo_staff.STAFF])
    staff = demo_staff.by_username(parser.parse_args(arguments).username)
    print(totp.code_at(staff.key, clock.now()))
    return 0


def _staff_options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m identity create-staff")
    parser.add_argument("--username", required=True)
    parser.add_argument("--role", required=True, action="append", choices=sorted(STAFF_ROLES))
    for name in ("first-name", "last-name", "email"):
        parser.add_argument(f"--{name}", required=True)
    return parser.parse_args(arguments)


def _failed(sentence: str) -> int:
    print(f"identity: {sentence}", file=sys.stderr)
    return 1


@contextmanager
def _work() -> Iterator[Work]:
    kit = Kit(Settings.from_env("identity"))
    try:
        yield kit.work()
    finally:
        kit.close()
