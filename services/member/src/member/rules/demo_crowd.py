"""A crowd of invented members: the same people, in the same order, wherever and whenever it is made.

Everybody follows from her number alone. Every seventh person has something awkward: an accent, a hyphen, a
name of one letter, several lines, coverage that ended or has not begun.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from member.rules.coverage import IHSS, MEDI_CAL, Span
from member.rules.demo_people import DemoPerson, active

FIRST = (
    ("Alma", "female"), ("Bao", "male"), ("Chia", "female"), ("Darnell", "male"), ("Elena", "female"),
    ("Farid", "male"), ("Grace", "female"), ("Hector", "male"), ("Ivy", "female"), ("Jorge", "male"),
    ("Kalia", "female"), ("Luis", "male"), ("Mai", "female"), ("Nhia", "male"), ("Olga", "female"),
    ("Pao", "male"), ("Quynh", "female"), ("Ruben", "male"), ("Sofia", "female"), ("Tomás", "male"),
    ("Ursula", "female"), ("Víctor", "male"), ("Wren", "female"),
)  # fmt: skip
LAST = (
    "Alvarado", "Baptiste", "Cardenas", "Dhillon", "Espinoza", "Fuentes", "Gill", "Her", "Ibarra", "Jimenez",
    "Khang", "Lopez", "Moua", "Navarro", "Ochoa", "Pham", "Quintero", "Reyes", "Singh", "Thao", "Urbina",
    "Valdez", "Whitlock", "Xiong", "Yang", "Zamora", "Núñez", "Peña-Ruiz", "O'Dell",
)  # fmt: skip
COUNTIES = ("Merced", "Monterey", "Santa Cruz", "San Benito", "Mariposa")
LANGUAGES = ("en", "en", "en", "es", "es", "hmn")
AREA_CODE = {"Merced": "209", "Mariposa": "209"}
FIRST_BIRTH, DAYS = date(1936, 1, 1), 32_000
AWKWARD_EVERY = 7


def crowd(count: int) -> Iterator[DemoPerson]:
    """The first `count` of them; PCH-2000-0000 and on."""
    return (_person(number) for number in range(count))


def _person(number: int) -> DemoPerson:
    (first, sex), last = FIRST[number % len(FIRST)], LAST[number * 11 % len(LAST)]
    county = COUNTIES[number * 3 % len(COUNTIES)]
    name, coverage = _awkward(number // AWKWARD_EVERY) if number % AWKWARD_EVERY == 0 else (None, active)
    return DemoPerson(
        f"PCH-2{number // 10_000:03}-{number % 10_000:04}",
        name or first,
        last,
        # 7,919 is prime to DAYS, so that birth dates go through all of them before one comes again.
        FIRST_BIRTH + timedelta(days=number * 7_919 % DAYS),
        sex,
        county,
        f"member{number:05}@example.org",
        f"{AREA_CODE.get(county, '831')}-555-01{number % 100:02}",
        "One of many",
        coverage=coverage,
        language=LANGUAGES[number % len(LANGUAGES)],
    )


def _awkward(kind: int):
    """A first name, or None for the usual one, and what covers her."""
    return (
        ("Zoë", active),
        ("Mary-Jo", active),
        ("Y", active),
        (None, _ended),
        (None, _coming),
        (None, _both_lines),
        (None, _with_a_gap),
    )[kind % 7]


def _ended(today: date) -> tuple[Span, ...]:
    return (Span(MEDI_CAL, date(2021, 1, 1), date(today.year - 1, 12, 31)),)


def _coming(today: date) -> tuple[Span, ...]:
    return (Span(MEDI_CAL, date(today.year + 1, 1, 1), None),)


def _both_lines(today: date) -> tuple[Span, ...]:
    return (Span(MEDI_CAL, date(2023, 1, 1), None), Span(IHSS, date(2024, 6, 1), None))


def _with_a_gap(today: date) -> tuple[Span, ...]:
    return (Span(MEDI_CAL, date(2020, 3, 1), date(2021, 8, 31)), Span(MEDI_CAL, date(2022, 2, 1), None))
