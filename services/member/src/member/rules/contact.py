"""What an address, a telephone number and an e-mail address are, and which of them must stay (R138-R142)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

import phonenumbers

from member.rules.contact_area import county_name

ADDRESS, PHONE, EMAIL = "address", "phone", "email"
HOME, MAILING, CONFIDENTIAL = "home", "mailing", "confidential"
FIELDS = {
    ADDRESS: ("line1", "line2", "city", "state", "zip_code", "county"),
    PHONE: ("number", "extension", "text_consent"),
    EMAIL: ("email",),
}
"""What is sealed of an entry, by its kind."""


class Entry(Protocol):
    """As much of an entry as the rules need."""

    id: UUID
    kind: str
    use: str


@dataclass(frozen=True, slots=True)
class Number:
    """A telephone number: E.164, and the extension behind it."""

    e164: str
    extension: str | None = None


def number(typed: str, extension: str | None = None) -> Number | None:
    """The number that was typed, of the US unless it begins with +; None when there is no such number.

    An extension typed behind it (`831-555-0142 x12`) counts when no other is given.
    """
    try:
        found = phonenumbers.parse(typed, "US")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(found):
        return None
    return Number(
        phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164), extension or found.extension
    )


def says(kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What an entry of this kind says, in its normal form; `number` is E.164 already."""
    said = {name: fields.get(name) for name in FIELDS[kind]}
    if kind == ADDRESS:
        said["county"] = county_name(said["county"])
    return said


def same_email(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether both are e-mail addresses, and the same one."""
    return (before.get("email") or "").casefold() == (after.get("email") or " ").casefold()


def to_bytes(said: Mapping[str, Any]) -> bytes:
    """For the sealer."""
    return json.dumps(said, ensure_ascii=False).encode()


def needed(entries: Sequence[Entry]) -> UUID | None:
    """The address that must stay because the plan's mail goes there: the last mailing address or, where there
    is none, the last home address (R140); a confidential one when there is no other."""
    for use in (MAILING, HOME, CONFIDENTIAL):
        found = [entry.id for entry in entries if (entry.kind, entry.use) == (ADDRESS, use)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def may_become(entry: Entry, use: str, entries: Sequence[Entry]) -> bool:
    """Whether the plan can still send mail when this entry is for something else."""
    return use in (HOME, MAILING, entry.use) or entry.id != needed(entries)
