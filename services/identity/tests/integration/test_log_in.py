"""Logging in and the lock (R082, R083, R182, R183)."""

from datetime import timedelta

import pytest

from contracts.errors import Forbidden, NotFound, RateLimited
from contracts.identity import errors as e
from contracts.identity import events, rpc
from identity.adapters import passwords
from servicekit.work import Client

WRONG = "not the one at all"


def fail(home, person, times=1, **more):
    for _ in range(times):
        with pytest.raises(e.SignInFailed) as refused:
            home.log_in(person, WRONG, **more)
        assert refused.value.details == {}


def test_the_third_failure_in_a_row_locks_and_the_owner_gets_one_mail(home):
    person = home.account()
    fail(home, person, 3)
    with pytest.raises(e.SignInFailed):
        home.log_in(person)
    fail(home, person, 3)
    (mail,) = home.told(events.account_locked)
    assert mail["to"] == person.email


def test_a_success_begins_the_count_anew(home):
    person = home.account()
    for _ in range(3):
        fail(home, person, 2)
        home.log_in(person)
    assert home.told(events.account_locked) == []


def test_the_number_of_failures_is_configuration(home_for):
    home = home_for(lock_after=5)
    person = home.account()
    fail(home, person, 4)
    home.log_in(person)


def test_a_timed_unlock_can_be_configured(home_for, moments):
    home = home_for(unlock_after=timedelta(minutes=30))
    person = home.account()
    fail(home, person, 3)
    with moments(29 * 60), pytest.raises(e.SignInFailed):
        home.log_in(person)
    with moments(30 * 60 + 2):
        home.log_in(person)
        fail(home, person, 2)
        home.log_in(person)


def test_a_lock_is_told_with_its_end(home_for):
    for unlock_after in (timedelta(minutes=30), None):
        home = home_for(unlock_after=unlock_after)
        person = home.account()
        fail(home, person, 3)
        (mail,) = home.told(events.account_locked)
        locked_at = home.one("SELECT locked_at FROM accounts WHERE id = :id", id=mail["account_id"])
        assert mail["locked_until"] == (locked_at + unlock_after if unlock_after else None)


def test_without_it_a_lock_does_not_end_by_itself(home, moments):
    person = home.account()
    fail(home, person, 3)
    with moments(3600 * 24 * 30), pytest.raises(e.SignInFailed):
        home.log_in(person)


def test_a_locked_accounts_real_password_is_never_looked_at(home):
    person = home.account()
    fail(home, person, 3)
    before = passwords.REAL._value.get()
    fail(home, person, 5)
    with pytest.raises(e.SignInFailed):
        home.log_in(person)
    assert passwords.REAL._value.get() == before


def test_a_device_that_logged_in_before_is_not_locked_out_by_others(home):
    person = home.account()
    device = home.log_in(person)["device_token"]
    fail(home, person, 5)
    again = home.log_in(person, device_token=device)
    assert again["device_token"] == device
    with pytest.raises(e.SignInFailed):
        home.log_in(person)


def test_a_known_device_has_three_tries_of_its_own_and_then_the_account_is_locked(home):
    person = home.account()
    device, other = home.log_in(person)["device_token"], home.log_in(person)["device_token"]
    fail(home, person, 3, device_token=device)
    assert len(home.told(events.account_locked)) == 1
    for token in (device, None):
        with pytest.raises(e.SignInFailed):
            home.log_in(person, device_token=token)
    home.log_in(person, device_token=other)


def test_a_device_is_known_to_its_own_account_alone(home):
    person, thief = home.account(), home.account()
    device = home.log_in(thief)["device_token"]
    fail(home, person, 3, device_token=device)
    with pytest.raises(e.SignInFailed):
        home.log_in(person, device_token=device)


def test_unknown_names_are_counted_and_their_owner_who_is_nobody_gets_no_mail(home):
    nobody = home.person()
    fail(home, nobody, 4)
    (mail,) = home.told(events.account_locked)
    assert mail["to"] is None
    assert home.one("SELECT failed FROM attempts WHERE purpose = 'account'") == 3


def test_an_address_that_guesses_at_many_names_is_stopped_for_a_while(home_for, moments):
    home = home_for(address_failure_limit=6)
    for _ in range(6):
        fail(home, home.person(), work=home.work(address="198.51.100.1"))
    with pytest.raises(RateLimited) as stopped:
        home.log_in(home.person(), work=home.work(address="198.51.100.1"))
    assert stopped.value.details["retry_after"] > 3000
    person = home.account()
    device = home.log_in(person)["device_token"]
    home.log_in(person, work=home.work(address="198.51.100.1"), device_token=device)
    with moments(3601):
        home.log_in(person, work=home.work(address="198.51.100.1"))


