"""An office's roster, from this service's own copy of who may see what (R018, R019, R037, R136, R186)."""

import uuid
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import insert, select, text

from contracts.member.errors import FeatureNotGranted
from contracts.member.roster import PAGE, list_roster
from contracts.procedures import PROVIDER
from contracts.provider_directory import access_events
from member.models import CoverageSpan, PcpSpan, RecordLook
from member.operations import office_access, roster
from member.operations.demo import load_demo
from member.rules.demo_table import PEOPLE
from servicekit import clock
from servicekit.envelope import schema_of
from servicekit.work import Viewer
from support.fake_directory import FIRST, SECOND, card

OFFICE, ELSEWHERE = uuid.uuid4(), uuid.uuid4()
CONTEXT, ACCOUNT = uuid.uuid4(), uuid.uuid4()
NOW = datetime(2026, 9, 15, 20, tzinfo=UTC)
LONG_AGO = date(2020, 1, 1)
KEYS = [person.key for person in PEOPLE]


@pytest.fixture(autouse=True)
def september(kit):
    with clock.frozen(NOW):
        load_demo(kit.database, kit.settings.index_key, date(2026, 9, 15))
        with kit.database.transaction() as tx:
            tx.session.execute(text("TRUNCATE pcp_spans, office_access, office_scopes, office_practitioners"))
        yield


@pytest.fixture
def hear(kit):
    """Hear an event, through its schema both ways."""

    def do(handler, event, **fields):
        schema = schema_of(event.carries)
        handler(kit.work(), **schema.load(schema.dump(fields)))

    return do


@pytest.fixture
def grant(hear):
    """What the directory tells of an access."""

    def do(event=access_events.access_granted, **changes):
        said = {
            "context_id": CONTEXT, "account_id": ACCOUNT, "billing_provider_id": OFFICE,
            "role": "administrator", "grants": [], "version": 1,
        }  # fmt: skip
        hear(office_access.keep, event, **said | changes)

    return do


@pytest.fixture
def works_here(hear):
    """Which doctors the directory says work for the office."""

    def do(*doctors, office=OFFICE, version=1, starts_on=LONG_AGO, ends_on=None):
        days = {"starts_on": starts_on, "ends_on": ends_on}
        practitioners = [{"practitioner_id": doctor, **days} for doctor in doctors]
        hear(
            office_access.keep_scope, access_events.office_scope_changed,
            billing_provider_id=office, version=version, practitioners=practitioners,
        )  # fmt: skip

    return do


@pytest.fixture
def end(hear):
    def do(*contexts):
        from contracts.provider_directory.contexts import access_ended

        hear(office_access.end, access_ended, context_ids=contexts, account_id=ACCOUNT, reason="revoked")

    return do


@pytest.fixture
def is_patient_of(kit):
    def do(doctor, *keys, starts_on=LONG_AGO, ends_on=None):
        row = {
            "line": "medi_cal",
            "provider_id": doctor,
            "provider": {**card(doctor), "provider_id": str(doctor)},
        }
        with kit.database.transaction() as tx:
            for key in keys:
                days = {"starts_on": starts_on, "ends_on": ends_on, "created_at": NOW}
                tx.session.execute(insert(PcpSpan).values(member_key=key, **row, **days))

    return do


@pytest.fixture
def ask(kit):
    def do(account=ACCOUNT, context=CONTEXT, **fields):
        viewer = Viewer(caller="gateway", account_id=account, context_id=context, roles=frozenset({PROVIDER}))
        takes, gives = schema_of(list_roster.takes), schema_of(list_roster.gives)
        answer = roster.list_roster(kit.work(viewer=viewer), **takes.load(takes.dump(fields)))
        return gives.load(gives.dump(answer))

    return do


def doctors_of(page):
    return [entry["doctor"]["provider_id"] for entry in page["entries"]]


def test_an_administrator_sees_whose_doctor_works_for_the_office_today(grant, works_here, is_patient_of, ask):
    grant()
    works_here(FIRST)
    is_patient_of(FIRST, KEYS[0], KEYS[1])
    is_patient_of(SECOND, KEYS[2])
    page = ask()
    assert doctors_of(page) == [FIRST, FIRST] and page["next"] is None
    assert {entry["last_name"] for entry in page["entries"]} == {p.last_name for p in PEOPLE[:2]}
    assert page["as_of"] == date(2026, 9, 15)


def test_who_leaves_the_doctor_leaves_the_roster_with_the_day(grant, works_here, is_patient_of, ask):
    grant()
    works_here(FIRST)
    is_patient_of(FIRST, KEYS[0], ends_on=date(2026, 9, 30))
    is_patient_of(FIRST, KEYS[1], starts_on=date(2026, 10, 1))
    assert [e["first_name"] for e in ask()["entries"]] == [PEOPLE[0].first_name]
    with clock.frozen(datetime(2026, 10, 1, 7, 30, tzinfo=UTC)):
        assert [e["first_name"] for e in ask()["entries"]] == [PEOPLE[1].first_name]


