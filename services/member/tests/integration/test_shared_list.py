"""The list of 21,001 synthetic beneficiaries, read where it lies.

10,000 of its rows hold a Member ID and nothing else: no name and no birth date. Nobody can be matched by
them, so they are refused; the 11,001 people are accepted.
"""

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from member.models import Member
from member.operations.matching import match_member
from servicekit import clock

LIST = Path(__file__).parents[5] / "shared" / "data" / "members" / "cms_bfd_synthetic_benes.csv"
CHILDREN_SINCE = "2014-10-16"
BLANK = {"missing_first_name", "missing_last_name", "missing_birth_date"}


@pytest.fixture(scope="module")
def beneficiaries() -> list[dict[str, str]]:
    if not LIST.exists():
        pytest.skip(f"{LIST} is not there")
    with open(LIST, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_is_accounted_for_and_a_second_run_changes_nothing(beneficiaries, load, rows):
    named = [number for number, row in enumerate(beneficiaries, start=2) if row["BENE_1ST_NAME"]]
    assert (len(beneficiaries), len(named)) == (21_001, 11_001)
    first = load(LIST)
    assert first.code == 0, first.err
    assert "11,001 accepted: 11,001 added" in first.out and "10,000 rejected" in first.out
    assert {line for line, (outcome, _) in first.outcomes.items() if outcome == "added"} == set(named)
    assert all(reasons == BLANK for outcome, reasons in first.outcomes.values() if outcome == "rejected")
    before = rows("SELECT * FROM members ORDER BY key")
    second = load(LIST)
    assert "11,001 accepted: 0 added, 0 changed, 11,001 unchanged" in second.out
    assert rows("SELECT * FROM members ORDER BY key") == before
    assert rows("SELECT count(*) FROM coverage_spans WHERE line = 'medi_cal' AND ends_on IS NULL") == [
        (11_001,)
    ]


def test_anybody_of_the_list_is_matched_by_her_own_member_id_only(beneficiaries, load, work, kit):
    with clock.frozen(datetime(2026, 10, 15, 19, tzinfo=UTC)):
        load(LIST)
        _match_the_awkward(beneficiaries, work)
    with kit.database.transaction() as tx:
        names = tx.session.scalars(select(Member.last_name)).all()
    assert not [name for name in names if any(char.isdigit() for char in name)]
    assert "Nevárez" in names


def _match_the_awkward(beneficiaries, work):
    people = [row for row in beneficiaries if row["BENE_1ST_NAME"]]
    awkward = [row for row in people if not (row["BENE_LAST_NAME"] + row["BENE_1ST_NAME"]).isascii()]
    leap = [row for row in people if row["BENE_BRTH_DT"].endswith("02-29")]
    assert len(awkward) == 386 and len(leap) == 10
    keys = set()
    for row, stranger in zip([*awkward, *leap], people, strict=False):
        found = match_member(work, **card(row))
        assert found["member_key"] is not None
        assert found["may_register"] is (row["BENE_BRTH_DT"] < CHILDREN_SINCE)
        keys.add(found["member_key"])
        assert match_member(work, **card(row) | {"member_id": stranger["BENE_MBI_ID"]})["member_key"] is None
    assert len(keys) == len({row["BENE_MBI_ID"] for row in [*awkward, *leap]})


def card(row: dict[str, str]) -> dict:
    """The row as its owner types it: with the digits that pad the names, they don't matter either."""
    return {
        "first_name": row["BENE_1ST_NAME"],
        "last_name": row["BENE_LAST_NAME"].upper(),
        "date_of_birth": date.fromisoformat(row["BENE_BRTH_DT"]),
        "member_id": row["BENE_MBI_ID"].lower(),
    }
