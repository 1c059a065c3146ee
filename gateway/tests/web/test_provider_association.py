"""The wizard: Provider Eligibility, Provider Agreement (R003–R033)."""

import uuid

import pytest
from checking import check
from office_steps import ASSOCIATE, ENTRY, HOME, at_work, log_in, step_two
from pretend_provider import CLINIC, NPI, PRACTICE

from contracts.errors import RateLimited, Unavailable
from contracts.identity import rpc as identity_rpc
from contracts.provider_directory import errors as e
from contracts.provider_directory import rpc

LINK = "/provider/users/link-account"


def finish(browser, page, **changes):
    """Step 2's form, as the page shows it."""
    fields = {e.attrs["name"]: e.attrs.get("value", "") for e in page.all("input", type="hidden")}
    return browser.post(
        f"{ASSOCIATE}/agreement", data=fields | {"agree": "1"} | changes,
        headers={"Referer": "https://portico.example.org/provider/associate"},
    )  # fmt: skip


@pytest.fixture
def ines(browser):
    """Verified, and linked to nothing."""
    log_in(browser)
    return browser


def test_who_is_linked_to_nothing_comes_to_the_wizard_and_sees_nothing_else(ines):
    assert ines.get(HOME).location == ASSOCIATE
    page = check(ines.get(ASSOCIATE))
    menu = [a.text for a in page.all("a") if a.parent.parent.parent is page.one("nav", class_="left")]
    assert menu == ["Associate Your Account", "Security settings", "Education & Resources",
                    "Frequently Asked Questions"]  # fmt: skip
    for path in ("/provider/users", "/provider/my-access", "/provider/users/requests"):
        assert ines.get(path).location == HOME


def test_step_one_has_the_guides_title_and_fields_in_order_and_practitioner_is_chosen(ines):
    page = check(ines.get(ASSOCIATE))
    assert page.one("h1").text == "Step 1 of 2 - Provider Eligibility"
    assert "Portal Registration Instructions" in page.text
    labels = [label.text.replace("*", "").strip() for label in page.all("label")]
    assert labels == ["Provider Type", "Practitioner's First Name", "Practitioner's Last Name", "Group Name",
                      "Tax ID", "Provider ID/Billing Number", "ZIP Code"]  # fmt: skip
    chosen = [option.text for option in page.all("option") if "selected" in option.attrs]
    assert chosen == ["Practitioner"]
    assert "hidden" in page.one("div", data_for="group").attrs


def test_required_boxes_are_marked_in_words_too(ines):
    page = check(ines.get(ASSOCIATE))
    for name in ("first_name", "last_name", "tax_id", "provider_id", "zip_code"):
        assert page.field(name).attrs["aria-required"] == "true"
    assert "* means you must fill in this box." in page.text


def test_empty_boxes_are_named_and_those_of_the_other_type_are_not(ines):
    page = check(ines.submit(ASSOCIATE, type="practitioner", next="1"))
    assert set(page.errors()) == {"first_name", "last_name", "tax_id", "provider_id", "zip_code"}
    page = check(ines.submit(ASSOCIATE, type="group", next="1"))
    assert set(page.errors()) == {"group_name", "tax_id", "provider_id", "zip_code"}


def test_another_type_shows_its_boxes_and_keeps_what_was_typed(ines):
    entry = {name: text for name, text in ENTRY.items() if name != "next"}
    page = check(ines.submit(ASSOCIATE, **entry | {"type": "group"}))
    assert not page.errors()
    assert "hidden" in page.one("div", data_for="practitioner").attrs
    assert page.field("zip_code").attrs["value"] == "95076"


def test_the_tax_id_is_masked_after_entry_and_still_known(ines, identity):
    answer = step_two(ines, provider_id="PCH999999")
    page = check(answer)
    assert page.field("tax_id").attrs["value"] == "•••••6789"
    assert "123456789" not in answer.text and "12-3456789" not in answer.text
    ines.submit(ASSOCIATE, **ENTRY | {"tax_id": "•••••6789"})
    assert identity.made(rpc.match_billing_provider)[-1].fields["tax_id"] == "12-3456789"


def test_what_was_typed_belongs_to_this_account_alone(ines, identity):
    step_two(ines, provider_id="PCH999999")
    assert check(ines.get(ASSOCIATE)).field("provider_id").attrs["value"] == "PCH999999"
    identity.account_id = uuid.uuid4()
    ines.keep_session(identity.tokens(roles=["provider"], kind="provider"))
    assert check(ines.get(ASSOCIATE)).field("provider_id").attrs["value"] == ""


def test_no_match_is_one_neutral_message_with_the_guides_hints(ines):
    page = check(step_two(ines, zip_code="99999"))
    assert not page.errors()
    for words in ("We could not match what you entered with our records.", "Explanation of Benefit (EOB)",
                  "the ZIP code of any of them", "Group Payee ID", "831-555-0131"):  # fmt: skip
        assert words in page.text
    assert page.field("first_name").attrs["value"] == "Lena"


def test_an_npi_is_recognised_and_the_right_number_named(ines):
    page = check(step_two(ines, provider_id=NPI))
    assert "We need the Provider ID/Billing Number" in page.errors()["provider_id"]


