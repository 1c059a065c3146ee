"""An office person's reset by username and e-mail address (R179, R180)."""

import pytest

from contracts.errors import RateLimited
from contracts.identity import errors as e
from contracts.identity import events, rpc

NEW = "three amber ladders"
FORM = {
    "first_name": "Noor", "last_name": "Abadi", "email": "front.desk@example.org",
    "username": "noor.desk", "password": "seven quiet herons", "terms_version": "2026-01",
}  # fmt: skip
PAIR = {"username": FORM["username"], "email": FORM["email"]}


@pytest.fixture
def office(home):
    """Identity with one office person's account."""
    started = home.ask(rpc.start_provider_sign_up, **FORM)
    home.ask(rpc.confirm_sign_up, sign_up_id=started["sign_up_id"], code=home.code())
    return home


def recover(home, work=None, **changes):
    return home.ask(rpc.start_provider_recovery, work, **PAIR | changes)


def confirm(home, started, code=None):
    code = code or home.code(events.recovery_requested)
    return home.ask(rpc.confirm_recovery, recovery_id=started["recovery_id"], code=code, password=NEW)


def log_in(home, password):
    return home.ask(rpc.start_session, username=FORM["username"], password=password)


def mails(home):
    return home.told(events.recovery_requested)


@pytest.mark.parametrize("typed", [{}, {"username": " NOOR.desk", "email": "Front.Desk@example.org"}])
def test_both_together_bring_a_code_that_sets_a_new_password(office, typed):
    started = recover(office, **typed)
    (mail,) = mails(office)
    assert (mail["to"], mail["username"], mail["kind"]) == (FORM["email"], None, "provider")
    confirm(office, started)
    with pytest.raises(e.SignInFailed):
        log_in(office, FORM["password"])
    assert log_in(office, NEW)["session_id"]


@pytest.mark.parametrize(
    "wrong",
    [{"email": "other@example.org"}, {"username": "other.desk"}, {"email": "a@b.c", "username": "no"}],
)
def test_where_one_of_both_is_wrong_the_answer_is_the_same_and_nobody_gets_a_mail(office, wrong):
    right, started = recover(office), recover(office, **wrong)
    assert started.keys() == right.keys()
    mail = mails(office)[-1]
    assert (mail["to"], mail["code"], mail["account_id"]) == (None, None, None)
    with pytest.raises(e.CodeWrong):
        confirm(office, started, "12345678")


def test_no_answer_and_no_work_tells_whether_the_pair_fits(office, cost_of):
    pairs = ({}, {"email": "other@example.org"}, {"username": "other.desk"})
    costs = [cost_of(lambda: recover(office, **pair)) for pair in pairs]  # noqa: B023
    assert costs[0].statements and all(cost == costs[0] for cost in costs)


@pytest.mark.parametrize("state", ["locked", "disabled", "dormant"])
def test_the_state_of_the_account_is_no_secret_that_recovery_tells(office, cost_of, state):
    unknown = cost_of(lambda: recover(office, username="other.desk"))
    if state == "locked":
        office.run("UPDATE accounts SET locked_at = now()")
    else:
        office.run("UPDATE accounts SET state = :state", state=state)
    assert cost_of(lambda: recover(office)) == unknown
    assert (mails(office)[-1]["to"] is None) == (state == "disabled")


def test_a_reset_opens_a_lock(office):
    for _ in range(3):
        with pytest.raises(e.SignInFailed):
            log_in(office, "not the one at all")
    confirm(office, recover(office))
    assert log_in(office, NEW)["session_id"]


def test_a_member_shows_her_card_instead(home):
    person = home.account()
    recover(home, username=person.username, email=person.email)
    assert mails(home)[-1]["to"] is None


def test_another_code_may_be_had_after_a_minute(office, moments):
    started = recover(office)
    with pytest.raises(RateLimited):
        office.ask(rpc.resend_recovery_code, recovery_id=started["recovery_id"])
    with moments(61):
        office.ask(rpc.resend_recovery_code, recovery_id=started["recovery_id"])
        confirm(office, started)


@pytest.mark.parametrize("pair", [{}, {"username": "other.desk"}])
def test_requests_are_limited_per_pair_whether_or_not_it_fits(office, pair):
    for _ in range(5):
        recover(office, **pair)
    with pytest.raises(RateLimited):
        recover(office, **pair)


def test_guessing_the_address_of_a_username_is_limited(office):
    for number in range(20):
        recover(office, email=f"guess{number}@example.org")
    with pytest.raises(RateLimited) as refused:
        recover(office, email="guess21@example.org")
    assert refused.value.details["retry_after"] > 0
