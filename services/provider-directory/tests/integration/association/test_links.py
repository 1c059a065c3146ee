"""Linked accounts: list, context, unlinking, a newer agreement, and whom a context reaches (R018–R037)."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest

from contracts.errors import Forbidden, NotFound
from contracts.provider_directory import errors as e
from contracts.provider_directory import rpc
from provider_directory.operations import access_housekeeping
from provider_directory.operations.access_housekeeping import end_what_is_over
from provider_directory.operations.demo import SOURCE
from provider_directory.operations.keeping import keep
from provider_directory.repository import offices
from provider_directory.rules import demo_doctors
from provider_directory.rules.demo_offices import JOINS, LEFT, SINCE
from provider_directory.rules.doctors import Belonging
from servicekit import clock

FAMILY, ANA = "PCH100001", "PCH200001"
EVERYTHING_OF_A_CONTEXT = (
    (rpc.get_provider_home, {}),
    (rpc.get_own_access, {}),
    (rpc.list_access_requests, {}),
    (rpc.confirm_agreement, {"version": "2026-01"}),
    (rpc.create_permission_request, {"feature": "claims"}),
)


def reached(desk, who, feature=None, today=None):
    """Last names of the practitioners whom a person reaches."""
    with desk.kit.database.reading() as session:
        day = today or clock.today(desk.kit.settings.plan_zone)
        found = offices.practitioners_in_scope(session, desk.work(who).viewer, day, feature)
        return [row.id for row in found]


def practitioner(desk, number):
    return desk.rows("SELECT id FROM practitioners WHERE source_ref = :ref", ref=f"doctor-{number:03}")[0].id


def test_one_login_has_many_provider_ids_with_a_role_in_each(desk):
    boss = desk.administrator(FAMILY)
    wren = desk.member(boss, FAMILY)
    desk.link(wren, ANA)
    assert [(one["number"], one["role"], one["state"]) for one in desk.links(wren)] == [
        (ANA, "administrator", "active"), (FAMILY, "user", "active"),
    ]  # fmt: skip


def test_a_context_is_found_for_its_account_alone(desk):
    wren = desk.administrator(FAMILY)
    other = desk.someone()
    found = desk.ask(rpc.find_context, None, account_id=wren.account_id, context_id=wren.context_id)
    assert (found["role"], found["context_id"]) == ("administrator", wren.context_id)
    for account_id, context_id in ((other.account_id, wren.context_id), (wren.account_id, uuid.uuid4())):
        with pytest.raises(NotFound):
            desk.ask(rpc.find_context, None, account_id=account_id, context_id=context_id)


def test_the_last_administrator_stays_and_another_may_go(desk):
    wren = desk.administrator(FAMILY)
    [link] = desk.links(wren)
    with pytest.raises(e.LastAdministrator):
        desk.ask(rpc.end_link, wren, link_id=link["link_id"])
    desk.member(wren, FAMILY)
    with pytest.raises(e.LastAdministrator):
        desk.ask(rpc.end_link, wren, link_id=link["link_id"])
    desk.member(wren, FAMILY, role="administrator")
    for _ in range(2):
        desk.ask(rpc.end_link, wren, link_id=link["link_id"])
    assert [one["state"] for one in desk.links(wren)] == ["revoked"]
    [told] = desk.told("access_ended")
    assert (told["context_ids"], told["account_id"]) == ([wren.context_id], wren.account_id)


def test_somebody_elses_link_is_not_there(desk):
    wren, other = desk.administrator(FAMILY), desk.administrator(ANA)
    [link] = desk.links(wren)
    for link_id in (link["link_id"], uuid.uuid4()):
        with pytest.raises(NotFound):
            desk.ask(rpc.end_link, other, link_id=link_id)


def test_of_two_administrators_who_unlink_at_once_one_stays_50_times(desk, together):
    one = desk.administrator(FAMILY)
    other = desk.member(one, FAMILY, role="administrator")
    leaving = [(who, _link_of(desk, who, FAMILY)) for who in (one, other)]
    for _ in range(50):
        outcomes = together(
            *[lambda w=w, id=id: desk.outcome(rpc.end_link, w, link_id=id) for w, id in leaving]
        )
        assert sorted(outcomes) == ["ok", "provider_directory.last_administrator"]
        desk.run("UPDATE links SET state = 'active', ended_at = NULL, context_id = gen_random_uuid()")
    assert len(desk.told("access_ended")) == 50


def _link_of(desk, who, number):
    return next(one["link_id"] for one in desk.links(who) if one["number"] == number)


@pytest.mark.parametrize(("procedure", "fields"), EVERYTHING_OF_A_CONTEXT)
def test_without_a_context_or_with_an_ended_or_foreign_one_nothing_is_reached(desk, procedure, fields):
    wren = desk.administrator(FAMILY)
    other = desk.administrator(ANA)
    second = desk.member(wren, FAMILY, role="administrator")
    desk.ask(rpc.end_link, second, link_id=_link_of(desk, second, FAMILY))
    stolen = type(wren)(other.account_id, wren.context_id)
    for who in (desk.someone(), second, stolen):
        with pytest.raises(Forbidden):
            desk.ask(procedure, who, **fields)
        assert reached(desk, who) == []


def test_a_context_never_comes_back(desk):
    boss = desk.administrator(FAMILY)
    wren = desk.member(boss, FAMILY)
    desk.ask(rpc.end_link, wren, link_id=_link_of(desk, wren, FAMILY))
    token = desk.match(wren, FAMILY)["match_token"]
    asked = desk.ask(rpc.create_access_request, wren, match_token=token)
    desk.ask(rpc.change_access_request, boss, decision="approve", **asked)
    [link] = desk.links(wren)
    assert link["state"] == "active" and link["context_id"] != wren.context_id
    with pytest.raises(Forbidden):
        desk.ask(rpc.get_provider_home, wren)
    assert desk.ask(rpc.get_provider_home, wren.at(link))["link"] == link


def test_a_newer_agreement_is_due_until_it_is_confirmed(desk):
    wren = desk.administrator(FAMILY)
    assert [one["agreement_due"] for one in desk.links(wren)] == [False]
    assert desk.ask(rpc.get_provider_home, wren)["agreement"] is None
    desk.run("INSERT INTO agreements VALUES ('2027-01', 'Newer words.', now())")
    assert [one["agreement_due"] for one in desk.links(wren)] == [True]
    assert desk.ask(rpc.get_provider_home, wren)["agreement"] == {
        "version": "2027-01",
        "text": "Newer words.",
    }
    with pytest.raises(e.AgreementChanged):
        desk.ask(rpc.confirm_agreement, wren, version="2026-01")
    for _ in range(2):
        desk.ask(rpc.confirm_agreement, wren, version="2027-01")
    assert [one["agreement_due"] for one in desk.links(wren)] == [False]


def test_each_link_leaves_its_own_row_of_the_agreement_that_was_confirmed_for_it(desk):
    boss = desk.administrator(FAMILY)
    wren = desk.member(boss, FAMILY)
    for linked in (1, 2):
        for _ in range(2):
            desk.ask(rpc.confirm_agreement, wren, version="2026-01")
        rows = desk.rows("SELECT * FROM agreement_acceptances WHERE account_id = :id", id=wren.account_id)
        assert (len(rows), len({row.context_id for row in rows})) == (linked, linked)
        [link] = desk.links(wren)
        desk.ask(rpc.end_link, wren, link_id=link["link_id"])
        wren = desk.let_in(wren, boss, FAMILY)


def test_a_group_reaches_who_belongs_to_it_today(desk):
    wren = desk.administrator(FAMILY)
    members = {practitioner(desk, number) for number in (20, 21, 22, 23)}
    left, joins = practitioner(desk, 24), practitioner(desk, 25)
    assert set(reached(desk, wren)) == members
    assert set(reached(desk, wren, today=LEFT)) == members | {left}
    assert set(reached(desk, wren, today=LEFT + timedelta(days=1))) == members
    assert set(reached(desk, wren, today=JOINS)) == members | {joins}


def test_the_day_is_that_of_the_plan_and_not_of_greenwich(desk):
    wren = desk.administrator(FAMILY)
    desk.run(
        "UPDATE affiliations SET ends_on = '2026-12-31' WHERE ends_on IS NULL AND starts_on < '2026-01-01'"
    )
    last_evening = datetime(2027, 1, 1, 7, 59, tzinfo=UTC)
    with clock.frozen(last_evening):
        assert desk.ask(rpc.get_provider_home, wren)["practitioner_count"] == 4
    with clock.frozen(last_evening + timedelta(minutes=1)):
        assert desk.ask(rpc.get_provider_home, wren)["practitioner_count"] == 0


def test_a_practitioner_reaches_herself_alone(desk):
    assert reached(desk, desk.administrator(ANA)) == [practitioner(desk, 0)]


def test_a_user_reaches_whom_she_has_the_feature_for(desk):
    boss = desk.administrator(FAMILY)
    doctor = practitioner(desk, 21)
    given = [{"feature": "claims", "provider_scope": doctor}, {"feature": "eligibility"}]
    wren = desk.member(boss, FAMILY, grants=given)
    assert reached(desk, wren, "claims") == [doctor]
    assert len(reached(desk, wren, "eligibility")) == 4
    assert reached(desk, wren, "referrals") == []
    desk.run("UPDATE affiliations SET ends_on = '2026-01-01' WHERE practitioner_id = :doctor", doctor=doctor)
    assert reached(desk, wren, "claims") == []
    nothing = desk.member(boss, FAMILY)
    assert reached(desk, nothing) == []


def test_when_somebody_joins_or_leaves_the_tax_id_the_whole_scope_is_told_with_a_higher_version(desk, keys):
    doctors = demo_doctors.doctors()
    leaves = Belonging(doctors[20].npi, "office-family", SINCE, date(2026, 6, 30))
    joins = Belonging(doctors[19].npi, "office-family", date(2026, 7, 1))
    for belonging in (leaves, joins, joins):
        with desk.kit.database.transaction() as tx:
            keep(tx, SOURCE, keys, [], belongings=[belonging])
    first, second = desk.told("office_scope_changed")
    assert second["version"] == first["version"] + 1
    days = {one["practitioner_id"]: (one["starts_on"], one["ends_on"]) for one in second["practitioners"]}
    assert len(days) == 7
    assert days[doctors[20].id] == (SINCE, date(2026, 6, 30))
    assert days[doctors[19].id] == (date(2026, 7, 1), None)


def test_links_to_a_provider_id_that_ends_are_over_at_once(desk):
    wren, other = desk.administrator(FAMILY), desk.administrator(ANA)
    _end_office(desk, FAMILY)
    with pytest.raises(Forbidden):
        desk.ask(rpc.get_provider_home, wren)
    with pytest.raises(NotFound):
        desk.ask(rpc.find_context, None, account_id=wren.account_id, context_id=wren.context_id)
    assert [(one["state"], one["context_id"]) for one in desk.links(wren)] == [("revoked", None)]
    assert desk.ask(rpc.get_provider_home, other)["practitioner_count"] == 1


def test_the_job_that_ends_them_may_run_twice_and_tells_of_each_once(desk, together):
    desk.administrator(FAMILY)
    desk.administrator(ANA)
    _let_many_in(desk, FAMILY)
    _end_office(desk, FAMILY)
    together(*[lambda: end_what_is_over(desk.work(None))] * 2)
    end_what_is_over(desk.work(None))
    contexts = [told["context_ids"][0] for told in desk.told("access_ended")]
    assert len(contexts) == len(set(contexts)) == 41
    assert desk.rows("SELECT count(*) FROM links WHERE state = 'active'")[0][0] == 1


def test_one_turn_of_the_job_ends_all_however_many_there_are(desk, monkeypatch):
    monkeypatch.setattr(access_housekeeping, "BATCH", 10)
    desk.administrator(FAMILY)
    _let_many_in(desk, FAMILY)
    _end_office(desk, FAMILY)
    end_what_is_over(desk.work(None))
    assert len(desk.told("access_ended")) == 41


def _let_many_in(desk, number):
    desk.run(
        """INSERT INTO links
               (billing_provider_id, account_id, role, state, person_sealed, email_key, linked_at)
           SELECT billing_provider_id, gen_random_uuid(), 'user', state, person_sealed, email_key, linked_at
           FROM links JOIN billing_providers b ON b.id = billing_provider_id, generate_series(1, 40)
           WHERE number = :number""",
        number=number,
    )


def _end_office(desk, number):
    today = clock.today(desk.kit.settings.plan_zone)
    desk.run("UPDATE billing_providers SET ended_on = :day WHERE number = :number", day=today, number=number)


def test_the_home_page_is_one_answer(desk):
    wren = desk.administrator(ANA)
    desk.ask(
        rpc.create_access_request, (sol := desk.someone()), match_token=desk.match(sol, ANA)["match_token"]
    )
    home = desk.ask(rpc.get_provider_home, wren)
    assert home["link"] == desk.links(wren)[0]
    assert home["representative"] == {
        "name": "Rosalind Example", "phone": "+18315550171", "email": "rosalind.example@example.org",
    }  # fmt: skip
    assert (home["practitioner_count"], home["open_request_count"], home["agreement"]) == (1, 1, None)
    assert {"claims", "manage_users"} <= set(home["features"])
