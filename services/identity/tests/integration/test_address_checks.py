"""Another address that a peer keeps of an account's owner: a code proves that she reads its mail (R142)."""

import uuid

import pytest

from contracts.errors import NotFound, RateLimited
from contracts.identity import errors as e
from contracts.identity import events, rpc

EMAIL = "wren.home@example.org"


@pytest.fixture
def entry(home):
    """Whose address it is, which of hers, and what it says."""
    home.account()
    return {"account_id": home.one("SELECT id FROM accounts"), "subject": uuid.uuid4(), "email": EMAIL}


def start(home, entry):
    return home.ask(rpc.start_address_check, **entry)


def confirm(home, entry, code=None):
    return home.ask(rpc.confirm_address_check, **entry, code=code or home.code(events.address_code_issued))


def test_the_code_goes_to_the_address_in_the_owners_language_and_is_good_once(home, entry):
    start(home, entry)
    (mail,) = home.told(events.address_code_issued)
    assert (mail["to"], mail["account_id"], mail["first_name"]) == (EMAIL, entry["account_id"], "Wren")
    confirm(home, entry)
    with pytest.raises(e.CodeUsed):
        confirm(home, entry)


def test_however_the_address_is_written_it_is_the_same(home, entry):
    start(home, entry)
    confirm(home, entry | {"email": EMAIL.upper()})


@pytest.mark.parametrize("other", [{"email": "somebody@example.org"}, {"subject": uuid.uuid4()}])
def test_a_code_is_good_for_its_own_address_alone(home, entry, other):
    start(home, entry)
    with pytest.raises(e.CodeWrong):
        confirm(home, entry | other)


def test_a_newer_code_ends_the_earlier_one(home, entry, moments):
    start(home, entry)
    earlier = home.code(events.address_code_issued)
    with moments(61):
        start(home, entry)
        with pytest.raises(e.CodeWrong):
            confirm(home, entry, earlier)
        confirm(home, entry)


def test_wrong_codes_count_down_and_a_code_without_a_mail_is_wrong_too(home, entry):
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(e.CodeWrong) as wrong:
            confirm(home, entry, "00000000")
        assert wrong.value.details["attempts_left"] == left
    with pytest.raises(e.CodeAttemptsExhausted):
        confirm(home, entry, "00000000")


def test_a_code_expires(home, entry, moments):
    start(home, entry)
    with moments(31 * 60), pytest.raises(e.CodeExpired):
        confirm(home, entry)


def test_mails_are_rare_for_an_entry_and_for_an_account(home, entry):
    start(home, entry)
    with pytest.raises(RateLimited):
        start(home, entry)
    for _ in range(9):
        start(home, entry | {"subject": uuid.uuid4()})
    with pytest.raises(RateLimited):
        start(home, entry | {"subject": uuid.uuid4()})
    assert len(home.told(events.address_code_issued)) == 10


def test_an_account_that_is_not_there_gets_no_mail(home, entry):
    with pytest.raises(NotFound):
        start(home, entry | {"account_id": uuid.uuid4()})
    assert home.told(events.address_code_issued) == []
