"""Linked accounts, the ribbon, and the provider home (R023, R034–R037, R056)."""

import uuid
from datetime import date

import pytest
from checking import check
from office_steps import HOME, at_work, log_in
from pretend import PASSWORD
from pretend_provider import OMAR

from contracts.errors import Unavailable
from contracts.identity import rpc as identity_rpc
from contracts.member.errors import FeatureNotGranted
from contracts.member.roster import list_roster
from contracts.provider_directory import errors as e
from contracts.provider_directory import rpc

LINKS = "/provider/users/linked-accounts"


def ribbon(page):
    return " ".join(page.one("details", class_="menu ribbon").text.split())


def switch(browser, link_or_id):
    context = link_or_id["context_id"] if isinstance(link_or_id, dict) else link_or_id
    return browser.submit(f"{LINKS}/switch", shown_on=LINKS, context_id=str(context))


def test_several_linked_accounts_are_to_choose_from_after_logging_in(browser, identity):
    log_in(browser, OMAR)
    assert browser.get(HOME).location == LINKS
    page = check(browser.get(LINKS))
    assert "Choose the account you want to work for." in page.text
    assert "Choose an account" in ribbon(page)


def test_an_only_linked_account_is_entered_at_once(browser, identity):
    log_in(browser, OMAR)
    identity.office.links.pop()
    assert browser.get(HOME).location == HOME
    assert "PCH004217" in ribbon(check(browser.get(HOME)))


def test_the_list_says_name_id_type_role_status_and_date(browser, identity):
    at_work(browser, identity)
    page = check(browser.get(LINKS))
    heads = [" ".join(th.text.split()) for th in page.all("th", scope="col")]
    assert heads == ["Name", "Provider ID", "Type", "My role", "Status", "Date linked", "Actions"]
    for words in ("Lena Okoro, MD", "PCH004217", "Practitioner", "Administrator", "Harbor Family Medicine",
                  "PCH004300", "Group", "User", "Active"):  # fmt: skip
        assert words in page.text


def test_the_ribbon_shows_name_id_and_role_and_switches(browser, identity):
    at_work(browser, identity)
    assert "You work for: Lena Okoro, MD PCH004217 · Administrator" in ribbon(check(browser.get(HOME)))
    assert switch(browser, identity.office.links[1]).location == HOME
    assert "You work for: Harbor Family Medicine PCH004300 · User" in ribbon(check(browser.get(HOME)))


def test_a_link_that_ended_meanwhile_is_refused_with_the_reason_and_a_fresh_list(browser, identity):
    at_work(browser, identity)
    gone = identity.office.links[1]["context_id"]
    identity.office.end(identity.office.links[1])
    page = check(browser.get(switch(browser, gone).location))
    assert "your access to that account has ended" in page.text
    assert "Revoked" in page.text


@pytest.mark.parametrize("context", ["", "nonsense", "7c0f7a52-6d1e-4f0a-9a44-0d1c4b5a6e77"])
def test_a_context_that_is_not_hers_leads_nowhere(browser, identity, context):
    link = at_work(browser, identity)
    assert switch(browser, context).location == LINKS
    assert identity.office.context == link["context_id"]


def test_unlinking_asks_once_more_and_goes_home_without_the_context(browser, identity):
    link = at_work(browser, identity, which=1)
    path = f"{LINKS}/{link['link_id']}/unlink"
    assert "You lose access to this account at once." in check(browser.get(path)).text
    assert link["state"] == "active"
    browser.submit(path)
    assert link["state"] == "revoked" and identity.office.context is None


def test_the_last_administrator_cannot_unlink(browser, identity):
    link = at_work(browser, identity)
    answer = browser.submit(f"{LINKS}/{link['link_id']}/unlink")
    assert answer.status_code == 409
    assert "Make somebody else an administrator first." in check(answer).text


def test_links_of_others_and_ended_ones_are_not_there(browser, identity):
    at_work(browser, identity)
    identity.office.end(identity.office.links[1])
    for link_id in (uuid.uuid4(), identity.office.links[1]["link_id"]):
        assert browser.get(f"{LINKS}/{link_id}/unlink").status_code == 404


def test_a_bookmark_of_another_account_asks_to_change_to_it_and_what_is_missing_can_be_asked_for(
    browser, identity
):
    assert "another linked account" not in check(browser.get("/nothing-here")).text
    at_work(browser, identity)
    for path in ("/nothing-here", f"/provider/users/person/{uuid.uuid4()}"):
        answer = browser.get(path)
        page = check(answer)
        assert answer.status_code == 404 and "Did you work on it for another linked account?" in page.text
        assert page.all("a", href=LINKS)
        assert "Request Access" in [a.text for a in page.all("a", href="/provider/my-access")]


