"""Edit Role and Permissions, Make Admin, Remove Admin, Revoke User, and back (R050–R053, R184)."""

import itertools
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from contracts.errors import Forbidden, InvalidInput, NotFound
from contracts.procedures import SUPPORT
from contracts.provider_directory.access_events import access_changed, access_granted
from contracts.provider_directory.contexts import access_ended
from contracts.provider_directory.errors import AccessChanged, LastAdministrator, OwnAccess
from contracts.provider_directory.links import OwnAccess as MyAccess
from contracts.provider_directory.users import (
    AccessAction,
    AccessWanted,
    ChangesOf,
    ComparedChanges,
    access_notice_due,
)
from provider_directory.operations import access
from provider_directory.operations.desk import list_access_changes
from provider_directory.operations.linked import find_context
from provider_directory.operations.own_access import get_own_access

CLAIMS = {"feature": "claims", "provider_scope": None, "site_scope": None}
ELIGIBILITY = CLAIMS | {"feature": "eligibility"}


def change(work, one, version=1, **wanted):
    asked = AccessWanted().load({"link_id": str(one.link_id), "version": version} | wanted)
    return access.change_access(work, **asked)


def revoke(work, one, **said):
    return access.revoke_access(work, **AccessAction().load({"link_id": str(one.link_id)} | said))


def restore(work, one, **said):
    return access.restore_access(work, **AccessAction().load({"link_id": str(one.link_id)} | said))


@pytest.fixture
def changes(run_sql):
    """`changes(somebody)`: (action, actor_kind, before, after) of each change of her access."""

    def look(one):
        return [
            tuple(row)
            for row in run_sql(
                """SELECT action, actor_kind, before, after FROM access_changes
                   WHERE link_id = :id ORDER BY id""",
                id=one.link_id,
            )
        ]

    return look


def test_permissions_are_changed_and_every_copy_is_told(office, changes, contents_of):
    ben = office.add("Ben", "Ruiz")
    changed = change(office.work, ben, grants=[CLAIMS, ELIGIBILITY])
    assert changed["features"] == ["eligibility", "claims"] and changed["version"] == 2
    [(action, actor, before, after)] = changes(ben)
    assert (action, actor, before["grants"]) == ("grants_changed", "administrator", [])
    assert [grant["feature"] for grant in after["grants"]] == ["claims", "eligibility"]
    [event] = contents_of(access_changed)
    assert (event["context_id"], event["version"]) == (ben.context_id, 2)
    assert event["grants"] == [CLAIMS, ELIGIBILITY]


def test_a_user_becomes_administrator_and_is_one_no_more(office, changes):
    ben = office.add("Ben", "Ruiz")
    change(office.work, ben, grants=[CLAIMS])
    made = change(office.work, ben, version=2, role="administrator")
    assert (made["role"], made["grants"]) == ("administrator", [])
    again = change(office.work, ben, version=3, role="user")
    assert (again["role"], again["features"]) == ("user", [])
    assert [action for action, *_ in changes(ben)] == ["grants_changed", "role_changed", "role_changed"]


def test_a_change_that_changes_nothing_leaves_no_trace(office, changes, told):
    ben = office.add("Ben", "Ruiz")
    assert change(office.work, ben, grants=[])["version"] == 1
    assert changes(ben) == [] and told() == []


def test_the_second_who_saves_is_shown_the_new_state(office):
    bea, ben = office.add("Bea", "Boss", role="administrator"), office.add("Ben", "Ruiz")
    change(office.work, ben, grants=[CLAIMS])
    with pytest.raises(AccessChanged) as refused:
        change(office.work_of(bea), ben, grants=[ELIGIBILITY])
    current = refused.value.details["current"]
    assert (current["version"], current["features"], current["link_id"]) == (2, ["claims"], str(ben.link_id))


