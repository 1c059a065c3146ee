"""Dates as people type them (R065)."""

import pytest

from gateway.web.days import iso_date, month_number, split_date


@pytest.mark.parametrize(("month", "day", "year"), [
    ("9", "15", "1980"), ("09", "15", "1980"), ("Sept", "15", "1980"), ("sep.", "15", "1980"),
    (" September ", " 15 ", " 1980 "), ("septiembre", "15", "1980"),
    ("09/15/1980", "", ""), ("", "", "1980-09-15"), ("Sept 15, 1980", "", ""), ("09151980", "", ""),
])  # fmt: skip
def test_many_ways_to_type_one_day(month, day, year):
    assert iso_date(month, day, year) == "1980-09-15"


@pytest.mark.parametrize(("month", "day", "year"), [
    ("13", "1", "1980"), ("2", "30", "1980"), ("9", "15", "80"), ("9", "", "1980"), ("9", "15", "0000"),
    ("se", "15", "1980"), ("9", "1.5", "1980"), ("x", "y", "z"),
])  # fmt: skip
def test_what_names_no_day_is_refused(month, day, year):
    assert iso_date(month, day, year) is None


def test_three_empty_boxes_are_no_answer_rather_than_a_wrong_one():
    assert iso_date(" ", "", "") == ""


def test_a_leap_day_is_a_day_in_leap_years_only():
    assert iso_date("2", "29", "2000") == "2000-02-29"
    assert iso_date("2", "29", "1900") is None


@pytest.mark.parametrize("text", ["ma", "j", "0", ""])
def test_a_month_is_never_guessed(text):
    assert month_number(text) is None


def test_march_and_may_are_told_apart():
    assert (month_number("mar"), month_number("may"), month_number("mayo")) == (3, 5, 5)


def test_a_day_before_the_month_is_not_turned_round():
    assert split_date("15/09/1980") == ("15", "09", "1980")
    assert iso_date("15/09/1980", "", "") is None