def test_home_has_the_helpful_links_the_representative_and_the_specialist(browser, identity):
    at_work(browser, identity)
    page = check(browser.get(HOME))
    links = [a.text for a in page.all("a") if a.parent.parent.parent is page.one("nav", class_="links")]
    assert links == ["Provider Portal", "Provider Portal User Guide", "Provider Portal Solutions Overview"]
    for words in ("Tomas Reyes", "831-555-0199", "831-555-0130"):
        assert words in page.text


def test_the_left_menu_has_what_the_role_may_do(browser, identity):
    at_work(browser, identity)
    menu = check(browser.get(HOME)).one("nav", class_="left").text
    for words in ("Home", "Users", "Manage Users", "Link Account", "Manage Linked Accounts"):
        assert words in menu
    switch(browser, identity.office.links[1])
    menu = check(browser.get(HOME)).one("nav", class_="left").text
    assert "Link Account" in menu and "Manage Users" not in menu


def test_a_page_asks_two_questions_whatever_it_shows(browser, identity):
    at_work(browser, identity)
    browser.get(HOME)
    identity.calls.clear()
    browser.get(HOME)
    assert sorted(call.procedure.name for call in identity.calls) == ["get_provider_home", "list_links"]


@pytest.mark.parametrize(
    "page", ["users", "users/invite", "users/invitations", "users/requests", "patients", "my-access"]
)
def test_nothing_of_an_office_is_shown_before_its_agreement_is_confirmed(browser, identity, page):
    at_work(browser, identity)
    identity.on(list_roster, {"entries": [], "as_of": date(2026, 11, 22), "next": None})
    mine = identity.office.active()
    mine["agreement_due"] = True
    assert browser.get(f"{HOME}/{page}").location == HOME
    mine["agreement_due"] = False
    assert browser.get(f"{HOME}/{page}").status_code == 200


def test_where_a_service_refuses_for_want_of_the_agreement_the_page_that_asks_for_it_comes(browser, identity):
    at_work(browser, identity)
    identity.on(rpc.get_own_access, e.AgreementNeeded())
    assert browser.get(f"{HOME}/my-access").location == HOME
    identity.on(list_roster, FeatureNotGranted(feature="report_rosters"))
    assert browser.get(f"{HOME}/patients").status_code == 403
    identity.office.active()["agreement_due"] = True
    assert browser.get(f"{HOME}/patients").location == HOME


def test_a_newer_agreement_is_confirmed_before_anything_else(browser, identity):
    at_work(browser, identity)
    identity.office.agreement_due = True
    page = check(browser.get(HOME))
    assert page.one("h1").text == "Confirm the Provider Agreement"
    page = check(browser.submit("/provider/agreement", shown_on=HOME, version="2026-01"))
    assert page.errors() == {"agree": "To go on, confirm the Provider Agreement."}
    answer = browser.submit("/provider/agreement", shown_on=HOME, version="2026-01", agree="1")
    assert "The Provider Agreement is confirmed." in check(browser.get(answer.location)).text
    assert identity.made(rpc.confirm_agreement)[0].fields == {"version": "2026-01"}


def test_pages_come_without_the_ribbon_when_the_directory_is_away(browser, identity):
    at_work(browser, identity)
    identity.on(rpc.list_links, Unavailable())
    assert browser.get("/my-account/security").status_code == 200


def test_a_member_has_no_place_in_the_portal_of_offices(browser):
    browser.submit("/log-in", username="rosa.santos", password=PASSWORD)
    for path in (HOME, LINKS, "/provider/users", "/provider/associate"):
        assert browser.get(path).status_code == 403, path


def test_an_offices_person_has_no_member_pages_and_one_home(browser, identity):
    at_work(browser, identity)
    assert browser.get("/my-account").location == HOME
    assert browser.get("/my-account/profile").status_code == 403
    assert (
        "Manage Linked Accounts" in check(browser.get("/my-account/security")).one("nav", class_="left").text
    )


def test_strangers_log_in_at_the_offices_door_and_come_back(browser):
    answer = browser.get("/provider/users")
    assert answer.location == "/provider-portal/log-in?next=/provider/users"


def test_an_access_that_ended_is_said_on_the_next_page(browser, identity):
    link = at_work(browser, identity)
    identity.ended_contexts.append(link["context_id"])
    identity.office.end(link)
    identity.office.links.pop()
    without = identity.tokens(roles=["provider"], kind="provider", lives=3600)
    identity.on(identity_rpc.refresh_session, without)
    answer = browser.get("/provider/users", follow_redirects=True)
    page = check(answer)
    assert answer.request.path == LINKS
    assert "Your access to the account you were working for has ended." in page.text
    assert not page.all("details", class_="menu ribbon")
    assert "has ended." not in check(browser.get(LINKS)).text


def test_changing_the_context_is_one_command(browser, identity):
    at_work(browser, identity)
    assert len(identity.made(identity_rpc.change_context)) == 1
