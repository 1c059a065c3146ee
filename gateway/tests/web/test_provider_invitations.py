"""Invite New User, Send Invitation, its results, and accepting one (R040–R047)."""

import json
import uuid

import pytest
from checking import check
from office_steps import HOME, at_work, log_in
from pretend_provider import OMAR
from pretend_users import TOKEN

from contracts.errors import RateLimited, Unavailable
from contracts.identity import rpc as identity_rpc
from contracts.provider_directory import errors as e
from contracts.provider_directory import rpc

INVITE, LISTS = "/provider/users/invite", "/provider/users/invitations"
DOOR, LINKS = "/provider/invitation", "/provider/users/linked-accounts"
NEW = {"first_name": "Dana", "last_name": "Fox", "email": "dana.fox@example.org", "zip_code": "95076"}


@pytest.fixture
def omar(browser, identity):
    """An administrator at work."""
    at_work(browser, identity)
    return browser


def staged(page):
    return json.loads(page.field("staged").attrs["value"])


def press(browser, page, button, value="1", **typed):
    """Submit the box with the list that the page carries."""
    kept = {"staged": page.field("staged").attrs["value"]}
    at = page.all("input", name="at")
    kept |= {"at": at[0].attrs["value"]} if at else {}
    return browser.submit(INVITE, **kept | typed | {button: value})


def add(browser, page, **changes):
    return check(press(browser, page, "add", **NEW | {"features": "claims", "role": "user"} | changes))


def test_the_box_is_a_dialog_with_the_guides_fields_and_its_note(omar):
    page = check(omar.get(INVITE))
    box = page.one("dialog", id="invite")
    assert "open" in box.attrs and box.attrs["aria-labelledby"] == "invite-title"
    text = " ".join(box.text.split())
    for words in ("Invite New User", "First Name", "Last Name", "Email", "ZIP Code", "Role", "Permissions",
                  "Typically the ZIP code of the remittance address: try that first.", "Add to List",
                  "Send Invitation"):  # fmt: skip
        assert words in text
    assert "open" not in check(omar.get("/provider/users")).one("dialog", id="invite").attrs


def test_people_are_added_edited_and_removed_before_anything_is_sent(omar, identity):
    page = add(omar, check(omar.get(INVITE)))
    page = add(omar, page, email="eli@example.org", first_name="Eli")
    assert [row["first_name"] for row in staged(page)] == ["Dana", "Eli"]
    page = check(press(omar, page, "edit", "0"))
    assert page.field("email").attrs["value"] == NEW["email"]
    page = add(omar, page, last_name="Foxx")
    assert [row["last_name"] for row in staged(page)] == ["Foxx", "Fox"]
    page = check(press(omar, page, "remove", "1"))
    assert [row["first_name"] for row in staged(page)] == ["Dana"]
    assert not identity.made(rpc.create_invitations)


@pytest.mark.parametrize(("changes", "wrong"), [
    ({"email": "dana"}, {"email": "Enter an email address"}),
    ({"zip_code": "9507"}, {"zip_code": "Enter a ZIP code"}),
    ({"first_name": ""}, {"first_name": "Fill in this box."}),
])  # fmt: skip
def test_what_is_wrong_stands_beside_its_box_and_the_list_stays(omar, changes, wrong):
    page = add(omar, add(omar, check(omar.get(INVITE))), **{"email": "eli@example.org"} | changes)
    for name, words in wrong.items():
        assert page.errors()[name].startswith(words)
    assert len(staged(page)) == 1
    assert "open" in page.one("dialog", id="invite").attrs


def test_the_same_address_twice_is_refused_at_once(omar):
    page = add(omar, add(omar, check(omar.get(INVITE))), email="DANA.fox@example.org")
    assert page.errors() == {"email": "This email address is in the list twice."}


def test_an_empty_list_is_not_sent(omar, identity):
    page = check(press(omar, check(omar.get(INVITE)), "send"))
    assert "Add at least one person to the list first." in page.text
    assert not identity.made(rpc.create_invitations)


