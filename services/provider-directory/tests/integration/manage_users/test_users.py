"""The table of an office's users (R038, R048–R055)."""

import uuid
from datetime import timedelta

import pytest

from contracts.errors import Forbidden, InvalidInput, NotFound
from contracts.provider_directory.links import AccessDecision
from contracts.provider_directory.users import OfficeUsers, UserSearch
from provider_directory.operations.access_requests import change_access_request
from provider_directory.operations.users import (
    get_user,
    hear_email_changed,
    hear_locked,
    hear_unlocked,
    list_users,
)
from provider_directory.rules.people import Person
from servicekit import clock

SECOND = timedelta(seconds=1)


def table(work, **asked):
    return list_users(work, **UserSearch().load(asked))


def names(page):
    return [f"{one['first_name']} {one['last_name']}" for one in page["users"]]


def test_a_row_has_what_the_six_columns_need(office):
    ben = office.add("Ben", "Ruiz", "ben@example.org")
    [ada, shown] = OfficeUsers().dump(table(office.work))["users"]
    assert (shown["email"], shown["first_name"], shown["role"]) == ("ben@example.org", "Ben", "user")
    assert (shown["status"], shown["link_id"], shown["own"]) == ("active", str(ben.link_id), False)
    assert shown["actions"] == ["edit", "make_administrator", "revoke"]
    assert (ada["own"], ada["actions"], ada["role"]) == (True, [], "administrator")
    assert "manage_users" in ada["features"] and shown["features"] == []


def test_status_is_invited_active_locked_or_revoked(office, invite):
    office.add("Bea", "Active")
    office.add("Cal", "Locked", locked=True)
    office.add("Dan", "Revoked", state="revoked")
    invite(office.work, "eve@example.org", "Eve", "Invited")
    assert [one["status"] for one in table(office.work)["users"]] == [
        "active", "active", "invited", "locked", "revoked",
    ]  # fmt: skip


def test_what_may_be_done_follows_from_role_and_status(office, invite):
    office.add("Bea", "Boss", role="administrator")
    office.add("Cal", "Gone", state="revoked")
    office.add("Dan", "Paused", state="suspended")
    invite(office.work, "eve@example.org", "Eve", "Invited")
    found = {one["first_name"]: one["actions"] for one in table(office.work)["users"]}
    assert found == {
        "Ada": [],
        "Bea": ["remove_administrator", "revoke"],
        "Cal": ["restore"],
        "Dan": [],
        "Eve": ["resend", "cancel"],
    }


@pytest.mark.parametrize("order", ["name", "email", "role", "status"])
@pytest.mark.parametrize("direction", ["up", "down"])
def test_pages_hold_everybody_once_in_every_order(office, invite, order, direction):
    for number in range(7):
        office.add(f"Ana{number % 3}", "Vang", role="administrator" if number % 2 else "user")
    invite(office.work, "zoe@example.org", "Zoe", "Vang")
    whole = table(office.work, order=order, direction=direction, limit=50)
    assert whole["next"] is None and len(whole["users"]) == 9
    paged, after = [], None
    while True:
        page = table(office.work, order=order, direction=direction, limit=2, after=after)
        paged += page["users"]
        after = page["next"]
        if after is None:
            break
    assert paged == whole["users"]
    other = "down" if direction == "up" else "up"
    assert table(office.work, order=order, direction=other, limit=50)["users"] == whole["users"][::-1]


def test_names_are_in_order_whatever_their_case_and_accents(office):
    for last in ("Zuniga", "álvarez", "Alva", "ÁLVAREZ B"):
        office.add("Ana", last)
    assert names(table(office.work)) == [
        "Ada Admin", "Ana Alva", "Ana álvarez", "Ana ÁLVAREZ B", "Ana Zuniga",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("nunez", ["José Núñez"]),
        ("JOSE NU", ["José Núñez"]),
        ("nunez jose", ["José Núñez"]),
        ("@clinic.example", ["José Núñez"]),
        ("%", []),
        ("nobody", []),
    ],
)
def test_the_filter_finds_parts_of_name_and_address(office, text, found):
    office.add("José", "Núñez", "Jose@Clinic.example")
    assert names(table(office.work, text=text)) == found


def test_role_and_status_narrow_the_table(office):
    office.add("Ben", "Gone", state="revoked")
    assert names(table(office.work, role="user")) == ["Ben Gone"]
    assert names(table(office.work, status="active")) == ["Ada Admin"]


def test_a_cursor_tells_nothing_and_another_order_refuses_it(office):
    office.add("Secretive", "Aaaperson")
    first = table(office.work, limit=1)
    assert "aaaperson" not in first["next"].lower()
    for changed in ({"order": "email"}, {"direction": "down"}):
        with pytest.raises(InvalidInput):
            table(office.work, after=first["next"], **changed)
    with pytest.raises(InvalidInput):
        table(office.work, after="k1.forged")


@pytest.mark.parametrize("context", ["none", "user", "foreign", "revoked"])
def test_only_an_administrator_in_her_own_context_sees_the_table(
    office, open_office, kit, viewer_of, context
):
    other = open_office()
    somebody = {
        "none": lambda: (office.admin.account_id, None),
        "user": lambda: ((user := office.add()).account_id, user.context_id),
        "foreign": lambda: (office.admin.account_id, other.admin.context_id),
        "revoked": lambda: (
            (gone := office.add(role="administrator", state="revoked")).account_id,
            gone.context_id,
        ),
    }[context]()
    work = kit.work(viewer=viewer_of(*somebody))
    with pytest.raises(Forbidden):
        table(work)
    with pytest.raises(Forbidden):
        get_user(work, link_id=office.admin.link_id)