def test_a_doctor_who_joins_or_leaves_the_office_changes_it_with_the_day(
    grant, works_here, is_patient_of, ask
):
    grant()
    is_patient_of(FIRST, KEYS[0])
    assert ask()["entries"] == []
    works_here(FIRST, starts_on=date(2026, 9, 16))
    assert ask()["entries"] == []
    works_here(FIRST, version=2, ends_on=date(2026, 9, 15))
    assert len(ask()["entries"]) == 1
    works_here(version=3)
    assert ask()["entries"] == []
    works_here(FIRST, version=2)
    assert ask()["entries"] == []


def test_a_user_sees_the_patients_of_the_doctors_she_was_given(grant, works_here, is_patient_of, ask):
    works_here(FIRST, SECOND)
    is_patient_of(FIRST, KEYS[0])
    is_patient_of(SECOND, KEYS[1])
    one = {"feature": "report_rosters", "provider_scope": SECOND, "site_scope": None}
    grant(role="user", grants=[one])
    assert doctors_of(ask()) == [SECOND]
    assert ask(practitioner_id=FIRST)["entries"] == []


def test_what_is_taken_away_is_felt_on_the_next_call_and_a_late_event_brings_nothing_back(
    grant, works_here, is_patient_of, ask, end
):
    works_here(FIRST)
    is_patient_of(FIRST, KEYS[0])
    grant(version=1)
    assert ask()["entries"]
    grant(access_events.access_changed, role="user", version=2)
    with pytest.raises(FeatureNotGranted):
        ask()
    grant(version=1)
    with pytest.raises(FeatureNotGranted):
        ask()
    grant(access_events.access_changed, version=3)
    assert ask()["entries"]
    end(CONTEXT)
    with pytest.raises(FeatureNotGranted):
        ask()
    grant(access_events.access_changed, version=4)
    with pytest.raises(FeatureNotGranted):
        ask()


def test_an_end_that_is_heard_before_its_beginning_holds(grant, end, ask):
    end(CONTEXT)
    grant()
    with pytest.raises(FeatureNotGranted):
        ask()


@pytest.mark.parametrize(
    "stranger",
    [{"context": None}, {"context": uuid.uuid4()}, {"account": uuid.uuid4()}],
    ids=["without a context", "a context that is not there", "somebody else's context"],
)
def test_a_context_that_is_not_ones_own_answers_like_one_that_is_not_there(grant, works_here, ask, stranger):
    grant()
    works_here(FIRST)
    with pytest.raises(FeatureNotGranted) as refused:
        ask(**stranger)
    assert refused.value.details == {"feature": "report_rosters"}


def test_another_offices_patients_are_not_on_it_whatever_is_asked(grant, works_here, is_patient_of, ask):
    grant()
    works_here(FIRST)
    works_here(SECOND, office=ELSEWHERE)
    is_patient_of(SECOND, KEYS[0])
    assert ask(practitioner_id=SECOND)["entries"] == []
    assert ask(practitioner_id=uuid.uuid4())["entries"] == []


def test_going_on_behind_another_offices_entry_is_like_behind_none(
    grant, works_here, is_patient_of, ask, rows
):
    grant()
    works_here(SECOND)
    works_here(FIRST, office=ELSEWHERE)
    is_patient_of(FIRST, KEYS[0])
    is_patient_of(SECOND, KEYS[1])
    [(theirs,)] = rows(f"SELECT id FROM pcp_spans WHERE provider_id = '{FIRST}'")
    assert ask(after=theirs)["entries"] == ask(after=uuid.uuid4())["entries"] == []


def test_pages_come_one_after_the_other_without_gap_or_repeat(
    kit, grant, works_here, is_patient_of, ask, monkeypatch
):
    monkeypatch.setattr(roster, "PAGE", 2)
    grant()
    works_here(FIRST, SECOND)
    is_patient_of(FIRST, *KEYS[:3])
    is_patient_of(SECOND, *KEYS[3:5])
    seen, after = [], None
    while True:
        page = ask(after=after)
        seen += [entry["entry_id"] for entry in page["entries"]]
        after = page["next"]
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 5
    assert PAGE == 50


def test_whom_the_line_does_not_cover_today_is_nobodys_patient(kit, grant, works_here, is_patient_of, ask):
    grant()
    works_here(FIRST)
    is_patient_of(FIRST, KEYS[0], KEYS[1])
    days = {"yesterday": date(2026, 9, 14), "today": date(2026, 9, 15)}
    with kit.database.transaction() as tx:
        for key, day in zip(KEYS, ("yesterday", "today"), strict=False):
            tx.session.execute(text("DELETE FROM coverage_spans WHERE member_key = :key"), {"key": key})
            span = {"member_key": key, "line": "medi_cal", "starts_on": LONG_AGO, "ends_on": days[day]}
            span["created_at"] = NOW
            tx.session.execute(insert(CoverageSpan).values(**span))
    [entry] = ask()["entries"]
    assert entry["first_name"] == PEOPLE[1].first_name


def test_each_entry_shown_is_a_look_at_that_members_record(kit, grant, works_here, is_patient_of, ask):
    grant()
    works_here(FIRST)
    is_patient_of(FIRST, KEYS[0], KEYS[1])
    ask()
    with kit.database.transaction() as tx:
        looks = tx.session.execute(select(RecordLook.__table__)).all()
    assert {look.member_key for look in looks} == set(KEYS[:2])
    assert {(look.looker, look.context_id, look.what) for look in looks} == {
        (str(ACCOUNT), CONTEXT, "roster")
    }
