"""Receiving claims that were read, a batch in one transaction."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from claims.models import ClaimSettled
from claims.models.claims import settled_by
from claims.repository import receiving
from claims.rules.claims import Claim, Line, account_digest, fingerprint
from claims.rules.x12.values import ORIGINAL, VOID
from servicekit import clock
from servicekit.seal import Sealer
from servicekit.work import Viewer

ACCOUNT_PURPOSE = "claims.patient_account"
LOADER = Viewer(caller="claims")
LONGEST_NUMBER = 18
ADDED, UNCHANGED, REJECTED = "added", "unchanged", "rejected"


@dataclass(frozen=True, slots=True)
class Arrived:
    """A claim that was read, who sent it, and whose it is (None: no member's)."""

    sender: str
    claim: Claim
    member_key: UUID | None


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one: added, unchanged (received before) or rejected for `reason`. `control_number` is
    the plan's number for it."""

    outcome: str
    control_number: int | None = None
    reason: str = ""


def receive(
    session: Session, sealer: Sealer, index_key: bytes, received_on: date, arrived: Sequence[Arrived]
) -> list[Received]:
    """Write those that are new, in their order; what became of each."""
    prints = [fingerprint(index_key, one.sender, one.claim) for one in arrived]
    known = receiving.known(session, LOADER, prints)
    originals = receiving.hold_originals(session, LOADER, _original_numbers(arrived))
    fresh, refused = _divide(arrived, prints, known, originals)
    ids = {mark: uuid.uuid4() for mark in fresh}
    for one in fresh.values():
        _settle_original(session, one, originals)
    rows = [
        _row(one, mark, ids[mark], originals, sealer, index_key) | {"received_on": received_on}
        for mark, one in fresh.items()
    ]
    lines = [_line(ids[mark], line) for mark, one in fresh.items() for line in one.claim.lines]
    numbers = receiving.add(session, LOADER, rows, lines)
    return _told(prints, known, refused, numbers)


def _divide(
    arrived: Sequence[Arrived],
    prints: Sequence[bytes],
    known: Mapping[bytes, int],
    originals: dict[int, Row],
) -> tuple[dict[bytes, Arrived], dict[bytes, str]]:
    """New ones by fingerprint, and why others are refused."""
    fresh: dict[bytes, Arrived] = {}
    refused: dict[bytes, str] = {}
    replaced: set[str] = set()
    for mark, one in zip(prints, arrived, strict=True):
        if mark in known or mark in fresh:
            continue
        reason = _against(one, originals, replaced)
        if reason:
            refused[mark] = reason
            continue
        fresh[mark] = one
        replaced |= {one.claim.original} if one.claim.original else set()
    return fresh, refused


def _against(one: Arrived, originals: Mapping[int, Row], replaced: set[str]) -> str | None:
    """Why a claim that is new can't be received."""
    claim = one.claim
    if one.member_key is None:
        return "unknown_member"
    if claim.frequency == ORIGINAL:
        return None
    before = originals.get(_number(claim.original))
    theirs = (one.member_key, claim.billing_npi)
    if before is None or (before.member_key, before.billing_npi) != theirs or before.frequency == VOID:
        return "unknown_original_claim"
    try:
        settled_by(before.state, claim.frequency)
    except ClaimSettled:
        return "original_claim_settled"
    return "original_claim_settled" if claim.original in replaced else None


def _original_numbers(arrived: Sequence[Arrived]) -> set[int]:
    return {number for one in arrived if (number := _number(one.claim.original))}


def _number(text: str | None) -> int:
    """A control number of the plan as a claim names it; 0 is nobody's."""
    plain = text is not None and text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(text) if plain else 0


def _settle_original(session: Session, one: Arrived, originals: Mapping[int, Row]) -> None:
    if one.claim.frequency != ORIGINAL:
        before = originals[_number(one.claim.original)]
        receiving.settle(session, LOADER, before.id, settled_by(before.state, one.claim.frequency))


def _row(
    one: Arrived, mark: bytes, id: UUID, originals: Mapping[int, Row], sealer: Sealer, index_key: bytes
) -> dict[str, Any]:
    claim = one.claim
    before = originals.get(_number(claim.original))
    plain = (
        "frequency",
        "billing_npi",
        "diagnosis_code_set",
        "service_from",
        "service_through",
        "total_charge",
    )
    return {name: getattr(claim, name) for name in plain} | {
        "id": id,
        "member_key": one.member_key,
        "original_id": before.id if before and claim.frequency != ORIGINAL else None,
        "sender": one.sender,
        "fingerprint": mark,
        "patient_account_digest": account_digest(index_key, claim.patient_account),
        "patient_account_sealed": sealer.seal(ACCOUNT_PURPOSE, claim.patient_account.encode()),
        "diagnoses": list(claim.diagnoses),
        "created_at": clock.now(),
    }


def _line(claim_id: UUID, line: Line) -> dict[str, Any]:
    plain = (
        "number", "service_from", "service_through", "procedure_code", "place_of_service", "charge", "units",
        "unit",
    )  # fmt: skip
    by = line.rendering
    return {name: getattr(line, name) for name in plain} | {
        "claim_id": claim_id,
        "modifiers": list(line.modifiers),
        "diagnoses": list(line.diagnoses),
        "rendering_npi": by.npi if by else None,
        "rendering_kind": by.kind if by else None,
        "rendering_specialty": by.specialty if by else None,
    }


def _told(
    prints: Sequence[bytes],
    known: Mapping[bytes, int],
    refused: Mapping[bytes, str],
    numbers: Mapping[bytes, int],
) -> list[Received]:
    """Of one that stands twice in a batch, the second is unchanged."""
    told, seen = [], set()
    for mark in prints:
        if mark in refused:
            told.append(Received(REJECTED, None, refused[mark]))
        elif mark in known or mark in seen:
            told.append(Received(UNCHANGED, known.get(mark) or numbers[mark]))
        else:
            told.append(Received(ADDED, numbers[mark]))
        seen.add(mark)
    return told
