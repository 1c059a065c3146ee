"""An office in the hands of the plan's people: found, opened with a reason, its access put right (R187, R224,
R231)."""

import os
import uuid

from checking import check
from pretend_desk import ANA, CLAIMS, DOCTOR, OFFICE, OMAR, SITE
from staff_steps import links

from contracts.provider_directory import rpc

FIND = "/staff/offices"
HARBOR = f"{FIND}/{OFFICE}"
WHY = f"{HARBOR}/why"
PERSON = f"{HARBOR}/people/{ANA}"


def open_harbor(browser):
    """With a reason; the parsed page of the office."""
    return check(browser.submit(HARBOR, WHY, reason="Case 40001"))


def test_an_office_is_found_by_number_tax_id_name_or_representative(specialist, identity):
    for asked in ({"number": "PCH004300"}, {"tax_id": "98-7654321"}, {"name": "Har"}):
        page = check(specialist.submit(FIND, **asked))
        assert "Harbor Family Medicine" in page.text and links(page)["Open"] == WHY
    sent = identity.made(rpc.search_billing_providers)[-1].fields
    assert (sent["name"], sent["number"], sent["tax_id"]) == ("Har", None, None)
    assert "We found no office." in check(specialist.submit(FIND, number="PCH999999")).text


def test_a_search_asks_for_one_thing_and_says_which_box_is_wrong(specialist, identity):
    for asked in ({}, {"number": "PCH004300", "name": "Har"}):
        answer = specialist.submit(FIND, **asked)
        assert answer.status_code == 422 and "Fill in one of the boxes." in check(answer).text
    assert "nine digits" in check(specialist.submit(FIND, tax_id="12-34")).errors()["tax_id"]
    assert not identity.made(rpc.search_billing_providers)


def test_the_next_page_asks_the_same_again_and_nothing_is_in_the_address(specialist):
    page = check(specialist.submit(FIND, name="Har"))
    hidden = {e.attrs["name"]: e.attrs["value"] for e in page.all("input", type="hidden")}
    assert hidden["name"] == "Har" and hidden["after"] == str(OFFICE)
    more = check(specialist.submit(FIND, name="Har", after=hidden["after"]))
    assert "Harborview" in more.text and "Next page" not in more.text
    assert all(form.attrs["action"] == FIND for form in page.all("form") if "offices" in form.attrs["action"])


def test_an_office_is_not_shown_before_somebody_says_why(specialist, desk):
    for path in (HARBOR, PERSON, f"{HARBOR}/welcome-letter", f"{HARBOR}/welcome-letter.pdf"):
        answer = specialist.get(path)
        assert (answer.status_code, answer.location) == (303, WHY), path
    refused = specialist.submit(HARBOR, WHY, reason=" ")
    assert refused.status_code == 422 and set(check(refused).errors()) == {"reason"}
    assert desk.looks == []


def test_every_page_of_an_open_office_is_written_down_with_the_reason(specialist, desk):
    page = open_harbor(specialist)
    for said in ("98-7654321", "Omar Haddad", "ana.ruiz@example.org", "Tomas Reyes", "831-555-0199"):
        assert said in page.text, said
    for path in (HARBOR, PERSON, f"{HARBOR}/welcome-letter"):
        check(specialist.get(path))
    assert desk.looks == ["Case 40001"] * 4


def test_the_people_of_an_office_come_page_by_page_with_their_permissions(specialist, desk, identity):
    narrow = [CLAIMS | {"provider_scope": DOCTOR["id"]}, SITE]
    desk.people += [
        desk.person_of(uuid.uuid4(), f"P{n}", "Quist", "user", narrow, None) for n in range(desk.page_size)
    ]
    page = open_harbor(specialist)
    assert "Claims – Lena Okoro" in page.text and "5 Harbor Way, Salinas" in page.text
    assert "Every permission, and manages users" in page.text
    assert len(page.all("tr")) == 1 + desk.page_size
    target = next(a.attrs["href"] for a in page.all("a") if a.text == "Next page")
    page = check(specialist.get(target))
    assert len(page.all("tr")) == 3 and "Next page" not in page.text
    assert desk.looks == ["Case 40001"] * 2


def test_pages_of_an_office_ask_as_much_of_two_people_as_of_two_hundred(specialist, desk, identity):
    open_harbor(specialist)

    def asked():
        identity.calls.clear()
        for path in (HARBOR, PERSON):
            check(specialist.get(path))
        return sorted(call.procedure.name for call in identity.calls)

    few = asked()
    desk.page_size = 200
    desk.people += [desk.person_of(uuid.uuid4(), f"P{n}", "Quist", "user", [SITE], None) for n in range(198)]
    assert asked() == few
    assert few.count("get_office") == 2 and few.count("list_access_changes") == 1


def test_somebody_who_is_on_no_page_that_was_opened_has_hers(specialist, desk):
    desk.page_size = 1
    open_harbor(specialist)
    assert "Ana Ruiz" in check(specialist.get(PERSON)).text


def test_what_an_administrator_typed_is_shown_to_the_specialist(specialist, desk):
    desk.history[0]["reason"] = "Moved to <billing>"
    open_harbor(specialist)
    assert check(specialist.get(PERSON)).one("q").text == "Moved to <billing>"
    page = check(specialist.submit(f"{PERSON}/compare", PERSON, change_id="12"))
    assert page.one("q").text == "Moved to <billing>"


