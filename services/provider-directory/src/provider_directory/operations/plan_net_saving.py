"""What our tables take from each kind of FHIR resource.

Each saver saves what is right and returns the reasons against the rest, by id.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from provider_directory.operations.keeping import LOADER, numbered, tell_changed
from provider_directory.operations.office_scope import tell_groups_changed
from provider_directory.repository import listing, receiving, saving
from provider_directory.rules import plan_net, specialties
from provider_directory.rules.doctors import Belonging, Doctor, Offer, Place, practitioner_id
from provider_directory.rules.plan_net import Role
from servicekit.store import Tx

SOURCE = "plan_net"
Json = Mapping[str, Any]
Wrong = dict[str, list[str]]
Saver = Callable[[Tx, Session, Sequence[Json], Mapping[str, str]], Wrong]
Read = TypeVar("Read")


def _organizations(tx: Tx, guard: Session, resources: Sequence[Json], lines: Mapping[str, str]) -> Wrong:
    read, wrong = _read(resources, plan_net.read_organization)
    numbers = {key: group.npi for key, group in read.items() if group.npi}
    taken = receiving.taken_npis(tx.session, LOADER, SOURCE, numbers)
    wrong |= _twice(guard, numbers) | {key: ["duplicate_npi"] for key in numbers if numbers[key] in taken}
    groups = [group for key, group in read.items() if key not in wrong]
    saving.save_groups(tx.session, LOADER, SOURCE, groups)
    return wrong


def _locations(tx: Tx, guard: Session, resources: Sequence[Json], lines: Mapping[str, str]) -> Wrong:
    read, wrong = _read(resources, plan_net.read_location)
    wanted = {place.group_ref for place in read.values() if place.group_ref}
    there = receiving.known_groups(tx.session, LOADER, SOURCE, wanted)
    wrong |= {key: ["unknown_organization"] for key, place in read.items() if place.group_ref not in there}
    places = [place for key, place in read.items() if key not in wrong]
    moved = saving.save_addresses(tx.session, LOADER, SOURCE, places)
    listing.copy_again(tx.session, LOADER, (), moved.keys())
    tell_changed(tx, listing.listed_at(tx.session, LOADER, moved.keys()))
    return wrong


def _practitioners(tx: Tx, guard: Session, resources: Sequence[Json], lines: Mapping[str, str]) -> Wrong:
    read, wrong = _read(resources, plan_net.read_practitioner)
    wrong |= _twice(guard, {key: doctor.npi for key, (doctor, _) in read.items()})
    good = [found for key, found in read.items() if key not in wrong]
    doctors: list[Doctor] = [doctor for doctor, _ in good]
    places: list[Place] = [place for _, own in good for place in own]
    saved = saving.save_practitioners(tx.session, LOADER, SOURCE, doctors)
    moved = saving.save_addresses(tx.session, LOADER, SOURCE, places)
    pairs = [(doctor.id, code) for doctor in doctors for code in doctor.specialties]
    saving.add_specialties(tx.session, LOADER, pairs, main=False)
    listing.copy_again(tx.session, LOADER, saved.keys(), moved.keys())
    changed = {key for key, added in saved.items() if not added}
    tell_changed(tx, changed | listing.listed_at(tx.session, LOADER, moved.keys()))
    return wrong


def _roles(tx: Tx, guard: Session, resources: Sequence[Json], lines: Mapping[str, str]) -> Wrong:
    read, wrong = _read(resources, plan_net.read_role)
    session = tx.session
    npis = receiving.npis_of(session, LOADER, {role.practitioner_ref for role in read.values()})
    groups = {role.group_ref for role in read.values() if role.group_ref}
    groups = receiving.known_groups(session, LOADER, SOURCE, groups)
    places = {ref for role in read.values() for ref in role.location_refs}
    places = receiving.known_places(session, LOADER, SOURCE, places)
    for key, role in read.items():
        if reasons := list(_missing(role, npis, groups, places)):
            wrong[key] = reasons
    good = [role for key, role in read.items() if key not in wrong]
    _save_roles(tx, good, npis, lines)
    return wrong


def _missing(role: Role, npis: Mapping[str, str], groups: set[str], places: set[str]) -> Iterator[str]:
    if role.practitioner_ref not in npis:
        yield "unknown_practitioner"
    if role.group_ref is not None and role.group_ref not in groups:
        yield "unknown_organization"
    if not places.issuperset(role.location_refs):
        yield "unknown_location"


def _save_roles(tx: Tx, roles: Sequence[Role], npis: Mapping[str, str], lines: Mapping[str, str]) -> None:
    belongings = [
        Belonging(npis[role.practitioner_ref], role.group_ref, role.starts_on)
        for role in roles
        if role.group_ref
    ]
    tell_groups_changed(tx, LOADER, saving.belong(tx.session, LOADER, SOURCE, belongings))
    pairs = [
        (practitioner_id(npis[role.practitioner_ref]), code) for role in roles for code in role.specialties
    ]
    before = listing.listed(tx.session, LOADER, {key for key, _ in pairs})
    changed = saving.add_specialties(tx.session, LOADER, pairs, main=True)
    offers = [offer for role in roles for offer in _offers(role, npis[role.practitioner_ref], lines)]
    changed |= listing.save_listings(tx.session, LOADER, SOURCE, numbered(tx.session, SOURCE, offers))
    tell_changed(tx, changed & before)


def _offers(role: Role, npi: str, lines: Mapping[str, str]) -> Iterator[Offer]:
    """A Plan-Net role doesn't say who is a primary care provider: her specialty does."""
    eligible = not specialties.PRIMARY_CARE.isdisjoint(role.specialties)
    for line in dict.fromkeys(lines[network] for network in role.networks if network in lines):
        for ref in role.location_refs:
            yield Offer(npi, line, ref, pcp_eligible=eligible, accepting=role.accepting)


def _kept_as_received(tx: Tx, guard: Session, resources: Sequence[Json], lines: Mapping[str, str]) -> Wrong:
    """We have no table of our own for it."""
    return {}


def _read(
    resources: Sequence[Json], read: Callable[[Json], tuple[Read, list[str]]]
) -> tuple[dict[str, Read], Wrong]:
    """What was read by id, and the reasons against the others."""
    good: dict[str, Read] = {}
    wrong: Wrong = {}
    for resource in resources:
        try:
            found, reasons = read(resource)
        except (AttributeError, TypeError, KeyError, IndexError):
            found, reasons = None, ["malformed"]
        if reasons or found is None:
            wrong[resource["id"]] = reasons
        else:
            good[resource["id"]] = found
    return good, wrong


def _twice(guard: Session, numbers: Mapping[str, str]) -> Wrong:
    """Ids whose NPI stood on an earlier line of this load."""
    fresh = receiving.mark_seen(guard, LOADER, {f"npi/{number}" for number in numbers.values()})
    wrong: Wrong = {}
    for key, number in numbers.items():
        if f"npi/{number}" in fresh:
            fresh.discard(f"npi/{number}")
        else:
            wrong[key] = ["duplicate_npi"]
    return wrong


SAVERS: dict[str, Saver] = {
    "Organization": _organizations,
    "Location": _locations,
    "Practitioner": _practitioners,
    "PractitionerRole": _roles,
    "HealthcareService": _kept_as_received,
    "OrganizationAffiliation": _kept_as_received,
    "Endpoint": _kept_as_received,
    "InsurancePlan": _kept_as_received,
}
