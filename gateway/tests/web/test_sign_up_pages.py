"""Create Member Online Account (R058–R081)."""

import pytest
from checking import check
from pretend import CODE, PASSWORD

from contracts.errors import Internal, RateLimited, Unavailable
from contracts.identity import errors as e
from contracts.identity import rpc

PATH = "/create-account"
FILLED = {
    "first_name": "Rosa", "last_name": "Santos", "date_of_birth-month": "9", "date_of_birth-day": "15",
    "date_of_birth-year": "1980", "member_id": "P1234567", "email": "rosa@example.org",
    "verify_email": "rosa@EXAMPLE.org", "cell_phone": "", "username": "rosa.s80", "password": PASSWORD,
    "verify_password": PASSWORD, "agree": "1",
}  # fmt: skip


def submit(browser, **changes):
    return browser.submit(PATH, **FILLED | changes)


@pytest.fixture
def at_code(browser):
    """A browser at the code step."""
    assert submit(browser).location == PATH
    return browser


def test_the_form_has_the_members_fields_in_her_order(browser):
    page = check(browser.get(PATH))
    labels = [label.text.replace("*", "").strip() for label in page.all("label")]
    assert [label for label in labels if label not in ("Month", "Day", "Year")][:-1] == [
        "First Name", "Last Name", "Member ID Number", "Email Address", "Verify Email Address",
        "Cell Phone Number (Optional)", "Username", "Password", "Verify Password",
    ]  # fmt: skip
    assert "Date of Birth" in [legend.text.replace("*", "").strip() for legend in page.all("legend")]
    assert "SUBMIT" in [button.text for button in page.all("button")]


@pytest.mark.parametrize(("field", "token"), [
    ("first_name", "given-name"), ("last_name", "family-name"), ("date_of_birth-year", "bday-year"),
    ("email", "email"), ("cell_phone", "tel-national"), ("username", "username"),
    ("password", "new-password"), ("verify_password", "new-password"),
])  # fmt: skip
def test_browsers_and_password_managers_know_each_field(browser, field, token):
    assert check(browser.get(PATH)).field(field).attrs["autocomplete"] == token


def test_the_terms_open_beside_the_form_and_the_box_is_not_checked(browser):
    page = check(browser.get(PATH))
    link = next(a for a in page.all("a", href="/terms-and-conditions") if a.attrs.get("target"))
    assert link.text == "terms and conditions"
    assert link.attrs["target"] == "_blank"
    assert "checked" not in page.field("agree").attrs


def test_the_card_shows_where_the_numbers_are(browser):
    drawing = next(
        image for image in check(browser.get(PATH)).all("img") if "Member ID" in image.attrs["alt"]
    )
    assert browser.get(drawing.attrs["src"]).mimetype == "image/svg+xml"


def test_every_required_field_left_empty_is_named_once_above_and_once_beside(browser):
    page = check(browser.submit(PATH))
    required = {"first_name", "last_name", "date_of_birth", "member_id", "email", "verify_email", "username",
                "password", "verify_password", "agree"}  # fmt: skip
    assert set(page.errors()) == required
    summary = page.one("div", role="alert")
    assert "autofocus" in summary.attrs and summary.attrs["tabindex"] == "-1"
    links = [
        a.attrs["href"] for a in page.all("a") if a.parent.tag == "li" and a.attrs["href"].startswith("#")
    ]
    assert len(links) == len(required)
    assert links[:3] == ["#first_name", "#last_name", "#date_of_birth-month"]


def test_a_wrong_field_says_so_to_a_screen_reader(browser):
    box = check(submit(browser, email="rosa")).field("email")
    assert box.attrs["aria-invalid"] == "true"
    assert "email-error" in box.attrs["aria-describedby"].split()


