"""The invented directory: `load-demo` and `demo-providers`."""

import json
import re

import pytest

from contracts.provider_directory.events import provider_changed
from provider_directory.rules.demo_doctors import AWKWARD, HOW_MANY
from provider_directory.rules.npi import is_npi
from servicekit.events.handling import opened

EVERYTHING = """
    SELECT to_jsonb(p), to_jsonb(l), to_jsonb(a), to_jsonb(n), to_jsonb(t) FROM practitioners p
    LEFT JOIN listings l ON l.practitioner_id = p.id LEFT JOIN addresses a ON a.id = address_id
    LEFT JOIN panels n ON n.practitioner_id = p.id LEFT JOIN panel_places t ON t.practitioner_id = p.id
    ORDER BY p.npi, l.line, practice_no, n.line
"""
OFFICES = """
    SELECT to_jsonb(b), to_jsonb(r), (SELECT count(*) FROM outbox), (SELECT count(*) FROM agreements)
    FROM billing_providers b LEFT JOIN representatives r ON r.id = representative_id ORDER BY number
"""


def test_loading_twice_changes_nothing_and_tells_nobody(directory, rows):
    first = directory("load-demo")
    assert (first.code, first.out) == (0, "300 invented doctors: 300 added, 0 changed, 0 unchanged\n")
    assert rows("SELECT DISTINCT routing_key FROM outbox") == [("office_scope_changed.v1",)]
    before = rows(EVERYTHING) + rows(OFFICES)
    assert directory("load-demo").out == "300 invented doctors: 0 added, 0 changed, 300 unchanged\n"
    assert rows(EVERYTHING) + rows(OFFICES) == before


def test_a_doctor_who_was_changed_is_put_right_and_told(directory, rows, kit):
    directory("load-demo")
    with kit.database.transaction() as tx:
        tx.session.connection().exec_driver_sql(
            "UPDATE practitioners SET last_name = 'Married' WHERE last_name = 'Robles'"
        )
    assert directory("load-demo").out == "300 invented doctors: 0 added, 1 changed, 299 unchanged\n"
    [(body,)] = rows("SELECT body FROM outbox WHERE routing_key = 'provider_changed.v1'")
    assert b"Robles" not in bytes(body)
    _, told = opened(provider_changed, bytes(body), kit.sealer)
    assert (told["last_name"], told["practice"]["city"]) == ("Robles", "Mariposa")


def test_a_new_telephone_of_a_practice_is_told_for_each_of_its_doctors(directory, rows, kit):
    directory("load-demo")
    with kit.database.transaction() as tx:
        tx.session.connection().exec_driver_sql(
            "UPDATE addresses SET phone = NULL WHERE source_ref = 'group-00-practice-0'"
        )
    directory("load-demo")
    [(told,)] = rows("SELECT count(*) FROM outbox WHERE routing_key = 'provider_changed.v1'")
    assert [(told,)] == rows(
        """SELECT count(DISTINCT listings.practitioner_id)
           FROM listings JOIN addresses ON addresses.id = address_id
           WHERE source_ref = 'group-00-practice-0'"""
    )


def printed(directory) -> list[dict]:
    return [json.loads(line) for line in directory("demo-providers").out.splitlines()]


def test_the_printed_doctors_are_the_loaded_ones(directory, rows):
    directory("load-demo")
    loaded = set(rows("SELECT id::text, npi, first_name, last_name FROM practitioners"))
    keys = ("provider_id", "npi", "first_name", "last_name")
    assert {tuple(doctor[key] for key in keys) for doctor in printed(directory)} == loaded
    assert len(loaded) == HOW_MANY


