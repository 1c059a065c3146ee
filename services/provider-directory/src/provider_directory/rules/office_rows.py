"""A row of a list of Provider IDs. The README tells the columns."""

import re
from collections.abc import Mapping
from datetime import date

from contracts.provider_directory.access import KINDS
from contracts.provider_directory.association import PRACTITIONER
from provider_directory.rules import fields, npi
from provider_directory.rules.doctors import Place
from provider_directory.rules.matching import normal_number
from provider_directory.rules.offices import Office, RepresentativeOf
from provider_directory.rules.row_reading import RowReading
from servicekit.loading.rows import PROBLEMS

REQUIRED_COLUMNS = ("provider_id", "type", "tax_id", "name", "npi")

REASONS = PROBLEMS | {
    "bad_number": "The Provider ID is not 3 to 20 letters and digits, or it is an NPI",
    "bad_type": "The type is not practitioner or group",
    "bad_tax_id": "The Tax ID is not nine digits",
    "missing_name": "The name is missing",
    "bad_text": "A text is too long or holds control characters",
    "bad_npi": "The NPI is not ten digits with a right check digit; a practitioner needs one",
    "bad_date": "A date is not a calendar day written YYYY-MM-DD, or they are in the wrong order",
    "bad_phone": "The telephone number is not one of the United States",
    "bad_address": "The remittance address lacks a street, a city, a state or a ZIP code",
    "missing_representative": "The Provider Representative has no name",
    "unknown_practitioner": "No practitioner has this NPI; load the roster first",
    "unknown_group": "No group has this NPI, or this name under this Tax ID; load the roster first",
    "other_owner": "The Provider ID belongs to somebody else, and nobody takes it over",
    "twice": "The Provider ID stands on an earlier line of the list",
}
"""Reason keys with their sentences for the report."""

_NUMBER = re.compile(r"[A-Z0-9]{3,20}", re.ASCII)


def read_row(cells: Mapping[str, str], *, today: date) -> tuple[Office | None, tuple[str, ...]]:
    """The Provider ID and (), or None and every reason against it (keys of REASONS)."""
    row = RowReading(cells)
    office = _office(row, today)
    if row.reasons:
        return None, tuple(row.reasons)
    return office, ()


def _office(row: RowReading, today: date) -> Office:
    number = normal_number(row.text("provider_id"))
    if not _NUMBER.fullmatch(number) or npi.is_npi(number):
        row.refuse("bad_number")
    kind = row.one_of("type", KINDS, "bad_type")
    begins, ends = row.day("registered_on") or today, row.day("ended_on")
    if ends is not None and ends < begins:
        row.refuse("bad_date")
    return Office(
        number=number,
        kind=kind,
        tax_id=row.tax_id("tax_id"),
        name=row.text("name", "missing_name"),
        registered_on=begins,
        ended_on=ends,
        npi=row.checked("npi", lambda text: _fits(text, kind), "bad_npi") or None,
        representative=_representative(row),
        remittance=_remittance(row, number),
    )


def _fits(text: str, kind: str) -> bool:
    return npi.is_npi(text) or not text and kind != PRACTITIONER


def _representative(row: RowReading) -> RepresentativeOf | None:
    name, email = row.text("representative_name"), row.text("representative_email")
    typed = row.text("representative_phone")
    phone, _ = fields.phone(typed)
    if typed and phone is None:
        row.refuse("bad_phone")
    if not name and (email or typed):
        row.refuse("missing_representative")
    return RepresentativeOf(name, phone, email or None) if name else None


def _remittance(row: RowReading, number: str) -> Place | None:
    line1, line2, city, state, typed = (
        row.text(f"remittance_{part}") for part in ("line1", "line2", "city", "state", "zip_code")
    )
    if not any((line1, line2, city, state, typed)):
        return None
    zip_code = fields.zip_code(typed)
    if not (line1 and city and zip_code and fields.is_state(state)):
        row.refuse("bad_address")
    return Place(
        source_ref=f"{number}/remittance",
        name=row.text("name"),
        line1=line1,
        line2=line2 or None,
        city=city,
        state=state,
        zip_code=zip_code or "",
        use="remittance",
    )
