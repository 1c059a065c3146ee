"""A member creates her account, logs in, and gets back in: R058–R105 in a real browser, with real mail.

The steps, buttons and messages are those of the plan's own directions for members.
"""

import re
import uuid

import pytest

from support.browser import LAPTOP, PHONE, SMALLEST
from support.journey import Person, code_in
from support.portal_steps import (
    CALL,
    CODE_SENT,
    CREATED,
    KEEP_OPEN,
    fill_sign_up,
    log_in,
    mailed_code,
    sign_up,
    start_recovery,
    wrong,
)

pytestmark = pytest.mark.timeout(300)


@pytest.mark.parametrize(("size", "script"), [(LAPTOP, True), (SMALLEST, True), (PHONE, False)])
def test_from_the_card_to_the_welcome(suite, open_window, member, size, script):
    visit = open_window(suite.gateway_url, size, java_script_enabled=script)
    visit.go("/online-self-service").page.get_by_role("link", name="Create Member Online Account").click()
    fill_sign_up(visit, member, cell_phone="831-555-0199").press("SUBMIT")
    assert visit.path() == "/create-account"
    for words in (CODE_SENT, KEEP_OPEN, CALL, "800-555-0142"):
        assert words in visit.text()
    mail = suite.mail.wait_for(member.email, "code")
    assert "Member Services" in mail["headers"]["From"]
    visit.fill(code=code_in(mail)).press("VERIFY")
    assert CREATED in visit.text()
    visit.page.get_by_role("link", name="Go to log in").click()
    before = suite.mail.newest(member.email)[0]
    visit.fill(username=member.username, password=member.password).press("LOG IN")
    assert f"Welcome {member.first_name}" in visit.page.inner_text("header")
    confirmation = suite.mail.wait_for(member.email, after=before)
    assert member.password not in confirmation["text"] and member.member_id not in confirmation["text"]
    menu = visit.page.locator("header summary", has_text=f"Welcome {member.first_name}")
    menu.click()
    visit.page.get_by_role("link", name="Profile").first.click()
    assert member.username in visit.text()


def test_the_confirmation_comes_at_the_first_log_in_alone(suite, open_window, member):
    visit = sign_up(open_window(suite.gateway_url), member)
    visit.fill(code=mailed_code(suite, member)).press("VERIFY")
    log_in(visit, member.username, member.password)
    first = suite.mail.wait_for(member.email, after=suite.mail.wait_for(member.email, "code"))
    visit.page.context.clear_cookies()
    log_in(visit, member.username, member.password)
    assert f"Welcome {member.first_name}" in visit.page.inner_text("header")
    start_recovery(open_window(suite.gateway_url), member, "I forgot my username.")
    later = suite.mail.wait_for(member.email, after=first)
    assert later["subject"] != first["subject"], "no second confirmation came between"


def test_no_account_can_be_used_before_its_code(suite, open_window, member):
    visit = sign_up(open_window(suite.gateway_url), member)
    log_in(visit, member.username, member.password)
    assert "We could not log you in" in visit.text()


def test_a_wrong_code_counts_down_a_used_one_says_so_and_pasting_is_kind(suite, open_window, member):
    visit = sign_up(open_window(suite.gateway_url, PHONE), member)
    code = mailed_code(suite, member)
    visit.fill(code=wrong(code)).press("VERIFY")
    assert re.search(r"not the code we sent.*You have \d+ tr(y|ies) left", visit.errors()["code"])
    visit.fill(code=f" {code[:4]} - {code[4:]} ").press("VERIFY")
    assert CREATED in visit.text()
    elsewhere = open_window(suite.gateway_url).go("/create-account/code")
    elsewhere.fill(email=member.email, code=code).press("VERIFY")
    assert CREATED not in elsewhere.text() and "code" in elsewhere.errors()


def test_a_new_code_asked_for_at_once_has_to_wait(suite, open_window, member):
    visit = sign_up(open_window(suite.gateway_url), member)
    visit.press("Send a new code")
    assert re.search(r"Wait \d+ (second|minute)s?, then try again", visit.text())
    visit.fill(code=mailed_code(suite, member)).press("VERIFY")
    assert CREATED in visit.text()


def test_a_mistyped_address_can_be_changed_and_the_earlier_code_is_dead(suite, open_window, member):
    right = f"right.{uuid.uuid4().hex[:8]}@example.org"
    visit = sign_up(open_window(suite.gateway_url), member)
    earlier = mailed_code(suite, member)
    visit.page.click("text=Change the email address")
    visit.fill(email=right, verify_email=right).press("Send the code there")
    assert "a new code to the new email address" in visit.text()
    newer = code_in(suite.mail.wait_for(right, "code"))
    visit.fill(code=earlier).press("VERIFY")
    assert "code" in visit.errors()
    visit.fill(code=newer).press("VERIFY")
    assert CREATED in visit.text()


def test_she_closes_the_window_and_goes_on_on_her_phone(suite, open_window, member):
    sign_up(open_window(suite.gateway_url, LAPTOP), member).page.close()
    phone = open_window(suite.gateway_url, PHONE).go("/create-account/code")
    phone.fill(email=member.email, code=mailed_code(suite, member)).press("VERIFY")
    assert CREATED in phone.text()


def test_what_does_not_match_is_refused_in_one_neutral_way_and_nothing_typed_is_lost(
    suite, open_window, member
):
    visit = open_window(suite.gateway_url)
    alerts = []
    for changes in ({"last_name": "Nobody"}, {"date_of_birth_year": "1972"}):
        fill_sign_up(visit.go("/create-account"), member, **changes).press("SUBMIT")
        alerts.append(visit.page.inner_text("[role=alert]"))
    assert alerts[0] == alerts[1]
    assert "We could not match what you entered" in alerts[0] and "800-555-0142" in alerts[0]
    assert visit.page.input_value("#email") == member.email
    assert visit.page.input_value("#password") == ""


def test_who_has_an_account_already_reads_the_same_and_gets_another_mail(suite, open_window, owner):
    last = suite.mail.newest(owner.email)[0]
    stranger = Person(**{**owner.card, "email": f"other-{owner.email}"})
    sign_up(open_window(suite.gateway_url), stranger)
    hint = suite.mail.wait_for(owner.email, after=last)
    assert "recover" in hint["text"].lower()
    assert suite.mail.newest(stranger.email) == []


def test_a_taken_username_brings_free_ones(suite, open_window, owner, newcomer):
    other = newcomer()
    visit = open_window(suite.gateway_url)
    fill_sign_up(visit.go("/create-account"), other, username=owner.username.upper()).press("SUBMIT")
    assert "already in use" in visit.errors()["username"]
    assert "These are free" in visit.errors()["username"]
