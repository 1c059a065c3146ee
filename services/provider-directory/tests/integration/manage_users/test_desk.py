"""The plan's people help: look up, put access right, issue letters (R187, R220, R224, R231)."""

import uuid

import pytest

from contracts.errors import Forbidden, InvalidInput, NotFound
from contracts.procedures import MAILROOM, MEMBER_SERVICES, PROVIDER_SERVICES, SUPPORT
from contracts.provider_directory.errors import AgreementNeeded, LastAdministrator
from contracts.provider_directory.offices import Office, OfficeLook, OfficeSearch, WelcomeLetter
from contracts.provider_directory.users import (
    AccessWanted,
    ChangesOf,
    ComparedChanges,
    UserSearch,
    access_notice_due,
)
from provider_directory.operations import access, cases, desk, users

WHY = "Caller was verified"
CLAIMS = {"feature": "claims", "provider_scope": None, "site_scope": None}
ELIGIBILITY = CLAIMS | {"feature": "eligibility"}


def search(work, **asked):
    return desk.search_billing_providers(work, **OfficeSearch().load(asked))


def look(work, office_id, **whom):
    asked = OfficeLook().load({"billing_provider_id": str(office_id), "reason": WHY} | whom)
    return desk.get_office(work, **asked)


def numbers(page):
    return [one["number"] for one in page["offices"]]


def change(work, one, version=1, **wanted):
    asked = AccessWanted().load({"link_id": str(one.link_id), "version": version} | wanted)
    return access.change_access(work, **asked)


def changes_of(work, one, **more):
    found = desk.list_access_changes(work, **ChangesOf().load({"link_id": str(one.link_id)} | more))
    return ComparedChanges().dump(found)


def reassign(work, office, one, instead_of=None):
    return desk.change_administrator(
        work,
        billing_provider_id=office.id,
        link_id=one.link_id,
        instead_of_link_id=instead_of.link_id if instead_of else None,
        reason=WHY,
    )


def restore_to(work, one, change_id):
    return desk.change_access_for_staff(work, link_id=one.link_id, change_id=change_id, reason=WHY)


@pytest.fixture
def acts(run_sql):
    """`acts()`: (act, billing_provider_id) of everything that staff did."""
    return lambda: [
        tuple(row) for row in run_sql("SELECT act, billing_provider_id FROM staff_acts ORDER BY id")
    ]


def test_an_office_is_found_by_number_tax_id_name_or_whose_account_has_it(open_office, staff, run_sql, keys):
    office, other = open_office("Creekside 100%_Clinic"), open_office("Creekside Annex")
    ben = other.add("Ben", "Ruiz")
    [[sealed]] = run_sql("SELECT tax_id_sealed FROM billing_providers WHERE id = :id", id=office.id)
    tax_id = keys.digits(sealed)
    support = staff(SUPPORT)
    assert numbers(search(support, number=office.number.lower())) == [office.number]
    assert numbers(search(support, tax_id=f"{tax_id[:2]}-{tax_id[2:]}")) == [office.number]
    assert numbers(search(support, name="creekside")) == [office.number, other.number]
    assert numbers(search(support, name="creekside 100%_")) == [office.number]
    assert numbers(search(support, name="%side")) == []
    assert numbers(search(support, account_id=str(ben.account_id))) == [other.number]


def test_a_representatives_offices_are_paged_by_name(open_office, staff, run_sql):
    [[who]] = run_sql(
        "INSERT INTO representatives (name, phone) VALUES ('Rita Rep', '+18315550150') RETURNING id"
    )
    offices = [open_office(f"Office {number:02}") for number in range(23)]
    run_sql("UPDATE billing_providers SET representative_id = :who", who=who)
    desk_agent = staff(PROVIDER_SERVICES)
    shown = look(desk_agent, offices[0].id)
    assert shown["representative_id"] == who
    first = search(desk_agent, representative_id=str(who))
    rest = search(desk_agent, representative_id=str(who), after=str(first["next"]))
    assert numbers(first) + numbers(rest) == [one.number for one in offices]
    assert (len(first["offices"]), rest["next"]) == (20, None)
    assert desk.get_representative(offices[0].work) == {
        "name": "Rita Rep",
        "phone": "+18315550150",
        "email": None,
    }


