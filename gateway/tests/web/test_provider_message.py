"""Every "please call" of the pages for offices can leave a case that knows the page (R222, R238)."""

import uuid

import pytest
from checking import check
from office_steps import ASSOCIATE, at_work, log_in, step_two
from staff_steps import links

from contracts.errors import Internal, InvalidInput, RateLimited
from contracts.provider_directory import rpc

MESSAGE = "/provider-portal/message"
NUMBER = uuid.UUID(int=7)
SAID = {
    "kind": "locked_out", "message": "It says locked.", "contact_name": "Ana Ruiz",
    "contact_phone": "831-555-0117",
}  # fmt: skip


def chosen(page) -> list[str]:
    return [one.attrs["value"] for one in page.all("option") if "selected" in one.attrs]


@pytest.mark.parametrize(
    ("dead_end", "kind"),
    [("/provider-portal/log-in", "locked_out"), ("/provider-portal/forgot-password", "lost_email")],
)
def test_a_dead_end_leads_to_a_message_that_knows_it(browser, identity, dead_end, kind):
    target = links(check(browser.get(dead_end)))["Or leave a message"]
    page = check(browser.get(target))
    assert chosen(page) == [kind]
    browser.submit(MESSAGE, target, page=page.field("page").attrs["value"], **SAID)
    sent = identity.made(rpc.create_case)[-1].fields
    assert sent["context"] == {"page": dead_end} and sent["message"] == "It says locked."


def test_who_is_locked_out_may_say_the_username_and_who_is_signed_in_is_not_asked(browser, identity):
    browser.submit(MESSAGE, username="ana.ruiz", **SAID)
    assert identity.made(rpc.create_case)[-1].fields["context"] == {"username": "ana.ruiz"}
    at_work(browser, identity)
    assert not check(browser.get(MESSAGE)).all("input", name="username")


def test_what_was_typed_into_the_wizard_goes_along_and_never_the_tax_id(browser, identity):
    log_in(browser)
    target = links(check(step_two(browser, zip_code="99999")))["Or leave a message"]
    page = check(browser.get(target))
    assert chosen(page) == ["association_failed"]
    browser.submit(MESSAGE, target, page=page.field("page").attrs["value"], **SAID)
    assert identity.made(rpc.create_case)[-1].fields["context"] == {
        "page": ASSOCIATE, "type": "practitioner", "provider_id": "PCH004217", "first_name": "Lena",
        "last_name": "Okoro",
    }  # fmt: skip


def test_what_is_said_in_lines_stays_in_lines_and_comes_back_with_an_error(browser, identity):
    said = SAID | {"message": "\r\nIt says locked.\r\nBoth of us."}
    page = check(browser.submit(MESSAGE, **said | {"contact_name": ""}))
    assert set(page.errors()) == {"contact_name"}
    assert page.one("textarea", name="message").text.splitlines()[-2:] == ["It says locked.", "Both of us."]
    browser.submit(MESSAGE, **said)
    assert identity.made(rpc.create_case)[-1].fields["message"] == "It says locked.\nBoth of us."


def test_the_number_of_an_error_goes_along_with_a_message(browser, identity):
    at_work(browser, identity)
    identity.on(rpc.get_provider_home, Internal(error_id=str(NUMBER)))
    answer = browser.get("/provider")
    assert answer.status_code == 500
    page = check(answer)
    assert str(NUMBER) in page.text
    target = links(page)["Or leave a message"]
    page = check(browser.get(target))
    kept = {name: page.field(name).attrs["value"] for name in ("page", "reference")}
    browser.submit(MESSAGE, target, **SAID, **kept)
    assert identity.made(rpc.create_case)[-1].fields["context"] == {
        "page": "/provider",
        "reference": str(NUMBER),
    }
    browser.submit(MESSAGE, target, **SAID, reference="<b>call me</b>")
    assert identity.made(rpc.create_case)[-1].fields["context"] == {}


def test_the_number_of_the_case_is_said(browser):
    answer = browser.submit(MESSAGE, **SAID)
    assert answer.location == "/provider-portal"
    assert "Your number is 40017." in check(browser.get(answer.location)).text


def test_a_refused_log_in_offers_a_message_beside_the_telephone_number(browser):
    page = check(browser.submit("/provider-portal/log-in", username="nobody", password="x"))
    summary = next(e for e in page.all("div", class_="errors"))
    assert "831-555-0130" in summary.text and "Or leave a message" in summary.text


def test_who_is_signed_in_is_known_to_the_case_and_strangers_are_not(browser, identity):
    browser.submit(MESSAGE, **SAID)
    at_work(browser, identity)
    answer = browser.submit(MESSAGE, "/provider-portal/message?page=/provider/my-access", **SAID)
    stranger, known = identity.made(rpc.create_case)
    assert stranger.token is None and known.token
    assert answer.location == "/provider"


def test_a_message_without_words_or_a_way_to_answer_says_so(browser, identity):
    assert set(check(browser.submit(MESSAGE)).errors()) == {"kind", "message", "contact_name"}
    assert not identity.made(rpc.create_case)
    identity.on(rpc.create_case, InvalidInput(fields={"contact_phone": ["field.required"]}))
    page = check(browser.submit(MESSAGE, **SAID | {"contact_phone": ""}))
    assert set(page.errors()) == {"contact_phone"} and chosen(page) == ["locked_out"]
    assert page.field("contact_name").attrs["value"] == "Ana Ruiz"


def test_too_many_messages_are_refused_as_a_form(browser, identity):
    identity.on(rpc.create_case, RateLimited(retry_after=3600))
    answer = browser.submit(MESSAGE, **SAID)
    assert answer.status_code == 429 and "Wait 60 minutes" in check(answer).text


def test_a_page_of_another_site_is_not_kept(browser, identity):
    browser.submit(MESSAGE, page="https://example.org/provider-portal", **SAID)
    assert identity.made(rpc.create_case)[-1].fields["context"] == {}
