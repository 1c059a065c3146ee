"""Another address for an owner, and a reset that is sent, by a specialist who verified the caller (R181)."""

from datetime import timedelta

import pytest

from contracts.errors import InvalidInput, NotFound, RateLimited
from contracts.identity import errors as e
from contracts.identity import events, rpc
from identity import operations

NEW = "new.box@example.org"
HOUR = 3600
PASSWORD, EMAIL = "seven quiet herons", "front.desk@example.org"
"""Of the office person."""


def find(home, **by):
    return home.ask(rpc.search_accounts, home.specialist(), **by)["accounts"]


def opened(home, account_id):
    return home.ask(rpc.get_account_for_staff, home.specialist(), account_id=account_id)


def change_email(home, work, account_id, email=NEW):
    return home.ask(
        rpc.change_email_for_owner, work, account_id=account_id, email=email, reason="Lost the mailbox"
    )


def email_of(home, account_id):
    return opened(home, account_id)["email_masked"]


def test_both_addresses_are_told_and_nothing_changes_before_the_cool_off(home, office, moments):
    started = change_email(home, home.verified(office), office)
    (old,), (new,) = home.told(events.email_for_owner_started), home.told(events.email_for_owner_noted)
    assert (old["to"], new["to"]) == (EMAIL, NEW)
    assert (old["username"], len(old["code"]), new["code"], new["first_name"]) == ("noor.desk", 8, None, None)
    assert old["expires_at"] == new["expires_at"] == started["takes_effect_at"]
    assert opened(home, office)["email_changes_at"] == started["takes_effect_at"]
    with moments(24 * HOUR - 5):
        operations.sweep(home.work())
        home.ask(rpc.start_provider_recovery, username="noor.desk", email=EMAIL)
        assert home.told(events.recovery_requested)[-1]["to"] == EMAIL


def test_after_the_cool_off_the_new_address_recovers_and_the_old_one_is_told(home, office, moments):
    change_email(home, home.verified(office), office)
    home.ask(rpc.start_provider_recovery, username="noor.desk", email=EMAIL)
    with moments(24 * HOUR + 1):
        operations.sweep(home.work())
        operations.sweep(home.work())
        assert home.told(events.email_changed)[0]["to"] == EMAIL
        assert len(home.told(events.email_changed)) == 1
        home.ask(rpc.start_provider_recovery, username="noor.desk", email=NEW)
        assert home.told(events.recovery_requested)[-1]["to"] == NEW
        assert [found["account_id"] for found in find(home, email=NEW)] == [office]
        assert opened(home, office)["email_changes_at"] is None


def test_the_cool_off_can_be_configured(home_for):
    home = home_for(owner_email_cool_off=timedelta(0))
    account = home.account_id(home.account())
    change_email(home, home.verified(account), account)
    operations.sweep(home.work())
    assert email_of(home, account) == "n•••••@example.org"


def test_the_reader_of_the_old_address_calls_the_change_off(home, office, moments):
    change_email(home, home.verified(office), office)
    code = home.code(events.email_for_owner_started)
    with pytest.raises(e.CodeWrong):
        home.ask(rpc.cancel_email_change, username="noor.desk", code="00000000")
    home.ask(rpc.cancel_email_change, username="Noor.desk", code=code)
    with pytest.raises(e.CodeUsed):
        home.ask(rpc.cancel_email_change, username="noor.desk", code=code)
    with moments(24 * HOUR + 1):
        operations.sweep(home.work())
    assert email_of(home, office) == "f•••••@example.org"


def test_a_specialist_calls_the_change_off_and_the_mailed_code_dies(home, office, moments):
    work = home.verified(office)
    change_email(home, work, office)
    home.ask(rpc.cancel_email_for_owner, work, account_id=office, reason="It was somebody else")
    with pytest.raises(NotFound):
        home.ask(rpc.cancel_email_for_owner, work, account_id=office, reason="Again")
    with pytest.raises(e.CodeWrong):
        home.ask(
            rpc.cancel_email_change, username="noor.desk", code=home.code(events.email_for_owner_started)
        )
    with moments(24 * HOUR + 1):
        operations.sweep(home.work())
    assert email_of(home, office) == "f•••••@example.org"


def test_a_reset_through_the_old_address_calls_the_change_off(home, office, moments):
    change_email(home, home.verified(office), office)
    started = home.ask(rpc.start_provider_recovery, username="noor.desk", email=EMAIL)
    code = home.code(events.recovery_requested)
    home.ask(
        rpc.confirm_recovery, recovery_id=started["recovery_id"], code=code, password="three amber ladders"
    )
    with moments(24 * HOUR + 1):
        operations.sweep(home.work())
    assert email_of(home, office) == "f•••••@example.org"


def test_the_owners_own_change_takes_the_place_of_a_specialists(home, office, moments):
    change_email(home, home.verified(office), office)
    tokens = home.ask(rpc.start_session, username="noor.desk", password=PASSWORD)
    mine = home.signed_in(tokens)
    home.ask(rpc.start_email_change, mine, email="mine@example.org", current_password=PASSWORD)
    home.ask(rpc.confirm_email_change, mine, code=home.code(events.email_change_code_issued))
    with moments(24 * HOUR + 1):
        operations.sweep(home.work())
    assert email_of(home, office) == "m•••••@example.org"


