"""The second factor: enrolment, proof, recovery codes, and what guessing costs."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from contracts.errors import NotFound, RateLimited
from contracts.identity import errors as e
from contracts.identity import events, rpc
from contracts.procedures import ANYONE, SIGNED_IN
from contracts.registry import procedures
from identity import operations
from identity.adapters import authenticators
from identity.rules import totp
from identity.rules.people import Profile
from servicekit import clock
from servicekit.viewer import Viewer, admit

PASSWORD = "three amber ladders"
WRONG = "000000"
REACHED = {
    "identity.get_second_factor", "identity.start_authenticator", "identity.confirm_authenticator",
    "identity.confirm_second_factor", "identity.end_session",
}  # fmt: skip
"""All that is open to a log-in whose second factor is due, besides what is open to anyone."""


class Clerk:
    """Somebody of the plan, and the authenticator in their hand."""

    def __init__(self, home, username="ida.clerk", role="mailroom"):
        self.home, self.username = home, username
        person = Profile(username, "Ida", "Clerk", f"{username}@example.org")
        self.account_id = operations.create_staff(home.work(), person, [role], PASSWORD)
        self.secret, self.codes = "", []

    def log_in(self):
        """A session that is not proved; the work of its owner."""
        tokens = self.home.ask(rpc.start_session, username=self.username, password=PASSWORD)
        return self.home.signed_in(tokens)

    def enrol(self):
        """Set the second factor up; the work of the proved session."""
        work = self.log_in()
        self.secret = self.home.ask(rpc.start_authenticator, work)["secret"]
        done = self.home.ask(rpc.confirm_authenticator, work, code=self.code(-1))
        self.codes = done["recovery_codes"]
        return self.home.signed_in(done["tokens"])

    def code(self, steps=0):
        """What the authenticator shows so many steps from now."""
        return totp.code_at(self.secret, clock.now() + timedelta(seconds=totp.STEP_SECONDS * steps))

    def prove(self, work, code=None):
        """Give the second factor."""
        return self.home.ask(rpc.confirm_second_factor, work, code=code or self.code())


@pytest.fixture
def clerk(home):
    return Clerk(home)


def fail(do, times=1):
    """What is left after so many wrong tries."""
    for _ in range(times):
        with pytest.raises(e.SecondFactorWrong) as refused:
            do()
    return refused.value.details["attempts_left"]


@pytest.mark.parametrize("procedure", procedures().values(), ids=procedures())
def test_a_log_in_without_second_factor_reaches_nothing_else(procedure):
    viewer = Viewer(account_id=uuid.uuid4(), roles=procedure.allow, second_factor_due=True)
    if ANYONE in procedure.allow or procedure.key in REACHED:
        admit(viewer, procedure)
        return
    with pytest.raises(e.SecondFactorRequired):
        admit(viewer, procedure)


def test_every_log_in_of_staff_waits_for_the_second_factor(clerk):
    assert clerk.log_in().viewer.second_factor_due
    clerk.enrol()
    assert clerk.log_in().viewer.second_factor_due


def test_enrolment_proves_this_session_and_ends_the_others(clerk, home):
    other, proved = clerk.log_in(), clerk.enrol()
    assert not proved.viewer.second_factor_due
    assert home.ask(rpc.get_second_factor, proved) == {"enrolled": True, "recovery_codes_left": 10}
    assert home.told(events.sessions_revoked)[-1]["session_ids"] == [other.viewer.session_id]
    assert len(home.ask(rpc.list_sessions, proved)["sessions"]) == 1


def test_a_member_is_asked_for_none_until_one_is_set_up(home):
    person = home.account()
    work = home.signed_in(home.log_in(person))
    assert not work.viewer.second_factor_due
    secret = home.ask(rpc.start_authenticator, work, current_password=person.password)["secret"]
    assert not home.viewer(home.log_in(person)).second_factor_due
    home.ask(rpc.confirm_authenticator, work, code=totp.code_at(secret, clock.now()))
    assert home.viewer(home.log_in(person)).second_factor_due


def test_a_later_log_in_needs_the_code_and_stays_proved_through_refreshes(clerk, home):
    clerk.enrol()
    work = clerk.log_in()
    assert work.viewer.second_factor_due
    tokens = clerk.prove(work)
    assert tokens["second_factor_due"] is False
    refreshed = home.ask(rpc.refresh_session, refresh_token=tokens["refresh_token"])
    assert not home.viewer(refreshed).second_factor_due
    assert home.viewer(refreshed).session_id == work.viewer.session_id


def test_a_refresh_proves_nothing(clerk, home):
    clerk.enrol()
    tokens = home.ask(rpc.start_session, username=clerk.username, password=PASSWORD)
    refreshed = home.ask(rpc.refresh_session, refresh_token=tokens["refresh_token"])
    assert home.viewer(refreshed).second_factor_due


def test_the_key_is_sealed_and_an_enrolled_one_is_never_shown_or_replaced(clerk, home):
    proved = clerk.enrol()
    assert clerk.secret not in str(home.rows("SELECT * FROM authenticators"))
    for do in (
        lambda: home.ask(rpc.start_authenticator, proved),
        lambda: home.ask(rpc.start_authenticator, clerk.log_in()),
        lambda: home.ask(rpc.confirm_authenticator, clerk.log_in(), code=clerk.code()),
    ):
        with pytest.raises(e.SecondFactorEnrolled):
            do()


def test_a_key_that_was_started_again_replaces_the_one_before(clerk, home):
    work = clerk.log_in()
    first = home.ask(rpc.start_authenticator, work)["secret"]
    clerk.secret = home.ask(rpc.start_authenticator, work)["secret"]
    fail(lambda: home.ask(rpc.confirm_authenticator, work, code=totp.code_at(first, clock.now())))
    home.ask(rpc.confirm_authenticator, work, code=clerk.code())


def test_nothing_started_and_nothing_enrolled_is_not_there(clerk, home):
    work = clerk.log_in()
    for procedure in (rpc.confirm_authenticator, rpc.confirm_second_factor):
        with pytest.raises(NotFound):
            home.ask(procedure, work, code=WRONG)
    home.ask(rpc.start_authenticator, work)
    with pytest.raises(NotFound):
        home.ask(rpc.confirm_second_factor, work, code=WRONG)


def test_typing_errors_at_enrolment_lock_nobody(clerk, home):
    work = clerk.log_in()
    clerk.secret = home.ask(rpc.start_authenticator, work)["secret"]
    assert fail(lambda: home.ask(rpc.confirm_authenticator, work, code=WRONG), 5) == 0
    with pytest.raises(RateLimited) as refused:
        home.ask(rpc.confirm_authenticator, work, code=clerk.code())
    assert refused.value.details["retry_after"] <= 15 * 60 + 1
    assert home.one("SELECT locked_at FROM accounts WHERE id = :id", id=clerk.account_id) is None


def test_a_code_is_good_once(clerk, home):
    clerk.enrol()
    first, second = clerk.log_in(), clerk.log_in()
    code = clerk.code()
    clerk.prove(first, code)
    assert fail(lambda: clerk.prove(second, code)) == 2
    clerk.prove(second, clerk.code(+1))


def test_the_code_that_enrolled_is_used_up(clerk):
    clerk.enrol()
    fail(lambda: clerk.prove(clerk.log_in(), clerk.code(-1)))


def test_of_one_code_given_twice_at_once_one_succeeds(clerk, home):
    clerk.enrol()
    for steps in (0, 1):
        works, code = [clerk.log_in() for _ in range(2)], clerk.code(steps)
        assert sorted(_outcomes(clerk, works, code)) == ["identity.second_factor_wrong", "ok"]


def test_of_one_recovery_code_given_ten_times_at_once_one_succeeds(home_for):
    home = home_for(lock_after=12)
    clerk = Clerk(home)
    clerk.enrol()
    works = [clerk.log_in() for _ in range(10)]
    outcomes = _outcomes(clerk, works, clerk.codes[0])
    assert sorted(outcomes) == ["identity.second_factor_wrong"] * 9 + ["ok"]
    assert home.ask(rpc.get_second_factor, works[0])["recovery_codes_left"] == 9


def _outcomes(clerk, works, code):
    def one(work):
        try:
            clerk.prove(work, code)
        except e.SecondFactorWrong as refused:
            return refused.code
        return "ok"

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


def test_a_recovery_code_stands_in_once_and_its_owner_is_told(clerk, home):
    clerk.enrol()
    work = clerk.log_in()
    assert not home.viewer(clerk.prove(work, clerk.codes[3].lower())).second_factor_due
    assert home.ask(rpc.get_second_factor, work)["recovery_codes_left"] == 9
    (told,) = home.told(events.recovery_code_used)
    assert (told["to"], told["account_id"]) == (f"{clerk.username}@example.org", clerk.account_id)
    fail(lambda: clerk.prove(clerk.log_in(), clerk.codes[3]))
    stored = str(home.rows("SELECT code_key FROM recovery_codes"))
    assert not any(code in stored or code.replace("-", "") in stored for code in clerk.codes)


def test_new_recovery_codes_need_a_code_and_end_the_old_ones(clerk, home):
    proved = clerk.enrol()
    fail(lambda: home.ask(rpc.change_recovery_codes, proved, code=WRONG))
    new = home.ask(rpc.change_recovery_codes, proved, code=clerk.code())["recovery_codes"]
    assert len(set(new) - set(clerk.codes)) == 10
    fail(lambda: clerk.prove(clerk.log_in(), clerk.codes[0]))
    clerk.prove(clerk.log_in(), new[0])


def test_a_recovery_code_of_another_account_is_worth_nothing(clerk, home):
    clerk.enrol()
    other = Clerk(home, "ivo.clerk")
    other.enrol()
    fail(lambda: clerk.prove(clerk.log_in(), other.codes[0]))
    fail(lambda: clerk.prove(clerk.log_in(), other.code()))


def test_the_third_wrong_code_locks_the_account_and_ends_the_sessions_that_guessed(clerk, home):
    proved = clerk.enrol()
    guessing, waiting = clerk.log_in(), clerk.log_in()
    assert fail(lambda: clerk.prove(guessing, WRONG), 3) == 0
    ended = set(home.told(events.sessions_revoked)[-1]["session_ids"])
    assert ended == {guessing.viewer.session_id, waiting.viewer.session_id}
    assert home.told(events.account_locked)[-1]["account_id"] == clerk.account_id
    assert len(home.ask(rpc.list_sessions, proved)["sessions"]) == 1
    with pytest.raises(RateLimited):
        clerk.prove(guessing)
    with pytest.raises(e.SignInFailed):
        clerk.log_in()


def test_a_known_device_gets_past_the_lock_but_not_past_the_second_factor(clerk, home):
    clerk.enrol()
    login = {"username": clerk.username, "password": PASSWORD}
    tokens = home.ask(rpc.start_session, **login)
    fail(lambda: clerk.prove(home.signed_in(tokens), WRONG), 3)
    again = home.ask(rpc.start_session, **login, device_token=tokens["device_token"])
    with pytest.raises(RateLimited):
        clerk.prove(home.signed_in(again))


def test_a_right_password_gives_no_more_guesses_and_a_right_code_does(clerk):
    clerk.enrol()
    assert fail(lambda: clerk.prove(clerk.log_in(), WRONG), 2) == 1
    clerk.prove(clerk.log_in())
    assert fail(lambda: clerk.prove(clerk.log_in(), WRONG)) == 2


def test_a_specialist_who_unlocks_gives_the_second_factor_back(clerk, home):
    clerk.enrol()
    fail(lambda: clerk.prove(clerk.log_in(), WRONG), 3)
    specialist = home.verified(clerk.account_id)
    home.ask(rpc.unlock_account, specialist, account_id=clerk.account_id, reason="called back")
    clerk.prove(clerk.log_in())


def test_who_has_not_given_the_second_factor_logs_out_and_ends_no_other_session(clerk, home):
    proved, unproved = clerk.enrol(), clerk.log_in()
    with pytest.raises(NotFound):
        home.ask(rpc.end_session, unproved, session_id=proved.viewer.session_id)
    home.ask(rpc.end_session, unproved, session_id=unproved.viewer.session_id)


def test_what_is_looked_at_is_counted(clerk):
    clerk.enrol()
    before = authenticators.CHECKS._value.get()
    fail(lambda: clerk.prove(clerk.log_in(), WRONG))
    fail(lambda: clerk.prove(clerk.log_in(), "AAAAA-AAAAA"))
    assert authenticators.CHECKS._value.get() - before == 2


def test_second_factor_procedures_are_for_everybody_signed_in():
    assert all(procedures()[key].allow == {SIGNED_IN} for key in REACHED)
