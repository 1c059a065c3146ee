"""Another e-mail address for the account (R142, R237)."""

import threading

import pytest

from contracts.errors import InvalidInput, NotFound, RateLimited
from contracts.identity import errors as e
from contracts.identity import events, rpc
from identity import operations

NEW = "new.box@example.org"


@pytest.fixture
def owner(home):
    """Somebody with an account, and a call of hers."""
    person = home.account()
    person.tokens = home.log_in(person)
    return person


def start(home, person, email=NEW, password=None):
    return home.ask(
        rpc.start_email_change, home.signed_in(person.tokens),
        email=email, current_password=password or person.password,
    )  # fmt: skip


def confirm(home, person, code=None):
    code = code or home.code(events.email_change_code_issued)
    return home.ask(rpc.confirm_email_change, home.signed_in(person.tokens), code=code)


def email_of(home, person):
    return home.ask(rpc.get_account, home.signed_in(person.tokens))["email"]


def test_the_code_goes_to_the_new_address_and_a_note_to_the_old_one(home, owner):
    start(home, owner)
    (code,) = home.told(events.email_change_code_issued)
    (note,) = home.told(events.email_change_started)
    assert (code["to"], note["to"]) == (NEW, owner.email)
    assert len(code["code"]) == 8 and "code" not in note
    assert email_of(home, owner) == owner.email, "nothing changes before the code"


def test_the_code_makes_the_new_address_the_one_that_recovers(home, owner):
    start(home, owner)
    confirm(home, owner)
    assert email_of(home, owner) == NEW
    (note,) = home.told(events.email_changed)
    assert note["to"] == owner.email, "the old address is told again"
    home.recover(owner)
    assert home.told(events.recovery_requested)[-1]["to"] == NEW


def test_sessions_stay_and_the_username_too(home, owner):
    elsewhere = home.log_in(owner)
    start(home, owner)
    confirm(home, owner)
    for tokens in (owner.tokens, elsewhere):
        home.ask(rpc.refresh_session, refresh_token=tokens["refresh_token"])
    assert home.told(events.sessions_revoked) == []
    home.log_in(owner)


def test_a_recovery_code_in_the_old_mailbox_dies_with_the_change(home, owner):
    started = home.recover(owner)
    code = home.code(events.recovery_requested)
    start(home, owner)
    confirm(home, owner)
    with pytest.raises(e.CodeWrong):
        home.ask(
            rpc.confirm_recovery,
            recovery_id=started["recovery_id"],
            code=code,
            password="three amber ladders",
        )


def test_a_session_alone_is_not_enough(home, owner):
    with pytest.raises(e.CurrentPasswordWrong):
        start(home, owner, password="not the one at all")
    assert home.told(events.email_change_code_issued) == []


def test_three_wrong_passwords_are_the_last_here_as_for_a_change_of_password(home, owner):
    for _ in range(3):
        with pytest.raises(e.CurrentPasswordWrong):
            start(home, owner, password="not the one at all")
    with pytest.raises(RateLimited):
        start(home, owner)
    with pytest.raises(RateLimited):
        home.ask(
            rpc.change_password, home.signed_in(owner.tokens),
            current_password=owner.password, password="three amber ladders",
        )  # fmt: skip


def test_the_address_she_has_is_no_new_one(home, owner):
    with pytest.raises(InvalidInput) as refused:
        start(home, owner, email=owner.email.upper())
    assert refused.value.details == {"fields": {"email": ["field.same_email"]}}


def test_an_address_of_another_account_is_answered_like_any_other(home, owner, cost_of):
    other, answers, costs = home.account(), [], []
    for email in (other.email, "box.of.nobody@example.org"):
        person = home.account()
        person.tokens = home.log_in(person)
        costs.append(cost_of(lambda: answers.append(start(home, person, email=email))))  # noqa: B023
    assert answers[0].keys() == answers[1].keys()
    assert costs[0].statements == costs[1].statements and costs[0].statements
    assert costs[0].hashings == costs[1].hashings == 1


def test_wrong_codes_count_down_then_pause(home, owner, moments):
    start(home, owner)
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(e.CodeWrong) as refused:
            confirm(home, owner, code="00000000")
        assert refused.value.details == {"attempts_left": left}
    with pytest.raises(e.CodeAttemptsExhausted):
        confirm(home, owner)
    with moments(901):
        confirm(home, owner)


