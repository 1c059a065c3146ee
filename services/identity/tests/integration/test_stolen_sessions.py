"""What an open session alone does not do: set up a second factor that would keep the owner out."""

import pytest

from contracts.errors import InvalidInput, RateLimited
from contracts.identity import errors as e
from contracts.identity import rpc

NEW_PASSWORD = "three amber ladders"


def test_a_stolen_session_sets_no_second_factor_up(home):
    person = home.account()
    work = home.signed_in(home.log_in(person))
    with pytest.raises(InvalidInput) as refused:
        home.ask(rpc.start_authenticator, work)
    assert refused.value.details["fields"] == {"current_password": ["field.required"]}
    with pytest.raises(e.CurrentPasswordWrong):
        home.ask(rpc.start_authenticator, work, current_password="not the password")
    assert home.rows("SELECT * FROM authenticators") == []
    assert home.one("SELECT locked_at FROM accounts WHERE id = :id", id=work.viewer.account_id) is None


def test_guesses_at_the_password_for_a_second_factor_count_as_those_for_a_new_password(home):
    person = home.account()
    work = home.signed_in(home.log_in(person))
    for _ in range(3):
        with pytest.raises(e.CurrentPasswordWrong):
            home.ask(rpc.start_authenticator, work, current_password="not the password")
    for do in (
        lambda: home.ask(rpc.start_authenticator, work, current_password=person.password),
        lambda: home.ask(rpc.change_password, work, current_password=person.password, password=NEW_PASSWORD),
    ):
        with pytest.raises(RateLimited):
            do()
