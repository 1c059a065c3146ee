"""Addresses and their warnings, telephone numbers, and which address must stay (R140, R142)."""

import uuid
from dataclasses import dataclass, field

import pytest
import zipcodes
from marshmallow import ValidationError

from contracts.member.contact import COUNTIES, WARNINGS, ContactEntry
from member.rules import contact_area
from member.rules.contact import Number, may_become, needed, number

ADDRESS = {
    "kind": "address", "use": "home", "line1": "12 Pajaro Lane", "city": "Watsonville", "state": "CA",
    "zip_code": "95076", "county": "Santa Cruz",
}  # fmt: skip
PHONE = {"kind": "phone", "use": "cell", "number": "831-555-0142"}
EMAIL = {"kind": "email", "use": "personal", "email": "wren@example.org"}


@pytest.mark.parametrize(
    ("city", "state", "zip_code", "county", "warned"),
    [
        ("Watsonville", "CA", "95076", "Santa Cruz", []),
        ("Pajaro", "CA", "95076-0012", "Monterey", []),
        ("carmel-by-the-sea", "CA", "93921", "monterey county", []),
        ("Hollister", "CA", "95023", "San  Benito", []),
        ("Aromas", "CA", "95004", "San Benito", []),
        ("Aromas", "CA", "95004", "Monterey", []),
        ("Aromas", "CA", "95004", "Unknown", []),
        ("Fresno", "CA", "93701", "Unknown", [contact_area.OUT_OF_AREA]),
        ("Fresno", "CA", "93701", "Fresno", [contact_area.OUT_OF_AREA]),
        ("Merced", "NV", "95340", "Merced", [contact_area.OUT_OF_AREA]),
        ("Fresno", "CA", "93701", "Merced", [contact_area.OTHER_COUNTY]),
        ("Salinas", "CA", "93901", "Santa Cruz", [contact_area.OTHER_COUNTY]),
        ("Salinas", "CA", "95076", "Monterey", [contact_area.OTHER_CITY]),
    ],
)
def test_an_address_is_warned_about_by_the_first_thing_that_does_not_fit(
    city, state, zip_code, county, warned
):
    assert contact_area.warnings(city, state, zip_code, county) == warned
    assert set(warned) <= set(WARNINGS)


def test_the_counties_of_the_rules_are_those_of_the_contract():
    assert tuple(contact_area.ZIP_CODES) == COUNTIES


def test_the_area_has_every_zip_code_and_town_of_the_published_list():
    missing = []
    for found in zipcodes.filter_by(state="CA", active=True):
        county = found["county"].removesuffix(" County")
        if county in contact_area.ZIP_CODES:
            warned = contact_area.warnings(found["city"], "CA", found["zip_code"], county)
            missing += [(found["zip_code"], found["city"], warned)] if warned else []
    assert missing == []


def test_the_area_claims_no_zip_code_of_another_state():
    claimed = {code for codes in contact_area.ZIP_CODES.values() for code in codes}
    assert len(claimed) >= 92
    assert {zipcodes.matching(code)[0]["state"] for code in claimed} == {"CA"}


@pytest.mark.parametrize(
    ("typed", "extension", "read"),
    [
        ("831-555-0142", None, Number("+18315550142")),
        ("(831) 555 0142", "7", Number("+18315550142", "7")),
        ("831.555.0142 x12", None, Number("+18315550142", "12")),
        ("831-555-0142 ext. 12", "9", Number("+18315550142", "9")),
        ("+1 831 555 0142", None, Number("+18315550142")),
        ("+44 20 7946 0958", None, Number("+442079460958")),
        ("555-0142", None, None),
        ("911", None, None),
        ("031-555-0142", None, None),
        ("my number", None, None),
        ("", None, None),
    ],
)
def test_a_number_is_read_however_it_is_written(typed, extension, read):
    assert number(typed, extension) == read


