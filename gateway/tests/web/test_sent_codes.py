"""Codes that came by mail after a telephone call: a new password, stopping a change of address (R178,
R181)."""

from checking import check
from pretend import PASSWORD
from staff_steps import links

from contracts.identity import errors as e
from contracts.identity import rpc

RESET, STOP = "/reset-code", "/stop-email-change"
TYPED = {"username": "ana.ruiz", "code": "1234 5678", "password": PASSWORD, "verify_password": PASSWORD}


def test_the_log_in_page_leads_to_both_pages_under_the_names_in_the_letters(browser):
    for path in ("/log-in", "/provider-portal/log-in"):
        found = links(check(browser.get(path)))
        assert (found["Use a Reset Code"], found["Stop a Change of Email Address"]) == (RESET, STOP)


def test_a_password_is_set_with_the_code_and_log_in_follows(browser, identity):
    identity.on(rpc.confirm_sent_reset, {})
    answer = browser.submit(RESET, **TYPED)
    assert answer.location == "/log-in"
    assert "You have successfully created a new password" in check(browser.get(answer.location)).text
    sent = identity.made(rpc.confirm_sent_reset)[0].fields
    assert sent == {"username": "ana.ruiz", "code": "12345678", "password": PASSWORD}


def test_what_is_wrong_with_a_reset_stands_beside_its_box_and_no_secret_comes_back(browser, identity):
    page = check(browser.submit(RESET, **TYPED | {"verify_password": "something else"}))
    assert set(page.errors()) == {"verify_password"} and PASSWORD not in str(vars(page))
    identity.on(rpc.confirm_sent_reset, e.CodeWrong(attempts_left=2))
    answer = browser.submit(RESET, **TYPED)
    assert "You have 2 tries left." in check(answer).errors()["code"]
    identity.on(rpc.confirm_sent_reset, e.PasswordRefused(reason="password.common"))
    assert "lists that thieves try" in check(browser.submit(RESET, **TYPED)).errors()["password"]


def test_a_change_of_address_is_stopped_with_the_code(browser, identity):
    identity.on(rpc.cancel_email_change, {})
    answer = browser.submit(STOP, username="ana.ruiz", code="1234-5678")
    assert "Your account keeps its email address." in check(browser.get(answer.location)).text
    assert identity.made(rpc.cancel_email_change)[0].fields["code"] == "12345678"


def test_a_stop_with_an_old_code_says_so(browser, identity):
    identity.on(rpc.cancel_email_change, e.CodeExpired())
    assert "too old" in check(browser.submit(STOP, username="ana.ruiz", code="12345678")).errors()["code"]
    assert set(check(browser.submit(STOP)).errors()) == {"username", "code"}
