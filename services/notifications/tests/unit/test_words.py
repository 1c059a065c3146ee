"""Names, codes, moments and hours."""

from datetime import UTC, datetime, time

import pytest

from notifications.config import Support
from notifications.rules.words import clock_time, greeting_name, grouped, hours, moment

ZONE = "America/Los_Angeles"


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("12345678", "1234 5678"),
        ("123456", "123 456"),
        ("ABCDEFGHJKLM", "ABCD EFGH JKLM"),
        ("12345", "12345"),
        ("AB-CD", "AB-CD"),
        ("", ""),
    ],
)
def test_a_code_is_shown_in_groups(code, shown):
    assert grouped(code) == shown


@pytest.mark.parametrize("name", ["José", "Nguyễn Thị", "O’Brien-Smith", "Jr.", "Ñusta d'Arc", "李"])
def test_a_name_greets_as_it_is(name):
    assert greeting_name(name) == name


def test_a_name_typed_with_odd_spaces_greets_on_one_line():
    assert greeting_name("  Ana \r\n María\t") == "Ana María"


@pytest.mark.parametrize(
    "name",
    [
        None,
        "",
        "  ",
        "http://evil.example",
        "evil.example",
        "<b>Ana</b>",
        "Ana99",
        "a@b.c",
        "x" * 61,
        "call 555",
    ],
)
def test_what_does_not_look_like_a_name_is_not_greeted(name):
    assert greeting_name(name) is None


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        (time(8, 0), "8 a.m."),
        (time(17, 30), "5:30 p.m."),
        (time(0, 5), "12:05 a.m."),
        (time(12, 0), "12 p.m."),
    ],
)
def test_times_are_written_as_the_plan_writes_them(at, shown):
    assert plain(clock_time(at, "en")) == shown


def test_a_moment_is_told_in_the_plans_time_zone():
    at = datetime(2026, 11, 23, 0, 42, tzinfo=UTC)
    assert plain(moment(at, ZONE, "en")) == "4:42 p.m. Pacific Time on November 22, 2026"


def test_a_moment_follows_summer_time():
    assert plain(moment(datetime(2026, 7, 1, 0, 42, tzinfo=UTC), ZONE, "en")).startswith("5:42 p.m.")


@pytest.mark.parametrize(
    ("hour", "shown"),
    [
        (21, "el 22 de noviembre de 2026 a la 1:42 p. m. (hora del Pacífico)"),
        (23, "el 22 de noviembre de 2026 a las 3:42 p. m. (hora del Pacífico)"),
    ],
)
def test_a_spanish_moment_has_the_article_of_its_hour(hour, shown):
    assert plain(moment(datetime(2026, 11, 22, hour, 42, tzinfo=UTC), ZONE, "es")) == shown


def test_a_language_without_formats_has_the_english_ones():
    at = datetime(2026, 11, 22, 23, 42, tzinfo=UTC)
    assert moment(at, ZONE, "hmn") == moment(at, ZONE, "en")


def test_the_hours_are_the_plans():
    assert plain(hours(Support(), "en")) == "Monday through Friday, 8 a.m. to 5:30 p.m."


def test_the_hours_are_told_in_spanish():
    assert plain(hours(Support(), "es")) == "de lunes a viernes, de 8 a. m. a 5:30 p. m."


def test_a_line_open_on_one_day_names_that_day_alone():
    assert plain(hours(Support(days=(2, 2)), "en")).startswith("Tuesday, ")
