"""What a list says of a doctor, her group and her practices, once it was read and found right."""

import uuid
from dataclasses import dataclass
from datetime import date
from uuid import UUID

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "provider-directory.portico.example")
PRACTICE = ("name", "line1", "line2", "city", "state", "zip_code", "county", "phone", "extension")
"""What is shown of an address where patients are seen."""

COUNTIES = ("Mariposa", "Merced", "Monterey", "San Benito", "Santa Cruz")


def practitioner_id(npi: str) -> UUID:
    """The same id wherever the directory is loaded, so that what points to a doctor survives a new load."""
    return uuid.uuid5(NAMESPACE, f"npi:{npi}")


def record_id(source: str, source_ref: str) -> UUID:
    """The id of a group or address, by what its source calls it."""
    return uuid.uuid5(NAMESPACE, f"{source}:{source_ref}")


@dataclass(frozen=True, slots=True)
class Doctor:
    """A practitioner; the first of `specialties` is the main one."""

    npi: str
    first_name: str
    last_name: str
    middle_name: str | None = None
    credential: str | None = None
    gender: str = "unknown"
    languages: tuple[str, ...] = ()
    specialties: tuple[str, ...] = ()
    source_ref: str | None = None

    @property
    def id(self) -> UUID:
        """Her id."""
        return practitioner_id(self.npi)


@dataclass(frozen=True, slots=True)
class GroupOf:
    """An organisation as its source calls it."""

    source_ref: str
    name: str
    kind: str = "group"
    npi: str | None = None
    tax_id: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """An address: of the group `group_ref`, else of the practitioner `npi`."""

    source_ref: str
    name: str
    line1: str
    city: str
    state: str
    zip_code: str
    use: str = "practice"
    line2: str | None = None
    county: str | None = None
    phone: str | None = None
    extension: str | None = None
    group_ref: str | None = None
    npi: str | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A doctor in a line's network at the practice `address_ref`, and whom she takes there."""

    npi: str
    line: str
    address_ref: str
    practice_no: int = 0
    pcp_eligible: bool = False
    accepting: str = "open"
    age_from: int | None = None
    age_to: int | None = None
    sex: str | None = None
    panel_size: int | None = None


@dataclass(frozen=True, slots=True)
class Belonging:
    """A practitioner belongs to a group from a day on."""

    npi: str
    group_ref: str
    starts_on: date
    ends_on: date | None = None