def test_sending_is_one_command_and_ends_in_the_message(omar, identity):
    page = add(omar, check(omar.get(INVITE)), role="user", features="claims")
    answer = press(omar, page, "send")
    page = check(omar.get(answer.location))
    assert "Success: 1 invitation was sent." in page.text and "dana.fox@example.org" in page.text
    person = identity.made(rpc.create_invitations)[0].fields["people"][0]
    assert person["grants"] == [{"feature": "claims", "provider_scope": None, "site_scope": None}]
    assert {name: person[name] for name in NEW} == NEW


def test_an_administrator_is_invited_without_grants(omar, identity):
    press(omar, add(omar, check(omar.get(INVITE)), role="administrator"), "send")
    assert identity.made(rpc.create_invitations)[0].fields["people"][0]["grants"] == []


def test_mixed_results_name_each_failure_and_keep_only_those_to_send_again(omar, identity):
    page = add(omar, check(omar.get(INVITE)))
    page = add(omar, page, email="ana.ruiz@example.org")
    page = add(omar, page, email="eli@example.org", zip_code="11111")
    page = check(press(omar, page, "send"))
    assert "Success: 1 invitation is on its way. Failure: 2 could not be sent." in page.text
    assert "This person is a user already." in page.text
    assert "Use the ZIP code of the remittance address first." in page.text
    assert [row["email"] for row in staged(page)] == ["ana.ruiz@example.org", "eli@example.org"]
    page = check(press(omar, page, "remove", "0"))
    page = check(press(omar, page, "edit", "0"))
    assert "practice address" in page.errors()["zip_code"]
    page = add(omar, page, email="eli@example.org", zip_code="95060")
    assert press(omar, page, "send").status_code == 303
    assert len(identity.made(rpc.create_invitations)[1].fields["people"]) == 1


def test_the_message_stays_and_failures_can_be_taken_up_later(omar, identity):
    page = add(omar, check(omar.get(INVITE)), zip_code="11111")
    press(omar, page, "send")
    batch = identity.office.users.batches[0]["batch_id"]
    assert f"{LISTS}/{batch}" in [a.attrs["href"] for a in check(omar.get(LISTS)).all("a")]
    page = check(omar.get(f"{LISTS}/{batch}?failed=1"))
    assert "Failure: 1 could not be sent." in page.text
    page = check(omar.submit(f"{LISTS}/{batch}/again", shown_on=f"{LISTS}/{batch}"))
    assert [row["email"] for row in staged(page)] == [NEW["email"]]


def test_a_long_list_shows_how_far_it_is(omar, identity):
    press(omar, add(omar, check(omar.get(INVITE))), "send")
    batch = identity.office.users.batches[0]
    batch.update(finished_at=None, total=10_000, sent=2_500)
    page = check(omar.get(f"{LISTS}/{batch['batch_id']}"))
    assert "2500 of 10000 are done" in page.text
    bar = page.one("progress")
    assert (bar.attrs["value"], bar.attrs["max"]) == ("2500", "10000")


def test_more_failures_than_the_box_holds_are_mended_in_the_file(omar, identity):
    press(omar, add(omar, check(omar.get(INVITE)), zip_code="11111"), "send")
    batch = identity.office.users.batches[0]
    batch.update(total=10_000, failed=200)
    assert "Mend and send the failed ones again" in check(omar.get(f"{LISTS}/{batch['batch_id']}")).text
    batch.update(failed=201)
    page = check(omar.get(f"{LISTS}/{batch['batch_id']}"))
    assert "Mend and send the failed ones again" not in page.text
    assert f"{LISTS}/upload" in [a.attrs["href"] for a in page.all("a")]


@pytest.mark.parametrize("list_field", ["", "[]", "no list", "{}", "[1]", '[{"email": 1}]', "null"])
def test_a_list_that_was_tampered_with_is_an_empty_one(omar, list_field):
    page = check(omar.submit(INVITE, staged=list_field, add="1"))
    assert staged(page) == []


