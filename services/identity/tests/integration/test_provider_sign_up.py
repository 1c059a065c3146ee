"""Create Provider Portal Account: office staff without a card (R001, R174)."""

import threading

import pytest

from contracts.errors import InvalidInput, RateLimited
from contracts.identity import errors as e
from contracts.identity import events, rpc
from identity.operations import verify_audit


@pytest.fixture
def form():
    """`form(username="…")`: what somebody of an office types."""
    typed = {
        "first_name": "Noor", "last_name": "Abadi", "email": "front.desk@example.org",
        "username": "noor.desk", "password": "seven quiet herons", "terms_version": "2026-01",
    }  # fmt: skip
    return lambda **changes: typed | changes


def sign_up(home, fields, work=None):
    return home.ask(rpc.start_provider_sign_up, work, **fields)


def account(home, fields):
    started = sign_up(home, fields)
    home.ask(rpc.confirm_sign_up, sign_up_id=started["sign_up_id"], code=home.code())


def log_in(home, fields):
    return home.ask(rpc.start_session, username=fields["username"], password=fields["password"])


def answer(do):
    """What a caller can tell apart of an answer."""
    return {name: type(value).__name__ for name, value in do().items()}


def test_the_code_makes_an_account_of_kind_provider_that_belongs_to_no_office_yet(home, form):
    account(home, form())
    viewer = home.viewer(log_in(home, form()))
    assert (viewer.roles, viewer.context_id) == (frozenset({"provider"}), None)
    me = home.ask(rpc.get_account, home.work(viewer=viewer))
    assert (me["kind"], me["username"], me["email"]) == ("provider", "noor.desk", "front.desk@example.org")


def test_without_the_code_there_is_no_account(home, form):
    sign_up(home, form())
    with pytest.raises(e.SignInFailed):
        log_in(home, form())


def test_the_letters_of_an_office_person_say_so(home, form):
    account(home, form())
    log_in(home, form())
    assert [mail["kind"] for mail in home.told()] == ["provider", "provider"]


def test_an_address_that_has_an_account_gets_the_same_answer_and_its_owner_is_told(home, form, cost_of):
    account(home, form())
    again, new = form(username="somebody.else"), form(username="third.desk", email="other@example.org")
    answers, costs = [], []
    for fields in (again, new):
        costs.append(cost_of(lambda: answers.append(answer(lambda: sign_up(home, fields)))))  # noqa: B023
    assert answers[0] == answers[1]
    assert costs[0].statements == costs[1].statements and costs[0].statements
    assert costs[0].hashings == costs[1].hashings == 1
    (told,) = home.told(events.sign_up_repeated)
    assert (told["to"], told["code"], told["kind"]) == ("front.desk@example.org", None, "provider")


def test_the_same_address_is_the_same_however_it_is_written(home, form):
    account(home, form())
    sign_up(home, form(username="somebody.else", email="Front.Desk@Example.org"))
    assert len(home.told(events.sign_up_repeated)) == 1


def test_no_code_opens_a_second_account_at_an_address(home, form):
    account(home, form())
    started = sign_up(home, form(username="somebody.else"))
    with pytest.raises(e.CodeWrong):
        home.ask(rpc.confirm_sign_up, sign_up_id=started["sign_up_id"], code=home.code())


def test_a_member_and_an_office_may_share_an_address(home, form):
    person = home.account()
    account(home, form(email=person.email))
    assert home.told(events.sign_up_repeated) == []


def test_a_second_sign_up_of_an_address_leaves_the_first_alone_and_one_of_both_becomes_the_account(
    home, form
):
    first = sign_up(home, form())
    code = home.code()
    second = sign_up(home, form(username="somebody.else"))
    home.ask(rpc.confirm_sign_up, sign_up_id=first["sign_up_id"], code=code)
    with pytest.raises(e.CodeExpired):
        home.ask(rpc.confirm_sign_up, sign_up_id=second["sign_up_id"], code=home.code())
    assert home.one("SELECT count(*) FROM accounts") == 1


def test_of_two_codes_given_at_once_for_one_address_one_opens_an_account(home, form):
    for round in range(10):
        flows = []
        for name in ("one", "two"):
            started = sign_up(home, form(username=f"{name}.{round}.desk", email=f"desk{round}@example.org"))
            flows.append({"sign_up_id": started["sign_up_id"], "code": home.code()})
        ends = []

        def confirm(flow, ends=ends):
            try:
                home.ask(rpc.confirm_sign_up, **flow)
                ends.append("opened")
            except e.CodeExpired:
                ends.append("refused")

        threads = [threading.Thread(target=confirm, args=(flow,)) for flow in flows]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        assert sorted(ends) == ["opened", "refused"]


