"""Recover Member Online Account (R086–R105)."""

import pytest

from contracts.errors import RateLimited
from contracts.identity import errors as e
from contracts.identity import events, rpc

NEW = "three amber ladders"


def confirm(home, started, code=None, password=NEW):
    code = code or home.code(events.recovery_requested)
    return home.ask(rpc.confirm_recovery, recovery_id=started["recovery_id"], code=code, password=password)


@pytest.mark.parametrize(("username", "password"), [(True, False), (False, True), (True, True)])
def test_one_mail_holds_what_was_asked_for_and_no_more(home, username, password):
    person = home.account()
    home.recover(person, username, password)
    (mail,) = home.told(events.recovery_requested)
    assert mail["to"] == person.email
    assert mail["username"] == (person.username if username else None)
    assert bool(mail["code"]) == password


def test_recovering_the_username_leaves_the_password_as_it_is(home):
    person = home.account()
    home.recover(person, username=True, password=False)
    home.log_in(person)


def test_a_reset_sets_the_password_ends_every_session_and_tells_the_owner(home):
    person = home.account()
    tokens = home.log_in(person)
    confirm(home, home.recover(person))
    with pytest.raises(e.SignInFailed):
        home.log_in(person)
    home.log_in(person, NEW)
    with pytest.raises(e.SessionEnded):
        home.ask(rpc.refresh_session, refresh_token=tokens["refresh_token"])
    assert home.told(events.password_changed)[0]["to"] == person.email
    assert home.told(events.sessions_revoked)[0]["session_ids"] == [tokens["session_id"]]


def test_a_reset_opens_a_lock_and_ends_the_duty_to_reset(home):
    person = home.account()
    home.run("UPDATE accounts SET must_reset = true")
    for _ in range(3):
        with pytest.raises(e.SignInFailed):
            home.log_in(person, "not the one at all")
    confirm(home, home.recover(person))
    assert home.log_in(person, NEW)["must_reset_password"] is False
    # Who shows that she is locked hears that she is no more (R051).
    [unlocked], [changed] = home.told(events.account_unlocked), home.told(events.password_changed)
    assert unlocked["account_id"] == changed["account_id"]
    assert (unlocked["to"], changed["to"]) == (None, person.email)  # one letter says it


def test_a_reset_of_who_was_not_locked_tells_of_no_lock(home):
    confirm(home, home.recover(home.account()))
    assert home.told(events.account_unlocked) == []


def test_a_reset_takes_the_trust_from_every_device(home):
    person = home.account()
    device = home.log_in(person)["device_token"]
    confirm(home, home.recover(person))
    for _ in range(3):
        with pytest.raises(e.SignInFailed):
            home.log_in(person, "not the one at all")
    with pytest.raises(e.SignInFailed):
        home.log_in(person, NEW, device_token=device)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("short", "password.too_short"),
        ("password1234567", "password.common"),
        ("the portico of mine", "password.plan_word"),
        ("the name is Wren so", "password.personal"),
        ("seven quiet herons", "password.same"),
    ],
)
def test_a_refused_password_uses_up_neither_the_code_nor_a_try(home, password, reason):
    started = home.recover(home.account())
    for _ in range(7):
        with pytest.raises(e.PasswordRefused) as refused:
            confirm(home, started, password=password)
        assert refused.value.details == {"reason": reason}
    confirm(home, started)


def test_only_whoever_has_the_code_learns_that_a_password_is_the_same(home):
    started = home.recover(home.account())
    with pytest.raises(e.CodeWrong):
        confirm(home, started, code="00000000", password="seven quiet herons")


def test_wrong_codes_count_down_then_pause(home, moments):
    started = home.recover(home.account())
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(e.CodeWrong) as refused:
            confirm(home, started, code="00000000")
        assert refused.value.details == {"attempts_left": left}
    with pytest.raises(e.CodeAttemptsExhausted):
        confirm(home, started)
    with moments(901):
        confirm(home, started)


def test_a_code_serves_once_and_for_half_an_hour(home, moments):
    person = home.account()
    started = home.recover(person)
    with moments(1801), pytest.raises(e.CodeExpired):
        confirm(home, started)
    confirm(home, started)
    with pytest.raises(e.CodeUsed):
        confirm(home, started, password="five copper kettles")


def test_every_request_kills_the_code_before_it_and_either_window_takes_the_new_one(home):
    person = home.account()
    first = home.recover(person)
    old = home.code(events.recovery_requested)
    home.recover(person)
    with pytest.raises(e.CodeWrong):
        confirm(home, first, code=old)
    confirm(home, first)


def test_another_code_may_be_had_after_a_minute(home, moments):
    started = home.recover(home.account())
    with pytest.raises(RateLimited):
        home.ask(rpc.resend_recovery_code, recovery_id=started["recovery_id"])
    with moments(61):
        home.ask(rpc.resend_recovery_code, recovery_id=started["recovery_id"])
        confirm(home, started)
    assert len(home.told(events.recovery_requested)) == 2


@pytest.mark.parametrize("state", ["none", "unverified", "disabled"])
def test_where_there_is_nothing_to_recover_the_event_names_nobody_and_no_code_fits(home, state):
    person = home.person()
    if state == "unverified":
        home.sign_up(person)
    if state == "disabled":
        home.account(person)
        home.ask(rpc.disable_account, home.specialist(), account_id=home.account_id(person), reason="Left")
    started = home.recover(person, username=True)
    mail = home.told(events.recovery_requested)[-1]
    assert (mail["to"], mail["username"], mail["code"]) == (None, None, None)
    with pytest.raises(e.CodeWrong):
        confirm(home, started, code="12345678")


def test_requests_are_limited_per_person_and_address_whether_or_not_they_match(home):
    for person in (home.account(), home.person()):
        for _ in range(5):
            home.recover(person)
        with pytest.raises(RateLimited):
            home.recover(person)
    fields = {"reset_password": True}
    for _ in range(30):
        home.ask(rpc.start_recovery, home.work(address="198.51.100.3"), **home.person().card, **fields)
    with pytest.raises(RateLimited):
        home.ask(rpc.start_recovery, home.work(address="198.51.100.3"), **home.person().card, **fields)
