"""Nothing can be done with a link before the Provider Agreement is confirmed for it (R022, R033)."""

import uuid

import pytest

from contracts.procedures import PROVIDER, Procedure
from contracts.provider_directory import rpc
from provider_directory.repository import offices
from servicekit import clock

FAMILY = "PCH100001"
NEEDED = "provider_directory.agreement_needed"
CLAIMS, REPORTS = {"feature": "claims"}, {"feature": "report_claims"}
SOMETHING = uuid.UUID(int=7)
SHUT = {
    "get_own_access": {},
    "create_permission_request": CLAIMS,
    "list_access_requests": {},
    "change_access_request": {"request_id": SOMETHING, "decision": "approve"},
    "list_users": {},
    "get_user": {"link_id": SOMETHING},
    "change_access": {"link_id": SOMETHING, "version": 1, "role": "user", "grants": []},
    "revoke_access": {"link_id": SOMETHING},
    "restore_access": {"link_id": SOMETHING},
    "list_access_changes": {"link_id": SOMETHING},
    "create_invitations": {
        "people": [{"first_name": "Eve", "last_name": "Vang", "email": "e@example.org", "zip_code": "95340"}]
    },
    "list_invitation_batches": {},
    "get_invitation_batch": {"batch_id": SOMETHING},
    "resend_invitation": {"invitation_id": SOMETHING},
    "cancel_invitation": {"invitation_id": SOMETHING},
    "get_representative": {},
}
OPEN = {
    "list_links", "end_link", "get_provider_home", "confirm_agreement", "match_billing_provider",
    "create_link", "create_access_request", "confirm_invitation",
}  # fmt: skip
"""What leads to a link or out of it."""


@pytest.fixture
def boss(desk):
    return desk.administrator(FAMILY, first_name="Maribel", last_name="Quon")


@pytest.fixture
def sol(desk, boss):
    """An administrator who was let in and has confirmed nothing."""
    return desk.approve(desk.someone("Sol", "Ibarra"), boss, FAMILY, role="administrator")


def link_of(desk, who):
    return next(one for one in desk.links(who) if one["number"] == FAMILY)


def reached(desk, who):
    with desk.kit.database.reading() as session:
        today, viewer = clock.today(desk.kit.settings.plan_zone), desk.work(who).viewer
        return [*offices.practitioners_in_scope(session, viewer, today),
                *offices.sites_in_scope(session, viewer, today)]  # fmt: skip


def granted_to(desk, who):
    return [one for one in desk.told("access_granted") if one["account_id"] == who.account_id]


def of_offices():
    every = [one for one in vars(rpc).values() if isinstance(one, Procedure)]
    return {one.name for one in every if PROVIDER in one.allow}


def test_every_procedure_of_offices_is_either_shut_before_or_leads_to_the_agreement():
    assert of_offices() == SHUT.keys() | OPEN


@pytest.mark.parametrize("name", SHUT)
def test_who_never_confirmed_the_agreement_does_nothing_of_an_office(desk, sol, name):
    procedure, before = getattr(rpc, name), len(desk.rows("SELECT FROM outbox"))
    assert desk.outcome(procedure, sol, **SHUT[name]) == NEEDED
    assert len(desk.rows("SELECT FROM outbox")) == before
    desk.agree(sol)
    assert desk.outcome(procedure, sol, **SHUT[name]) != NEEDED


def test_her_home_is_the_agreement_and_nothing_of_the_office(desk, boss, sol):
    home, full = desk.ask(rpc.get_provider_home, sol), desk.ask(rpc.get_provider_home, boss)
    assert home["agreement"]["version"] == "2026-01" and home["link"]["agreement_due"]
    shown = ("features", "representative", "practitioner_count", "open_request_count")
    assert [home[name] for name in shown] == [[], None, 0, 0]
    assert full["practitioner_count"] == 4 and reached(desk, boss)
    assert reached(desk, sol) == []
    desk.agree(sol)
    assert len(reached(desk, sol)) == len(reached(desk, boss))


