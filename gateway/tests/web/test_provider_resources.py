"""Education & Resources: guides, the questions with their search, requests (R002, R056, R057, R217–R223)."""

import pytest
from checking import check
from office_steps import at_work

from contracts.errors import RateLimited
from contracts.provider_directory import rpc

EDUCATION, QUESTIONS = "/provider-portal/education", "/provider-portal/questions"
GUIDE = f"{EDUCATION}/managing-user-access"
ASKING = {"contact_name": "Ines Marin", "contact_email": "ines@example.org"}


def questions(page):
    return [h2.text for h2 in page.all("h2") if h2.parent.tag == "summary"]


def test_the_helpful_links_are_the_three_of_the_guide(browser):
    page = check(browser.get(GUIDE))
    links = [a.text for a in page.all("a") if a.parent.parent.parent is page.one("nav", class_="links")]
    assert links == ["Provider Portal", "Provider Portal User Guide", "Provider Portal Solutions Overview"]


def test_no_link_of_the_public_provider_pages_is_dead(browser):
    pages = ["/provider-portal", EDUCATION, QUESTIONS]
    links = {a.attrs["href"].split("#")[0] for path in pages for a in check(browser.get(path)).all("a")}
    ours = {link for link in links if link.startswith("/provider-portal")}
    assert len(ours) > 10
    for link in ours:
        assert browser.get(link).status_code == 200, link


def test_who_is_logged_in_keeps_the_menu_at_the_left(browser, identity):
    assert "Manage Users" not in [a.text for a in check(browser.get(EDUCATION)).all("a")]
    at_work(browser, identity)
    for path, text in ((EDUCATION, "Education & Resources"), (QUESTIONS, "Frequently Asked Questions")):
        page = check(browser.get(path))
        assert {"Manage Users", "Link Account"} <= {a.text for a in page.all("a")}
        assert [a.text for a in page.all("a") if a.attrs.get("aria-current")] == [text]


def test_the_guide_has_the_seeds_sections_with_numbered_steps(browser):
    page = check(browser.get(GUIDE))
    sections = [h2.text for h2 in page.all("h2") if h2.parent.tag == "section"]
    assert {"Associate Your Account", "Link Your Account", "Navigate to other linked accounts",
            "Managing Users", "Grant permissions and change user access"} <= set(sections)  # fmt: skip
    assert len(page.all("ol")) >= 5
    for screen in ("Request Access", "Link Account", "Manage Linked Accounts", "Manage Users", "Finish",
                   "Invite New User", "Add to List", "Send Invitation", "Edit Role and Permissions",
                   "Make Admin", "Revoke User"):  # fmt: skip
        assert screen in page.text, screen


def test_all_seventeen_questions_are_there(browser):
    assert len(questions(check(browser.get(QUESTIONS)))) == 17


@pytest.mark.parametrize(("asked", "found"), [
    ("password", "What if I don't remember my password?"),
    ("RE-SUBMIT claims", "Can we still re-submit claims online?"),
    ("locked out", "I tried to log in three times and am locked out. What now?"),
])  # fmt: skip
def test_the_search_finds_all_words_in_question_or_answer(browser, asked, found):
    page = check(browser.get(QUESTIONS, query_string={"q": asked}))
    assert found in questions(page) and len(questions(page)) < 17
    assert page.field("q").attrs["value"] == asked


def test_a_search_needs_all_its_words_in_one_answer(browser):
    assert questions(check(browser.get(QUESTIONS, query_string={"q": "webinar password"}))) == []


def test_a_search_in_spanish_needs_no_accents(browser):
    browser.set_cookie("portico_language", "es", domain="portico.example.org", secure=True)
    page = check(browser.get(QUESTIONS, query_string={"q": "contrasena"}))
    assert "¿Y si no recuerdo mi contraseña?" in questions(page)


def test_a_search_that_finds_nothing_names_the_specialist(browser):
    page = check(browser.get(QUESTIONS, query_string={"q": "<script>xyzzy"}))
    assert questions(page) == [] and "call the Provider Portal Support Specialist" in page.text


def test_a_copy_of_the_webinar_is_a_case_with_its_number(browser, identity):
    answer = browser.submit(f"{EDUCATION}/webinar-copy", **ASKING)
    assert "Your number is 40017." in check(browser.get(answer.location)).text
    fields = identity.made(rpc.create_case)[0].fields
    assert (fields["kind"], fields["contact_email"]) == ("webinar_copy", "ines@example.org")


def test_a_training_is_asked_for_with_days_that_suit(browser, identity):
    days = {"day_1": "12/4/2026", "day_2": "December 7, 2026", "day_3": ""}
    browser.submit(f"{EDUCATION}/training", **ASKING | days)
    fields = identity.made(rpc.create_case)[0].fields
    assert [day.isoformat() for day in fields["preferred_days"]] == ["2026-12-04", "2026-12-07"]


@pytest.mark.parametrize(("days", "words"), [
    ({}, "Name at least one day that suits you."), ({"day_1": "31 31 2026"}, "Enter a real date"),
])  # fmt: skip
def test_a_training_needs_a_real_day(browser, identity, days, words):
    page = check(browser.submit(f"{EDUCATION}/training", **ASKING | days))
    assert page.errors()["day_1"].startswith(words)
    assert page.field("contact_name").attrs["value"] == "Ines Marin"
    assert not identity.made(rpc.create_case)


def test_too_many_requests_say_how_long_to_wait(browser, identity):
    identity.on(rpc.create_case, RateLimited(retry_after=600))
    assert "Wait 10 minutes" in check(browser.submit(f"{EDUCATION}/webinar-copy", **ASKING)).text