def test_only_a_wrong_type_offers_to_switch(ines):
    wrong = {"provider_id": CLINIC["provider_id"], "tax_id": CLINIC["tax_id"], "zip_code": CLINIC["zip_code"]}
    page = check(step_two(ines, **wrong))
    assert page.one("button", name="switch").text == "Change to Group"
    kept = {k: v for k, v in ENTRY.items() if k != "next"} | wrong
    page = check(ines.submit(ASSOCIATE, **kept | {"switch": "group"}))
    assert "hidden" not in page.one("div", data_for="group").attrs
    assert page.field("provider_id").attrs["value"] == CLINIC["provider_id"]


def test_a_held_association_gives_the_case_number_and_the_telephone(ines, identity):
    identity.office.held = True
    page = check(step_two(ines))
    assert "Your case number is 40016." in page.text and "831-555-0130" in page.text


def test_too_many_tries_say_how_long_to_wait(ines, identity):
    identity.on(rpc.match_billing_provider, RateLimited(retry_after=600))
    assert "Wait 10 minutes" in check(step_two(ines)).text


def test_next_leads_to_the_agreement_and_nothing_is_stored_yet(ines, identity):
    page = check(step_two(ines))
    assert page.one("h1").text == "Step 2 of 2 - Provider Agreement"
    assert "We keep what we see to ourselves." in page.text and "Version 2026-01" in page.text
    assert not identity.made(rpc.create_link)
    assert check(ines.get(ASSOCIATE)).field("last_name").attrs["value"] == "Okoro"


def test_without_the_confirmation_there_is_no_link(ines, identity):
    page = check(finish(ines, check(step_two(ines)), agree=""))
    assert page.errors() == {"agree": "To go on, confirm the Provider Agreement."}
    assert not identity.made(rpc.create_link)


def test_confirming_signs_in_to_the_new_context_without_a_second_log_in(ines, identity):
    answer = finish(ines, check(step_two(ines)))
    assert answer.location == HOME
    page = check(ines.get(HOME))
    assert "Lena Okoro, MD is now associated with your account." in page.text
    assert "PCH004217" in page.one("details", class_="menu ribbon").text
    assert identity.made(identity_rpc.change_context)[0].fields["context_id"]
    assert check(ines.get("/provider/users/link-account")).field("tax_id").attrs["value"] == ""


def test_the_agreement_sent_twice_has_one_idempotency_key(ines, identity):
    page = check(step_two(ines))
    identity.on(rpc.create_link, Unavailable())
    for _ in range(2):
        finish(ines, page)
    keys = [call.idempotency_key for call in identity.made(rpc.create_link)]
    assert len(keys) == 2 and keys[0] == keys[1]


def test_fields_that_nobody_asked_for_are_not_passed_on(ines, identity):
    finish(ines, check(step_two(ines)), role="administrator", billing_provider_id="1", verified="1")
    assert set(identity.made(rpc.create_link)[0].fields) == {"match_token", "agreement_version"}


def test_an_administrator_who_exists_is_asked_and_not_named(ines, identity):
    identity.office.administered = True
    page = check(step_two(ines))
    assert page.one("h1").text == "This Provider ID has an administrator"
    assert "V. at Lena Okoro, MD" in page.text and "@" not in page.text
    fields = {e.attrs["name"]: e.attrs.get("value", "") for e in page.all("input", type="hidden")}
    answer = ines.post(
        f"{ASSOCIATE}/request-access", data=fields,
        headers={"Referer": "https://portico.example.org/provider/associate"},
    )  # fmt: skip
    assert "Your request was sent to the administrator." in check(ines.get(answer.location)).text


def test_step_one_that_is_too_old_starts_again_with_what_was_typed(ines, identity):
    page = check(step_two(ines))
    identity.on(rpc.create_link, e.MatchExpired())
    answer = finish(ines, page)
    assert answer.location == ASSOCIATE
    page = check(ines.get(ASSOCIATE))
    assert "Too much time has passed" in page.text
    assert page.field("first_name").attrs["value"] == PRACTICE["first_name"]


def test_who_became_administrator_meanwhile_is_asked(ines, identity):
    page = check(step_two(ines))
    identity.office.administered = True
    identity.on(rpc.create_link, e.AdministratorExists())
    assert check(finish(ines, page)).one("h1").text == "This Provider ID has an administrator"


def test_link_account_ends_with_finish_in_the_list_of_linked_accounts(browser, identity):
    at_work(browser, identity)
    identity.office.links.pop()
    group = {"type": "group", "group_name": "Harbor Family Medicine", "tax_id": CLINIC["tax_id"],
             "provider_id": CLINIC["provider_id"], "zip_code": "93901-1234", "next": "1"}  # fmt: skip
    page = check(browser.submit(LINK, **group))
    assert "Finish" in [button.text for button in page.all("button")]
    fields = {e.attrs["name"]: e.attrs.get("value", "") for e in page.all("input", type="hidden")}
    answer = browser.post(
        f"{LINK}/agreement", data=fields | {"agree": "1"},
        headers={"Referer": f"https://portico.example.org{LINK}"},
    )  # fmt: skip
    page = check(browser.get(answer.location))
    assert page.one("h1").text == "Manage Linked Accounts"
    assert "Harbor Family Medicine is now linked to your account." in page.text


def test_an_account_that_is_linked_already_says_so(browser, identity):
    at_work(browser, identity)
    page = check(browser.submit(LINK, **ENTRY))
    assert "linked to your account already" in page.text
