"""What all pages have in common."""

import pytest
from checking import check
from flask import url_for
from pretend import PASSWORD

from contracts.errors import Unavailable
from contracts.identity import rpc
from gateway.links import DeadLink, dead_links
from gateway.security.doors import door_of
from gateway.web.public.views import PAGES

PUBLIC = [
    *PAGES.values(), "/create-account", "/create-account/code", "/log-in", "/provider-portal/log-in",
    "/logged-out", "/recover", "/reset-code", "/stop-email-change",
]  # fmt: skip
OWN = [
    "/my-account", "/my-account/profile", "/my-account/security", "/my-account/security/password",
    "/my-account/new-password", "/my-account/insurance", "/my-account/insurance/inactive",
    "/my-account/providers", "/my-account/providers/change-pcp", "/my-account/profile/id-cards",
    "/my-account/profile/id-cards/order", "/my-account/preferences", "/my-account/looks",
]  # fmt: skip


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_is_whole(browser, path):
    assert browser.get(path).status_code == 200
    check(browser.get(path))


@pytest.mark.parametrize("path", OWN)
def test_a_page_of_a_signed_in_person_is_whole_and_greets_her(browser, path):
    browser.submit("/log-in", username="rosa.santos", password=PASSWORD)
    page = check(browser.get(path))
    greeting = [e.text.strip() for e in page.all("summary") if "Welcome" in e.text]
    assert greeting == ["Welcome Rosa"]


@pytest.mark.parametrize("path", OWN)
def test_a_page_of_a_signed_in_person_sends_strangers_to_log_in_and_back(browser, path):
    answer = browser.get(path)
    assert answer.status_code == 303
    assert answer.location == f"/log-in?next={path}"


def test_the_lists_above_hold_every_page(app):
    with app.test_request_context(base_url="https://portico.example.org"):
        shown = {*PUBLIC, *OWN}
        for rule in app.url_map.iter_rules():
            ours = rule.endpoint.split(".")[0] in (
                "public",
                "sign_up",
                "recovery",
                "logging_in",
                "my_account",
            )
            if ours and "GET" in rule.methods and not rule.endpoint.endswith(("_again", ".done")):
                assert url_for(rule.endpoint) in shown, rule
            if ours:
                assert door_of(app.view_functions[rule.endpoint])


def test_no_link_of_a_page_that_strangers_get_to_is_dead(app):
    assert dead_links(app) == []


def test_dead_links_are_reported_with_their_page(app):
    assert dead_links(app, "/probe/links") == [
        DeadLink("/probe/links", "/nowhere", "404"),
        DeadLink("/probe/links", "/probe/links#gone", "no such place"),
    ]


@pytest.mark.parametrize(("status", "path"), [(404, "/nothing-here"), (405, "/recover/start-again")])
def test_an_error_page_is_whole_and_says_where_to_call(browser, status, path):
    answer = browser.get(path)
    assert answer.status_code == status
    assert "800-555-0142" in check(answer).text


@pytest.mark.parametrize("code", ["common.forbidden", "common.rate_limited", "common.unavailable"])
def test_a_refusal_without_a_form_is_a_whole_page(browser, code):
    page = check(browser.get(f"/probe/refuse/{code}"))
    assert "800-555-0142" in page.text
    if code == "common.rate_limited":
        assert "Wait 7 seconds" in page.text


def test_a_crash_shows_its_number_and_nothing_else(browser):
    answer = browser.get("/probe/crash")
    page = check(answer)
    assert answer.status_code == 500
    assert len(page.one("code").text) == 36
    assert "Rosa Santos" not in answer.get_data(as_text=True)


def test_a_form_without_its_token_is_refused_with_a_way_on(browser):
    answer = browser.post("/log-in", data={}, headers={"Referer": "https://portico.example.org/log-in"})
    assert answer.status_code == 400
    assert "open the page again" in check(answer).text


def test_the_page_comes_without_a_name_when_identity_is_away(browser, identity):
    browser.submit("/log-in", username="rosa.santos", password=PASSWORD)
    identity.on(rpc.get_account, Unavailable())
    assert browser.get("/contact-us").status_code == 200


def test_home_says_create_recover_and_log_in_in_the_members_words(browser):
    text = check(browser.get("/")).text
    for words in ("Create Member Online Account", "Member Online Account", "Recover Member Online Account"):
        assert words in text


def test_the_directions_have_the_seven_topics(browser):
    page = check(browser.get("/using-the-member-portal"))
    topics = [e.text.strip() for e in page.all("h2") if e.parent.tag == "summary"]
    assert topics == [
        "How to create your Member Portal account", "How to recover your account",
        "How to request an ID card", "How to change your doctor",
        "Update your address, phone number and/or email address",
        "How to check your health care coverage", "Contact Member Services",
    ]  # fmt: skip
