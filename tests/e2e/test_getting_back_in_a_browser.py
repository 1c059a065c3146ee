"""A member gets back in and looks after her sessions: R086–R105, R239 in a real browser, with real mail."""

import re

import pytest

from support.browser import PHONE
from support.journey import Api, Person, code_in
from support.portal_steps import (
    CALL,
    CODE_SENT,
    CREATED,
    KEEP_OPEN,
    NEW_PASSWORD,
    RESET,
    log_in,
    logged_out,
    mailed_code,
    start_recovery,
    wrong,
)

pytestmark = pytest.mark.timeout(300)


def test_recovering_the_username_mails_it_and_leaves_the_password(suite, open_window, owner):
    last = suite.mail.newest(owner.email)[0]
    visit = start_recovery(open_window(suite.gateway_url, PHONE), owner, "I forgot my username.")
    assert "We sent you an email with your account information" in visit.text()
    assert CALL in visit.text()
    assert owner.username in suite.mail.wait_for(owner.email, after=last)["text"]
    log_in(visit, owner.username, owner.password)
    assert f"Welcome {owner.first_name}" in visit.page.inner_text("header")


@pytest.mark.parametrize(("boxes", "message", "script"), [
    (["I want to reset my password."], "We sent you an email with a verification code", True),
    (["I forgot my username.", "I want to reset my password."],
     "We sent you an email with your username and a verification code", False),
])  # fmt: skip
def test_a_new_password_by_mail(suite, open_window, owner, boxes, message, script):
    elsewhere = log_in(open_window(suite.gateway_url), owner.username, owner.password)
    last = suite.mail.newest(owner.email)[0]
    visit = open_window(suite.gateway_url, PHONE, java_script_enabled=script)
    start_recovery(visit, owner, *boxes)
    for words in (message, KEEP_OPEN, CALL):
        assert words in visit.text()
    mail = suite.mail.wait_for(owner.email, after=last)
    assert (owner.username in mail["text"]) == (len(boxes) == 2)
    code = code_in(mail)
    visit.fill(password=NEW_PASSWORD, verify_password=NEW_PASSWORD, code=wrong(code)).press("RESET PASSWORD")
    assert "left" in visit.errors()["code"]
    visit.fill(password=NEW_PASSWORD, verify_password=NEW_PASSWORD, code=code).press("RESET PASSWORD")
    assert RESET in visit.text()
    assert "Welcome" not in visit.page.inner_text("header"), "nobody is logged in by a reset"
    logged_out(elsewhere)
    log_in(visit, owner.username, owner.password)
    assert "We could not log you in" in visit.text()
    log_in(visit, owner.username, NEW_PASSWORD)
    assert f"Welcome {owner.first_name}" in visit.page.inner_text("header")


def test_recovery_reads_the_same_when_nothing_matches(suite, open_window, owner):
    nobody = Person(last_name="Nobody")
    texts = []
    for person in (owner, nobody):
        text = start_recovery(open_window(suite.gateway_url), person, "I want to reset my password.").text()
        texts.append(re.sub(r"works until [^.]+\.", "", re.sub(r"\d+:\d+\s[AP]M", "", text)))
    assert texts[0] == texts[1]
    assert suite.mail.newest(nobody.email) == []


def test_three_wrong_passwords_lock_and_a_completed_reset_opens_again(suite, open_window, owner):
    visit = open_window(suite.gateway_url)
    for _ in range(3):
        log_in(visit, owner.username, "wrong password every time")
    log_in(visit, owner.username, owner.password)
    assert "We could not log you in" in visit.text() and "800-555-0142" in visit.text()
    locked = suite.mail.wait_for(owner.email, "lock")
    start_recovery(visit, owner, "I want to reset my password.")
    code = code_in(suite.mail.wait_for(owner.email, "code", after=locked))
    visit.fill(password=NEW_PASSWORD, verify_password=NEW_PASSWORD, code=code).press("RESET PASSWORD")
    log_in(visit, owner.username, NEW_PASSWORD)
    assert f"Welcome {owner.first_name}" in visit.page.inner_text("header")


def test_the_whole_sign_up_by_keyboard_alone(suite, open_window, member):
    visit = open_window(suite.gateway_url).go("/create-account")
    keys = visit.page.keyboard
    visit.page.focus("#first_name")
    year, month, day = member.date_of_birth.split("-")
    for text in (member.first_name, member.last_name, month, day, year, member.member_id, member.email,
                 member.email, "", member.username):  # fmt: skip
        keys.type(text)
        keys.press("Tab")
    for _ in range(2):
        keys.type(member.password)
        keys.press("Tab")
        keys.press("Tab")
    keys.press("Space")
    keys.press("Tab")
    keys.press("Tab")
    with visit.page.expect_navigation():
        keys.press("Enter")
    assert CODE_SENT in visit.text()
    visit.page.focus("#code")
    keys.type(mailed_code(suite, member))
    with visit.page.expect_navigation():
        keys.press("Enter")
    assert CREATED in visit.text()


def test_another_device_is_logged_out_from_the_security_settings(suite, open_window, owner):
    lost, here = open_window(suite.gateway_url, PHONE), open_window(suite.gateway_url)
    log_in(lost, owner.username, owner.password)
    log_in(here, owner.username, owner.password)
    here.go("/my-account/security")
    assert owner.username in here.text()
    here.press("Log out all other devices")
    assert "All other devices have been logged out" in here.text()
    logged_out(lost)
    assert here.go("/my-account").path() == "/my-account"


def test_the_password_is_changed_with_the_current_one(suite, open_window, owner):
    visit = log_in(open_window(suite.gateway_url), owner.username, owner.password)
    form = {"password": NEW_PASSWORD, "verify_password": NEW_PASSWORD}
    visit.go("/my-account/security/password").fill(current_password="wrong", **form).press(
        "Save new password"
    )
    assert visit.errors() == {"current_password": "This is not your current password."}
    visit.fill(current_password=owner.password, **form).press("Save new password")
    assert "Your password has been changed" in visit.text()
    assert Api(suite.gateway_url).log_in(owner.username, owner.password).status_code == 401
    assert Api(suite.gateway_url).log_in(owner.username, NEW_PASSWORD).status_code == 201