def test_an_office_without_a_representative_has_none(office):
    with pytest.raises(NotFound):
        desk.get_representative(office.work)


def test_an_office_is_shown_with_its_people_and_its_open_cases(office, staff, invite, acts):
    ben = office.add("Ben", "Ruiz", locked=True)
    invite(office.work, "eve@example.org")
    said = dict.fromkeys(("message", "contact_name", "contact_phone", "contact_email")) | {"context": {}}
    opened = cases.create_case(office.work, kind="other", preferred_days=[], **said)
    shown = Office().dump(look(staff(SUPPORT), office.id))
    assert [(one["last_name"], one["status"]) for one in shown["users"]] == [
        ("Admin", "active"), ("Ruiz", "locked"), ("Vang", "invited"),
    ]  # fmt: skip
    accounts = [str(office.admin.account_id), str(ben.account_id), None]
    assert [one["account_id"] for one in shown["users"]] == accounts
    assert [one["number"] for one in shown["cases"]] == [opened["number"]]
    assert acts() == [("get_office", office.id)] and shown["next"] is None


def test_an_administrator_is_re_assigned_and_the_old_one_steps_down(
    office, staff, contents_of, acts, run_sql
):
    ben = office.add("Ben", "Ruiz")
    support = staff(SUPPORT)
    assert reassign(support, office, ben, instead_of=office.admin)["role"] == "administrator"
    roles = dict(run_sql("SELECT id, role FROM links"))
    assert roles == {ben.link_id: "administrator", office.admin.link_id: "user"}
    told = {(one["account_id"], one["what"]) for one in contents_of(access_notice_due) if one["own"]}
    assert told == {(ben.account_id, "made_administrator"), (office.admin.account_id, "made_user")}
    [change] = changes_of(support, ben)["changes"]
    assert (change["actor_kind"], change["actor_name"]) == ("support", None)
    assert acts()[0] == ("change_administrator", office.id)


def test_an_administrator_can_be_named_who_has_not_confirmed_the_agreement_yet(office, staff, told):
    ben = office.add("Ben", "New", agreed_at=None)
    assert reassign(staff(SUPPORT), office, ben, office.admin)["role"] == "administrator"
    assert told("access_changed.v1") == 1  # the other one's
    with pytest.raises(AgreementNeeded):
        users.list_users(office.work_of(ben), **UserSearch().load({}))


def test_somebody_whose_access_had_ended_can_be_made_administrator(office, staff):
    gone = office.add("Ben", "Gone", state="revoked")
    made = reassign(staff(SUPPORT), office, gone)
    assert (made["role"], made["status"]) == ("administrator", "active")


def test_nobody_of_another_office_becomes_administrator_here(office, open_office, staff, acts):
    stranger = open_office().add()
    for one, instead in ((stranger, None), (office.add(), stranger)):
        with pytest.raises(NotFound):
            reassign(staff(SUPPORT), office, one, instead)
    with pytest.raises(InvalidInput):
        reassign(staff(SUPPORT), office, office.admin, office.admin)
    assert acts() == []


def test_changes_are_compared_and_earlier_permissions_are_given_back(office, staff, contents_of):
    ben, support = office.add("Ben", "Ruiz"), staff(SUPPORT)
    change(office.work, ben, grants=[CLAIMS, ELIGIBILITY])
    change(office.work, ben, 2, grants=[ELIGIBILITY])
    newest, oldest = changes_of(support, ben)["changes"]
    assert (newest["added"], newest["removed"]) == ([], [CLAIMS])
    assert (oldest["added"], oldest["actor_name"]) == ([CLAIMS, ELIGIBILITY], "Ada Admin")
    restored = restore_to(support, ben, oldest["change_id"])
    assert restored["features"] == ["eligibility", "claims"]
    assert changes_of(support, ben, limit=1)["changes"][0]["added"] == [CLAIMS]


