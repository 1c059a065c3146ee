"""A member creates her account, logs in, and gets back in: R058–R105 in a real browser, with real mail.

The steps, buttons and messages are those of the plan's own directions for members.
"""

import re
import uuid

import pytest

from support.browser import LAPTOP, PHONE, SMALLEST
from support.journey import Api, Person, code_in, create_account, enrol
from support.polling import until

NEW_PASSWORD = "nine velvet harbors glow"
CODE_SENT = "We have sent a code to your email address"
CREATED = "Your account has been successfully created"
RESET = "You have successfully created a new password"
CALL = "If you do not get an email, please call Member Services"
KEEP_OPEN = "Keep this window open to complete the next steps"

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def member(suite, tmp_path) -> Person:
    """Somebody who is enrolled and has no account yet."""
    person = Person()
    enrol(suite.env, tmp_path, person)
    return person


@pytest.fixture
def owner(suite, member) -> Person:
    """Somebody who has an account."""
    create_account(suite, member)
    return member


def card(person: Person) -> dict[str, str]:
    """The four fields as typed into a form."""
    year, month, day = person.date_of_birth.split("-")
    return {
        "first_name": person.first_name, "last_name": person.last_name, "member_id": person.member_id,
        "date_of_birth_month": month, "date_of_birth_day": day, "date_of_birth_year": year,
    }  # fmt: skip


def fill_sign_up(visit, person: Person, **changes: str):
    chosen = {
        "email": person.email, "verify_email": person.email, "username": person.username,
        "password": person.password, "verify_password": person.password,
    }  # fmt: skip
    visit.fill(**card(person) | chosen | changes)
    visit.page.check("#agree")
    return visit


def sign_up(visit, person: Person):
    """To the code step."""
    fill_sign_up(visit.go("/create-account"), person).press("SUBMIT")
    assert CODE_SENT in visit.text()
    return visit


def mailed_code(suite, person: Person, after: dict | None = None) -> str:
    return code_in(suite.mail.wait_for(person.email, "code", after=after))


def wrong(code: str) -> str:
    """Another code of the same length."""
    return f"{(int(code) + 1) % 10 ** len(code):0{len(code)}}"


def log_in(visit, username: str, password: str):
    return visit.go("/log-in").fill(username=username, password=password).press("LOG IN")


def logged_out(visit) -> None:
    """An ended session is over everywhere within a second; the rest is the page's loading."""
    until(lambda: visit.go("/my-account").path() == "/log-in", 3, "the old session has ended")


def start_recovery(visit, person: Person, *boxes: str):
    visit.go("/recover").fill(**card(person))
    for box in boxes:
        visit.page.get_by_label(box).check()
    return visit.press("SUBMIT")


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
    told = re.search(r"Wait (\d+) seconds?, then try again", visit.text())
    assert told, "mail cannot be sent to ever new addresses in a row"
    assert visit.page.input_value("#email") == right
    # She does what the page says; that the wait is as long as it says is part of this test.
    visit.page.wait_for_timeout((int(told[1]) + 1) * 1000)
    visit.press("Send the code there")
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


def test_a_taken_username_brings_free_ones(suite, open_window, owner, tmp_path):
    other = Person()
    enrol(suite.env, tmp_path, other)
    visit = open_window(suite.gateway_url)
    fill_sign_up(visit.go("/create-account"), other, username=owner.username.upper()).press("SUBMIT")
    assert "already in use" in visit.errors()["username"]
    assert "These are free" in visit.errors()["username"]


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
