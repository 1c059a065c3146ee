"""Log-ins that meet: the tries of dead processes, and waiting with the right password."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from contracts.errors import Unavailable
from contracts.identity import errors as e
from contracts.identity import events, rpc
from identity.operations import attempts, sweep
from identity.repository import accounts
from identity.rules import budgets, names
from identity.rules.keys import Keyer
from support.polling import until

WRONG = "not the one at all"


def fail(home, person, times=1, **more):
    for _ in range(times):
        with pytest.raises(e.SignInFailed) as refused:
            home.log_in(person, WRONG, **more)
        assert refused.value.details == {}


def claims_of(home, person):
    """What a log-in of this person claims, from no address."""
    key = Keyer(home.kit.settings.index_key)
    return budgets.log_in(
        home.kit.settings, key, key.key("username", names.username(person.username)), None, None
    )


def test_tries_of_a_dead_process_count_as_failures(home, moments):
    person = home.account()
    attempts.reserve(home.work(), claims_of(home, person))
    attempts.reserve(home.work(), claims_of(home, person))
    with moments(11):
        fail(home, person)
        with pytest.raises(e.SignInFailed):
            home.log_in(person)


def test_a_process_that_dies_with_all_it_may_have_under_way_leaves_the_owner_a_try(home, moments):
    person = home.account()
    for _ in range(2):
        attempts.reserve(home.work(), claims_of(home, person))
    with pytest.raises(Unavailable):
        attempts.reserve(home.work(seconds=0.3), claims_of(home, person))
    with moments(11):
        home.log_in(person)
        fail(home, person, 2)
        home.log_in(person)


def test_sweeping_locks_an_account_whose_tries_died_with_a_process_and_the_owner_is_told(home, moments):
    person = home.account()
    for later in (0, 11, 22):
        with moments(later):
            attempts.reserve(home.work(), claims_of(home, person))
    with moments(40):
        sweep(home.work())
        (found,) = home.ask(rpc.search_accounts, home.specialist(), username=person.username)["accounts"]
        assert found["state"] == "locked"
    assert home.told(events.account_locked)[0]["to"] == person.email


def test_who_waits_with_the_right_password_shares_the_proof_of_another_but_not_past_a_lock(home):
    person = home.account()
    with _Occupied(home, person) as waiting:
        shared = waiting.spawn(lambda: home.log_in(person))
        waiting.prove()
        assert shared.result(20)["session_id"]
    with _Occupied(home, person) as waiting:
        refused = waiting.spawn(lambda: home.log_in(person))
        home.run("UPDATE accounts SET locked_at = now()")
        waiting.prove()
        with pytest.raises(e.SignInFailed):
            refused.result(20)


def test_a_wrong_password_gains_nothing_from_the_proof_of_another(home):
    person = home.account()
    with _Occupied(home, person) as waiting:
        wrong = waiting.spawn(lambda: home.log_in(person, WRONG))
        waiting.prove()
        with pytest.raises(e.SignInFailed):
            wrong.result(20)


class _Occupied:
    """Both places of an account are taken, so that whoever comes waits; `prove` says that the right password
    was found right, and gives the places back."""

    def __init__(self, home, person):
        self.home, self.person, self.pool = home, person, ThreadPoolExecutor(1)

    def __enter__(self):
        self.claims = claims_of(self.home, self.person)
        work = self.home.work()
        self.held = [attempts.reserve(work, self.claims, look=self._account) for _ in range(2)]
        self.seen = self.held[0].seen
        return self

    def __exit__(self, *_):
        self.pool.shutdown()

    def _account(self, tx):
        return accounts.by_name(tx.session, self.home.work().viewer, self.claims[0].subject)

    def spawn(self, do):
        started = self.pool.submit(do)
        self.line = until(
            lambda: attempts._lines._lines.get(self.claims[0].subject), 5, "somebody waits in line"
        )
        return started

    def prove(self):
        key, work = Keyer(self.home.kit.settings.index_key), self.home.work()
        self.line.share(key.key("proof", self.claims[0].subject.hex(), self.person.password), self.seen)
        with work.transaction() as tx:
            for held in self.held:
                held.succeed(work, tx)
