"""What an office is left with when the account of one of its people is disabled (R020, R021, R054)."""

import json

import pytest

from contracts.provider_directory import rpc
from provider_directory.operations.access_housekeeping import hear_disabled
from provider_directory.operations.cases import PURPOSE

FAMILY, ANA = "PCH100001", "PCH200001"


@pytest.fixture
def boss(desk):
    return desk.administrator(FAMILY, first_name="Maribel", last_name="Quon")


def disable(desk, *people, kind="provider"):
    for who in people:
        hear_disabled(desk.kit.work(), account_id=who.account_id, kind=kind)


def ask(desk, who):
    token = desk.match(who, FAMILY)["match_token"]
    return desk.ask(rpc.create_access_request, who, match_token=token)["request_id"]


def cases(desk):
    """(why, whose) of each, the oldest first."""
    rows = desk.rows("SELECT said_sealed, account_id FROM cases ORDER BY number")
    said = [json.loads(desk.kit.sealer.unseal(PURPOSE, row.said_sealed)) for row in rows]
    return [(one["context"]["why"], row.account_id) for one, row in zip(said, rows, strict=True)]


def states(desk, who):
    return [(one["role"], one["state"]) for one in desk.links(who)]


def test_the_last_administrator_stays_and_a_specialist_has_a_case_of_the_office_once(desk, boss):
    desk.link(boss, ANA)
    disable(desk, boss)
    assert set(states(desk, boss)) == {("administrator", "active")}
    assert cases(desk) == [("administrator_disabled", None)] * 2
    offices = desk.rows("SELECT count(DISTINCT billing_provider_id) AS many FROM cases")
    assert offices[0].many == 2


def test_who_waits_for_an_answer_or_asks_later_waits_for_the_specialist(desk, boss):
    early, late = desk.someone("Sol", "Ibarra"), desk.someone("Lia", "Ochoa")
    ask(desk, early)
    disable(desk, boss)
    ask(desk, late)
    assert cases(desk) == [
        ("administrator_disabled", None),
        ("no_administrator", early.account_id),
        ("no_administrator", late.account_id),
    ]
    assert len(desk.told("access_requested")) == 1


def test_somebody_with_an_administrator_beside_her_loses_her_access_and_needs_no_case(desk, boss):
    sol = desk.member(boss, FAMILY, role="administrator", grants=[], all_features=False, reason=None)
    lia = desk.someone("Lia", "Ochoa")
    disable(desk, boss)
    assert (states(desk, boss), cases(desk)) == ([("administrator", "revoked")], [])
    [ended] = desk.told("access_ended")
    assert ended["context_ids"] == [boss.context_id]
    ask(desk, lia)
    assert [one["account_id"] for one in desk.told("access_requested")][-1] == sol.account_id


def test_a_disabled_administrator_is_not_another_one(desk, boss):
    sol = desk.member(boss, FAMILY, role="administrator", grants=[], all_features=False, reason=None)
    disable(desk, boss, sol)
    assert states(desk, sol) == [("administrator", "active")]
    assert cases(desk) == [("administrator_disabled", None)]


def test_the_only_able_administrator_can_not_leave_beside_a_disabled_one(desk, boss):
    disable(desk, boss)
    sol = desk.someone("Sol", "Ibarra")
    desk.run(
        """INSERT INTO links
           (billing_provider_id, account_id, role, state, person_sealed, email_key, linked_at, agreed_at)
           SELECT billing_provider_id, :who, 'administrator', 'active', person_sealed, email_key, now(), now()
           FROM links WHERE account_id = :boss""",
        who=sol.account_id, boss=boss.account_id,
    )  # fmt: skip
    [link] = desk.links(sol)
    refused = desk.outcome(rpc.end_link, sol, link_id=link["link_id"])
    assert refused == "provider_directory.last_administrator"


def test_who_asks_for_her_administrator_is_told_those_who_can_answer(desk, boss):
    sol = desk.member(boss, FAMILY)
    named = lambda: desk.ask(rpc.get_own_access, sol.at(desk.links(sol)[0]))["administrators"]  # noqa: E731
    assert [one["last_name"] for one in named()] == ["Quon"]
    disable(desk, boss)
    assert named() == []


def test_fifty_disabled_administrators_hide_no_able_one(desk, boss):
    desk.run(
        """INSERT INTO links
           (billing_provider_id, account_id, role, state, person_sealed, email_key, linked_at, agreed_at)
           SELECT billing_provider_id, gen_random_uuid(), 'administrator', 'active', person_sealed, email_key,
                  linked_at - interval '1 day', agreed_at
           FROM links, generate_series(1, 50) WHERE account_id = :boss""",
        boss=boss.account_id,
    )  # fmt: skip
    desk.run(
        "INSERT INTO account_locks (account_id, disabled)"
        " SELECT account_id, true FROM links WHERE account_id != :boss",
        boss=boss.account_id,
    )  # fmt: skip
    ask(desk, desk.someone("Lia", "Ochoa"))
    assert [one["account_id"] for one in desk.told("access_requested")] == [boss.account_id]


def test_a_member_who_is_disabled_changes_nothing_here(desk, boss):
    disable(desk, boss, kind="member")
    assert (states(desk, boss), cases(desk)) == ([("administrator", "active")], [])
