"""Exact counts with two real identity processes and the real broker."""

import re
import threading
import urllib.request
import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from contracts.errors import ContractError, RateLimited
from contracts.identity import events, rpc
from identity import operations
from identity.adapters import authenticators
from identity.repository import second_factor
from identity.rules import totp
from identity.rules.people import Profile
from servicekit import clock
from servicekit.viewer import Client, Viewer

WRONG = "not the one at all"
STAFF_PASSWORD = "three amber ladders"
REAL = re.compile(r'^identity_password_hashings_total\{purpose="real"\} (\S+)', re.MULTILINE)
CHECKS = re.compile(r"^identity_second_factor_checks_total (\S+)", re.MULTILINE)


class Pair:
    """Two identity processes on one database, and callers. `home` prepares people behind their backs."""

    def __init__(self, home, processes, client):
        self.home, self.processes, self.client = home, processes, client

    def call(self, procedure, token: str | None = None, **fields: Any) -> str:
        """How one call ends: `ok` or the error's code. Each caller has an address of its own."""
        where = Client(address=f"192.0.2.1/{uuid.uuid4()}")
        try:
            self.client.call(procedure, fields, token=token, client=where)
        except ContractError as refused:
            return refused.code
        return "ok"

    def log_in(self, person, password=None, **more: Any) -> str:
        """One log-in."""
        return self.call(
            rpc.start_session, username=person.username, password=password or person.password, **more
        )

    def verified(self) -> int:
        """How many real passwords both processes have compared so far."""
        return self._counted(REAL)

    def checked(self) -> int:
        """How many second factors both processes have compared so far."""
        return self._counted(CHECKS)

    def _counted(self, line: re.Pattern) -> int:
        return sum(int(float(line.search(self._metrics(process))[1])) for process in self.processes)

    @staticmethod
    def _metrics(process) -> str:
        with urllib.request.urlopen(f"{process.health_url}/metrics", timeout=5) as page:
            return page.read().decode()


@pytest.fixture
def pair(home, start_service, broker_url, client_for) -> Pair:
    """Both processes, ready."""
    url = {"IDENTITY_DATABASE_URL": home.kit.settings.database_url, "IDENTITY_MAX_WORKERS": "50"}
    processes = [start_service("identity", url) for _ in range(2)]
    return Pair(home, processes, client_for(processes[0].env, max_in_flight=250))


def at_once(count: int, do: Callable[[], str]) -> Counter:
    """`do` in so many threads that all begin together; how often each outcome came."""
    gate = threading.Barrier(count)

    def one(_: int) -> str:
        gate.wait()
        return do()

    with ThreadPoolExecutor(count) as pool:
        return Counter(pool.map(one, range(count)))


def attack(pair: Pair) -> None:
    """200 wrong guesses at once at one new account: exactly three are looked at."""
    person = pair.home.account()
    before = pair.verified()
    outcomes = at_once(200, lambda: pair.log_in(person, WRONG))
    assert pair.verified() - before == 3
    assert set(outcomes) <= {"identity.sign_in_failed", "common.unavailable"}
    assert pair.log_in(person) == "identity.sign_in_failed"
    assert pair.verified() - before == 3
    locked = pair.home.one("SELECT count(*) FROM accounts WHERE locked_at IS NOT NULL AND member_key = :k",
                           k=person.member_key)  # fmt: skip
    assert locked == 1


@pytest.mark.timeout(300)
def test_of_200_parallel_guesses_over_two_processes_exactly_three_are_looked_at(pair):
    for _ in range(2):
        attack(pair)


@pytest.mark.long
@pytest.mark.timeout(3000)
def test_of_200_parallel_guesses_exactly_three_are_looked_at_in_50_of_50_rounds(pair):
    for _ in range(50):
        attack(pair)


@pytest.mark.timeout(300)
def test_50_parallel_right_log_ins_of_one_account_all_succeed(pair):
    for _ in range(3):
        person = pair.home.account()
        assert at_once(50, lambda: pair.log_in(person)) == {"ok": 50}  # noqa: B023


@pytest.mark.timeout(300)
def test_two_wrong_ones_among_50_parallel_right_log_ins_hinder_nobody(pair):
    person = pair.home.account()
    passwords = iter([WRONG, *[person.password] * 24, WRONG, *[person.password] * 24])
    lock = threading.Lock()

    def one() -> str:
        with lock:
            password = next(passwords)
        return pair.log_in(person, password)

    assert at_once(50, one) == {"ok": 48, "identity.sign_in_failed": 2}


