"""Step 1 of association against the provider record (R011–R019, R024, R025).

Every answer takes the same work: an unknown Provider ID is compared with a stand-in, everything is always
compared, and the answer never says what was wrong.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from contracts.provider_directory.association import GROUP, PRACTITIONER, tax_id_digits
from provider_directory.rules.fields import zip_code
from provider_directory.rules.names import same_name


class Verdict(StrEnum):
    """What step 1 came to. `type_wrong`: all else is right."""

    MATCHED = "matched"
    TYPE_WRONG = "type_wrong"
    NOT_MATCHED = "not_matched"


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed, in normal form, the Tax ID as its digest; names as they are."""

    kind: str
    number: str
    tax_id_digest: bytes
    zip_code: str
    first_name: str = ""
    last_name: str = ""
    group_name: str = ""


@dataclass(frozen=True, slots=True)
class OnFile:
    """What the plan knows of the one provider with that Provider ID.

    `name` is as printed; first and last name are a practitioner's own. `zip_codes` are those of all addresses
    on the letter. Under the Tax ID that was typed, `members` are the practitioners with the last name that
    was typed, `groups` the names of groups: by them somebody may register under the wrong type.
    """

    id: UUID
    kind: str
    number: str
    tax_id_digest: bytes
    name: str
    first_name: str = ""
    last_name: str = ""
    zip_codes: frozenset[str] = frozenset()
    members: tuple[tuple[str, str], ...] = ()
    groups: tuple[str, ...] = ()


NOBODY = OnFile(UUID(int=0), PRACTITIONER, "0", bytes(32), "Nemo Nobody", "Nemo", "Nobody")
"""The stand-in for an unknown Provider ID."""


def normal_number(text: str) -> str:
    """A Provider ID as it is on file: in capitals, without spaces around."""
    return text.strip().upper()


def normal_zip(text: str) -> str:
    """The five digits of a ZIP or ZIP+4 code; empty when it is none. Spreadsheets drop leading zeros: 2101 is
    02101."""
    whole = text.strip().replace("-", "")
    return zip_code(whole.zfill(5) if len(whole) <= 5 else whole.zfill(9)) or ""


def typed_as(form: dict[str, Any], digest: Callable[[str], bytes]) -> Typed:
    """The fields of `ProviderIdentity` in normal form; `digest` gives that of a Tax ID."""
    return Typed(
        kind=form["type"],
        number=normal_number(form["provider_id"]),
        tax_id_digest=digest(tax_id_digits(form["tax_id"])),
        zip_code=normal_zip(form["zip_code"]),
        first_name=form.get("first_name") or "",
        last_name=form.get("last_name") or "",
        group_name=form.get("group_name") or "",
    )


def judge(typed: Typed, found: OnFile | None) -> Verdict:
    """What was typed against what was found under that Provider ID."""
    on_file = found or NOBODY
    shared = all(
        (
            hmac.compare_digest(typed.number.encode(), on_file.number.encode()),
            hmac.compare_digest(typed.tax_id_digest, on_file.tax_id_digest),
            typed.zip_code in on_file.zip_codes,
        )
    )
    named = {kind: names(typed, on_file) for kind, names in _NAMED.items()}
    if not (shared and named[typed.kind] and found):
        return Verdict.NOT_MATCHED
    return Verdict.MATCHED if typed.kind == on_file.kind else Verdict.TYPE_WRONG


def _person_named(typed: Typed, on_file: OnFile) -> bool:
    """A practitioner by her names: her own record, or, registered wrongly, a group that she is or is in."""
    full = f"{typed.first_name} {typed.last_name}"
    own = same_name(typed.first_name, on_file.first_name) and same_name(typed.last_name, on_file.last_name)
    member = [same_name(full, f"{first} {last}") for first, last in on_file.members]
    return own if on_file.kind == PRACTITIONER else any([same_name(full, on_file.name), *member])


def _group_named(typed: Typed, on_file: OnFile) -> bool:
    """A group by its name: its own record, or, registered wrongly, a practitioner who goes by it."""
    own = same_name(typed.group_name, on_file.name)
    other = (f"{on_file.first_name} {on_file.last_name}", *on_file.groups)
    person = [same_name(typed.group_name, name) for name in other]
    return own if on_file.kind == GROUP else any([own, *person])


_NAMED = {PRACTITIONER: _person_named, GROUP: _group_named}
