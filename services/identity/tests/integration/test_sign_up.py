"""Create Member Online Account (R058–R085)."""

import pytest

from contracts.errors import InvalidInput, NotFound, RateLimited, Unavailable
from contracts.identity import errors as e
from contracts.identity import events, rpc


def test_a_code_from_the_mail_opens_the_account_and_then_its_owner_can_log_in(home):
    person = home.person()
    started = home.sign_up(person)
    (mail,) = home.told(events.sign_up_code_issued)
    assert (mail["to"], mail["first_name"], mail["language"]) == (person.email, "Wren", "en")
    with pytest.raises(e.SignInFailed):
        home.log_in(person)
    home.ask(rpc.confirm_sign_up, sign_up_id=started["sign_up_id"], code=mail["code"])
    assert home.log_in(person)["must_reset_password"] is False
    assert [event["event"] for event in home.told()][-1] == "first_session_started"


def test_a_typed_code_may_hold_spaces(home):
    started, code = home.sign_up(home.person()), home.code()
    home.ask(rpc.confirm_sign_up, sign_up_id=started["sign_up_id"], code=f" {code[:4]} {code[4:]}\n")


@pytest.mark.parametrize("field", ["first_name", "last_name", "date_of_birth", "member_id"])
def test_whatever_does_not_match_the_answer_is_the_same(home, field):
    person, other = home.person(), home.person()
    wrong = {"date_of_birth": person.card["date_of_birth"].replace(day=9), "first_name": "Other"}
    with pytest.raises(e.MemberNotMatched) as refused:
        home.sign_up(person, **{field: wrong.get(field, other.card[field])})
    assert refused.value.details == {}
    assert home.told() == []


def test_who_may_not_register_gets_the_answer_of_a_stranger(home):
    home.member.may_register = False
    with pytest.raises(e.MemberNotMatched):
        home.sign_up(home.person())


def test_guessing_at_one_members_card_is_stopped(home):
    person = home.person()
    for _ in range(5):
        with pytest.raises(e.MemberNotMatched):
            home.sign_up(person, first_name="Guess")
    with pytest.raises(RateLimited) as stopped:
        home.sign_up(person)
    assert 0 < stopped.value.details["retry_after"] <= 3601
    home.sign_up(home.person())


def test_guessing_from_one_address_or_device_is_stopped_for_any_card(home):
    for where, limit in ({"address": "198.51.100.7"}, 20), ({"device": "d-1"}, 10):
        for _ in range(limit):
            with pytest.raises(e.MemberNotMatched):
                home.ask(rpc.start_sign_up, home.work(**where), **home.person().form(first_name="Guess"))
        with pytest.raises(RateLimited):
            home.ask(rpc.start_sign_up, home.work(**where), **home.person().form())


def test_an_outage_of_member_uses_up_nobodys_tries(home):
    person = home.person()
    home.member.is_down = True
    for _ in range(8):
        with pytest.raises(Unavailable):
            home.sign_up(person)
    home.member.is_down = False
    home.sign_up(person)


@pytest.mark.parametrize("typed", ["WREN.BOX", " wren.box ", "ｗｒｅｎ.box"])
def test_a_username_is_taken_however_it_is_spelled_and_others_are_suggested(home, typed):
    home.account(home.person(username="wren.box"))
    person = home.person()
    with pytest.raises(e.UsernameTaken) as refused:
        home.sign_up(person, username=typed)
    suggested = refused.value.details["suggestions"]
    assert len(suggested) == 3
    home.sign_up(person, username=suggested[0])


def test_an_unverified_sign_up_holds_its_username_until_it_expires(home, moments):
    home.sign_up(home.person(username="wren.box"))
    person = home.person()
    with pytest.raises(e.UsernameTaken):
        home.sign_up(person, username="wren.box")
    with moments(24 * 3600 + 1):
        home.account(home.person(username="wren.box"))