def test_the_others_hear_of_access_once_the_agreement_is_confirmed_and_as_it_is_then(desk, boss):
    wren = desk.approve(desk.someone(), boss, FAMILY, grants=[CLAIMS])
    link = link_of(desk, wren)
    user = desk.ask(rpc.get_user, boss, link_id=link["link_id"])["user"]
    wanted = {"link_id": link["link_id"], "version": user["version"], "role": "user", "grants": [REPORTS]}
    desk.ask(rpc.change_access, boss, **wanted)
    assert granted_to(desk, wren) == desk.told("access_changed") == []
    letters = len(desk.told("association_confirmed"))
    for _ in range(2):
        desk.ask(rpc.confirm_agreement, wren, version="2026-01")
    [granted] = granted_to(desk, wren)
    assert (granted["context_id"], [one["feature"] for one in granted["grants"]]) == (
        wren.context_id, ["report_claims"],
    )  # fmt: skip
    assert [one["account_id"] for one in desk.told("association_confirmed")[letters:]] == [wren.account_id]


def test_what_is_told_is_the_newest_even_when_she_confirms_while_it_is_changed_20_times(desk, boss, together):
    for _ in range(20):
        wren = desk.approve(desk.someone(), boss, FAMILY, grants=[CLAIMS])
        link = link_of(desk, wren)
        user = desk.ask(rpc.get_user, boss, link_id=link["link_id"])["user"]
        wanted = {"link_id": link["link_id"], "version": user["version"], "role": "user", "grants": [REPORTS]}
        together(
            lambda w=wren: desk.ask(rpc.confirm_agreement, w, version="2026-01"),
            lambda wanted=wanted: desk.ask(rpc.change_access, boss, **wanted),
        )
        told = [*granted_to(desk, wren), *desk.told("access_changed")]
        mine = [one for one in told if one["context_id"] == wren.context_id]
        newest = max(mine, key=lambda one: one["version"])
        assert [one["feature"] for one in newest["grants"]] == ["report_claims"]


def test_who_declines_has_no_association_and_was_never_announced(desk, boss, sol):
    desk.ask(rpc.end_link, sol, link_id=link_of(desk, sol)["link_id"])
    assert link_of(desk, sol)["state"] == "revoked" and granted_to(desk, sol) == []
    assert [one["context_ids"] for one in desk.told("access_ended")] == [[sol.context_id]]
    assert desk.outcome(rpc.get_provider_home, sol) == "common.forbidden"
    assert desk.outcome(rpc.confirm_agreement, sol, version="2026-01") == "common.forbidden"


def test_access_that_comes_back_is_good_at_once_only_where_the_agreement_was_confirmed(desk, boss, sol):
    wren = desk.member(boss, FAMILY)
    for who, announced in ((wren, 2), (sol, 0)):
        ref = {"link_id": link_of(desk, who)["link_id"]}
        desk.ask(rpc.revoke_access, boss, **ref)
        desk.ask(rpc.restore_access, boss, **ref)
        assert len(granted_to(desk, who)) == announced
    assert desk.outcome(rpc.get_own_access, wren.at(link_of(desk, wren))) == "ok"
    assert desk.outcome(rpc.get_own_access, sol.at(link_of(desk, sol))) == NEEDED


def test_an_administrator_who_has_not_confirmed_is_no_other_one_and_may_go(desk, boss, sol):
    mine = {"link_id": link_of(desk, boss)["link_id"]}
    assert desk.outcome(rpc.end_link, boss, **mine) == "provider_directory.last_administrator"
    asked = len(desk.told("access_requested"))
    token = desk.match(other := desk.someone(), FAMILY)["match_token"]
    desk.ask(rpc.create_access_request, other, match_token=token)
    assert [one["account_id"] for one in desk.told("access_requested")[asked:]] == [boss.account_id]
    desk.agree(sol)
    assert desk.outcome(rpc.end_link, boss, **mine) == "ok"


def test_a_newer_agreement_is_due_and_stops_nobody_who_confirmed_an_earlier_one(desk, boss):
    desk.run("INSERT INTO agreements VALUES ('2027-01', 'Newer words.', now())")
    assert link_of(desk, boss)["agreement_due"]
    assert desk.outcome(rpc.list_users, boss) == "ok" and reached(desk, boss)
