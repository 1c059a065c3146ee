"""Logging in and out, security settings, the end of a session (R082, R106, R107, R177, R239)."""

import uuid

import pytest
from checking import check
from pretend import PASSWORD

from contracts.errors import Unavailable
from contracts.identity import errors as e
from contracts.identity import rpc

NEW = "seven slow orange boats"
NEUTRAL = "We could not log you in with that username and password."


@pytest.fixture
def signed_in(browser):
    """Rosa's browser."""
    assert browser.submit("/log-in", username="rosa.santos", password=PASSWORD).location == "/my-account"
    return browser


def change(browser, path="/my-account/security/password", **changes):
    fields = {"current_password": PASSWORD, "password": NEW, "verify_password": NEW} | changes
    return browser.submit(path, **fields)


def test_the_log_in_has_two_fields_and_its_button(browser):
    page = check(browser.get("/log-in"))
    assert [label.text.replace("*", "").strip() for label in page.all("label")] == ["Username", "Password"]
    assert "LOG IN" in [button.text for button in page.all("button")]
    assert page.field("password").attrs["autocomplete"] == "current-password"


def test_a_failed_log_in_is_one_neutral_answer_with_the_telephone(browser):
    answers = [
        browser.submit("/log-in", username=name, password="wrong")
        for name in ("rosa.santos", "nobody-at-all")
    ]
    assert [answer.status_code for answer in answers] == [401, 401]
    alerts = [check(answer).one("div", role="alert").text for answer in answers]
    assert alerts[0] == alerts[1]
    assert NEUTRAL in alerts[0] and "800-555-0142" in alerts[0]


def test_the_username_stays_after_a_failed_log_in(browser):
    page = check(browser.submit("/log-in", username="rosa.santos", password="wrong"))
    assert page.field("username").attrs["value"] == "rosa.santos"


def test_she_comes_back_to_the_page_she_asked_for(browser):
    browser.get("/my-account/security")
    page = check(browser.get("/log-in?next=/my-account/security"))
    assert "/my-account/security" in [field.attrs["value"] for field in page.all("input", name="next")]
    answer = browser.submit("/log-in", username="rosa.santos", password=PASSWORD, next="/my-account/security")
    assert answer.location == "/my-account/security"


@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:1"]
)
def test_a_log_in_never_leads_off_the_site(browser, target):
    answer = browser.submit("/log-in", username="rosa.santos", password=PASSWORD, next=target)
    assert answer.location == "/my-account"


def test_the_menu_has_profile_security_settings_and_log_out(signed_in):
    page = check(signed_in.get("/my-account"))
    menu = next(e.parent for e in page.all("summary") if "Welcome Rosa" in e.text)
    words = menu.text.split("Welcome Rosa")[1].split("\n")
    assert [word.strip() for word in words if word.strip()] == [
        "My account", "Profile", "Security settings", "Log out",
    ]  # fmt: skip


def test_the_security_settings_show_the_username_in_use(signed_in):
    assert "rosa.santos" in check(signed_in.get("/my-account/security")).text


def test_one_other_device_or_all_can_be_logged_out(signed_in, identity):
    for agent in ("iPhone Safari/1", "Windows Firefox/1"):
        identity.sessions.append(
            identity.sessions[0] | {"session_id": uuid.uuid4(), "current": False, "device": agent}
        )
    page = check(signed_in.get("/my-account/security"))
    assert "Safari on iPhone" in page.text and "This device" in page.text
    session_id = page.all("input", name="session_id")[0].attrs["value"]
    signed_in.submit(
        "/my-account/security/end-session", shown_on="/my-account/security", session_id=session_id
    )
    assert "Safari on iPhone" not in check(signed_in.get("/my-account/security")).text
    signed_in.submit("/my-account/security/end-others", shown_on="/my-account/security")
    page = check(signed_in.get("/my-account/security"))
    assert "Firefox" not in page.text and "All other devices have been logged out" in page.text


def test_a_changed_password_needs_the_current_one(signed_in):
    page = check(change(signed_in, current_password="wrong"))
    assert page.errors() == {"current_password": "This is not your current password."}
    assert change(signed_in).location == "/my-account/security"
    assert "Your password has been changed" in check(signed_in.get("/my-account/security")).text


def test_who_must_set_a_new_password_sees_that_form_alone(browser, identity):
    identity.must_reset = True
    answer = browser.submit("/log-in", username="rosa.santos", password=PASSWORD)
    assert answer.location == "/my-account/new-password"
    assert browser.get("/my-account").location == "/my-account/new-password"
    page = check(browser.get("/my-account/new-password"))
    assert "Profile" not in page.one("header").text
    assert change(browser, "/my-account/new-password").location == "/my-account"
    assert browser.get("/my-account").status_code == 200


def test_logging_out_ends_the_session_here_even_when_identity_is_away(signed_in, identity):
    identity.on(rpc.end_session, Unavailable())
    assert signed_in.submit("/log-out", shown_on="/my-account").location == "/logged-out"
    assert "You have logged out" in check(signed_in.get("/logged-out")).text
    assert signed_in.get("/my-account").status_code == 303


def test_every_page_of_a_session_says_how_long_it_lasts(signed_in):
    page = check(signed_in.get("/my-account"))
    dialog = page.one("dialog")
    assert 890 <= int(dialog.attrs["data-seconds"]) <= 900
    assert "You stay logged in until" in page.text


def test_a_session_can_be_extended_with_and_without_javascript(signed_in):
    answer = signed_in.submit("/my-account/extend", shown_on="/my-account", next="/my-account/profile")
    assert answer.location == "/my-account/profile"
    token = signed_in.csrf("/my-account")
    headers = {"Accept": "application/json", "Referer": "https://portico.example.org/my-account"}
    assert (
        signed_in.post("/my-account/extend", data={"csrf_token": token}, headers=headers).status_code == 204
    )


def test_after_the_end_of_a_session_the_log_in_says_what_happened(signed_in, identity):
    identity.revoked.append(identity.sessions[0]["session_id"])
    signed_in.application.extensions["portico.tokens"].revocations.add(identity.revoked)
    answer = signed_in.get("/my-account/security")
    assert answer.location == "/log-in?next=/my-account/security"
    assert "what you typed was kept" in check(signed_in.get(answer.location)).text


def test_idle_people_are_told_why_they_were_logged_out(browser):
    assert "keep your information safe" in check(browser.get("/logged-out?why=idle")).text


def test_a_locked_account_reads_like_a_wrong_password(browser, identity):
    identity.on(rpc.start_session, e.SignInFailed())
    assert NEUTRAL in check(browser.submit("/log-in", username="rosa.santos", password=PASSWORD)).text


def test_a_session_that_identity_has_just_ended_is_over_on_pages_too(signed_in, identity):
    identity.ended = True
    assert signed_in.get("/my-account/profile").location == "/log-in?next=/my-account/profile"
    assert "Log in" in check(signed_in.get("/contact-us")).one("header").text
