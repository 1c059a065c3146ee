"""The e-mail address that recovers the account: changed with a code, never deleted (R140, R142)."""

import base64

import pytest
from checking import check
from pretend import CODE, PASSWORD
from support_peers import Browser

from contracts.errors import InvalidInput, RateLimited, Unavailable
from contracts.identity import errors as e
from contracts.identity import rpc
from gateway.web.words import WORDS

PROFILE = "/my-account/profile"
EDIT = f"{PROFILE}/login-email"
NEW = "rosa.new@example.org"


@pytest.fixture
def signed_in(browser):
    """Rosa's browser."""
    assert browser.submit("/log-in", username="rosa.santos", password=PASSWORD).location == "/my-account"
    return browser


def start(browser, **changes):
    fields = {"email": NEW, "verify_email": NEW, "current_password": PASSWORD} | changes
    return browser.submit(EDIT, **fields)


def verify(browser, code=CODE):
    return browser.submit(f"{EDIT}/code", code=code)


def test_the_new_address_counts_after_its_code(signed_in):
    assert "rosa@example.org" in check(signed_in.get(EDIT)).text
    assert start(signed_in).location == f"{EDIT}/code"
    page = check(signed_in.get(f"{EDIT}/code"))
    assert "We have sent a code to your new email address" in page.text
    assert NEW not in check(signed_in.get(PROFILE)).text
    assert "Enter the code" in check(signed_in.get(PROFILE)).text, "the profile leads back to the code"
    assert verify(signed_in).location == PROFILE
    page = check(signed_in.get(PROFILE))
    assert f"Email for your account Verified {NEW}" in page.text
    assert "Your new email address is verified and saved" in page.text
    assert "Enter the code" not in page.text


def test_the_code_can_be_given_in_another_browser_too(signed_in):
    start(signed_in)
    elsewhere = Browser(signed_in.application)
    elsewhere.submit("/log-in", username="rosa.santos", password=PASSWORD)
    assert "We have sent a code" not in check(elsewhere.get(f"{EDIT}/code")).text
    assert verify(elsewhere).location == PROFILE
    assert NEW in check(elsewhere.get(PROFILE)).text


def test_a_service_that_is_away_is_not_her_mistake(signed_in, identity):
    identity.on(rpc.start_email_change, Unavailable(reason="deadline", retry_after=1))
    answer = start(signed_in)
    said = check(answer).one("div", role="alert").text
    assert answer.status_code == 503 and WORDS["common.unavailable"] in said
    assert "what you typed" not in said


def test_a_wrong_password_stands_beside_its_box(signed_in):
    answer = start(signed_in, current_password="wrong")
    page = check(answer)
    assert page.errors() == {"current_password": "This is not your current password."}
    assert page.field("email").attrs["value"] == NEW, "nothing typed was lost"


def test_addresses_that_differ_do_not_reach_identity(signed_in, identity):
    page = check(start(signed_in, verify_email="rosa@example.com"))
    assert set(page.errors()) == {"verify_email"}
    assert not identity.made(rpc.start_email_change)


def test_the_address_she_has_is_refused_beside_its_box(signed_in, identity):
    identity.on(rpc.start_email_change, InvalidInput(fields={"email": ["field.same_email"]}))
    assert "has now" in check(start(signed_in)).errors()["email"]


@pytest.mark.parametrize(("error", "words"), [
    (e.CodeWrong(attempts_left=1), "You have 1 try left."),
    (e.CodeExpired(), "too old"),
    (e.CodeUsed(), "already used"),
])  # fmt: skip
def test_a_code_that_is_refused_says_why(signed_in, identity, error, words):
    start(signed_in)
    identity.on(rpc.confirm_email_change, error)
    answer = verify(signed_in)
    assert words in check(answer).errors()["code"]
    assert CODE not in answer.get_data(as_text=True)


def test_a_new_code_can_be_had_and_its_limit_is_told(signed_in, identity):
    start(signed_in)
    answer = signed_in.submit(f"{EDIT}/new-code", shown_on=f"{EDIT}/code")
    assert answer.location == f"{EDIT}/code"
    assert "We have sent a new code" in check(signed_in.get(f"{EDIT}/code")).text
    identity.on(rpc.resend_email_change_code, RateLimited(retry_after=45))
    answer = signed_in.submit(f"{EDIT}/new-code", shown_on=f"{EDIT}/code")
    assert answer.status_code == 429 and "Wait 45 seconds" in check(answer).text
    assert signed_in.get(f"{EDIT}/new-code").location == f"{EDIT}/code"


def test_the_address_that_recovers_the_account_can_not_be_deleted(signed_in):
    page = check(signed_in.get(f"{EDIT}/delete"))
    assert "Your account needs this address" in page.text
    assert page.all("a", href=EDIT)
    assert not [button for button in page.all("button") if "delete" in button.text.lower()]


def test_what_was_typed_is_in_no_cookie_that_can_be_read(signed_in):
    start(signed_in)
    kept = " ".join(cookie.value for cookie in signed_in._cookies.values())
    readable = " ".join(
        base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)).decode("utf-8", "replace")
        for value in kept.split() for part in value.strip('"').split(".") if len(part) % 4 != 1
    )  # fmt: skip
    assert NEW not in kept + readable
