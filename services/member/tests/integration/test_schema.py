"""What the database itself guarantees, and that models and migrations describe the same database."""

from datetime import date
from uuid import uuid4

import pytest
from alembic import command
from sqlalchemy import create_engine, insert, pool, text
from sqlalchemy.exc import IntegrityError

from member.models import Base, CoverageSpan, Member
from servicekit import clock
from servicekit.store.migrating import _config, migrate
from support.schemas import migrated_and_modelled, schema_of


def test_models_and_migrations_describe_the_same_database(new_database):
    migrated, modelled = migrated_and_modelled(new_database, "member", Base.metadata, ("btree_gist",))
    assert migrated == modelled
    assert any("EXCLUDE USING gist" in line for line in migrated)


def test_the_migration_can_be_undone_and_done_again(new_database):
    url = new_database("member")
    migrate("member", url)
    before = schema_of(url)
    engine = create_engine(url, poolclass=pool.NullPool)
    with engine.connect() as connection:
        config = _config("member")
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert schema_of(url) == set()
    migrate("member", url)
    assert schema_of(url) == before


@pytest.fixture
def member_key(kit):
    key, now = uuid4(), clock.now()
    with kit.database.transaction() as tx:
        tx.session.execute(
            insert(Member).values(
                key=key,
                member_id_digest=bytes(32),
                member_id_sealed="k1.x",
                first_name="Mai",
                last_name="Vang",
                date_of_birth=date(1980, 1, 1),
                sex="female",
                source="test",
                created_at=now,
                changed_at=now,
            )
        )
    return key


def cover(kit, member_key, *spans):
    with kit.database.transaction() as tx:
        for line, starts_on, ends_on in spans:
            tx.session.execute(
                insert(CoverageSpan).values(
                    member_key=member_key,
                    line=line,
                    starts_on=starts_on,
                    ends_on=ends_on,
                    created_at=clock.now(),
                )
            )


MAY, JUNE, JULY = date(2026, 5, 31), date(2026, 6, 1), date(2026, 7, 1)

TOGETHER = [
    ([("medi_cal", date(2026, 1, 1), MAY), ("medi_cal", JUNE, None)], "the next day"),
    ([("medi_cal", JUNE, None), ("ihss", JUNE, None)], "two lines at once"),
    ([("medi_cal", JUNE, None), ("medi_cal", date(2020, 1, 1), date(2020, 1, 1))], "one day long ago"),
]
NEVER = [
    ([("medi_cal", JUNE, None), ("medi_cal", JULY, None)], "two open ends"),
    ([("medi_cal", JUNE, JULY), ("medi_cal", JULY, None)], "the same day ends one and begins the next"),
    ([("ihss", JUNE, JULY), ("ihss", JUNE, JULY)], "the same span twice"),
    ([("medi_cal", MAY, None), ("medi_cal", JUNE, JULY)], "one inside the other"),
    ([("medi_cal", JULY, JUNE)], "ends before it starts"),
    ([("dental", JUNE, None)], "a line of business that we don't have"),
]


@pytest.mark.parametrize("spans", [case[0] for case in TOGETHER], ids=[case[1] for case in TOGETHER])
def test_spans_that_share_no_day_within_a_line_stand_together(kit, member_key, rows, spans):
    cover(kit, member_key, *spans)
    assert rows("SELECT count(*) FROM coverage_spans") == [(len(spans),)]


@pytest.mark.parametrize("spans", [case[0] for case in NEVER], ids=[case[1] for case in NEVER])
def test_the_database_refuses_impossible_coverage(kit, member_key, rows, spans):
    with pytest.raises(IntegrityError):
        cover(kit, member_key, *spans)
    assert rows("SELECT count(*) FROM coverage_spans") == [(0,)]


PCP_SPAN = """INSERT INTO pcp_spans (member_key, line, provider_id, provider, starts_on, ends_on, created_at)
    SELECT key, '{}', gen_random_uuid(), '{{}}', {}, {}, now() FROM members"""
PCP_CHANGE = """INSERT INTO pcp_changes
    (member_key, line, state, provider_id, provider, reason, effective_on, requested_by, source, requested_at)
    SELECT key, 'medi_cal', 'pending', gen_random_uuid(), '{}', 'member_request', '2026-06-01', 'x', 'member',
        now()
    FROM members"""
CARD_ORDER = """INSERT INTO card_orders
    (member_key, state, address_sealed, ordered_by, expected_by, ordered_at, printed_at)
    SELECT key, '{}', 'k1.x', 'x', '2026-06-01', now(), {} FROM members"""
FIRST_DOCTOR = PCP_SPAN.format("medi_cal", "'2026-01-01'", "'2026-05-31'")


@pytest.mark.parametrize(
    ("there", "second"),
    [
        (FIRST_DOCTOR, PCP_SPAN.format("medi_cal", "'2026-05-31'", "NULL")),
        (FIRST_DOCTOR, PCP_SPAN.format("ihss", "'2026-05-31'", "'2026-05-30'")),
        (PCP_CHANGE, PCP_CHANGE),
        (CARD_ORDER.format("printed", "now()"), CARD_ORDER.format("ordered", "NULL")),
    ],
    ids=["two doctors on a day", "ends before it starts", "two changes that wait", "two orders on their way"],
)
def test_the_database_refuses_a_second_one_at_the_same_time(kit, member_key, there, second):
    with kit.database.transaction() as tx:
        tx.session.connection().exec_driver_sql(there)
    with pytest.raises(IntegrityError), kit.database.transaction() as tx:
        tx.session.connection().exec_driver_sql(second)


def test_one_doctor_follows_the_other_and_each_line_has_its_own(kit, member_key, rows):
    for line, day in (("medi_cal", "'2026-06-01'"), ("ihss", "'2026-01-01'")):
        with kit.database.transaction() as tx:
            tx.session.connection().exec_driver_sql(PCP_SPAN.format(line, day, "NULL"))
    with kit.database.transaction() as tx:
        tx.session.connection().exec_driver_sql(FIRST_DOCTOR)
    assert rows("SELECT count(*) FROM pcp_spans") == [(3,)]


@pytest.mark.parametrize(
    "change",
    [
        "first_name = ''",
        "last_name = ''",
        "date_of_death = '1979-12-31'",
        "sex = 'F'",
        "member_id_digest = 'short'",
    ],
)
def test_the_database_refuses_an_impossible_member(kit, member_key, change):
    with pytest.raises(IntegrityError), kit.database.transaction() as tx:
        tx.session.execute(text(f"UPDATE members SET {change}"))