def test_practitioners_and_sites_of_others_can_not_be_granted(office, open_office, run_sql):
    ben, other = office.add("Ben", "Ruiz"), open_office()
    sites = dict(run_sql("SELECT group_id, id FROM addresses WHERE use = 'practice'"))
    own = CLAIMS | {"site_scope": str(sites[office.group_id])}
    for foreign in (
        CLAIMS | {"site_scope": str(sites[other.group_id])},
        CLAIMS | {"provider_scope": str(uuid.uuid4())},
    ):
        with pytest.raises(InvalidInput):
            change(office.work, ben, grants=[own, foreign])
    assert change(office.work, ben, grants=[own])["grants"][0]["site_scope"] == sites[office.group_id]


def test_the_person_and_the_other_administrators_are_written_to(office, contents_of):
    bea, ben = office.add("Bea", "Boss", role="administrator"), office.add("Ben", "Ruiz")
    change(office.work, ben, role="administrator")
    revoke(office.work, ben)
    told = {(one["account_id"], one["what"], one["own"]) for one in contents_of(access_notice_due)}
    assert told == {
        (ben.account_id, "made_administrator", True),
        (bea.account_id, "made_administrator", False),
        (ben.account_id, "access_revoked", True),
        (bea.account_id, "access_revoked", False),
    }
    assert {one["person"] for one in contents_of(access_notice_due)} == {"Ben Ruiz"}


def test_revoking_ends_this_context_alone_and_restoring_gives_a_new_one(office, open_office, contents_of):
    ben, elsewhere = office.add("Ben", "Ruiz"), open_office()
    there = elsewhere.add("Ben", "Ruiz", account_id=ben.account_id)
    change(office.work, ben, grants=[CLAIMS])
    assert revoke(office.work, ben)["status"] == "revoked"
    [ended] = contents_of(access_ended)
    assert (ended["context_ids"], ended["account_id"]) == ([ben.context_id], ben.account_id)
    with pytest.raises(NotFound):
        find_context(office.work, account_id=ben.account_id, context_id=ben.context_id)
    assert find_context(office.work, account_id=ben.account_id, context_id=there.context_id)
    restored = restore(office.work, ben)
    assert (restored["status"], restored["features"]) == ("active", ["claims"])
    [granted] = contents_of(access_granted)
    assert granted["context_id"] != ben.context_id
    assert find_context(office.work, account_id=ben.account_id, context_id=granted["context_id"])


@pytest.fixture
def reasons():
    """`reasons(work, somebody)`: (action, reason) of her changes as their list shows them, the newest
    first."""

    def look(work, one):
        asked = ChangesOf().load({"link_id": str(one.link_id)})
        found = ComparedChanges().dump(list_access_changes(work, **asked))
        return [(change["action"], change["reason"]) for change in found["changes"]]

    return look


def test_a_typed_reason_is_kept_with_the_change_and_shown_to_administrators_and_support(
    office, staff, reasons
):
    ben = office.add("Ben", "Ruiz")
    revoke(office.work, ben, reason="Left the practice")
    restore(office.work, ben, reason="Came back in May")
    kept = [("restored", "Came back in May"), ("revoked", "Left the practice")]
    assert reasons(office.work, ben) == reasons(staff(SUPPORT), ben) == kept


def test_a_reason_may_be_left_out_and_other_changes_have_none(office, reasons):
    ben = office.add("Ben", "Ruiz")
    change(office.work, ben, grants=[CLAIMS])
    revoke(office.work, ben)
    assert reasons(office.work, ben) == [("revoked", None), ("grants_changed", None)]


def test_the_reason_is_not_for_the_person_and_sealed_at_rest(office, run_sql, contents_of):
    ben = office.add("Ben", "Ruiz")
    revoke(office.work, ben, reason="Whispered words")
    restore(office.work, ben, reason="Whispered again")
    [[context_id]] = run_sql("SELECT context_id FROM links WHERE id = :id", id=ben.link_id)
    again = replace(ben, context_id=context_id)
    mine = MyAccess().dump(get_own_access(office.work_of(again), before=None, limit=20))
    assert [one["action"] for one in mine["changes"]] == ["restored", "revoked"]
    assert "Whispered" not in str(mine) + str(contents_of(access_notice_due))
    assert "Whispered" not in str(run_sql("SELECT * FROM access_changes"))