def test_the_username_is_taken_as_typed_on_any_keyboard(home):
    person = home.account(home.person(username="straße.box"))
    for typed in ("STRASSE.BOX", " straße.box ", "ｓｔｒａｓｓｅ.box"):
        home.ask(rpc.start_session, username=typed, password=person.password)


def test_the_confirmation_mail_goes_out_on_the_first_log_in_alone(home):
    person = home.account()
    assert home.told(events.first_session_started) == []
    home.log_in(person)
    home.log_in(person)
    (mail,) = home.told(events.first_session_started)
    assert mail["to"] == person.email


def test_a_specialist_unlocks_and_the_owner_is_told(home):
    person = home.account()
    device = home.log_in(person)["device_token"]
    fail(home, person, 3, device_token=device)
    account = home.account_id(person)
    home.ask(
        rpc.unlock_account, home.verified(account), account_id=account, reason="Proved who she is by phone"
    )
    home.log_in(person, device_token=device)
    home.log_in(person)
    assert home.told(events.account_unlocked)[0]["to"] == person.email


def test_a_disabled_account_lets_nobody_in_and_its_sessions_are_over(home):
    person = home.account()
    tokens = home.log_in(person)
    account = home.account_id(person)
    home.ask(rpc.disable_account, home.specialist(), account_id=account, reason="Fraud")
    (revoked,) = home.told(events.sessions_revoked)
    assert revoked["session_ids"] == [tokens["session_id"]]
    for token in (None, tokens["device_token"]):
        with pytest.raises(e.SignInFailed):
            home.log_in(person, device_token=token)
    with pytest.raises(e.SessionEnded):
        home.ask(rpc.refresh_session, refresh_token=tokens["refresh_token"])


def test_only_a_specialist_finds_changes_and_sees_accounts(home):
    person = home.account()
    account, member = home.account_id(person), home.signed_in(home.log_in(person))
    for procedure in (rpc.unlock_account, rpc.disable_account):
        with pytest.raises(Forbidden):
            home.ask(procedure, member, account_id=account, reason="I want it")
    with pytest.raises(Forbidden):
        home.ask(rpc.search_accounts, member, username=person.username)
    with pytest.raises(NotFound):
        home.ask(rpc.unlock_account, home.specialist(), account_id=member.viewer.session_id, reason="Nobody")


def test_a_specialist_sees_states_and_a_masked_address(home):
    active, locked, waiting = home.account(), home.account(), home.person()
    fail(home, locked, 3)
    home.sign_up(waiting)
    for person, state in ((active, "active"), (locked, "locked"), (waiting, "unverified")):
        for asked in ({"username": person.username.upper()}, {"member_id": person.card["member_id"]}):
            (found,) = home.ask(rpc.search_accounts, home.specialist(), **asked)["accounts"]
            assert (found["state"], found["email_masked"]) == (state, "b•••••@example.org")
            assert (found["locked_at"] is not None) == (state == "locked")


def test_who_must_reset_gets_a_session_that_says_so_and_a_changed_password_ends_that(home):
    person = home.account()
    home.run("UPDATE accounts SET must_reset = true")
    tokens = home.log_in(person)
    assert tokens["must_reset_password"] and home.viewer(tokens).must_reset
    changed = home.ask(
        rpc.change_password,
        home.signed_in(tokens),
        current_password=person.password,
        password="three amber ladders",
    )
    assert not changed["must_reset_password"] and not home.viewer(changed).must_reset


def test_a_hash_with_old_parameters_is_renewed_at_log_in(home):
    from argon2 import PasswordHasher

    person = home.account()
    old = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(person.password)
    home.run("UPDATE accounts SET password_hash = :old", old=old)
    home.log_in(person)
    assert "m=19456,t=2,p=1" in home.one("SELECT password_hash FROM accounts")
    home.log_in(person)


def test_where_a_session_is_used_is_kept_sealed(home):
    person = home.account()
    work = home.work()
    work.client = Client(address="203.0.113.9", user_agent="Canary Browser")
    tokens = home.log_in(person, work=work)
    assert "Canary" not in str(home.rows("SELECT * FROM sessions"))
    (session,) = home.ask(rpc.list_sessions, home.signed_in(tokens))["sessions"]
    assert (session["device"], session["address"], session["current"]) == (
        "Canary Browser",
        "203.0.113.9",
        True,
    )