@dataclass
class Entry:
    use: str
    kind: str = "address"
    id: uuid.UUID = field(default_factory=uuid.uuid4)


@pytest.mark.parametrize(
    ("uses", "stays"),
    [
        ([], None),
        (["other"], None),
        (["home"], 0),
        (["home", "home"], None),
        (["home", "mailing"], 1),
        (["home", "mailing", "mailing"], None),
        (["other", "mailing"], 1),
    ],
)
def test_the_last_address_that_the_plan_writes_to_must_stay(uses, stays):
    entries = [Entry(use) for use in uses] + [Entry("home", kind="phone")]
    assert needed(entries) == (None if stays is None else entries[stays].id)


@pytest.mark.parametrize(
    ("uses", "at", "becomes", "may"),
    [
        (["mailing"], 0, "home", True),
        (["mailing"], 0, "other", False),
        (["home"], 0, "mailing", True),
        (["home"], 0, "other", False),
        (["home", "mailing"], 0, "other", True),
        (["mailing", "mailing"], 0, "other", True),
    ],
)
def test_what_must_stay_can_not_become_something_else_either(uses, at, becomes, may):
    entries = [Entry(use) for use in uses]
    assert may_become(entries[at], becomes, entries) is may


def refused(**entry) -> dict:
    try:
        ContactEntry().load(entry)
    except ValidationError as wrong:
        return wrong.normalized_messages()
    return {}


@pytest.mark.parametrize("entry", [ADDRESS, PHONE, EMAIL])
def test_an_entry_of_each_kind_is_taken(entry):
    assert refused(**entry) == {}


@pytest.mark.parametrize("zip_code", ["95076", "95076-0012"])
@pytest.mark.parametrize("use", ["home", "mailing", "other"])
def test_a_zip_code_may_have_its_four_digits_more(zip_code, use):
    assert refused(**ADDRESS | {"zip_code": zip_code, "use": use}) == {}


@pytest.mark.parametrize(
    ("entry", "change", "messages"),
    [
        (ADDRESS, {"zip_code": "9507"}, {"zip_code": ["field.invalid_zip"]}),
        (ADDRESS, {"zip_code": "95076-1"}, {"zip_code": ["field.invalid_zip"]}),
        (ADDRESS, {"zip_code": "95076\n"}, {}),
        (ADDRESS, {"zip_code": "٩٥٠٧٦"}, {"zip_code": ["field.invalid_zip"]}),
        (ADDRESS, {"state": "ZZ"}, {"state": ["field.invalid_state"]}),
        (ADDRESS, {"line1": None}, {"line1": ["field.required"]}),
        (ADDRESS, {"county": None, "city": None}, {"county": ["field.required"], "city": ["field.required"]}),
        (ADDRESS, {"use": "cell"}, {"use": ["field.invalid"]}),
        (ADDRESS, {"number": "831-555-0142"}, {"number": ["field.unknown"]}),
        (ADDRESS, {"preferred": True}, {"preferred": ["field.unknown"]}),
        (PHONE, {"number": None}, {"number": ["field.required"]}),
        (PHONE, {"use": "mailing"}, {"use": ["field.invalid"]}),
        (PHONE, {"use": "home", "text_consent": True}, {"text_consent": ["field.consent_cell_only"]}),
        (PHONE, {"use": "cell", "text_consent": True}, {}),
        (PHONE, {"extension": "x12"}, {"extension": ["field.invalid_extension"]}),
        (PHONE, {"email": "wren@example.org"}, {"email": ["field.unknown"]}),
        (EMAIL, {"email": "wren"}, {"email": ["field.invalid_email"]}),
        (EMAIL, {"email": None}, {"email": ["field.required"]}),
        (EMAIL, {"kind": "fax"}, {"kind": ["field.invalid"]}),
    ],
)
def test_each_kind_has_its_own_fields(entry, change, messages):
    assert refused(**entry | change) == messages