def test_an_invitation_can_be_sent_again_and_cancelled(omar, identity):
    press(omar, add(omar, check(omar.get(INVITE))), "send")
    one = identity.office.users.named("Dana")["invitation_id"]
    omar.submit(f"{LISTS}/{one}/resend", shown_on="/provider/users")
    assert "The earlier one no longer works." in check(omar.get("/provider/users")).text
    omar.submit(f"{LISTS}/{one}/cancel", shown_on="/provider/users")
    assert "The invitation is cancelled." in check(omar.get("/provider/users")).text
    identity.on(rpc.cancel_invitation, e.InvitationSettled(state="accepted"))
    omar.submit(f"{LISTS}/{one}/cancel", shown_on="/provider/users")
    assert "accepted or cancelled in the meantime" in check(omar.get("/provider/users")).text


USED_UP = RateLimited(reason="invite.letters_used_up", retry_after=50_000)


def test_where_todays_invitations_are_used_up_it_says_until_when_and_keeps_the_list(omar, identity):
    identity.on(rpc.create_invitations, USED_UP)
    page = check(press(omar, add(omar, check(omar.get(INVITE))), "send"))
    text = " ".join(page.one("dialog", id="invite").text.split())
    assert "invitations for today are used up. Nobody was invited" in text and "Wait 14 hours" in text
    assert [row["first_name"] for row in staged(page)] == ["Dana"]


def test_lists_and_invitations_of_other_offices_are_not_there(omar):
    assert omar.get(f"{LISTS}/{uuid.uuid4()}").status_code == 404
    for step in ("cancel", "resend", "again"):
        answer = omar.submit(f"{LISTS}/{uuid.uuid4()}/{step}", shown_on="/provider/users")
        assert answer.status_code == 404, step


def test_the_letters_link_leaves_its_token_out_of_the_address(browser):
    answer = browser.get(f"{DOOR}/{TOKEN}")
    assert answer.location == DOOR
    assert TOKEN not in answer.headers["Set-Cookie"]
    page = check(browser.get(DOOR))
    assert "Lena Okoro, MD" in page.text and "Create Provider Portal Account" in page.text
    assert TOKEN not in browser.get(DOOR).get_data(as_text=True)


def test_a_link_that_opens_nothing_says_the_same_whatever_the_cause(browser, identity):
    browser.get(f"{DOOR}/never-one")
    never = check(browser.get(DOOR)).text
    identity.office.users.invitation_open = False
    browser.get(f"{DOOR}/{TOKEN}")
    assert check(browser.get(DOOR)).text == never
    assert "Ask the person who invited you for a new one." in never


def test_who_logs_in_comes_back_to_accept_and_works_there_at_once(browser, identity):
    browser.get(f"{DOOR}/{TOKEN}")
    log_in(browser)
    assert browser.get(HOME).location == DOOR
    answer = browser.submit(DOOR)
    assert answer.location == HOME
    page = check(browser.get(HOME))
    assert "Lena Okoro, MD is now associated with your account." in page.text
    assert "PCH004217 · User" in page.one("details", class_="menu ribbon").text
    assert identity.made(rpc.confirm_invitation)[0].fields == {"token": TOKEN}


def test_who_was_let_in_is_told_so_though_the_office_can_not_be_entered_at_once(browser, identity):
    browser.get(f"{DOOR}/{TOKEN}")
    log_in(browser)
    identity.on(identity_rpc.change_context, Unavailable(retry_after=1))
    assert browser.submit(DOOR).location == HOME
    assert "Lena Okoro, MD is now associated with your account." in browser.get(LINKS).get_data(as_text=True)


def test_who_has_access_already_is_told_so(browser, identity):
    browser.get(f"{DOOR}/{TOKEN}")
    log_in(browser, OMAR)
    identity.on(rpc.confirm_invitation, e.ProviderAlreadyLinked())
    page = check(browser.get(browser.submit(DOOR).location))
    assert "linked to your account already" in page.text


def test_a_stranger_cannot_accept(browser, identity):
    browser.get(f"{DOOR}/{TOKEN}")
    token = browser.csrf("/provider-portal/log-in")
    answer = browser.post(
        DOOR, data={"csrf_token": token}, headers={"Referer": "https://portico.example.org/"}
    )
    assert answer.location.startswith("/provider-portal/log-in")
    assert not identity.made(rpc.confirm_invitation)