def test_a_printed_card_is_the_one_that_is_shown_and_who_is_free_takes_everybody(directory, search):
    directory("load-demo")
    shown, after = {}, None
    while True:
        page = search(limit=50, after=after)
        shown |= {str(found["provider_id"]): found for found in page["providers"]}
        if (after := page["next"]) is None:
            break
    free = [doctor for doctor in printed(directory) if doctor["free"] and "medi_cal" in doctor["lines"]]
    assert len(free) > 50
    for doctor in free:
        found = shown[doctor["provider_id"]]
        keys = ("first_name", "last_name", "credential", "specialty", "practice")
        assert {key: doctor[key] for key in keys} == {key: found[key] for key in keys}
        assert found["available"]


def test_the_printed_offices_are_the_loaded_ones(directory, rows, keys):
    directory("load-demo")
    printed = [json.loads(line) for line in directory("demo-offices").out.splitlines()]
    kept = rows("SELECT number, kind, tax_id_sealed FROM billing_providers ORDER BY number")
    loaded = [(number, kind, keys.digits(sealed)) for number, kind, sealed in kept]
    assert (
        sorted((one["provider_id"], one["type"], one["tax_id"].replace("-", "")) for one in printed) == loaded
    )
    family = next(one for one in printed if one["provider_id"] == "PCH100001")
    assert len(family["zip_codes"]) == 3
    both_ways = [one["type"] for one in printed if one["tax_id"] == "00-0000213"]
    assert both_ways == ["practitioner", "group"]


def test_nobody_is_real(directory, rows, keys):
    directory("load-demo")
    for (npi,) in rows("SELECT npi FROM practitioners UNION SELECT npi FROM groups"):
        assert npi.startswith("2") and is_npi(npi)
    for (phone,) in rows("SELECT DISTINCT phone FROM addresses WHERE phone IS NOT NULL"):
        assert re.fullmatch(r"\+1(831|209)55501\d\d", phone)
    for (sealed,) in rows("SELECT tax_id_sealed FROM groups"):
        assert keys.digits(sealed).startswith("00")


def test_all_counties_uses_and_rules_are_there(directory, rows):
    directory("load-demo")
    assert [county for (county,) in rows("SELECT DISTINCT county FROM listings ORDER BY 1")] == [
        "Mariposa",
        "Merced",
        "Monterey",
        "San Benito",
        "Santa Cruz",
    ]
    assert rows("SELECT DISTINCT use FROM addresses ORDER BY 1") == [
        ("mailing",),
        ("practice",),
        ("remittance",),
    ]
    assert rows("SELECT DISTINCT accepting FROM listings ORDER BY 1") == [
        ("closed",),
        ("existing",),
        ("open",),
    ]


@pytest.mark.parametrize(
    ("note", "line", "patient", "answer"),
    [
        ("Takes everybody, both lines", "medi_cal", {"age": 40}, (True, None)),
        ("Takes everybody, both lines", "ihss", {"age": 40}, (True, None)),
        ("Closed panel", "medi_cal", {"age": 40}, (False, "closed")),
        ("Existing patients only", "medi_cal", {"age": 40}, (False, "existing_only")),
        ("Children up to 17", "medi_cal", {"age": 18}, (False, "age")),
        ("Children up to 17", "medi_cal", {"age": 17}, (True, None)),
        ("65 and older", "medi_cal", {"age": 40}, (False, "age")),
        ("Women only", "medi_cal", {"sex": "male"}, (False, "sex")),
        ("The panel of one is full", "medi_cal", {"age": 40}, (False, "panel_full")),
        ("One place is left in the panel", "medi_cal", {"age": 40}, (True, None)),
        ("IHSS only", "medi_cal", {}, None),
        ("IHSS only", "ihss", {}, (True, None)),
        ("No primary care: not in the list", "medi_cal", {}, None),
    ],
)
def test_each_awkward_doctor_is_as_her_note_says(directory, search, note, line, patient, answer):
    directory("load-demo")
    awkward = next(doctor for doctor in AWKWARD if doctor.note == note)
    found = search(first_name=awkward.first_name, last_name=awkward.last_name, line=line, **patient)
    assert [(one["available"], one["reason"]) for one in found["providers"]] == ([answer] if answer else [])