def test_nothing_typed_is_lost_but_passwords(browser):
    answer = submit(browser, verify_email="other@example.org", agree="")
    page = check(answer)
    assert answer.status_code == 422
    for name in set(FILLED) - {"password", "verify_password", "agree", "verify_email"}:
        assert page.field(name).attrs["value"] == FILLED[name]
    assert page.field("verify_email").attrs["value"] == "other@example.org"
    assert PASSWORD not in answer.get_data(as_text=True)


@pytest.mark.parametrize(("changes", "wrong"), [
    ({"verify_email": "rosa@example.com"}, {"verify_email": "The two email addresses are not the same."}),
    ({"verify_password": "x"}, {"verify_password": "The two passwords are not the same."}),
    ({"agree": ""}, {"agree": "To create an account, check the box to agree to the terms and conditions."}),
    ({"date_of_birth-day": "31"}, {"date_of_birth": "Enter a real date"}),
    ({"date_of_birth-year": "2999"}, {"date_of_birth": "This date is in the future."}),
    ({"username": "rosa"}, {"username": "Use at least 6 characters"}),
    ({"email": "rosa at example"}, {"email": "Enter an email address"}),
    ({"first_name": "Ro\u200bsa"}, {"first_name": "Some hidden characters"}),
    ({"password": "short", "verify_password": "short"}, {"password": "Use at least 15 characters."}),
])  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field_alone(browser, changes, wrong):
    errors = check(submit(browser, **changes)).errors()
    assert set(errors) == set(wrong)
    for name, words in wrong.items():
        assert errors[name].startswith(words)


def test_a_taken_username_brings_free_ones(browser):
    errors = check(submit(browser, username="Rosa.Santos")).errors()
    assert "rosa.santos80" in errors["username"]


def test_no_match_is_one_neutral_message_with_the_telephone(browser):
    answer = submit(browser, member_id="P0000000")
    page = check(answer)
    assert not page.errors()
    alert = page.one("div", role="alert").text
    assert "We could not match what you entered with our records." in alert
    assert "800-555-0142" in alert


@pytest.mark.parametrize(("error", "status", "words"), [
    (Unavailable(), 503, "Nothing was lost; please try again"),
    (RateLimited(retry_after=600), 429, "Wait 10 minutes"),
    (Internal(error_id="7e3f"), 500, "7e3f"),
])  # fmt: skip
def test_a_fault_of_ours_keeps_the_form(browser, identity, error, status, words):
    identity.on(rpc.start_sign_up, error)
    answer = submit(browser)
    page = check(answer)
    assert answer.status_code == status
    assert words in page.one("div", role="alert").text
    assert page.field("first_name").attrs["value"] == "Rosa"


def test_identity_gets_the_contract_and_nothing_of_the_form_around_it(browser, identity):
    submit(browser, **{"cell_phone": "831-555-0199", "date_of_birth-month": "Sept"})
    fields = identity.made(rpc.start_sign_up)[0].fields
    assert fields["date_of_birth"].isoformat() == "1980-09-15"
    assert fields["terms_version"] == "2026-01"
    assert fields["language"] == "en"
    assert not {"verify_email", "verify_password", "agree"} & set(fields)


def test_the_same_page_then_says_that_a_code_was_sent(at_code):
    page = check(at_code.get(PATH))
    assert "We have sent a code to your email address" in page.text
    assert "Keep this window open to complete the next steps" in page.text
    assert "If you do not get an email, please call Member Services 800-555-0142" in page.text
    assert page.field("code").attrs["autocomplete"] == "one-time-code"
    assert "VERIFY" in [button.text for button in page.all("button")]


def test_no_address_of_the_flow_carries_an_id(at_code, identity):
    html = at_code.get(PATH).get_data(as_text=True)
    assert str(identity.made(rpc.start_sign_up)) and "sign_up_id" not in html


@pytest.mark.parametrize("code", [CODE, "123 456", " 123-456\n", "１２３４５６"])
def test_the_code_may_be_pasted_with_spaces_and_dashes(at_code, code):
    assert at_code.submit(f"{PATH}/verify", shown_on=PATH, code=code).location == f"{PATH}/done"
    page = check(at_code.get(f"{PATH}/done"))
    assert "Your account has been successfully created" in page.text
    assert page.all("a", href="/log-in")


