"""Manage Users: the table, the editor, making and removing administrators, revoking (R038–R055)."""

import uuid

import pytest
from checking import check
from office_steps import at_work

from contracts.errors import Forbidden
from contracts.provider_directory import errors as e
from contracts.provider_directory import rpc
from contracts.provider_directory.access import GRANTABLE

USERS = "/provider/users"


@pytest.fixture
def omar(browser, identity):
    """An administrator at work."""
    at_work(browser, identity)
    return browser


@pytest.fixture
def users(identity):
    """The rows of the table."""
    return identity.office.users


def person(row, step=""):
    return f"{USERS}/person/{row['link_id']}{step}"


def emails(page):
    return [span.text for span in page.all("span", class_="email")]


def test_the_table_has_exactly_the_guides_columns(omar):
    page = check(omar.get(USERS))
    heads = [th.text.replace("▲", "").strip() for th in page.all("th", scope="col")]
    assert heads == ["Email", "Name", "Role", "Permissions", "Status", "Actions"]


def test_a_row_offers_what_the_guide_says(omar):
    page = check(omar.get(USERS))
    row = next(tr for tr in page.all("tr") if "ana.ruiz@example.org" in tr.text)
    text = " ".join(row.text.replace(": Ana Ruiz", " ").split())
    assert text == (
        "ana.ruiz@example.org Ana Ruiz User Edit Role and Permissions Active Make Admin Revoke User"
    )


def test_the_page_asks_two_questions_however_long_the_table_is(omar, identity, users):
    users.rows += [users.user(f"P{n}", "Q", "user") for n in range(40)]
    omar.get(USERS)
    identity.calls.clear()
    omar.get(USERS)
    assert sorted(call.procedure.name for call in identity.calls) == ["list_links", "list_users"]


def test_sorting_and_filtering_are_posted_so_no_name_stands_in_an_address(omar, identity):
    page = check(omar.submit(USERS, text="ruiz", role="user", status="active", sort="email:down"))
    assert emails(page) == ["ana.ruiz@example.org"]
    asked = identity.made(rpc.list_users)[-1].fields
    assert (asked["text"], asked["role"], asked["order"], asked["direction"]) == (
        "ruiz", "user", "email", "down",
    )  # fmt: skip
    assert page.field("text").attrs["value"] == "ruiz"
    assert next(th for th in page.all("th") if "Email" in th.text).attrs["aria-sort"] == "descending"


def test_the_next_page_keeps_filter_and_order_and_another_order_begins_anew(omar, identity, users):
    users.page_size = 2
    page = check(omar.submit(USERS, sort="email:up"))
    more = page.one("button", name="more")
    assert more.text == "Next page"
    omar.submit(USERS, sort="email:up", after="2", more="email:up")
    assert identity.made(rpc.list_users)[-1].fields["after"] == "2"
    assert identity.made(rpc.list_users)[-1].fields["order"] == "email"
    omar.submit(USERS, sort="name:up", after="2")
    assert identity.made(rpc.list_users)[-1].fields["after"] is None


def test_a_page_that_found_nobody_yet_leads_on(omar, identity):
    identity.on(rpc.list_users, {"users": [], "next": "more"})
    page = check(omar.submit(USERS, text="ruiz", sort="name:up"))
    assert "Nobody fits so far." in page.text and page.one("button", name="more").text == "Next page"


def test_who_is_no_administrator_gets_a_page_that_offers_to_request_access(browser, identity):
    at_work(browser, identity, which=1)
    identity.on(rpc.list_users, Forbidden())
    answer = browser.get(USERS)
    page = check(answer)
    assert answer.status_code == 403
    assert "Request Access" in [a.text for a in page.all("a", href="/provider/my-access")]
    assert "831-555-0130" in page.text


def test_the_editor_shows_what_she_has_and_saves_what_is_checked(omar, identity, users):
    ana = users.named("Ana")
    page = check(omar.get(person(ana)))
    checked = [box.attrs["value"] for box in page.all("input", name="grant") if "checked" in box.attrs]
    assert checked == ["claims||"]
    answer = omar.post(
        person(ana), headers={"Referer": f"https://portico.example.org{person(ana)}"},
        data={"csrf_token": page.all("input", name="csrf_token")[-1].attrs["value"], "version": "1",
              "role": "user", "grant": ["eligibility||", "report_claims||"], "save": "1"},
    )  # fmt: skip
    assert "The access of Ana Ruiz is saved." in check(omar.get(answer.location)).text
    wanted = identity.made(rpc.change_access)[0].fields
    assert [grant["feature"] for grant in wanted["grants"]] == ["eligibility", "report_claims"]


def test_the_editor_shows_every_box_checked_for_who_may_do_everything(omar, users):
    lee = users.user("Lee", "Park", "user")
    users.rows.append(lee | {"features": list(GRANTABLE)})
    page = check(omar.get(person(lee)))
    checked = [box.attrs["value"] for box in page.all("input", name="grant") if "checked" in box.attrs]
    assert sorted(checked) == sorted(f"{feature}||" for feature in GRANTABLE)