def test_people_of_another_office_are_not_there(office, open_office):
    stranger = open_office().add("Sam", "Stranger")
    assert names(table(office.work)) == ["Ada Admin"]
    for link_id in (stranger.link_id, uuid.uuid4()):
        with pytest.raises(NotFound):
            get_user(office.work, link_id=link_id)


def test_a_page_of_two_hundred_makes_the_statements_of_a_page_of_two(office, statements, run_sql):
    for number in range(199):
        one = office.add(f"Ana{number}", "Vang")
        run_sql("INSERT INTO grants (link_id, feature) VALUES (:id, 'claims')", id=one.link_id)
    table(office.work, limit=1)  # the first connection asks the server's version
    two = statements(lambda: table(office.work, limit=2))
    whole = []
    many = statements(lambda: whole.append(table(office.work, limit=200)))
    assert len(two) == len(many) == 4
    assert len(whole[0]["users"]) == 200
    assert sum(one["features"] == ["claims"] for one in whole[0]["users"]) == 199


def test_one_person_comes_with_what_may_be_chosen_for_her(office, run_sql):
    ben = office.add("Ben", "Ruiz")
    [[doctor]] = run_sql(
        """INSERT INTO practitioners (npi, first_name, last_name, gender, source, created_at, changed_at)
           VALUES ('1234567893', 'Dana', 'Doctor', 'female', 'test', now(), now()) RETURNING id"""
    )
    run_sql(
        """INSERT INTO affiliations (practitioner_id, group_id, starts_on)
           VALUES (:doctor, :group_id, '2020-01-01')""",
        doctor=doctor, group_id=office.group_id,
    )  # fmt: skip
    found = get_user(office.work, link_id=ben.link_id)
    assert found["user"]["link_id"] == ben.link_id
    assert found["practitioners"] == [{"id": doctor, "name": "Dana Doctor"}]
    assert [site["name"] for site in found["sites"]] == ["Portico Clinic, 1 Main Street, Merced"] * 2


def test_a_locked_account_shows_and_goes_on_showing_until_it_is_unlocked(office, open_office):
    ben = office.add("Ben", "Ruiz")
    elsewhere = open_office()
    elsewhere.add("Ben", "Ruiz", account_id=ben.account_id)
    hear_locked(office.work, account_id=ben.account_id, kind="provider", until=None)
    for one in (office, elsewhere):
        assert names(table(one.work, status="locked")) == ["Ben Ruiz"]
    hear_unlocked(office.work, account_id=ben.account_id)
    assert names(table(office.work, status="locked")) == []


def test_a_lock_that_ends_by_itself_shows_until_then(office):
    ben, until = office.add("Ben", "Ruiz"), clock.later(60)
    hear_locked(office.work, account_id=ben.account_id, kind="provider", until=until)
    for moment, status in ((until - SECOND, "locked"), (until, "active")):
        with clock.frozen(moment):
            assert names(table(office.work, status=status))[-1:] == ["Ben Ruiz"]
            assert get_user(office.work, link_id=ben.link_id)["user"]["status"] == status


def test_who_comes_in_while_the_account_is_locked_shows_as_locked(office, open_office):
    elsewhere = open_office()
    ben = elsewhere.add("Ben", "Ruiz")
    hear_locked(office.work, account_id=ben.account_id, kind="provider", until=None)
    office.add("Ben", "Ruiz", account_id=ben.account_id)
    assert names(table(office.work, status="locked")) == ["Ben Ruiz"]


def test_a_locked_member_leaves_nothing_here(office, run_sql):
    hear_locked(office.work, account_id=uuid.uuid4(), kind="member", until=None)
    assert run_sql("SELECT * FROM account_locks") == []


def test_a_changed_address_shows_in_every_office(office, open_office, identity_service):
    ben = office.add("Ben", "Ruiz")
    moved = Person(ben.person.first_name, ben.person.last_name, "ben.new@example.org")
    identity_service.people[ben.account_id] = moved
    hear_email_changed(office.work, account_id=ben.account_id)
    row = next(one for one in table(office.work)["users"] if one["link_id"] == ben.link_id)
    assert row["email"] == "ben.new@example.org"


def test_who_waits_for_access_when_her_address_changes_comes_in_with_the_new_one(
    office, identity_service, run_sql
):
    ben = office.add("Ben", "Ruiz", "ben.old@example.org", state="revoked")
    run_sql(
        """INSERT INTO access_requests (billing_provider_id, account_id, person_sealed, email_key, state,
                                        asked_at)
           SELECT billing_provider_id, account_id, person_sealed, email_key, 'open', now() FROM links
           WHERE id = :id""",
        id=ben.link_id,
    )
    identity_service.people[ben.account_id] = Person("Ben", "Ruiz", "ben.new@example.org")
    hear_email_changed(office.work, account_id=ben.account_id)
    [[request_id]] = run_sql("SELECT id FROM access_requests")
    decision = {"request_id": str(request_id), "decision": "approve"}
    change_access_request(office.work, **AccessDecision().load(decision))
    row = next(one for one in table(office.work)["users"] if one["link_id"] == ben.link_id)
    assert (row["email"], row["status"]) == ("ben.new@example.org", "active")


def test_a_change_of_address_of_nobody_changes_nothing(office):
    before = table(office.work)
    hear_email_changed(office.work, account_id=None)
    assert table(office.work) == before
