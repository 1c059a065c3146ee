"""The people of an office as staff see them: page by page or one alone, with the names of what their
permissions are narrowed to (R185, R187, R224)."""

import pytest

from contracts.errors import InvalidInput, NotFound
from contracts.procedures import SUPPORT
from contracts.provider_directory.offices import OfficeLook
from contracts.provider_directory.users import AccessWanted, ChangesOf
from provider_directory.operations import access, desk

WHY = "Caller was verified"
CLAIMS = {"feature": "claims", "provider_scope": None, "site_scope": None}
ELIGIBILITY = CLAIMS | {"feature": "eligibility"}


def look(work, office_id, **whom):
    asked = OfficeLook().load({"billing_provider_id": str(office_id), "reason": WHY} | whom)
    return desk.get_office(work, **asked)


def change(work, one, version=1, **wanted):
    asked = AccessWanted().load({"link_id": str(one.link_id), "version": version} | wanted)
    return access.change_access(work, **asked)


@pytest.fixture
def acts(run_sql):
    """`acts()`: (act, billing_provider_id, link_id) of everything that staff did."""
    statement = "SELECT act, billing_provider_id, link_id FROM staff_acts ORDER BY id"
    return lambda: [tuple(row) for row in run_sql(statement)]


def test_an_office_of_many_is_shown_page_by_page_and_each_look_is_written_down(office, staff, acts):
    for number in range(5):
        office.add("Ben", f"Ruiz{number}")
    first = look(staff(SUPPORT), office.id, limit=4)
    rest = look(staff(SUPPORT), office.id, limit=4, after=first["next"])
    shown = [one["last_name"] for one in first["users"] + rest["users"]]
    assert shown == ["Admin", *(f"Ruiz{number}" for number in range(5))] and rest["next"] is None
    assert [one["id"] for one in first["administrators"]] == [office.admin.link_id]
    assert first["administrators"] == rest["administrators"]
    assert acts() == [("get_office", office.id, None)] * 2
    with pytest.raises(InvalidInput):
        look(staff(SUPPORT), office.id, after="k1.forged")


def test_one_person_of_an_office_is_shown_alone_and_written_down(office, open_office, staff, acts):
    ben, stranger = office.add("Ben", "Ruiz"), open_office().add()
    shown = look(staff(SUPPORT), office.id, link_id=str(ben.link_id))
    assert [(one["link_id"], one["account_id"]) for one in shown["users"]] == [(ben.link_id, ben.account_id)]
    with pytest.raises(NotFound):
        look(staff(SUPPORT), office.id, link_id=str(stranger.link_id))
    assert acts() == [("get_office", office.id, ben.link_id)]


def test_permissions_are_shown_with_the_names_of_their_providers_and_sites(office, staff, run_sql):
    ben, support = office.add("Ben", "Ruiz"), staff(SUPPORT)
    doctor, site = places_of(office, run_sql)
    narrow = CLAIMS | {"provider_scope": str(doctor)}, ELIGIBILITY | {"site_scope": str(site)}
    change(office.work, ben, grants=list(narrow))
    change(office.work, ben, 2, grants=[ELIGIBILITY])
    run_sql("DELETE FROM affiliations")
    named = {
        "practitioners": [{"id": doctor, "name": "Dana Doctor"}],
        "sites": [{"id": site, "name": "Portico Clinic, 1 Main Street, Merced"}],
    }
    asked = ChangesOf().load({"link_id": str(ben.link_id)})
    changes = desk.list_access_changes(support, **asked)
    assert {kind: changes[kind] for kind in named} == named
    shown = look(support, office.id)
    assert {kind: shown[kind] for kind in named} == {"practitioners": [], "sites": []}
    first = changes["changes"][-1]["change_id"]
    desk.change_access_for_staff(support, link_id=ben.link_id, change_id=first, reason=WHY)
    shown = look(support, office.id)
    assert {kind: shown[kind] for kind in named} == named


def test_two_hundred_people_of_an_office_cost_the_statements_of_two(office, staff, statements, run_sql):
    _, site = places_of(office, run_sql)
    for number in range(199):
        one = office.add(f"Ana{number}", "Vang")
        run_sql(
            "INSERT INTO grants (link_id, feature, site_scope) VALUES (:id, 'claims', :site)",
            id=one.link_id, site=site,
        )  # fmt: skip
    look(staff(SUPPORT), office.id, limit=1)  # the first connection asks the server's version
    two = statements(lambda: look(staff(SUPPORT), office.id, limit=2))
    whole = []
    many = statements(lambda: whole.append(look(staff(SUPPORT), office.id, limit=200)))
    assert len(two) == len(many) and len(whole[0]["users"]) == 200
    assert [one["id"] for one in whole[0]["sites"]] == [site]


def places_of(office, run_sql):
    """A doctor of the office, and one of its sites."""
    [[doctor]] = run_sql(
        """INSERT INTO practitioners (npi, first_name, last_name, gender, source, created_at, changed_at)
           VALUES ('1234567893', 'Dana', 'Doctor', 'female', 'test', now(), now()) RETURNING id"""
    )
    run_sql(
        """INSERT INTO affiliations (practitioner_id, group_id, starts_on)
           VALUES (:doctor, :group_id, '2020-01-01')""",
        doctor=doctor, group_id=office.group_id,
    )  # fmt: skip
    sites = "SELECT id FROM addresses WHERE use = 'practice' AND group_id = :id ORDER BY zip_code"
    return doctor, run_sql(sites, id=office.group_id)[0][0]
