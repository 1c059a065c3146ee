"""Invented members for trying the portal: awkward names and awkward coverage, and nobody real."""

from datetime import date

from member.rules.coverage import IHSS, MEDI_CAL, Span
from member.rules.demo_people import SINCE, DemoPerson


def _ended(today: date) -> tuple[Span, ...]:
    return (Span(MEDI_CAL, date(2021, 5, 1), date(today.year - 1, 6, 30)),)


def _future(today: date) -> tuple[Span, ...]:
    following = date(today.year + today.month // 12, today.month % 12 + 1, 1)
    return (Span(MEDI_CAL, following, None),)


def _several(today: date) -> tuple[Span, ...]:
    return (
        Span(MEDI_CAL, date(2022, 1, 1), date(2022, 12, 31)),
        Span(MEDI_CAL, date(2023, 7, 1), None),
        Span(IHSS, date(2024, 3, 1), None),
    )


PEOPLE = (
    DemoPerson(
        "PCH-1000-0101",
        "Ana Lucía",
        "Ramírez",
        date(1986, 4, 17),
        "female",
        "Monterey",
        "ana.ramirez@example.org",
        "831-555-0101",
        "Has an account: log in",
        language="es",
        username="ana.ramirez",
        password="grovanik-tulmet-58",
    ),
    DemoPerson(
        "PCH-1000-0102",
        "Tou",
        "Xiong",
        date(1979, 11, 2),
        "male",
        "Merced",
        "tou.xiong@example.org",
        "209-555-0102",
        "Has an account, and both lines of coverage: log in",
        coverage=_several,
        language="hmn",
        username="tou.xiong",
        password="sabrodel-minkuft-73",
    ),
    DemoPerson(
        "PCH-1000-0103",
        "María José",
        "García-López",
        date(1990, 2, 28),
        "female",
        "Santa Cruz",
        "maria.garcia@example.org",
        "831-555-0103",
        "Sign up: accents and hyphen may be left out",
        language="es",
    ),
    DemoPerson(
        "PCH-1000-0104",
        "Maria Jose",
        "Garcia Lopez",
        date(1990, 2, 28),
        "female",
        "Monterey",
        "mj.garcia@example.org",
        "831-555-0104",
        "Same name and birth date as PCH-1000-0103: only the Member ID differs",
    ),
    DemoPerson(
        "PCH-1000-0105",
        "Siobhán",
        "O'Brien",
        date(1965, 8, 30),
        "female",
        "San Benito",
        "siobhan.obrien@example.org",
        "831-555-0105",
        "Sign up: the apostrophe may be left out or curly",
    ),
    DemoPerson(
        "PCH-1000-0106",
        "James",
        "Whitfield Jr",
        date(1952, 1, 31),
        "male",
        "Mariposa",
        "james.whitfield@example.org",
        "209-555-0106",
        "Sign up: Jr may be left out",
        middle_name="T",
    ),
    DemoPerson(
        "PCH-1000-0107",
        "X",
        "Vang",
        date(2001, 6, 5),
        "female",
        "Merced",
        "x.vang@example.org",
        "209-555-0107",
        "Sign up: a first name of one letter",
        language="hmn",
    ),
    DemoPerson(
        "PCH-1000-0108",
        "Hana",
        "O",
        date(1988, 12, 24),
        "female",
        "Santa Cruz",
        "hana.o@example.org",
        "831-555-0108",
        "Sign up: a last name of one letter",
    ),
    DemoPerson(
        "PCH-1000-0109",
        "Rosa",
        "Delgado",
        date(1974, 3, 9),
        "female",
        "Monterey",
        "rosa.delgado@example.org",
        "831-555-0109",
        "Sign up: coverage ended, history can be read",
        coverage=_ended,
    ),
    DemoPerson(
        "PCH-1000-0110",
        "Kevin",
        "Tran",
        date(1995, 9, 12),
        "male",
        "San Benito",
        "kevin.tran@example.org",
        "831-555-0110",
        "Sign up: coverage begins next month",
        coverage=_future,
    ),
    DemoPerson(
        "PCH-1000-0111",
        "Diego",
        "Flores",
        date(2012, 2, 29),
        "male",
        "Merced",
        "diego.flores@example.org",
        "209-555-0111",
        "Sign up: born on 29 February 2012, a minor of 12 or older",
    ),
    DemoPerson(
        "PCH-1000-0112",
        "Zoë",
        "Kowalski",
        date(2024, 5, 5),
        "female",
        "Mariposa",
        "kowalski.family@example.org",
        "209-555-0112",
        "A small child: no account of her own",
    ),
    DemoPerson(
        "PCH-1000-0113",
        "Harold",
        "Jensen",
        date(1938, 10, 1),
        "male",
        "Santa Cruz",
        "jensen.family@example.org",
        "831-555-0113",
        "Died: nobody can sign up as him",
        date_of_death=date(2025, 2, 11),
        coverage=lambda today: (Span(MEDI_CAL, SINCE, date(2025, 2, 11)),),
    ),
)
