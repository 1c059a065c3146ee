"""Single values of lists: what is taken, and in which form."""

from datetime import date
from uuid import UUID

import pytest

from provider_directory.rules import fields, specialties
from provider_directory.rules.cursors import NEARLY, NotACursor, Position, from_text, to_text
from provider_directory.rules.npi import is_npi, with_check_digit


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("1234567893", True),  # the example of the standard
        ("1234567890", False),
        ("2000000002", True),
        ("3000000001", False),
        ("123456789", False),
        ("12345678930", False),
        ("123456789O", False),
        ("١٢٣٤٥٦٧٨٩٣", False),
        ("", False),
    ],
)
def test_an_npi_has_ten_digits_and_the_right_last_one(text, right):
    assert is_npi(text) is right


def test_a_check_digit_makes_an_npi():
    assert with_check_digit("123456789") == "1234567893"


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("95340", "95340"),
        ("95340-1234", "95340"),
        ("953401234", "95340"),
        (" 02134 ", "02134"),
        ("9534", None),
        ("953401", None),
        ("00000", None),
        ("9534O", None),
        ("", None),
    ],
)
def test_a_zip_code_is_five_digits_with_or_without_four_more(text, taken):
    assert fields.zip_code(text) == taken


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("209-555-0101", ("+12095550101", None)),
        ("(209) 555-0101 x12", ("+12095550101", "12")),
        ("1-209-555-0101", ("+12095550101", None)),
        ("209.555.0101 ext. 9", ("+12095550101", "9")),
        ("+1 209 555 0101", ("+12095550101", None)),
        ("555-0101", (None, None)),
        ("+44 20 7946 0000", (None, None)),
        ("", (None, None)),
    ],
)
def test_a_telephone_number_is_one_of_the_united_states(text, taken):
    assert fields.phone(text) == taken


@pytest.mark.parametrize(
    ("text", "whole", "part"),
    [
        ("2024-02-29", date(2024, 2, 29), True),
        ("2023-02-29", None, False),
        ("2024-02", None, True),
        ("2024", None, True),
        ("2024-13", None, False),
        ("02/29/2024", None, False),
        ("20240229", None, False),
        ("", None, False),
    ],
)
def test_a_day_is_one_of_the_calendar(text, whole, part):
    assert fields.day(text) == whole
    assert fields.is_partial_day(text) is part


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("207Q00000X", "Family doctor"),
        ("363LX0001X", "Nurse practitioner"),
        ("2086S0122X", "Specialist doctor"),
        ("333600000X", None),
        (None, None),
    ],
)
def test_a_specialty_is_told_in_plain_words_or_not_at_all(code, words):
    assert specialties.in_words(code) == words


def test_every_primary_care_code_has_words_of_its_own():
    assert set(specialties.WORDS) >= specialties.PRIMARY_CARE
    assert all(map(specialties.is_code, specialties.WORDS))


def test_a_cursor_comes_back_as_it_went():
    position = Position(NEARLY, "garcía%_", "ana", UUID(int=7))
    assert from_text(to_text(position)) == position


@pytest.mark.parametrize("text", ["", "x", "W10", "eyJhIjoxfQ", "WzksImEiLCJiIiwiYyJd", "é"])
def test_anything_else_is_no_cursor(text):
    with pytest.raises(NotACursor):
        from_text(text)