def test_a_permission_can_be_narrowed_to_a_provider_and_a_site(omar, identity, users):
    ana = users.named("Ana")
    doctor, site = uuid.UUID(int=501), uuid.UUID(int=500)
    page = check(omar.submit(
        person(ana), version="1", role="user", add="1", new_feature="referrals", new_provider=str(doctor),
        new_site=str(site),
    ))  # fmt: skip
    assert "Referrals – Lena Okoro, MD – Creekside, Watsonville" in page.text
    omar.submit(person(ana), version="1", role="user", grant=f"referrals|{doctor}|{site}", save="1")
    grant = identity.made(rpc.change_access)[0].fields["grants"][0]
    assert (grant["provider_scope"], grant["site_scope"]) == (doctor, site)


def test_the_second_of_two_editors_is_told_and_shown_how_it_is_now(omar, users):
    ana = users.named("Ana")
    ana["version"] = 2
    ana["grants"] = [{"feature": "eligibility", "provider_scope": None, "site_scope": None}]
    answer = omar.submit(person(ana), version="1", role="user", grant="claims||", save="1")
    page = check(answer)
    assert answer.status_code == 409
    assert "Somebody changed this person's access while you were looking." in page.text
    assert "Eligibility – all providers and sites" in page.text
    assert page.field("version").attrs["value"] == "2"
    omar.submit(person(ana), version="2", role="user", grant="claims||", save="1")
    assert [grant["feature"] for grant in ana["grants"]] == ["claims"]


@pytest.mark.parametrize(("who", "step", "role", "status", "words"), [
    ("Ana", "/make-admin", "administrator", "active", "Ana Ruiz is now an administrator."),
    ("Cleo", "/remove-admin", "user", "active", "Cleo Marsh is now a user."),
    ("Ana", "/revoke", "user", "revoked", "The access of Ana Ruiz has ended."),
    ("Bo", "/reinstate", "user", "active", "Bo Chen has access again."),
])  # fmt: skip
def test_each_action_asks_once_more_and_says_what_it_did(omar, users, who, step, role, status, words):
    row = users.named(who)
    before = dict(row)
    page = check(omar.get(person(row, step)))
    assert row == before, "asking changes nothing"
    version = page.field("version").attrs["value"]
    answer = omar.submit(person(row, step), version=version, reason="")
    assert words in check(omar.get(answer.location)).text
    assert (row["role"], row["status"]) == (role, status)


def test_nobody_revokes_herself(omar, users):
    answer = omar.submit(person(users.named("Omar"), "/revoke"))
    assert answer.status_code == 409
    assert "You can't end your own access here." in check(answer).text


def test_the_last_administrator_stays(omar, identity, users):
    identity.on(rpc.revoke_access, e.LastAdministrator())
    page = check(omar.submit(person(users.named("Cleo"), "/revoke")))
    assert "Make somebody else an administrator first." in page.text


@pytest.mark.parametrize("step", ["", "/make-admin", "/remove-admin", "/revoke", "/reinstate", "/changes"])
def test_people_of_other_offices_are_not_there(omar, step):
    assert omar.get(f"{USERS}/person/{uuid.uuid4()}{step}").status_code == 404


def test_fields_that_nobody_asked_for_are_not_passed_on(omar, identity, users):
    ana = users.named("Ana")
    omar.submit(
        person(ana, "/revoke"),
        link_id=str(users.named("Cleo")["link_id"]),
        role="administrator",
        verified="1",
    )
    asked = identity.made(rpc.revoke_access)[0].fields
    assert asked == {"link_id": ana["link_id"], "reason": None}


def test_what_changed_of_somebody_is_shown_with_who_did_it(omar, users):
    page = check(omar.get(person(users.named("Ana"), "/changes")))
    assert "Permissions changed" in page.text and "The plan's support specialist" in page.text
    assert "added: Claims – all providers and sites" in page.text and "Reason:" not in page.text


@pytest.mark.parametrize("step", ["/revoke", "/reinstate"])
def test_the_box_for_the_reason_says_who_reads_it_and_the_reason_goes_along(omar, identity, users, step):
    row = users.named("Ana" if step == "/revoke" else "Bo")
    page = check(omar.get(person(row, step)))
    assert "for administrators and the plan's support specialist" in page.one("label", for_="reason").text
    assert "The person does not see it." in page.text
    omar.submit(person(row, step), version="1", reason="Left the practice")
    call = identity.made(rpc.revoke_access if step == "/revoke" else rpc.restore_access)[0]
    assert call.fields["reason"] == "Left the practice"


def test_what_an_administrator_typed_stands_under_what_changed(omar, users):
    users.reason = "Left the <practice>"
    page = check(omar.get(person(users.named("Ana"), "/changes")))
    assert page.one("q").text == "Left the <practice>"