def test_a_username_taken_over_after_expiry_does_not_serve_the_first_sign_up(home, moments):
    first = home.sign_up(home.person(username="wren.box"))
    code = home.code()
    with moments(24 * 3600 + 1):
        home.sign_up(home.person(username="wren.box"))
        with pytest.raises(e.CodeExpired):
            home.ask(rpc.confirm_sign_up, sign_up_id=first["sign_up_id"], code=code)


def test_a_second_sign_up_of_a_member_supersedes_the_first(home):
    person = home.person()
    first = home.sign_up(person)
    code = home.code()
    second = home.sign_up(person, username="another.box")
    with pytest.raises(e.CodeExpired):
        home.ask(rpc.confirm_sign_up, sign_up_id=first["sign_up_id"], code=code)
    home.sign_up(home.person(), username=person.username)
    home.rows("SELECT 1")
    home.ask(
        rpc.confirm_sign_up,
        sign_up_id=second["sign_up_id"],
        code=home.told(events.sign_up_code_issued)[1]["code"],
    )


def test_a_member_with_an_account_gets_the_same_answer_and_the_mail_goes_to_the_address_on_the_account(home):
    person = home.account()
    answer = home.sign_up(person, username="another.box", email="thief@example.org")
    fresh = home.sign_up(home.person())
    assert answer.keys() == fresh.keys() and answer["sign_up_id"]
    (mail,) = home.told(events.sign_up_repeated)
    assert (mail["to"], mail["code"]) == (person.email, None)
    assert len(home.told(events.sign_up_code_issued)) == 2
    with pytest.raises(e.CodeWrong) as refused:
        home.ask(rpc.confirm_sign_up, sign_up_id=answer["sign_up_id"], code="12345678")
    assert refused.value.details == {"attempts_left": 4}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("(831) 555-0142", True), ("", True), (None, True), ("555-01", False), ("416-555-0142", False)],
)
def test_a_cell_phone_is_optional_and_if_given_a_us_number(home, typed, kept):
    person = home.person()
    if kept:
        home.ask(rpc.start_sign_up, **person.form(**({"cell_phone": typed} if typed else {})))
        return
    with pytest.raises(InvalidInput) as refused:
        home.sign_up(person, cell_phone=typed)
    assert refused.value.details == {"fields": {"cell_phone": ["field.invalid_phone"]}}


def test_a_refused_password_says_why_and_uses_up_no_try(home):
    person = home.person()
    for _ in range(8):
        with pytest.raises(e.PasswordRefused) as refused:
            home.sign_up(person, password="password1234567")
    assert refused.value.details == {"reason": "password.common"}
    home.sign_up(person)


def test_the_terms_their_version_and_time_are_kept(home):
    person = home.account()
    (row,) = home.rows("SELECT terms_version, terms_accepted_at, created_at FROM accounts")
    assert row.terms_version == "2026-01" and row.terms_accepted_at <= row.created_at
    assert person.email not in str(home.rows("SELECT * FROM accounts"))


def test_wrong_codes_count_down_then_pause_and_then_the_right_one_serves(home, moments):
    started, code = home.sign_up(home.person()), home.code()
    wrong = {"sign_up_id": started["sign_up_id"], "code": str(int(code) ^ 1).zfill(8)}
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(e.CodeWrong) as refused:
            home.ask(rpc.confirm_sign_up, **wrong)
        assert refused.value.details == {"attempts_left": left}
    with pytest.raises(e.CodeAttemptsExhausted) as stopped:
        home.ask(rpc.confirm_sign_up, **(wrong | {"code": code}))
    assert 800 < stopped.value.details["retry_after"] <= 901
    with moments(15 * 60 + 1):
        home.ask(rpc.confirm_sign_up, **(wrong | {"code": code}))


def test_a_used_code_and_an_expired_one_are_told_apart(home, moments):
    first, code = home.sign_up(home.person()), home.code()
    home.ask(rpc.confirm_sign_up, sign_up_id=first["sign_up_id"], code=code)
    with pytest.raises(e.CodeUsed):
        home.ask(rpc.confirm_sign_up, sign_up_id=first["sign_up_id"], code=code)
    second, code = home.sign_up(home.person()), home.code()
    with moments(30 * 60 + 1), pytest.raises(e.CodeExpired):
        home.ask(rpc.confirm_sign_up, sign_up_id=second["sign_up_id"], code=code)