def test_a_code_serves_once_and_for_half_an_hour(home, owner, moments):
    start(home, owner)
    with moments(1801), pytest.raises(e.CodeExpired):
        confirm(home, owner)
    confirm(home, owner)
    with pytest.raises(e.CodeUsed):
        confirm(home, owner)


def test_of_twenty_right_codes_at_once_one_changes_the_address(home, owner):
    start(home, owner)
    code, done = home.code(events.email_change_code_issued), []

    def redeem() -> None:
        try:
            confirm(home, owner, code)
            done.append("changed")
        except (e.CodeUsed, e.CodeAttemptsExhausted) as refused:
            done.append(refused.code)

    threads = [threading.Thread(target=redeem) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert (done.count("changed"), len(done)) == (1, 20)
    assert len(home.told(events.email_changed)) == 1


def test_a_newer_change_kills_the_code_of_the_earlier_one(home, owner, moments):
    start(home, owner)
    old = home.code(events.email_change_code_issued)
    with moments(61):
        start(home, owner, email="newer.box@example.org")
        with pytest.raises(e.CodeWrong):
            confirm(home, owner, code=old)
        confirm(home, owner)
    assert email_of(home, owner) == "newer.box@example.org"


def test_another_code_may_be_had_after_a_minute_and_goes_to_the_new_address(home, owner, moments):
    start(home, owner)
    old = home.code(events.email_change_code_issued)
    with pytest.raises(RateLimited):
        home.ask(rpc.resend_email_change_code, home.signed_in(owner.tokens))
    with moments(61):
        home.ask(rpc.resend_email_change_code, home.signed_in(owner.tokens))
        assert [mail["to"] for mail in home.told(events.email_change_code_issued)] == [NEW, NEW]
        with pytest.raises(e.CodeWrong):
            confirm(home, owner, code=old)
        confirm(home, owner)


def test_without_a_change_there_is_no_code_to_send_or_to_give(home, owner):
    with pytest.raises(NotFound):
        home.ask(rpc.resend_email_change_code, home.signed_in(owner.tokens))
    with pytest.raises(e.CodeWrong):
        confirm(home, owner, code="12345678")


def test_codes_go_to_three_new_addresses_a_day_at_most(home, owner, moments):
    for number in range(3):
        with moments(number * 3700):
            start(home, owner, email=f"box.{number}@example.org")
    with moments(3 * 3700), pytest.raises(RateLimited):
        start(home, owner, email="box.4@example.org")


def test_a_new_password_stops_a_change_that_waits(home, owner):
    start(home, owner)
    owner.tokens = home.ask(
        rpc.change_password, home.signed_in(owner.tokens),
        current_password=owner.password, password="three amber ladders",
    )  # fmt: skip
    with pytest.raises(e.CodeExpired):
        confirm(home, owner)
    assert email_of(home, owner) == owner.email


def test_the_code_of_one_account_is_no_code_of_another(home, owner):
    other = home.account()
    other.tokens = home.log_in(other)
    start(home, owner)
    with pytest.raises(e.CodeWrong):
        confirm(home, other)


def test_every_step_is_in_the_audit_without_a_word_of_it(home, owner):
    with pytest.raises(e.CurrentPasswordWrong):
        start(home, owner, password="not the one at all")
    start(home, owner)
    with pytest.raises(e.CodeWrong):
        confirm(home, owner, code="00000000")
    confirm(home, owner)
    entries = home.rows("SELECT * FROM audit_entries WHERE action LIKE '%email_change%' ORDER BY seq")
    assert [(entry.action, entry.outcome) for entry in entries] == [
        ("start_email_change", "refused"), ("start_email_change", "done"),
        ("confirm_email_change", "refused"), ("confirm_email_change", "done"),
    ]  # fmt: skip
    assert "example.org" not in str(entries)


def test_a_copy_of_the_tables_names_no_address(home, owner):
    start(home, owner)
    assert "example.org" not in str(home.rows("SELECT * FROM email_changes"))


def test_a_change_that_nobody_confirmed_runs_out_and_is_forgotten(home, owner, moments):
    start(home, owner)
    operations.sweep(home.work())
    assert home.one("SELECT count(*) FROM email_changes") == 1
    with moments(24 * 3600 + 1):
        with pytest.raises(NotFound):
            home.ask(rpc.resend_email_change_code, home.signed_in(owner.tokens))
        operations.sweep(home.work())
    assert home.one("SELECT count(*) FROM email_changes") == 0