def test_codes_that_call_off_are_guessed_as_rarely_as_any_and_tell_nothing(home, office, cost_of):
    change_email(home, home.verified(office), office)
    costs = [
        cost_of(lambda: home.ask(rpc.cancel_email_change, username=name, code="00000000"))  # noqa: B023
        for name in ("noor.desk", "no.body")
    ]
    assert costs[0] == costs[1] and costs[0].statements
    for _ in range(4):
        with pytest.raises(e.CodeWrong):
            home.ask(rpc.cancel_email_change, username="noor.desk", code="00000000")
    with pytest.raises(e.CodeAttemptsExhausted):
        home.ask(rpc.cancel_email_change, username="noor.desk", code="00000000")


def test_the_address_on_file_is_no_new_one_and_three_a_day_are_all(home, office):
    work = home.verified(office)
    with pytest.raises(InvalidInput):
        change_email(home, work, office, EMAIL.upper())
    for number in range(3):
        change_email(home, work, office, f"box{number}@example.org")
    with pytest.raises(RateLimited):
        change_email(home, work, office, "box4@example.org")
    assert home.one("SELECT count(*) FROM owner_email_changes") == 1


def test_nobody_leads_the_mail_of_one_of_the_plans_own_people_elsewhere(home, clerk):
    work = home.verified(clerk)
    with pytest.raises(NotFound):
        change_email(home, work, clerk)
    with pytest.raises(NotFound):
        home.ask(rpc.start_reset_for_owner, work, account_id=clerk, reason="Forgot it")


def test_a_dormant_accounts_owner_gets_her_new_address_and_recovers(home, office, moments):
    home.run("UPDATE accounts SET state = 'dormant'")
    change_email(home, home.verified(office), office)
    with moments(24 * HOUR + 1):
        operations.sweep(home.work())
        started = home.ask(rpc.start_provider_recovery, username="noor.desk", email=NEW)
        code = home.code(events.recovery_requested)
        new = {"recovery_id": started["recovery_id"], "code": code, "password": "three amber ladders"}
        home.ask(rpc.confirm_recovery, **new)
        assert home.ask(rpc.start_session, username="noor.desk", password="three amber ladders")["session_id"]


def test_a_copy_of_the_tables_names_no_address(home, office):
    change_email(home, home.verified(office), office)
    assert "example.org" not in str(home.rows("SELECT * FROM owner_email_changes"))


def send(home, office, work=None):
    work = work or home.verified(office)
    return home.ask(rpc.start_reset_for_owner, work, account_id=office, reason="Forgot the password")


def use(home, code=None, username="noor.desk", password="three amber ladders"):
    code = code or home.code(events.reset_for_owner_started)
    return home.ask(rpc.confirm_sent_reset, username=username, code=code, password=password)


def test_username_and_code_go_to_the_address_on_file_and_the_specialist_sees_neither(home, office):
    answer = send(home, office)
    assert answer.keys() == {"email_masked", "code_expires_at"}
    assert answer["email_masked"] == "f•••••@example.org"
    (mail,) = home.told(events.reset_for_owner_started)
    assert (mail["to"], mail["username"], len(mail["code"])) == (EMAIL, "noor.desk", 8)


def test_the_code_sets_a_new_password_and_opens_a_lock(home, office):
    for _ in range(3):
        with pytest.raises(e.SignInFailed):
            home.ask(rpc.start_session, username="noor.desk", password="not the one at all")
    send(home, office)
    use(home)
    assert home.ask(rpc.start_session, username="noor.desk", password="three amber ladders")["session_id"]
    with pytest.raises(e.CodeUsed):
        use(home, password="five copper kettles")


def test_a_wrong_code_a_wrong_name_and_a_late_one_set_nothing(home, office, moments):
    send(home, office)
    for wrong in ({"code": "00000000"}, {"username": "no.body"}):
        with pytest.raises(e.CodeWrong):
            use(home, **wrong)
    with pytest.raises(e.PasswordRefused):
        use(home, password=PASSWORD)
    with moments(1801), pytest.raises(e.CodeExpired):
        use(home)


def test_wrong_codes_of_a_name_count_down_then_pause_whether_or_not_somebody_has_it(home, office, cost_of):
    send(home, office)
    costs = [cost_of(lambda: use(home, "00000000", name)) for name in ("noor.desk", "no.body")]  # noqa: B023
    assert costs[0] == costs[1] and costs[0].statements
    for name in ("noor.desk", "no.body"):
        for left in (3, 2, 1, 0):
            with pytest.raises(e.CodeWrong) as refused:
                use(home, "00000000", name)
            assert refused.value.details == {"attempts_left": left}
        with pytest.raises(e.CodeAttemptsExhausted):
            use(home, "00000000", name)


def test_another_reset_may_be_sent_after_a_minute_and_kills_the_first(home, office, moments):
    work = home.verified(office)
    send(home, office, work)
    old = home.code(events.reset_for_owner_started)
    with pytest.raises(RateLimited):
        send(home, office, work)
    with moments(61):
        send(home, office, work)
        with pytest.raises(e.CodeWrong):
            use(home, old)
        use(home)


def test_a_disabled_account_gets_no_reset(home, office):
    work = home.verified(office)
    home.ask(rpc.disable_account, work, account_id=office, reason="Left the office")
    with pytest.raises(NotFound):
        send(home, office, work)
