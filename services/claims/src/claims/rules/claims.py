"""What a professional claim is, once it was read and found right."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

KEY_BYTES = 32
_FINGERPRINT, _ACCOUNT = b"claim\x1e", b"patient_account\x1e"


@dataclass(frozen=True, slots=True)
class Rendering:
    """Who gave a service. `kind` is person or organization, `specialty` a NUCC code."""

    npi: str
    kind: str
    specialty: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One service of a claim. `diagnoses` are those it points at, the main one first; days are inclusive."""

    number: int
    service_from: date
    service_through: date
    procedure_code: str
    modifiers: tuple[str, ...]
    place_of_service: str
    diagnoses: tuple[str, ...]
    charge: Decimal
    units: Decimal | None
    unit: str | None
    rendering: Rendering | None


@dataclass(frozen=True, slots=True)
class Claim:
    """A professional claim as it was submitted.

    `member_id` is normalised. `patient_account` is the provider's own number for it (CLM01), `original` the
    plan's number of the claim that this one replaces or voids (frequency 7, 8). `content` is what tells it
    from every other claim."""

    patient_account: str
    member_id: str
    billing_npi: str
    frequency: str
    original: str | None
    diagnosis_code_set: str
    diagnoses: tuple[str, ...]
    total_charge: Decimal
    lines: tuple[Line, ...]
    content: bytes

    @property
    def service_from(self) -> date:
        """The first day of service."""
        return min(line.service_from for line in self.lines)

    @property
    def service_through(self) -> date:
        """The last day of service."""
        return max(line.service_through for line in self.lines)


def fingerprint(index_key: bytes, sender: str, claim: Claim) -> bytes:
    """32 bytes by which a claim is known again: who sent it, and every word of it.

    A patient account number may stand on many claims of one patient, and control numbers are new when a file
    is sent once more; the same words from the same sender are the same claim."""
    return _digest(index_key, _FINGERPRINT + sender.encode() + b"\x1e" + claim.content)


def account_digest(index_key: bytes, patient_account: str) -> bytes:
    """32 bytes by which a patient account number is found, in whatever case it is typed (R188, R189)."""
    return _digest(index_key, _ACCOUNT + patient_account.strip().upper().encode("utf-8", "surrogateescape"))


def _digest(index_key: bytes, content: bytes) -> bytes:
    if len(index_key) != KEY_BYTES:
        raise ValueError(f"the index key must have {KEY_BYTES} bytes")
    return hmac.digest(index_key, content, hashlib.sha256)