def test_revoking_or_restoring_twice_does_nothing_more(office, told):
    ben = office.add("Ben", "Ruiz")
    revoke(office.work, ben)
    before = told()
    assert revoke(office.work, ben)["status"] == "revoked" and told() == before
    restore(office.work, ben)
    before = told()
    assert restore(office.work, ben)["status"] == "active" and told() == before


def test_nobody_revokes_herself_and_the_last_administrator_stays_one(office):
    with pytest.raises(OwnAccess):
        revoke(office.work, office.admin)
    with pytest.raises(LastAdministrator):
        change(office.work, office.admin, role="user")
    office.add("Bea", "Boss", role="administrator")
    assert change(office.work, office.admin, role="user")["role"] == "user"


@pytest.mark.parametrize("do", [change, revoke, restore])
def test_a_user_and_a_stranger_change_nobody_and_another_offices_people_are_not_there(
    office, open_office, do
):
    ben, other = office.add("Ben", "Ruiz"), open_office()
    wanted = {"role": "administrator"} if do is change else {}
    for work in (office.work_of(ben), office.work_of(other.admin.__class__(*_ids(ben)))):
        with pytest.raises(Forbidden):
            do(work, office.admin, **wanted)
    with pytest.raises(NotFound):
        do(other.work, ben, **wanted)


def _ids(one):
    return one.link_id, one.account_id, uuid.uuid4(), one.person


def both_at_once(first, second):
    """Whether each went through; refusals that a loser may get count as not."""
    begin = Barrier(2)

    def run(do):
        begin.wait()
        try:
            do()
        except (Forbidden, LastAdministrator):
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(run, (first, second)))


def administrators(run_sql, office):
    return run_sql(
        """SELECT id FROM links
           WHERE billing_provider_id = :id AND state = 'active' AND role = 'administrator'""",
        id=office.id,
    )


@pytest.mark.parametrize("how", ["revoke", "demote"])
def test_of_two_administrators_who_end_each_other_one_is_left_fifty_times(open_office, run_sql, how):
    for _ in range(50):
        office = open_office()
        bea = office.add("Bea", "Boss", role="administrator")
        pairs = ((office.work, bea), (office.work_of(bea), office.admin))
        if how == "revoke":
            tries = [lambda work=work, other=other: revoke(work, other) for work, other in pairs]
        else:
            tries = [lambda work=work, other=other: change(work, other, role="user") for work, other in pairs]
        assert sorted(both_at_once(*tries)) == [False, True]
        assert len(administrators(run_sql, office)) == 1


def test_of_two_administrators_who_step_down_at_once_one_stays_fifty_times(open_office, run_sql):
    for _ in range(50):
        office = open_office()
        bea = office.add("Bea", "Boss", role="administrator")
        tries = [
            lambda one=one, office=office: change(office.work_of(one), one, role="user")
            for one in (office.admin, bea)
        ]
        assert sorted(both_at_once(*tries)) == [False, True]
        assert len(administrators(run_sql, office)) == 1


def test_of_two_who_save_the_same_version_at_once_one_is_told(open_office, run_sql):
    for _ in range(10):
        office = open_office()
        ben = office.add("Ben", "Ruiz")
        outcomes = []

        def save(grant, office=office, ben=ben):
            try:
                change(office.work, ben, grants=[grant])
            except AccessChanged:
                raise Forbidden() from None

        outcomes = both_at_once(lambda: save(CLAIMS), lambda: save(ELIGIBILITY))
        assert sorted(outcomes) == [False, True]
        [[kept]] = run_sql("SELECT count(*) FROM grants WHERE link_id = :id", id=ben.link_id)
        assert kept == 1


def test_every_order_of_features_is_kept_the_same(office):
    ben = office.add("Ben", "Ruiz")
    version = 1
    for order in itertools.permutations([CLAIMS, ELIGIBILITY]):
        saved = change(office.work, ben, version=version, grants=list(order))
        version = saved["version"]
        assert saved["features"] == ["eligibility", "claims"]
    assert version == 2
