"""What a list says of a Provider ID, once it was read and found right (R024, R026, R029)."""

import uuid
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from provider_directory.rules.doctors import NAMESPACE, Place


def office_id(number: str) -> UUID:
    """The same id wherever the Provider ID is loaded."""
    return uuid.uuid5(NAMESPACE, f"billing:{number}")


@dataclass(frozen=True, slots=True)
class RepresentativeOf:
    """The plan's person for an office. `phone` is E.164."""

    name: str
    phone: str | None = None
    email: str | None = None

    @property
    def id(self) -> UUID:
        """By her address, else by her name."""
        return uuid.uuid5(NAMESPACE, f"representative:{self.email or self.name}")


@dataclass(frozen=True, slots=True)
class Office:
    """A Provider ID. A practitioner's has her `npi`; a group's has its name, and its `npi` where it has one.

    `remittance` is the address for payments, when the list says it.
    """

    number: str
    kind: str
    tax_id: str
    name: str
    registered_on: date
    npi: str | None = None
    ended_on: date | None = None
    representative: RepresentativeOf | None = None
    remittance: Place | None = None

    @property
    def id(self) -> UUID:
        """Its id."""
        return office_id(self.number)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose Provider ID it is: one of both."""

    practitioner_id: UUID | None = None
    group_id: UUID | None = None
