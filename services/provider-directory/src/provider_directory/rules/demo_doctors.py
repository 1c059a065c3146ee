"""The invented directory: 300 doctors of twenty groups in five counties, the same wherever it is loaded.

The first have a purpose each (`AWKWARD`); the others fill the pages.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from provider_directory.rules import demo_names as names
from provider_directory.rules.doctors import NAMESPACE, PRACTICE, Belonging, Doctor, GroupOf, Offer, Place
from provider_directory.rules.npi import with_check_digit
from provider_directory.rules.specialties import PRIMARY_CARE, in_words

HOW_MANY, GROUPS = 300, 20
SINCE = date(2020, 1, 1)
SOMEBODY = uuid.uuid5(NAMESPACE, "demo: the one patient of a full panel")
"""Has the only place with a doctor whose panel holds one."""


@dataclass(frozen=True, slots=True)
class Awkward:
    """A doctor with a purpose: `note` says what to try with her; `terms` are fields of her offers."""

    note: str
    first_name: str
    last_name: str
    gender: str = "female"
    lines: tuple[str, ...] = ("medi_cal",)
    terms: dict[str, Any] = field(default_factory=dict)
    taken: bool = False


AWKWARD = (
    Awkward("Takes everybody, both lines", "Ana María", "Robles", lines=("medi_cal", "ihss")),
    Awkward("Accents may be left out", "Íñigo", "Muñoz-Ángeles", "male"),
    Awkward("A hyphen and a space", "Mary-Jo", "De la Cruz-Vang"),
    Awkward("An apostrophe", "Siobhán", "O’Shaughnessy"),
    Awkward("Names of one letter", "O", "E"),
    Awkward("Closed panel", "Teodora", "Cerrado", terms={"accepting": "closed"}),
    Awkward("Existing patients only", "Esteban", "Existente", "male", terms={"accepting": "existing"}),
    Awkward("Children up to 17", "Paloma", "Pequeño", terms={"age_to": 17}),
    Awkward("Babies and toddlers only", "Bao Yer", "Vue", terms={"age_to": 2}),
    Awkward("65 and older", "Gerardo", "Mayor", "male", terms={"age_from": 65}),
    Awkward("Women only", "Wendolyn", "Dama", terms={"sex": "female"}),
    Awkward("The panel of one is full", "Fulgencio", "Lleno", "male", terms={"panel_size": 1}, taken=True),
    Awkward("One place is left in the panel", "Ultima", "Plaza", terms={"panel_size": 1}),
    Awkward("IHSS only", "Ihlen", "Solo", lines=("ihss",)),
    Awkward("No primary care: not in the list", "Cardenia", "Corazón", terms={"pcp_eligible": False}),
    Awkward("Another gender", "Robin", "Quill", "other"),
)


def doctors() -> list[Doctor]:
    """All of them, the awkward ones first."""
    return [_doctor(number) for number in range(HOW_MANY)]


def groups() -> list[GroupOf]:
    """Twenty medical groups; two neighbours share a Tax ID."""
    return [
        GroupOf(
            source_ref=f"group-{number:02}",
            name=f"Portico Demo Medical Group {number + 1}",
            npi=with_check_digit(f"299900{number:03}"),
            tax_id=f"0000001{number // 2:02}",
        )
        for number in range(GROUPS)
    ]


def places() -> list[Place]:
    """Two practices, a mailing and a remittance address of every group."""
    return [place for number in range(GROUPS) for place in _places(number)]


def offers() -> list[Offer]:
    """Who can be chosen where, in which line, on which terms."""
    return [offer for number in range(HOW_MANY) for offer in _offers(number)]


def belongings() -> list[Belonging]:
    """Everybody belongs to one group."""
    return [Belonging(_npi(number), f"group-{number % GROUPS:02}", SINCE) for number in range(HOW_MANY)]


def taken() -> list[tuple[UUID, str]]:
    """(doctor, line) of the panels in which SOMEBODY has her place."""
    return [(_doctor(number).id, awkward.lines[0]) for number, awkward in enumerate(AWKWARD) if awkward.taken]


def as_json(number: int) -> dict[str, Any]:
    """One line of `demo-providers`: the card, the lines, and whether anybody can have her (`free`)."""
    doctor, offers = _doctor(number), list(_offers(number))
    main = offers[0]
    place = next(place for place in _places(number % GROUPS) if place.source_ref == main.address_ref)
    limits = (main.age_from, main.age_to, main.sex)
    roomy = main.panel_size is None or main.panel_size > HOW_MANY
    return {
        "provider_id": str(doctor.id),
        "first_name": doctor.first_name,
        "last_name": doctor.last_name,
        "credential": doctor.credential,
        "specialty": in_words(doctor.specialties[0]),
        "practice": {name: getattr(place, name) for name in PRACTICE},
        "npi": doctor.npi,
        "lines": list(dict.fromkeys(offer.line for offer in offers)),
        "county": place.county,
        "free": main.pcp_eligible and main.accepting == "open" and roomy and limits == (None, None, None),
        "note": AWKWARD[number].note if number < len(AWKWARD) else "",
    }


def _npi(number: int) -> str:
    return with_check_digit(f"200000{number:03}")


def _doctor(number: int) -> Doctor:
    female = number % 2 == 0
    firsts = names.FEMALE if female else names.MALE
    code, credential = _specialty(number)
    ordinary = Doctor(
        npi=_npi(number),
        first_name=firsts[number // 2 % len(firsts)],
        last_name=names.LAST[number * 7 % len(names.LAST)],
        credential=credential,
        gender="female" if female else "male",
        languages=names.LANGUAGES[number % len(names.LANGUAGES)],
        specialties=(code,),
        source_ref=f"doctor-{number:03}",
    )
    if number >= len(AWKWARD):
        return ordinary
    awkward = AWKWARD[number]
    return replace(
        ordinary, first_name=awkward.first_name, last_name=awkward.last_name, gender=awkward.gender
    )


def _specialty(number: int) -> tuple[str, str]:
    if number < len(AWKWARD):
        return names.PEDIATRICS if "age_to" in AWKWARD[number].terms else names.SPECIALTIES[0]
    return names.SPECIALTIES[number % len(names.SPECIALTIES)]


def _places(number: int) -> Iterator[Place]:
    for nth in range(2):
        city, zip_code, county, area = names.TOWNS[(number + 5 * nth) % len(names.TOWNS)]
        street = names.STREETS[(number + nth) % len(names.STREETS)]
        here = Place(
            source_ref=f"group-{number:02}-practice-{nth}",
            name=f"Portico Demo Clinic {city} {number + 1}",
            line1=f"{100 + number} {street}",
            line2=f"Suite {number}" if number % 3 == 1 else None,
            city=city,
            state="CA",
            zip_code=zip_code,
            county=county,
            phone=f"+1{area}5550{100 + (2 * number + nth) % 100}",
            group_ref=f"group-{number:02}",
        )
        yield here
        if nth == 0:
            box = f"PO Box {number + 1}"
            for use in ("mailing", "remittance"):
                yield replace(
                    here, source_ref=f"group-{number:02}-{use}", use=use, line1=box, line2=None, phone=None
                )


def _offers(number: int) -> Iterator[Offer]:
    ordinary = Offer(
        npi=_npi(number),
        line="medi_cal",
        address_ref=f"group-{number % GROUPS:02}-practice-0",
        pcp_eligible=_specialty(number)[0] in PRIMARY_CARE,
        accepting=("open", "open", "open", "open", "existing", "closed")[number // 10 % 6],
        panel_size=(None, 2000, 1500)[number % 3],
        age_to=17 if _specialty(number) == names.PEDIATRICS else None,
    )
    lines, terms = ("medi_cal",) + (("ihss",) if number % 4 == 0 else ()), {}
    if number < len(AWKWARD):
        lines, terms = (
            AWKWARD[number].lines,
            {"accepting": "open", "panel_size": None} | AWKWARD[number].terms,
        )
    for line in lines:
        yield replace(ordinary, line=line, **terms)
        if number >= len(AWKWARD) and number % 5 == 0:
            second = f"group-{number % GROUPS:02}-practice-1"
            yield replace(ordinary, line=line, address_ref=second, practice_no=1)