def test_another_code_kills_the_first_and_may_be_had_once_a_minute_and_five_times_an_hour(home, moments):
    started, first = home.sign_up(home.person()), home.code()
    flow = {"sign_up_id": started["sign_up_id"]}
    with pytest.raises(RateLimited) as pause:
        home.ask(rpc.resend_sign_up_code, **flow)
    assert 0 < pause.value.details["retry_after"] <= 61
    for minute in range(1, 6):
        with moments(minute * 61):
            assert home.ask(rpc.resend_sign_up_code, **flow)["sign_up_id"] == started["sign_up_id"]
    with moments(7 * 61), pytest.raises(RateLimited) as enough:
        home.ask(rpc.resend_sign_up_code, **flow)
    assert enough.value.details["retry_after"] > 1800
    with moments(6 * 61):
        with pytest.raises(e.CodeWrong):
            home.ask(rpc.confirm_sign_up, **flow, code=first)
        home.ask(rpc.confirm_sign_up, **flow, code=home.code())


def test_a_corrected_address_gets_a_new_code_and_the_old_one_dies(home, moments):
    person = home.person()
    started, first = home.sign_up(person), home.code()
    with moments(61):
        home.ask(rpc.change_sign_up_email, sign_up_id=started["sign_up_id"], email="right@example.org")
        assert home.told()[-1]["to"] == "right@example.org"
        with pytest.raises(e.CodeWrong):
            home.ask(rpc.confirm_sign_up, sign_up_id=started["sign_up_id"], code=first)
        home.ask(rpc.confirm_sign_up, sign_up_id=started["sign_up_id"], code=home.code())
        tokens = home.log_in(person)
        assert home.ask(rpc.get_account, home.signed_in(tokens))["email"] == "right@example.org"
    with moments(122), pytest.raises(NotFound):
        home.ask(rpc.change_sign_up_email, sign_up_id=started["sign_up_id"], email="late@example.org")


def test_three_corrections_may_follow_at_once_and_a_fourth_waits_a_day(home, moments):
    started = home.sign_up(home.person())
    for number in range(3):
        email = f"try{number}@example.org"
        home.ask(rpc.change_sign_up_email, sign_up_id=started["sign_up_id"], email=email)
        assert home.told()[-1]["to"] == email
    with pytest.raises(RateLimited) as enough:
        home.ask(rpc.change_sign_up_email, sign_up_id=started["sign_up_id"], email="try3@example.org")
    assert enough.value.details["retry_after"] > 80_000


def test_a_corrected_address_on_a_decoy_reaches_the_accounts_owner_and_nobody_else(home, moments):
    person = home.account()
    decoy = home.sign_up(person, username="another.box", email="thief@example.org")
    with moments(61):
        home.ask(rpc.change_sign_up_email, sign_up_id=decoy["sign_up_id"], email="thief2@example.org")
    assert {mail["to"] for mail in home.told(events.sign_up_repeated)} == {person.email}


def test_on_another_device_the_address_and_the_code_are_enough_also_in_a_family(home):
    first, second = home.person(email="family@example.org"), home.person(email="Family@Example.org")
    home.sign_up(first)
    code = home.code()
    home.sign_up(second)
    home.ask(rpc.confirm_sign_up, email="family@example.org", code=code)
    home.log_in(first)
    home.ask(rpc.confirm_sign_up, email="family@example.org", code=home.code())
    home.log_in(second)


def test_a_code_asked_for_by_address_names_no_flow_and_is_answered_alike_for_a_stranger(home, moments):
    person = home.person()
    home.sign_up(person)
    with moments(61):
        known = home.ask(rpc.resend_sign_up_code, email=person.email)
        unknown = home.ask(rpc.resend_sign_up_code, email="nobody@example.org")
    assert known["sign_up_id"] is None
    assert known.keys() == unknown.keys()
    assert home.told()[-1]["to"] is None