def test_restoring_goes_back_through_revoking_and_forth_again(office, staff, told):
    ben, support = office.add("Ben", "Ruiz"), staff(SUPPORT)
    change(office.work, ben, grants=[CLAIMS])
    access.revoke_access(office.work, link_id=ben.link_id, reason=None)
    revoked, granted = changes_of(support, ben)["changes"]
    assert restore_to(support, ben, granted["change_id"])["status"] == "active"
    assert restore_to(support, ben, revoked["change_id"])["status"] == "revoked"
    assert told("access_ended.v1") == 2 and told("access_granted.v1") == 1


def test_restoring_never_takes_the_last_administrator_away(office, staff):
    ben, support = office.add("Ben", "Ruiz"), staff(SUPPORT)
    change(office.work, ben, grants=[CLAIMS])
    [as_user] = changes_of(support, ben)["changes"]
    reassign(support, office, ben, instead_of=office.admin)
    with pytest.raises(LastAdministrator):
        restore_to(support, ben, as_user["change_id"])


def test_a_change_of_somebody_else_is_not_there(office, staff):
    ben, cal, support = office.add("Ben", "Ruiz"), office.add("Cal", "Kim"), staff(SUPPORT)
    change(office.work, ben, grants=[CLAIMS])
    [of_ben] = changes_of(support, ben)["changes"]
    with pytest.raises(NotFound):
        restore_to(support, cal, of_ben["change_id"])


def test_changes_are_paged_and_an_administrator_sees_those_of_her_own_office(office, open_office, staff):
    ben = office.add("Ben", "Ruiz")
    for version, grants in enumerate(([CLAIMS], [ELIGIBILITY], [CLAIMS, ELIGIBILITY]), start=1):
        change(office.work, ben, version, grants=grants)
    first = changes_of(office.work, ben, limit=2)
    rest = changes_of(office.work, ben, limit=2, before=first["next"])
    ids = [one["change_id"] for one in first["changes"] + rest["changes"]]
    assert len(ids) == 3 and ids == sorted(ids, reverse=True) and rest["next"] is None
    with pytest.raises(NotFound):
        changes_of(open_office().work, ben)
    with pytest.raises(Forbidden):
        changes_of(office.work_of(ben), ben)


def test_the_welcome_letter_has_the_remittance_address_first_and_its_issues(office, staff, acts):
    agent = staff(PROVIDER_SERVICES)
    issued = desk.record_letter_issued(agent, billing_provider_id=office.id, reason=WHY)
    found = desk.get_welcome_letter(agent, billing_provider_id=office.id, reason=WHY)
    letter = WelcomeLetter().dump(found)
    assert (letter["number"], letter["name"]) == (office.number, "Portico Demo Group")
    assert [one["use"] for one in letter["addresses"]] == ["remittance", "practice", "practice"]
    assert letter["addresses"][0]["zip_code"] == "95340" and letter["representative"] is None
    assert found["issues"] == [issued] and issued["by_account_id"] == agent.viewer.account_id
    assert [act for act, _ in acts()] == ["record_letter_issued", "get_welcome_letter"]


def test_an_office_that_is_not_there_leaves_no_act(staff, acts):
    with pytest.raises(NotFound):
        look(staff(SUPPORT), uuid.uuid4())
    for do in (desk.get_welcome_letter, desk.record_letter_issued):
        with pytest.raises(NotFound):
            do(staff(SUPPORT), billing_provider_id=uuid.uuid4(), reason=WHY)
    assert acts() == []


def test_nobody_but_the_desk_does_any_of_it(office, staff):
    ben = office.add("Ben", "Ruiz")
    change(office.work, ben, grants=[CLAIMS])
    [one] = changes_of(office.work, ben)["changes"]
    about = {"billing_provider_id": office.id, "reason": WHY}
    for work in (office.work, staff(MAILROOM), staff(MEMBER_SERVICES)):
        for do in (
            lambda work=work: search(work, number=office.number),
            lambda work=work: look(work, office.id),
            lambda work=work: desk.get_welcome_letter(work, **about),
            lambda work=work: desk.record_letter_issued(work, **about),
            lambda work=work: reassign(work, office, ben),
            lambda work=work: restore_to(work, ben, one["change_id"]),
        ):
            with pytest.raises(Forbidden):
                do()
