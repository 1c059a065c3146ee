"""Create Provider Portal Account, the log-in of offices, and Forgot password (R001, R028, R174–R180)."""

import pytest
from checking import check
from pretend import CODE, PASSWORD
from pretend_provider import INES

from contracts.identity import errors as e
from contracts.identity import rpc
from gateway.web.provider.numbers import belongs_to_an_office, is_npi, is_provider_id

SIGN_UP, FORGOT, LOG_IN = (
    f"/provider-portal/{name}" for name in ("create-account", "forgot-password", "log-in")
)
FILLED = {
    "first_name": "Ines", "last_name": "Marin", "email": "ines@example.org",
    "verify_email": "ines@EXAMPLE.org", "username": "ines.marin", "password": PASSWORD,
    "verify_password": PASSWORD, "agree": "1",
}  # fmt: skip
NEW = "seven slow orange boats"


def test_the_public_provider_page_leads_to_an_account_and_to_help(browser):
    targets = {a.attrs["href"] for a in check(browser.get("/provider-portal")).all("a")}
    assert {SIGN_UP, LOG_IN, FORGOT, "/provider-portal/education", "/provider-portal/questions"} <= targets


def test_the_form_is_a_members_without_her_card(browser):
    page = check(browser.get(SIGN_UP))
    labels = [label.text.replace("*", "").strip() for label in page.all("label")][:-1]
    assert labels == ["First Name", "Last Name", "Email Address", "Verify Email Address", "Username",
                      "Password", "Verify Password"]  # fmt: skip


def test_the_steps_after_the_form_are_a_members_and_end_at_the_offices_log_in(browser, identity):
    assert browser.submit(SIGN_UP, **FILLED).location == SIGN_UP
    page = check(browser.get(SIGN_UP))
    assert page.one("h1").text == "Create Provider Portal Account"
    assert "please call the Provider Portal Support Specialist" in page.text
    assert browser.submit(f"{SIGN_UP}/verify", shown_on=SIGN_UP, code=CODE).location == f"{SIGN_UP}/done"
    assert check(browser.get(f"{SIGN_UP}/done")).all("a", href=LOG_IN)
    fields = identity.made(rpc.start_provider_sign_up)[0].fields
    assert set(fields) == {"first_name", "last_name", "email", "username", "password", "terms_version",
                           "language"}  # fmt: skip


def test_a_members_and_an_offices_sign_up_do_not_get_into_each_others_way(browser):
    browser.submit(SIGN_UP, **FILLED)
    assert check(browser.get("/create-account")).field("member_id") is not None


@pytest.mark.parametrize(("changes", "wrong"), [
    ({"verify_email": "x@example.org"}, "verify_email"), ({"agree": ""}, "agree"),
    ({"username": "i"}, "username"), ({"last_name": ""}, "last_name"),
    ({"password": "short", "verify_password": "short"}, "password"),
])  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field(browser, changes, wrong):
    assert set(check(browser.submit(SIGN_UP, **FILLED | changes)).errors()) == {wrong}


def test_role_and_kind_cannot_be_asked_for(browser, identity):
    browser.submit(SIGN_UP, **FILLED, role="administrator", kind="staff", verified="1", provider_id="x")
    assert not {"role", "kind", "verified", "provider_id"} & set(
        identity.made(rpc.start_provider_sign_up)[0].fields
    )


@pytest.mark.parametrize("typed", ["PCH004217", "pch004217", " PCH 004217", "1234567893"])
@pytest.mark.parametrize("path", [LOG_IN, "/log-in"])
def test_a_number_of_the_office_as_username_gets_a_hint_and_no_log_in(browser, typed, path):
    answer = browser.submit(path, username=typed, password=PASSWORD)
    page = check(answer)
    assert answer.status_code == 401
    assert page.errors()["username"].startswith("This looks like a Provider ID/Billing Number or an NPI.")


def test_another_name_that_fails_gets_no_hint(browser):
    assert not check(browser.submit(LOG_IN, username="ines.marin", password="x")).errors()


@pytest.mark.parametrize(("typed", "provider_id", "npi"), [
    ("PCH004217", True, False), ("PCH4217", False, False), ("ines.marin", False, False),
    ("1234567893", False, True), ("1234567894", False, False), ("123-456-7893", False, True),
    ("9876543217", False, False), ("１２３４５６７８９３", False, True), ("", False, False),
])  # fmt: skip
def test_an_npi_is_known_by_its_check_digit_and_a_provider_id_by_its_form(typed, provider_id, npi):
    assert (is_provider_id(typed), is_npi(typed)) == (provider_id, npi)
    assert belongs_to_an_office(typed) == (provider_id or npi)


def test_logging_in_at_either_door_leads_to_the_offices_home(browser):
    answer = browser.submit(LOG_IN, username=INES, password=PASSWORD)
    assert answer.location == "/my-account"
    assert browser.get("/my-account").location == "/provider"


def test_forgot_password_asks_for_username_and_address_and_says_the_same_to_everybody(browser, identity):
    assert set(check(browser.submit(FORGOT)).errors()) == {"username", "email"}
    assert browser.submit(FORGOT, username="nobody", email="x@example.org").location == FORGOT
    page = check(browser.get(FORGOT))
    assert page.one("strong").text == "We sent you an email with a verification code"
    assert identity.made(rpc.start_provider_recovery)[0].fields == {
        "username": "nobody", "email": "x@example.org",
    }  # fmt: skip


def test_the_new_password_ends_at_the_offices_log_in(browser, identity):
    browser.submit(FORGOT, username=INES, email="ines@example.org")
    fields = {"password": NEW, "verify_password": NEW, "code": CODE}
    identity.on(rpc.confirm_recovery, e.CodeExpired())
    page = check(browser.submit(f"{FORGOT}/new-password", shown_on=FORGOT, **fields))
    assert "too old" in page.errors()["code"]
    identity.on(rpc.confirm_recovery, {})
    assert browser.submit(f"{FORGOT}/new-password", shown_on=FORGOT, **fields).location == f"{FORGOT}/done"
    assert check(browser.get(f"{FORGOT}/done")).all("a", href=LOG_IN)


def test_who_must_set_a_new_password_sees_nothing_else(browser, identity):
    browser.keep_session(identity.tokens(roles=["provider"], kind="provider", must_reset=True))
    for path in ("/provider", "/provider/associate", "/provider/users", "/provider/my-access"):
        assert browser.get(path).location == "/my-account/new-password", path
    page = check(browser.get("/my-account/new-password"))
    assert not page.all("details", class_="menu ribbon")
