"""Asking administrators for access or a permission, and seeing what became of it (R020, R184–R187)."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from contracts.errors import Forbidden, InvalidInput, NotFound
from contracts.provider_directory import errors as e
from contracts.provider_directory import rpc
from contracts.provider_directory.access import GRANTABLE, MOST_GRANTS
from provider_directory.operations.access_housekeeping import remind_and_expire
from provider_directory.repository import offices
from servicekit import clock
from support.polling import until

FAMILY, ANA = "PCH100001", "PCH200001"


@pytest.fixture
def boss(desk):
    return desk.administrator(FAMILY, first_name="Maribel", last_name="Quon")


def ask(desk, who, number=FAMILY):
    token = desk.match(who, number)["match_token"]
    return desk.ask(rpc.create_access_request, who, match_token=token)["request_id"]


def test_who_comes_second_asks_and_sees_no_more_than_an_initial(desk, boss):
    sol = desk.someone("Sol", "Ibarra")
    matched = desk.match(sol, FAMILY)
    assert (matched["outcome"], matched["administrator_initial"]) == ("administrator_exists", "M")
    assert "Quon" not in str(matched)
    finish = {"match_token": matched["match_token"], "agreement_version": "2026-01"}
    assert desk.outcome(rpc.create_link, sol, **finish) == "provider_directory.administrator_exists"
    request_id = ask(desk, sol)
    [waiting] = desk.ask(rpc.list_access_requests, boss)["requests"]
    assert (waiting["request_id"], waiting["person"]["last_name"], waiting["feature"]) == (
        request_id, "Ibarra", None,
    )  # fmt: skip
    [told] = desk.told("access_requested")
    assert (told["account_id"], told["person"], told["reminder"]) == (boss.account_id, "Sol Ibarra", False)


def test_asking_twice_at_once_asks_once(desk, boss, together):
    sol = desk.someone()
    token = desk.match(sol, FAMILY)["match_token"]
    first, second = together(
        *[lambda: desk.ask(rpc.create_access_request, sol, match_token=token)["request_id"]] * 2
    )
    assert first == second
    assert len(desk.told("access_requested")) == 1


def test_approved_with_role_and_permissions_she_is_in_and_is_told(desk, boss):
    sol = desk.someone()
    request_id = ask(desk, sol)
    desk.ask(
        rpc.change_access_request, boss, request_id=request_id, decision="approve",
        grants=[{"feature": "claims"}, {"feature": "report_claims"}],
    )  # fmt: skip
    [link] = desk.links(sol)
    assert (link["role"], link["state"], link["agreement_due"]) == ("user", "active", True)
    own = desk.ask(rpc.get_own_access, desk.agree(sol.at(link)))
    assert own["features"] == ["claims", "report_claims"]
    assert [one["last_name"] for one in own["administrators"]] == ["Quon"]
    [change] = own["changes"]
    assert (change["action"], change["actor_kind"], change["actor_name"]) == (
        "approved", "administrator", "Maribel Quon",
    )  # fmt: skip
    assert (change["before"], change["after"]["role"]) == (None, "user")
    assert [(one["account_id"], one["state"]) for one in desk.told("access_request_decided")] == [
        (sol.account_id, "approved")
    ]


def test_denied_with_a_reason_she_is_told_and_may_ask_again(desk, boss):
    sol = desk.someone()
    request_id = ask(desk, sol)
    deny = {"request_id": request_id, "decision": "deny"}
    takes = rpc.change_access_request.takes()
    assert takes.validate({"request_id": str(request_id), "decision": "deny"}) == {
        "reason": ["field.required"]
    }
    desk.ask(rpc.change_access_request, boss, **deny, reason="Nobody here knows you")
    [told] = desk.told("access_request_decided")
    assert (told["state"], told["reason"]) == ("denied", "Nobody here knows you")
    assert desk.links(sol) == []
    with pytest.raises(e.RequestDecided) as refused:
        desk.ask(rpc.change_access_request, boss, request_id=request_id, decision="approve")
    assert refused.value.details == {"state": "denied"}
    assert ask(desk, sol) != request_id


def test_two_answers_at_once_are_one_answer(desk, boss, together):
    second = desk.member(boss, FAMILY, role="administrator")
    for _ in range(10):
        asked = {"request_id": ask(desk, desk.someone())}
        outcomes = together(
            lambda: desk.outcome(rpc.change_access_request, boss, decision="approve", **asked),  # noqa: B023
            lambda: desk.outcome(rpc.change_access_request, second, decision="deny", reason="No", **asked),  # noqa: B023
        )
        assert sorted(outcomes) == ["ok", "provider_directory.request_decided"]


def test_only_an_administrator_of_the_same_provider_id_answers(desk, boss):
    other = desk.administrator(ANA)
    user = desk.member(boss, FAMILY)
    request_id = ask(desk, desk.someone())
    answer = {"request_id": request_id, "decision": "approve"}
    with pytest.raises(NotFound):
        desk.ask(rpc.change_access_request, other, **answer)
    with pytest.raises(NotFound):
        desk.ask(rpc.change_access_request, other, **answer | {"request_id": uuid.uuid4()})
    with pytest.raises(Forbidden):
        desk.ask(rpc.change_access_request, user, **answer)
    with pytest.raises(Forbidden):
        desk.ask(rpc.list_access_requests, user)
    assert desk.ask(rpc.list_access_requests, other)["requests"] == []


def test_practitioners_and_sites_of_others_can_not_be_granted(desk, boss):
    request_id = ask(desk, desk.someone())
    [stranger] = desk.rows("SELECT id FROM practitioners WHERE source_ref = 'doctor-000'")
    for scope in ({"provider_scope": stranger.id}, {"site_scope": uuid.uuid4()}):
        with pytest.raises(InvalidInput):
            desk.ask(
                rpc.change_access_request, boss, request_id=request_id, decision="approve",
                grants=[{"feature": "claims"} | scope],
            )  # fmt: skip
    assert desk.ask(rpc.list_access_requests, boss)["requests"] != []


def test_requests_come_in_pages_and_those_of_others_are_no_place_to_begin(desk, boss):
    other = desk.administrator(ANA)
    elsewhere = ask(desk, desk.someone(), ANA)
    wanted = [ask(desk, desk.someone()) for _ in range(5)]
    found, after = [], None
    while True:
        page = desk.ask(rpc.list_access_requests, boss, after=after, limit=2)
        found += [one["request_id"] for one in page["requests"]]
        after = page["next"]
        if after is None:
            break
    assert found == wanted
    assert desk.ask(rpc.list_access_requests, boss, after=elsewhere)["requests"] == []
    assert len(desk.ask(rpc.list_access_requests, other)["requests"]) == 1


def test_a_missing_permission_is_asked_for_and_added(desk, boss):
    wren = desk.member(boss, FAMILY, grants=[{"feature": "claims"}])
    wish = {"feature": "report_quality", "message": "For the audit"}
    first = desk.ask(rpc.create_permission_request, wren, **wish)
    assert desk.ask(rpc.create_permission_request, wren, **wish) == first
    assert desk.ask(rpc.get_own_access, wren)["requested"] == ["report_quality"]
    [waiting] = desk.ask(rpc.list_access_requests, boss)["requests"]
    assert (waiting["feature"], waiting["message"]) == ("report_quality", "For the audit")
    desk.ask(rpc.change_access_request, boss, decision="approve", **first)
    own = desk.ask(rpc.get_own_access, wren)
    assert own["features"] == ["claims", "report_quality"]
    assert own["changes"][0]["action"] == "grants_changed"
    assert desk.outcome(rpc.create_permission_request, wren, feature="claims") == (
        "provider_directory.permission_there"
    )
    assert desk.outcome(rpc.create_permission_request, boss, feature="claims") == (
        "provider_directory.permission_there"
    )


def test_a_wish_waits_for_whoever_is_ending_its_owners_access(desk, boss):
    wren = desk.member(boss, FAMILY, grants=[{"feature": "claims"}])
    [link] = desk.links(wren)
    with ThreadPoolExecutor(1) as pool:
        with desk.kit.database.transaction() as tx:
            offices.hold_office(tx.session, desk.work(boss).viewer, link["billing_provider_id"], date.today())
            asked = pool.submit(desk.outcome, rpc.create_permission_request, wren, feature="report_quality")
            until(lambda: asked.done() or waits_for_a_lock(desk), 10, "somebody waits for the office")
            ended = "UPDATE links SET state = 'revoked', ended_at = now() WHERE id = :id"
            tx.session.execute(text(ended), {"id": link["link_id"]})
        assert asked.result() == "common.forbidden"
    assert desk.rows("SELECT 1 FROM access_requests WHERE state = 'open'") == []


def waits_for_a_lock(desk):
    """Whether somebody at this database waits for somebody else."""
    waiting = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    return bool(desk.rows(waiting))


def test_a_permission_for_one_practitioner_may_be_asked_for_everywhere(desk, boss):
    [doctor] = desk.rows("SELECT id FROM practitioners WHERE source_ref = 'doctor-020'")
    wren = desk.member(boss, FAMILY, grants=[{"feature": "claims", "provider_scope": doctor.id}])
    asked = desk.ask(rpc.create_permission_request, wren, feature="claims")
    desk.ask(rpc.change_access_request, boss, decision="approve", **asked)
    assert desk.ask(rpc.get_own_access, wren)["grants"] == [
        {"feature": "claims", "provider_scope": None, "site_scope": None}
    ]


def test_what_somebody_asked_for_is_over_when_her_access_ends(desk, boss):
    wren = desk.member(boss, FAMILY)
    asked = desk.ask(rpc.create_permission_request, wren, feature="claims")
    [link] = desk.links(wren)
    desk.ask(rpc.revoke_access, boss, link_id=link["link_id"])
    assert desk.ask(rpc.list_access_requests, boss)["requests"] == []
    decided = desk.outcome(rpc.change_access_request, boss, decision="approve", **asked)
    assert decided == "provider_directory.request_decided"
    with clock.frozen(clock.now() + timedelta(days=15)):
        remind_and_expire(desk.work(None))
    assert desk.rows("SELECT 1 FROM cases") == []


def test_no_more_permissions_are_added_than_an_answer_can_carry(desk, boss):
    desk.run(
        """INSERT INTO addresses (group_id, use, name, line1, city, state, zip_code, source, source_ref,
                                  created_at, changed_at)
           SELECT group_id, 'practice', 'Site ' || n, '1 Main Street', 'Merced', 'CA', '95340', 'test', n,
                  now(), now()
           FROM billing_providers, generate_series(1, 30) AS n WHERE number = :number""",
        number=FAMILY,
    )
    sites = [one["id"] for one in desk.ask(rpc.get_own_access, boss)["sites"]]
    narrow = [{"feature": feature, "site_scope": site} for feature in GRANTABLE for site in sites]
    wren = desk.member(boss, FAMILY, grants=narrow[:MOST_GRANTS])
    asked = desk.ask(rpc.create_permission_request, wren, feature="claims")
    more = {"decision": "approve", "grants": narrow[MOST_GRANTS:]}
    assert desk.outcome(rpc.change_access_request, boss, **asked, **more) == "common.invalid_input"
    assert len(desk.ask(rpc.get_own_access, wren)["grants"]) == MOST_GRANTS
    assert len(desk.ask(rpc.list_access_requests, boss)["requests"]) == 1


def test_own_changes_come_newest_first_in_pages_and_nobody_elses(desk, boss):
    wren, other = desk.member(boss, FAMILY), desk.member(boss, FAMILY)
    for feature in ("claims", "referrals", "eligibility"):
        asked = desk.ask(rpc.create_permission_request, wren, feature=feature)
        desk.ask(rpc.change_access_request, boss, decision="approve", **asked)
    first = desk.ask(rpc.get_own_access, wren, limit=3)
    rest = desk.ask(rpc.get_own_access, wren, limit=3, before=first["next"])
    assert [one["action"] for one in first["changes"]] == ["grants_changed"] * 3
    assert [one["action"] for one in rest["changes"]] == ["approved"]
    assert rest["next"] is None
    assert len(desk.ask(rpc.get_own_access, other)["changes"]) == 1


def test_administrators_are_reminded_once_and_after_two_weeks_support_knows(desk, boss, together):
    sol = desk.someone()
    ask(desk, sol)
    later = clock.now() + timedelta(days=3, minutes=1)
    remind_and_expire(desk.work(None))
    assert [one["reminder"] for one in desk.told("access_requested")] == [False]
    with clock.frozen(later):
        together(*[lambda: remind_and_expire(desk.work(None))] * 2)
        remind_and_expire(desk.work(None))
    assert [one["reminder"] for one in desk.told("access_requested")] == [False, True]
    with clock.frozen(later + timedelta(days=11)):
        together(*[lambda: remind_and_expire(desk.work(None))] * 2)
    assert [one["state"] for one in desk.told("access_request_decided")] == ["expired"]
    assert desk.ask(rpc.list_access_requests, boss)["requests"] == []
    [case] = desk.rows("SELECT kind, account_id FROM cases")
    assert tuple(case) == ("other", sol.account_id)


def test_time_closes_a_request_while_an_administrator_of_the_office_does_something_else(desk, boss):
    ask(desk, desk.someone())
    [office] = desk.rows("SELECT billing_provider_id AS id FROM access_requests")
    with (
        clock.frozen(clock.now() + timedelta(days=15)),
        desk.kit.database.transaction() as tx,
        ThreadPoolExecutor(1) as pool,
    ):
        assert offices.hold_office(tx.session, desk.work(boss).viewer, office.id, date.today())
        pool.submit(remind_and_expire, desk.work(None)).result(timeout=10)
    assert [one["state"] for one in desk.told("access_request_decided")] == ["expired"]


def test_what_was_said_is_sealed(desk, boss):
    wren = desk.member(boss, FAMILY)
    desk.ask(rpc.create_permission_request, wren, feature="claims", message="Because of my sister")
    for table in ("access_requests", "outbox"):
        for row in desk.rows(f"SELECT to_jsonb(t)::text FROM {table} t"):  # noqa: S608 - our own names
            assert "sister" not in row[0] and "Ibarra" not in row[0]
