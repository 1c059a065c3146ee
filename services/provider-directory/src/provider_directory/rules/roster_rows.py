"""A row of a roster: one doctor at one practice in one line of business. The README tells the columns."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from contracts.member.events import LINES
from provider_directory.rules import fields, npi, specialties
from provider_directory.rules.doctors import COUNTIES, Belonging, Doctor, GroupOf, Offer, Place
from provider_directory.rules.row_reading import RowReading
from servicekit.loading.rows import PROBLEMS

REQUIRED_COLUMNS = (
    "npi", "first_name", "last_name", "gender", "specialties", "group_name", "tax_id", "line1", "city",
    "state", "zip_code", "line", "accepting",
)  # fmt: skip

REASONS = PROBLEMS | {
    "bad_npi": "The NPI is not ten digits with a right check digit",
    "bad_group_npi": "The group's NPI is not ten digits with a right check digit",
    "group_npi_taken": "The group's NPI belongs to another group",
    "bad_tax_id": "The Tax ID is not nine digits",
    "missing_name": "A name is missing",
    "bad_text": "A text is too long or holds control characters",
    "bad_gender": "The gender is not female, male, other or unknown",
    "bad_specialty": "The specialties are not NUCC codes",
    "missing_address": "The address has no street or city",
    "bad_state": "The state is not two letters",
    "bad_zip": "The ZIP code is not five or nine digits",
    "bad_county": "The county is none of the plan's",
    "bad_phone": "The telephone number is not one of the United States",
    "bad_line": "The line of business is not medi_cal or ihss",
    "bad_pcp": "Whether she is a primary care provider is not yes or no",
    "bad_accepting": "Whom she accepts is not open, existing or closed",
    "bad_age": "An age is not a whole number of years from 0 to 130, or the ages are in the wrong order",
    "bad_sex": "The sex is not female or male",
    "bad_panel_size": "The panel size is not a whole number",
    "bad_date": "A date is not a calendar day written YYYY-MM-DD, or they are in the wrong order",
}
"""Reason keys with their sentences for the report."""

YES_NO = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class RosterRow:
    """An acceptable row."""

    doctor: Doctor
    group: GroupOf
    place: Place
    offer: Offer
    belonging: Belonging


def read_row(
    cells: Mapping[str, str], *, digest: Callable[[str], bytes], today: date
) -> tuple[RosterRow | None, tuple[str, ...]]:
    """The row and (), or None and every reason against it (keys of REASONS).

    `digest` of a Tax ID stands for it in what the roster's groups and practices are called (R011).
    """
    row = RowReading(cells)
    doctor, group = _doctor(row), _group(row, digest)
    place = _place(row, group)
    offer = _offer(row, doctor, place)
    belonging = _belonging(row, doctor, group, today)
    if row.reasons:
        return None, tuple(row.reasons)
    return RosterRow(doctor, group, place, offer, belonging), ()


def _doctor(row: RowReading) -> Doctor:
    codes = row.several("specialties")
    if not codes or not all(map(specialties.is_code, codes)):
        row.refuse("bad_specialty")
    return Doctor(
        npi=row.checked("npi", npi.is_npi, "bad_npi"),
        first_name=row.text("first_name", "missing_name"),
        middle_name=row.text("middle_name") or None,
        last_name=row.text("last_name", "missing_name"),
        credential=row.text("credential") or None,
        gender=row.one_of("gender", ("female", "male", "other", "unknown"), "bad_gender", "unknown"),
        languages=row.several("languages"),
        specialties=codes,
    )


def _group(row: RowReading, digest: Callable[[str], bytes]) -> GroupOf:
    tax_id = row.tax_id("tax_id")
    number = row.checked("group_npi", lambda text: not text or npi.is_npi(text), "bad_group_npi") or None
    name = row.text("group_name", "missing_name")
    source_ref = f"{digest(tax_id).hex()}/{number or name.casefold()}"
    return GroupOf(source_ref, name, npi=number, tax_id=tax_id)


def _place(row: RowReading, group: GroupOf) -> Place:
    line1, city = row.text("line1", "missing_address"), row.text("city", "missing_address")
    zip_code = fields.zip_code(row.text("zip_code"))
    if zip_code is None:
        row.refuse("bad_zip")
    county = row.checked("county", lambda text: text in ("", *COUNTIES), "bad_county")
    number, extension = fields.phone(row.text("phone"))
    if row.text("phone") and number is None:
        row.refuse("bad_phone")
    return Place(
        source_ref=f"{group.source_ref}/{zip_code}/{line1.casefold()}",
        name=row.text("practice_name") or group.name,
        line1=line1,
        line2=row.text("line2") or None,
        city=city,
        state=row.checked("state", fields.is_state, "bad_state"),
        zip_code=zip_code or "",
        county=county or None,
        phone=number,
        extension=extension,
        group_ref=group.source_ref,
    )


def _offer(row: RowReading, doctor: Doctor, place: Place) -> Offer:
    usual = "no" if specialties.PRIMARY_CARE.isdisjoint(doctor.specialties) else "yes"
    age_from, age_to = row.number("age_from", "bad_age", 130), row.number("age_to", "bad_age", 130)
    if age_to is not None and age_to < (age_from or 0):
        row.refuse("bad_age")
    return Offer(
        npi=doctor.npi,
        line=row.one_of("line", LINES, "bad_line"),
        address_ref=place.source_ref,
        pcp_eligible=YES_NO.get(row.one_of("pcp", tuple(YES_NO), "bad_pcp", usual), False),
        accepting=row.one_of("accepting", ("open", "existing", "closed"), "bad_accepting"),
        age_from=age_from,
        age_to=age_to,
        sex=row.one_of("sex", ("", "female", "male"), "bad_sex") or None,
        panel_size=row.number("panel_size", "bad_panel_size", 100_000),
    )


def _belonging(row: RowReading, doctor: Doctor, group: GroupOf, today: date) -> Belonging:
    starts_on, ends_on = row.day("starts_on") or today, row.day("ends_on")
    if ends_on is not None and ends_on < starts_on:
        row.refuse("bad_date")
    return Belonging(doctor.npi, group.source_ref, starts_on, ends_on)
