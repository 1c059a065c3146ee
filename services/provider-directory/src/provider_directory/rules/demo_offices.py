"""Invented offices for the invented doctors: Provider IDs to associate with, and the agreement they confirm.

Tax IDs that begin with 00 are not given out. What is printed is what a Welcome Letter would say.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from provider_directory.rules import demo_doctors
from provider_directory.rules.doctors import Belonging, GroupOf, Place, practitioner_id, record_id
from provider_directory.rules.npi import with_check_digit
from provider_directory.rules.offices import Office, Owner, RepresentativeOf

SINCE = date(2021, 7, 1)
LEFT, JOINS = date(2025, 12, 31), date(2031, 1, 1)

ROSALIND = RepresentativeOf("Rosalind Example", "+18315550171", "rosalind.example@example.org")
BARNABY = RepresentativeOf("Barnaby Sample", "+12095550172", "barnaby.sample@example.org")

AGREEMENT_VERSION = "2026-01"
AGREEMENT = """
This is the invented Provider Agreement of the Portico Community Health Plan. It is here so that there is
something to read and to confirm.

You use the portal for the patients of your office, and only as far as your work needs it. Each person has
an account of their own; nobody shares a password.

You keep what you see confidential, as the law on health records asks. You tell the plan at once when you
believe that somebody else used an account of your office.

Your administrator gives and takes permissions. Who leaves the office loses access on the same day.

The plan records who looked at what, and may end access that is misused.
""".strip()


@dataclass(frozen=True, slots=True)
class Demo:
    """An office with whom it belongs to and what it is good for."""

    office: Office
    owner: Owner
    note: str
    names: tuple[str, str] = ("", "")


FAMILY = GroupOf("office-family", "Portico Demo Family Practice, Inc.", npi=with_check_digit("299901001"),
                 tax_id="000000201")  # fmt: skip
SIOBHAN = GroupOf("office-siobhan", "O’Shaughnessy & Daughters Medical", npi=with_check_digit("299901002"),
                  tax_id="000000213")  # fmt: skip
GROUPS = (FAMILY, SIOBHAN)
MEMBERS = (20, 21, 22, 23)
"""Doctors of the family practice; the next one left, the one after will join."""


def belongings() -> list[Belonging]:
    """Who belongs to the offices' groups."""
    here = [_belongs(number, FAMILY) for number in MEMBERS]
    left, joins = (_belongs(number, FAMILY) for number in (24, 25))
    return [
        *here,
        replace(left, ends_on=LEFT),
        replace(joins, starts_on=JOINS),
        _belongs(3, SIOBHAN),
    ]


def places() -> list[Place]:
    """Three ZIP codes of the family practice; two of each practitioner who is alone."""
    family = _place("family", "Portico Demo Family Practice", "Merced", "95340", "209")
    return [
        replace(family, group_ref=FAMILY.source_ref, use="remittance", line1="PO Box 201", phone=None),
        replace(_place("family-atwater", "Family Practice Atwater", "Atwater", "95301", "209"),
                group_ref=FAMILY.source_ref),
        replace(_place("family-los-banos", "Family Practice Los Banos", "Los Banos", "93635", "209"),
                group_ref=FAMILY.source_ref),
        replace(_place("siobhan", "O’Shaughnessy & Daughters", "Hollister", "95023", "831"),
                group_ref=SIOBHAN.source_ref),
        *_alone("robles", 0, "Santa Cruz", "95060", "Watsonville", "95076"),
        *_alone("munoz", 1, "Salinas", "93901", "Seaside", "93955"),
        *_alone("oshaughnessy", 3, "Hollister", "95023", "San Juan Bautista", "95045"),
    ]  # fmt: skip


def offices() -> list[Demo]:
    """All of them."""
    first = demo_doctors.groups()[0]
    return [
        Demo(
            Office("PCH100001", "group", FAMILY.tax_id, FAMILY.name, SINCE, representative=ROSALIND),
            _group(FAMILY),
            "A group: several practitioners under one Tax ID, any of three ZIP codes",
        ),
        Demo(
            Office("PCH100002", "group", first.tax_id, first.name, SINCE, representative=BARNABY),
            _group(first),
            "A large group that shares its Tax ID with another one",
        ),
        _practitioner("PCH200001", 0, "000000211", "A practitioner alone", ROSALIND),
        _practitioner("PCH200002", 1, "000000212", "A practitioner alone; accents may be left out", BARNABY),
        _practitioner(
            "PCH200003", 3, SIOBHAN.tax_id, "Registered as a practitioner; as a group, too", ROSALIND
        ),
        Demo(
            Office("PCH100003", "group", SIOBHAN.tax_id, SIOBHAN.name, SINCE, representative=ROSALIND),
            _group(SIOBHAN),
            "The group of one who is registered as a practitioner, too",
        ),
    ]


def as_json(demo: Demo) -> dict[str, Any]:
    """One line of `demo-offices`: what step 1 asks for, as the Welcome Letter says it."""
    office = demo.office
    return {
        "provider_id": office.number,
        "type": office.kind,
        "first_name": demo.names[0],
        "last_name": demo.names[1],
        "group_name": office.name if office.kind == "group" else "",
        "tax_id": f"{office.tax_id[:2]}-{office.tax_id[2:]}",
        "zip_codes": _zip_codes(demo.owner),
        "representative": office.representative.name if office.representative else "",
        "note": demo.note,
    }


def _zip_codes(owner: Owner) -> list[str]:
    every = [*places(), *demo_doctors.places()]
    return sorted({place.zip_code for place in every if _owner_of(place) == owner})


def _owner_of(place: Place) -> Owner:
    if place.group_ref:
        return Owner(group_id=record_id("demo", place.group_ref))
    return Owner(practitioner_id=practitioner_id(place.npi or ""))


def _group(group: GroupOf) -> Owner:
    return Owner(group_id=record_id("demo", group.source_ref))


def _practitioner(number: str, doctor: int, tax_id: str, note: str, by: RepresentativeOf) -> Demo:
    who = demo_doctors.doctors()[doctor]
    name = f"{who.first_name} {who.last_name} {who.credential}"
    office = Office(number, "practitioner", tax_id, name, SINCE, npi=who.npi, representative=by)
    return Demo(office, Owner(practitioner_id=who.id), note, (who.first_name, who.last_name))


def _belongs(doctor: int, group: GroupOf) -> Belonging:
    return Belonging(demo_doctors.doctors()[doctor].npi, group.source_ref, SINCE)


def _alone(ref: str, doctor: int, city: str, zip_code: str, other_city: str, other_zip: str) -> list[Place]:
    who = demo_doctors.doctors()[doctor]
    practice = _place(ref, f"Office of {who.first_name} {who.last_name}", city, zip_code, "831")
    practice = replace(practice, npi=who.npi)
    box = _place(f"{ref}-remittance", practice.name, other_city, other_zip, "831")
    return [practice, replace(box, npi=who.npi, use="remittance", line1=f"PO Box {300 + doctor}", phone=None)]


def _place(ref: str, name: str, city: str, zip_code: str, area: str) -> Place:
    return Place(
        source_ref=f"office-{ref}",
        name=name,
        line1="1 Invented Way",
        city=city,
        state="CA",
        zip_code=zip_code,
        phone=f"+1{area}5550170",
    )
