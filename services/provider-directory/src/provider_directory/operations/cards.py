"""How a doctor is shown to one patient."""

from collections.abc import Callable, Collection, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from provider_directory.repository import describing
from provider_directory.rules import specialties
from provider_directory.rules.availability import Patient, Terms, why_not
from provider_directory.rules.doctors import PRACTICE
from servicekit.work import Viewer

Fits = Callable[[Row], bool]
"""Whether a practice is one that may be shown."""

CARD = ("provider_id", "first_name", "last_name", "credential", "specialty", "practice")
PLAIN = ("provider_id", "first_name", "last_name", "credential", "gender", "languages", "accepting")


def shown(
    session: Session,
    viewer: Viewer,
    provider_ids: Collection[UUID],
    line: str,
    patient_of: Callable[[UUID], Patient],
    fits: Fits = lambda listing: True,
) -> dict[UUID, dict[str, Any]]:
    """`ProviderFound` by id, for those of the doctors that the line has.

    Of several practices it is the first that fits and takes the patient, else the first that fits.
    """
    rows = describing.find_listings(session, viewer, provider_ids, line) if provider_ids else []
    found = {}
    for provider_id, practices in groupby(rows, key=lambda row: row.provider_id):
        fitting = [row for row in practices if fits(row)]
        if fitting:
            found[provider_id] = _best(fitting, patient_of(provider_id))
    return found


def by_npi(row: Row) -> dict[str, Any]:
    """The fields of `Practitioner`, from a row of `describing.find_by_npi`."""
    named = ("npi", "provider_id", "first_name", "last_name", "credential")
    return {name: getattr(row, name) for name in named} | {
        "specialty": specialties.in_words(row.specialty_code),
        "practice": {name: getattr(row, name) for name in PRACTICE} if row.address_id else None,
    }


def _best(rows: Sequence[Row], patient: Patient) -> dict[str, Any]:
    reasons = [why_not(_terms(row), patient) for row in rows]
    place = reasons.index(None) if None in reasons else 0
    row, reason = rows[place], reasons[place]
    return {name: getattr(row, name) for name in PLAIN} | {
        "specialty": specialties.in_words(row.specialty_code),
        "practice": {name: getattr(row, name) for name in PRACTICE},
        "available": reason is None,
        "reason": reason,
    }


def _terms(row: Row) -> Terms:
    return Terms(row.accepting, row.age_from, row.age_to, row.sex, bool(row.full))
