"""Saving doctors with all that belongs to them; shared by everything that loads the directory."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from contracts.member.events import LINES
from contracts.provider_directory.events import provider_changed
from provider_directory.operations.cards import CARD, shown
from provider_directory.operations.office_scope import tell_groups_changed
from provider_directory.repository import listing, receiving, saving
from provider_directory.rules.availability import Patient
from provider_directory.rules.doctors import (
    Belonging,
    Doctor,
    GroupOf,
    Offer,
    Place,
    practitioner_id,
    record_id,
)
from provider_directory.rules.tax_ids import TaxIds
from servicekit.store import Tx
from servicekit.work import Viewer

LOADER = Viewer(caller="provider_directory")


def keep(
    tx: Tx,
    source: str,
    keys: TaxIds,
    doctors: Sequence[Doctor],
    groups: Sequence[GroupOf] = (),
    places: Sequence[Place] = (),
    offers: Sequence[Offer] = (),
    belongings: Sequence[Belonging] = (),
) -> dict[UUID, str]:
    """Save them; the outcome (added, changed, unchanged) by doctor. Tells of doctors who changed."""
    session = tx.session
    saving.save_groups(session, LOADER, source, groups, keys)
    saved = saving.save_practitioners(session, LOADER, source, doctors)
    moved = saving.save_addresses(session, LOADER, source, places)
    qualified = saving.set_specialties(session, LOADER, {who.id: who.specialties for who in doctors})
    tell_groups_changed(tx, LOADER, saving.belong(session, LOADER, source, belongings))
    listed = listing.save_listings(session, LOADER, source, offers)
    listed |= listing.copy_again(session, LOADER, saved.keys(), moved.keys())
    added = {key for key, is_new in saved.items() if is_new}
    listed |= listing.listed_at(session, LOADER, moved.keys())
    touched = (saved.keys() | qualified | listed) - added
    tell_changed(tx, touched)
    return {who.id: _outcome(who.id, added, touched) for who in doctors}


def numbered(session: Session, source: str, offers: Sequence[Offer]) -> list[Offer]:
    """Each practice of a doctor in a line under the number it has, new ones under the next."""
    known = receiving.practice_numbers(session, LOADER, {practitioner_id(offer.npi) for offer in offers})
    found = {}
    for offer in offers:
        numbers = known.setdefault((practitioner_id(offer.npi), offer.line), {})
        address = record_id(source, offer.address_ref)
        number = numbers.setdefault(address, max(numbers.values(), default=-1) + 1)
        found[offer.npi, offer.line, number] = replace(offer, practice_no=number)
    return list(found.values())


def tell_changed(tx: Tx, provider_ids: Collection[UUID]) -> None:
    """Tell how these doctors look now, in whichever line lists them. A new one is nobody's doctor yet."""
    told: set[UUID] = set()
    for line in LINES:
        rest = sorted(set(provider_ids) - told)
        found = shown(tx.session, LOADER, rest, line, lambda _: Patient(None, None, True)) if rest else {}
        for provider_id, card in found.items():
            tx.tell(provider_changed, about=provider_id, **{name: card[name] for name in CARD})
        told |= found.keys()


def _outcome(provider_id: UUID, added: set[UUID], touched: Collection[UUID]) -> str:
    if provider_id in added:
        return "added"
    return "changed" if provider_id in touched else "unchanged"
