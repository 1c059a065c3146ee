"""Practitioners by their NPI: what the public directory shows, for who was treated by them (R118)."""

import pytest
from marshmallow import ValidationError

from contracts.provider_directory import rpc
from contracts.provider_directory.practitioners import MOST
from provider_directory.operations.searching import find_practitioners
from provider_directory.rules.npi import with_check_digit
from servicekit.envelope import schema_of

UNKNOWN = with_check_digit("299999999")


@pytest.fixture
def find(work):
    """`find(npi, …)`: the answer, as its contract lets it through."""

    def ask(*npis: str) -> list[dict]:
        takes, gives = schema_of(rpc.find_practitioners.takes), schema_of(rpc.find_practitioners.gives)
        return gives.dump(find_practitioners(work, **takes.load({"npis": list(npis)})))["practitioners"]

    return ask


@pytest.fixture
def npis(rows):
    """The NPIs of all there are, by last name."""
    return lambda: dict(rows("SELECT last_name, npi FROM practitioners"))


def test_each_comes_once_in_the_order_asked_for_and_the_others_are_absent(listed, npis, find):
    listed({"last_name": "Vang", "city": "Salinas"}, {"last_name": "Muñoz"})
    known = npis()
    found = find(known["Vang"], UNKNOWN, known["Muñoz"], known["Vang"])
    assert [(one["npi"], one["last_name"]) for one in found] == [
        (known["Vang"], "Vang"), (known["Muñoz"], "Muñoz"),
    ]  # fmt: skip
    assert found[0]["practice"]["city"] == "Salinas" and found[0]["first_name"]


def test_of_several_practices_the_main_one_is_shown(listed, rows, npis, find):
    vang, munoz = listed({"last_name": "Vang", "city": "Salinas"}, {"last_name": "Muñoz", "city": "Merced"})
    rows(f"""
        INSERT INTO listings (practitioner_id, line, practice_no, address_id, pcp_eligible, accepting,
            last_key, first_key, gender, county, city_key, zip_code)
        SELECT '{vang}', 'ihss', 1, address_id, pcp_eligible, accepting, last_key, first_key, gender, county,
            city_key, zip_code
        FROM listings WHERE practitioner_id = '{munoz}' RETURNING practice_no
    """)
    assert [one["practice"]["city"] for one in find(npis()["Vang"])] == ["Salinas"]


def test_who_is_in_no_network_is_shown_without_a_practice(listed, rows, npis, find):
    listed({"last_name": "Vang"})
    rows("DELETE FROM listings RETURNING practice_no")
    (found,) = find(npis()["Vang"])
    assert found["practice"] is None and found["last_name"] == "Vang"


def test_nobody_is_found_by_nothing_and_what_is_no_npi_is_refused(listed, find):
    listed({"last_name": "Vang"})
    assert find() == []
    for wrong in ("2000000003", "' OR true --", ""):
        with pytest.raises(ValidationError):
            find(wrong)
    with pytest.raises(ValidationError):
        find(*[UNKNOWN] * (MOST + 1))