def test_a_reason_is_no_longer_than_what_the_browser_keeps(specialist, desk):
    answer = specialist.submit(HARBOR, WHY, reason="x" * 201)
    assert answer.status_code == 422 and desk.looks == []


def test_as_many_offices_stay_open_as_a_cookie_holds(specialist, desk, identity):
    identity.on(
        rpc.get_office,
        lambda call: desk.shown() | {"billing_provider_id": call.fields["billing_provider_id"]},
    )
    for number in range(6):
        path = f"{FIND}/{uuid.UUID(int=number)}"
        noise = "".join(chr(0x4E00 + ord(char) * 7 + number) for char in os.urandom(100).hex())
        assert specialist.submit(path, f"{path}/why", reason=noise).status_code == 200
    cookie = specialist.get_cookie("__Host-portico-form", domain="portico.example.org")
    assert 500 < len(cookie.value) < 3500
    assert specialist.get(path).status_code == 200
    assert specialist.get(f"{FIND}/{uuid.UUID(int=0)}").status_code == 303


def test_the_office_leads_to_accounts_cases_and_the_representatives_offices(specialist, desk, staff):
    case = desk.open()
    page = open_harbor(specialist)
    targets = [a.attrs["href"] for a in page.all("a")]
    assert f"/staff/accounts/{staff.account['account_id']}" in targets
    assert f"/staff/cases/{case['case_id']}" in targets
    sent = page.field("representative_id").attrs["value"]
    assert "Harbor" in check(specialist.submit(FIND, HARBOR, representative_id=sent)).text


def test_an_administrator_is_re_assigned_with_a_reason(specialist, desk, identity):
    open_harbor(specialist)
    page = check(specialist.get(PERSON))
    assert [o.text for o in page.all("option")] == ["Nobody", "Omar Haddad"]
    assert "reason" in check(specialist.submit(f"{PERSON}/administrator", PERSON)).errors()
    answer = specialist.submit(
        f"{PERSON}/administrator", PERSON, instead_of_link_id=str(OMAR), reason="Omar retired."
    )
    page = check(specialist.get(answer.location))
    assert "Ana Ruiz is the administrator now." in page.text and "Make administrator" not in page.text
    assert desk.person(OMAR)["role"] == "user"
    assert identity.made(rpc.change_administrator)[-1].fields["reason"] == "Omar retired."


def test_access_is_compared_and_put_back_as_it_was(specialist, desk):
    open_harbor(specialist)
    page = check(specialist.get(PERSON))
    claims = "Claims – all providers and sites"
    narrow = "Eligibility – Harbor Family Medicine, 5 Harbor Way, Salinas"
    for said in (f"removed: {narrow}", "The person herself", "Omar Haddad"):
        assert said in page.text
    page = check(specialist.submit(f"{PERSON}/compare", PERSON, change_id="11"))
    lists = [
        [item.text for item in page.all("li") if item.parent is one] for one in page.all("ul", class_="plain")
    ]
    assert lists[:3] == [
        ["User", claims],
        ["User", claims, narrow],
        ["User", claims],
    ]
    answer = specialist.submit(f"{PERSON}/restore", PERSON, change_id="11", reason="It was a mistake.")
    page = check(specialist.get(answer.location))
    assert "The access of Ana Ruiz is as it was then." in page.text
    assert [one["feature"] for one in desk.person(ANA)["grants"]] == ["claims", "eligibility"]


def test_a_restore_without_a_reason_or_against_the_last_administrator_says_so(specialist, desk):
    open_harbor(specialist)
    refused = specialist.submit(f"{PERSON}/restore", PERSON, change_id="11")
    assert refused.status_code == 422 and set(check(refused).errors()) == {"reason"}
    desk.person(ANA)["role"] = "administrator"
    refused = specialist.submit(f"{PERSON}/restore", PERSON, change_id="11", reason="x")
    assert refused.status_code == 409 and "only administrator" in check(refused).text


def test_a_change_or_person_of_nowhere_or_of_another_office_is_not_found(specialist, identity):
    open_harbor(specialist)
    other = identity.office.users.rows[0]["link_id"]
    assert specialist.get(f"{HARBOR}/people/{other}").status_code == 404
    assert specialist.get(f"{HARBOR}/people/{uuid.uuid4()}").status_code == 404
    assert specialist.submit(f"{PERSON}/compare", PERSON, change_id="99").status_code == 404
    nowhere = f"{FIND}/{uuid.uuid4()}"
    assert specialist.submit(nowhere, f"{nowhere}/why", reason="x").status_code == 404
    assert specialist.get(f"{PERSON}/compare").location == PERSON


def test_provider_services_looks_up_and_changes_nothing(agent, desk):
    page = open_harbor(agent)
    assert "Ana Ruiz" in page.text
    assert not [a for a in page.all("a") if "/people/" in a.attrs["href"] or "/accounts/" in a.attrs["href"]]
    assert agent.get(PERSON).status_code == 403
    assert agent.get("/staff/accounts").status_code == 403


def test_nobody_else_of_the_staff_gets_in(clerk, identity):
    for path in (FIND, WHY, HARBOR, PERSON, f"{HARBOR}/welcome-letter", "/staff/cases", "/staff/accounts"):
        assert clerk.get(path).status_code == 403, path
    assert not identity.made(rpc.get_office)