@pytest.mark.timeout(300)
def test_five_parallel_first_log_ins_send_one_confirmation(home):
    for _ in range(5):
        person = home.account()
        at_once(5, lambda: str(bool(home.log_in(person))))  # noqa: B023
    assert len(home.told(events.first_session_started)) == 5


@pytest.mark.timeout(300)
def test_a_right_code_tried_200_times_at_once_is_redeemed_once(pair):
    person = pair.home.person()
    started, code = pair.home.sign_up(person), pair.home.code()
    flow = {"sign_up_id": started["sign_up_id"], "code": code}
    outcomes = at_once(200, lambda: pair.call(rpc.confirm_sign_up, **flow))
    assert outcomes["ok"] == 1
    assert outcomes["identity.code_used"] + outcomes["common.unavailable"] == 199
    assert pair.home.one("SELECT count(*) FROM accounts WHERE member_key = :k", k=person.member_key) == 1


@pytest.mark.timeout(300)
def test_of_200_parallel_wrong_codes_five_are_looked_at(pair):
    started = pair.home.sign_up(pair.home.person())
    wrong = {"sign_up_id": started["sign_up_id"], "code": "00000000"}
    outcomes = at_once(200, lambda: pair.call(rpc.confirm_sign_up, **wrong))
    assert outcomes["identity.code_wrong"] == 5
    assert outcomes["identity.code_attempts_exhausted"] + outcomes["common.unavailable"] == 195


def test_parallel_sign_ups_of_one_member_leave_one_pending(home):
    person = home.person()
    names = iter(f"many.boxes{n}" for n in range(8))

    def one() -> str:
        try:
            home.sign_up(person, username=next(names))
        except RateLimited:
            return "limited"
        return "ok"

    at_once(8, one)
    assert home.one("SELECT count(*) FROM sign_ups WHERE state = 'pending'") == 1
    assert home.one("SELECT count(*) FROM usernames") == 1


def test_parallel_sign_ups_for_one_username_give_it_to_one_of_them(home):
    people = iter([home.person(username="wren.box") for _ in range(8)])
    lock = threading.Lock()

    def one() -> str:
        with lock:
            person = next(people)
        try:
            home.sign_up(person)
        except ContractError as refused:
            return refused.code
        return "ok"

    assert at_once(8, one) == {"ok": 1, "identity.username_taken": 7}


def test_parallel_refreshes_of_one_token_give_one_answer(home):
    tokens = home.log_in(home.account())
    outcomes = at_once(
        10, lambda: home.ask(rpc.refresh_session, refresh_token=tokens["refresh_token"])["refresh_token"]
    )
    assert list(outcomes.values()) == [10]


@pytest.mark.timeout(300)
def test_of_200_parallel_guesses_at_a_second_factor_exactly_three_are_looked_at(pair):
    home = pair.home
    for n in range(2):
        person = Profile(f"ida.clerk{n}", "Ida", "Clerk", "ida@example.org")
        account_id = operations.create_staff(home.work(), person, ["mailroom"], STAFF_PASSWORD)
        enrol(home, account_id)
        tokens = home.ask(rpc.start_session, username=person.username, password=STAFF_PASSWORD)
        before, guesses = pair.checked(), iter([f"{code:06}" for code in range(100)] + ["AAAAA-AAAAA"] * 100)
        outcomes = at_once(
            200,
            lambda: pair.call(rpc.confirm_second_factor, tokens["access_token"], code=next(guesses)),  # noqa: B023
        )
        assert pair.checked() - before == 3
        assert outcomes["identity.second_factor_wrong"] == 3
        assert set(outcomes) <= {
            "identity.second_factor_wrong", "identity.session_ended", "common.rate_limited",
            "common.unauthenticated", "common.unavailable",
        }  # fmt: skip
        locked = home.one("SELECT locked_at FROM accounts WHERE id = :id", id=account_id)
        assert locked is not None


def enrol(home, account_id) -> None:
    """Give the account an authenticator that nobody holds."""
    secret = authenticators.seal(home.kit.sealer, totp.new_secret())
    with home.work().transaction() as tx:
        second_factor.put_confirmed(tx.session, Viewer(), account_id, secret, clock.now())
