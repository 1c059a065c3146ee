"""What makes a row of a member list acceptable, and the reasons why one is not.

The columns are those of the CMS beneficiary files: BENE_MBI_ID, BENE_1ST_NAME and so on.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from member.rules import member_ids

REQUIRED_COLUMNS = ("BENE_MBI_ID", "BENE_LAST_NAME", "BENE_1ST_NAME", "BENE_BRTH_DT")
LONGEST_NAME = 100
EARLIEST_BIRTH = date(1890, 1, 1)

REASONS = {
    "missing_member_id": "The row has no Member ID",
    "bad_member_id": "The Member ID is not 6 to 20 letters and digits",
    "duplicate_member_id": "The Member ID stands on an earlier line",
    "missing_first_name": "The row has no first name",
    "missing_last_name": "The row has no last name",
    "name_too_long": f"A name is longer than {LONGEST_NAME} characters",
    "hidden_characters": "A name holds control characters",
    "missing_birth_date": "The row has no birth date",
    "bad_birth_date": "The birth date is not a calendar day written YYYY-MM-DD",
    "future_birth_date": "The birth date is in the future",
    "birth_date_too_old": f"The birth date is before {EARLIEST_BIRTH.year}",
    "bad_death_date": "The date of death is not a calendar day written YYYY-MM-DD",
    "future_death_date": "The date of death is in the future",
    "death_before_birth": "The date of death is before the birth date",
    "bad_sex_code": "The sex code is not 0, 1, 2 or empty",
    "not_utf8": "The line is not UTF-8 text",
    "broken_quotes": "A quotation mark is not closed on the line",
    "too_few_columns": "The line has fewer columns than the header",
    "too_many_columns": "The line has more columns than the header",
    "line_too_long": "The line is longer than 64 KiB",
}
"""Reason keys with their sentences for the report."""

SEX_CODES = {"": "unknown", "0": "unknown", "1": "male", "2": "female"}

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Person:
    """An acceptable row. `member_id` is normalised."""

    member_id: str
    first_name: str
    middle_name: str | None
    last_name: str
    date_of_birth: date
    date_of_death: date | None
    sex: str


@dataclass
class _Reading:
    """One row being read: its cells, and the reasons found against it so far."""

    cells: Mapping[str, str]
    today: date
    strip_digits: bool
    reasons: list[str] = field(default_factory=list)

    def refuse(self, reason: str) -> None:
        if reason not in self.reasons:
            self.reasons.append(reason)

    def cell(self, column: str) -> str:
        return self.cells.get(column, "").strip()


def read_person(
    cells: Mapping[str, str], *, today: date, strip_digits: bool = True
) -> tuple[Person | None, tuple[str, ...]]:
    """The person of a row and (), or None and every reason against the row (keys of REASONS).

    `strip_digits` takes the digits out of names that a generator padded with them (Nevárez403).
    """
    row = _Reading(cells, today, strip_digits)
    member_id = _member_id(row)
    first, last = (
        _name(row, "BENE_1ST_NAME", "missing_first_name"),
        _name(row, "BENE_LAST_NAME", "missing_last_name"),
    )
    middle = _name(row, "BENE_MIDL_NAME", None)
    born = _birth(row)
    died = _death(row, born)
    sex = SEX_CODES.get(row.cell("BENE_SEX_CD"))
    if sex is None:
        row.refuse("bad_sex_code")
    if row.reasons:
        return None, tuple(row.reasons)
    return Person(member_id, first, middle or None, last, born, died, sex), ()


def _member_id(row: _Reading) -> str:
    member_id = member_ids.normalise(row.cell("BENE_MBI_ID"))
    if not member_id:
        row.refuse("missing_member_id")
    elif not member_ids.is_valid(member_id):
        row.refuse("bad_member_id")
    return member_id


def _name(row: _Reading, column: str, reason_if_missing: str | None) -> str:
    text = unicodedata.normalize("NFC", row.cell(column))
    if any(unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn") for char in text):
        row.refuse("hidden_characters")
    bare = " ".join((_DIGITS.sub("", text) if row.strip_digits else text).split())
    if not bare and reason_if_missing:
        row.refuse(reason_if_missing)
    if len(bare) > LONGEST_NAME:
        row.refuse("name_too_long")
    return bare


def _birth(row: _Reading) -> date | None:
    if not row.cell("BENE_BRTH_DT"):
        row.refuse("missing_birth_date")
        return None
    born = _day(row, "BENE_BRTH_DT", "bad_birth_date")
    if born and born > row.today:
        row.refuse("future_birth_date")
    if born and born < EARLIEST_BIRTH:
        row.refuse("birth_date_too_old")
    return born


def _death(row: _Reading, born: date | None) -> date | None:
    if not row.cell("BENE_DEATH_DT"):
        return None
    died = _day(row, "BENE_DEATH_DT", "bad_death_date")
    if died and died > row.today:
        row.refuse("future_death_date")
    if died and born and died < born:
        row.refuse("death_before_birth")
    return died


def _day(row: _Reading, column: str, reason: str) -> date | None:
    text = row.cell(column)
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else row.refuse(reason)
    except ValueError:
        return row.refuse(reason)