def test_the_code_can_be_sent_again_and_given_on_another_device(home, form, moments):
    started = sign_up(home, form())
    old = home.code()
    with moments(61):
        home.ask(rpc.resend_sign_up_code, sign_up_id=started["sign_up_id"])
        with pytest.raises(e.CodeWrong):
            home.ask(rpc.confirm_sign_up, sign_up_id=started["sign_up_id"], code=old)
        home.ask(rpc.confirm_sign_up, email=form()["email"], code=home.code())
    assert log_in(home, form())["session_id"]


def test_a_mistyped_address_can_be_corrected(home, form):
    started = sign_up(home, form(email="tpyo@example.org"))
    home.ask(rpc.change_sign_up_email, sign_up_id=started["sign_up_id"], email=form()["email"])
    assert home.told(events.sign_up_code_issued)[-1]["to"] == form()["email"]
    home.ask(rpc.confirm_sign_up, sign_up_id=started["sign_up_id"], code=home.code())
    tokens = log_in(home, form())
    assert home.ask(rpc.get_account, home.signed_in(tokens))["email"] == form()["email"]


def test_correcting_to_an_address_that_has_an_account_tells_its_owner_and_nobody_else(home, form, cost_of):
    account(home, form())
    answers, costs = [], []
    for email in (form()["email"], "free@example.org"):
        started = sign_up(
            home, form(username=f"desk.{len(answers)}", email=f"typo{len(answers)}@example.org")
        )
        change = {"sign_up_id": started["sign_up_id"], "email": email}
        costs.append(
            cost_of(lambda: answers.append(answer(lambda: home.ask(rpc.change_sign_up_email, **change))))  # noqa: B023
        )
    assert answers[0] == answers[1] and costs[0].statements == costs[1].statements
    (told,) = home.told(events.sign_up_repeated)
    assert (told["to"], told["code"]) == (form()["email"], None)


def test_a_taken_username_gets_suggestions_and_no_mail_is_sent(home, form):
    account(home, form())
    with pytest.raises(e.UsernameTaken) as taken:
        sign_up(home, form(email="other@example.org", username="NOOR.desk"))
    assert len(taken.value.details["suggestions"]) == 3
    assert len(home.told(events.sign_up_code_issued)) == 1


def test_who_submits_the_form_again_has_the_username_again(home, form):
    sign_up(home, form())
    started = sign_up(home, form())
    home.ask(rpc.confirm_sign_up, sign_up_id=started["sign_up_id"], code=home.code())
    assert log_in(home, form())["session_id"]


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("short", "password.too_short"),
        ("password1234567", "password.common"),
        ("the portico of mine", "password.plan_word"),
        ("Noor sits up front", "password.personal"),
    ],
)
def test_the_password_policy_is_the_members(home, form, password, reason):
    with pytest.raises(e.PasswordRefused) as refused:
        sign_up(home, form(password=password))
    assert refused.value.details == {"reason": reason}


def test_a_username_with_a_space_inside_is_refused(home, form):
    with pytest.raises(InvalidInput):
        sign_up(home, form(username="noor desk"))


def test_mails_to_one_address_are_limited_whether_or_not_it_has_an_account(home, form):
    account(home, form())
    for email, sent in ((form()["email"], 1), ("other@example.org", 0)):
        for number in range(sent, 5):
            sign_up(home, form(email=email, username=f"desk.{email[:5]}.{number}"))
        with pytest.raises(RateLimited):
            sign_up(home, form(email=email, username="one.too.many"))


def test_sign_ups_from_one_place_are_limited_and_asking_for_taken_names_is(home_for, form):
    home = home_for(provider_sign_up_limit_address=3)
    account(home, form())
    where = {"address": "198.51.100.7"}
    sign_up(home, form(email="a@example.org", username="first.desk"), home.work(**where))
    for _ in range(2):
        with pytest.raises(e.UsernameTaken):
            sign_up(home, form(email="b@example.org"), home.work(**where))
    with pytest.raises(RateLimited):
        sign_up(home, form(email="c@example.org", username="other.desk"), home.work(**where))


def test_a_copy_of_the_tables_names_nobody_and_the_audit_is_whole(home, form):
    account(home, form())
    tables = str(home.rows("SELECT * FROM accounts")) + str(home.rows("SELECT * FROM sign_ups"))
    assert not any(word in tables for word in ("Noor", "Abadi", "front.desk", "noor.desk"))
    assert verify_audit(home.work()) == (2, None)
