"""Recover Member Online Account (R086–R105)."""

import pytest
from checking import check
from pretend import CODE

from contracts.errors import RateLimited
from contracts.identity import errors as e
from contracts.identity import rpc

PATH = "/recover"
NEW = "seven slow orange boats"
CARD = {
    "first_name": "Rosa", "last_name": "Santos", "date_of_birth-month": "9", "date_of_birth-day": "15",
    "date_of_birth-year": "1980", "member_id": "P1234567",
}  # fmt: skip


def start(browser, *boxes):
    return browser.submit(PATH, **CARD | dict.fromkeys(boxes, "1"))


def reset(browser, **changes):
    fields = {"password": NEW, "verify_password": NEW, "code": CODE} | changes
    return browser.submit(f"{PATH}/new-password", shown_on=PATH, **fields)


def test_the_form_has_the_four_fields_of_the_card_and_the_two_boxes(browser):
    page = check(browser.get(PATH))
    labels = [label.text.replace("*", "").strip() for label in page.all("label")]
    assert labels == [
        "First Name", "Last Name", "Month", "Day", "Year", "Member ID Number",
        "I forgot my username.", "I want to reset my password.",
    ]  # fmt: skip
    assert "You can find your Member ID Number on your Member ID Card." in page.text


def test_one_box_at_least_must_be_checked(browser):
    page = check(start(browser))
    assert page.errors() == {"forgot_username": "Choose at least one: what do you need?"}


@pytest.mark.parametrize(("boxes", "message"), [
    (["forgot_username"], "We sent you an email with your account information"),
    (["reset_password"], "We sent you an email with a verification code"),
    (["forgot_username", "reset_password"],
     "We sent you an email with your username and a verification code"),
])  # fmt: skip
def test_the_message_is_the_members_own_and_the_telephone_is_there(browser, boxes, message):
    assert start(browser, *boxes).location == PATH
    page = check(browser.get(PATH))
    assert page.one("strong").text == message
    assert "If you do not get an email, please call Member Services 800-555-0142" in page.text
    assert ("RESET PASSWORD" in page.text) == ("reset_password" in boxes)


def test_the_second_form_has_the_three_fields_in_order(browser):
    start(browser, "reset_password")
    page = check(browser.get(PATH))
    assert "Keep this window open to complete the next steps" in page.text
    labels = [label.text.replace("*", "").strip() for label in page.all("label")]
    assert labels == ["New Password", "Verify Password", "Verification Code"]


def test_a_new_password_ends_in_the_members_message_and_a_link_to_log_in(browser):
    start(browser, "reset_password")
    assert reset(browser).location == f"{PATH}/done"
    page = check(browser.get(f"{PATH}/done"))
    assert "You have successfully created a new password" in page.text
    assert page.all("a", href="/log-in")
    assert not [summary for summary in page.all("summary") if "Welcome" in summary.text]


@pytest.mark.parametrize(("error", "field", "words"), [
    (e.CodeWrong(attempts_left=1), "code", "You have 1 try left."),
    (e.CodeExpired(), "code", "too old"),
    (e.CodeUsed(), "code", "already used"),
    (e.PasswordRefused(reason="password.same"), "password", "different from the one you have now"),
    (e.PasswordRefused(reason="password.personal"), "password", "Do not use your name"),
])  # fmt: skip
def test_a_refusal_stands_beside_its_field_and_secrets_are_gone(browser, identity, error, field, words):
    start(browser, "reset_password")
    identity.on(rpc.confirm_recovery, error)
    answer = reset(browser)
    assert words in check(answer).errors()[field]
    assert NEW not in answer.get_data(as_text=True) and CODE not in answer.get_data(as_text=True)


def test_passwords_that_differ_do_not_reach_identity(browser, identity):
    start(browser, "reset_password")
    page = check(reset(browser, verify_password="something else"))
    assert set(page.errors()) == {"verify_password"}
    assert not identity.made(rpc.confirm_recovery)


def test_the_limit_of_new_codes_is_told(browser, identity):
    start(browser, "reset_password")
    identity.on(rpc.resend_recovery_code, RateLimited(retry_after=45))
    answer = browser.submit(f"{PATH}/new-code", shown_on=PATH)
    assert answer.status_code == 429
    assert "Wait 45 seconds" in check(answer).text


def test_she_can_come_back_to_the_window_that_she_closed(browser):
    start(browser, "reset_password")
    browser.get("/")
    assert "RESET PASSWORD" in check(browser.get(PATH)).text


def test_a_new_password_without_a_recovery_starts_again(browser):
    assert reset(browser).location == PATH
    assert "Please start again." in check(browser.get(PATH)).text