@pytest.mark.parametrize(("error", "words"), [
    (e.CodeWrong(attempts_left=2), "Check the newest email from us. You have 2 tries left."),
    (e.CodeWrong(attempts_left=1), "You have 1 try left."),
    (e.CodeExpired(), "This code is too old. Send a new code."),
    (e.CodeUsed(), "This code was already used."),
    (e.CodeAttemptsExhausted(retry_after=300), "Too many wrong codes. Wait 5 minutes, then try again."),
])  # fmt: skip
def test_each_way_a_code_fails_has_its_own_words(at_code, identity, error, words):
    identity.on(rpc.confirm_sign_up, error)
    page = check(at_code.submit(f"{PATH}/verify", shown_on=PATH, code="999999"))
    assert words in page.errors()["code"]


def test_a_new_code_can_be_sent_and_its_limit_is_told(at_code, identity):
    at_code.submit(f"{PATH}/new-code", shown_on=PATH)
    assert "The earlier code no longer works." in check(at_code.get(PATH)).text
    identity.on(rpc.resend_sign_up_code, RateLimited(retry_after=45))
    answer = at_code.submit(f"{PATH}/new-code", shown_on=PATH)
    assert answer.status_code == 429
    assert "Wait 45 seconds" in check(answer).text


def test_the_address_can_be_changed_at_the_code_step(at_code, identity):
    wrong = check(
        at_code.submit(
            f"{PATH}/new-email", shown_on=PATH, email="r@example.org", verify_email="x@example.org"
        )
    )
    assert set(wrong.errors()) == {"verify_email"}
    at_code.submit(f"{PATH}/new-email", shown_on=PATH, email="r@example.org", verify_email="r@example.org")
    assert identity.made(rpc.change_sign_up_email)[0].fields["email"] == "r@example.org"
    assert "new email address" in check(at_code.get(PATH)).text


def test_she_can_go_on_with_address_and_code_on_another_device(browser, identity):
    answer = browser.submit(f"{PATH}/code", email="rosa@example.org", code=CODE)
    assert answer.location == f"{PATH}/done"
    assert identity.made(rpc.confirm_sign_up)[0].fields["sign_up_id"] is None


def test_a_new_code_on_another_device_says_the_same_whoever_asks(browser):
    page = check(browser.submit(f"{PATH}/code", email="nobody@example.org", code="", send="1"))
    assert "If an account is waiting for that email address, a new code is on its way." in page.text
    assert "email" in check(browser.submit(f"{PATH}/code", email="", code="", send="1")).errors()


def test_start_again_shows_an_empty_form(at_code):
    at_code.submit(f"{PATH}/start-again", shown_on=PATH)
    assert check(at_code.get(PATH)).field("first_name").attrs["value"] == ""


def test_the_success_page_is_shown_once(at_code):
    at_code.submit(f"{PATH}/verify", shown_on=PATH, code=CODE)
    at_code.get(f"{PATH}/done")
    assert at_code.get(f"{PATH}/done").location == "/log-in"


def test_a_code_without_a_flow_leads_to_the_page_for_other_devices(browser):
    assert browser.submit(f"{PATH}/verify", shown_on=PATH, code=CODE).location == f"{PATH}/code"


def test_a_form_sent_twice_has_one_idempotency_key(browser, identity):
    page = check(browser.get(PATH))
    token = page.field("form_token").attrs["value"]
    csrf = page.field("csrf_token").attrs["value"]
    for _ in range(2):
        browser.post(
            PATH, data=FILLED | {"csrf_token": csrf, "form_token": token},
            headers={"Referer": "https://portico.example.org/create-account"},
        )  # fmt: skip
    keys = [call.idempotency_key for call in identity.made(rpc.start_sign_up)]
    assert len(keys) == 2 and keys[0] == keys[1]
