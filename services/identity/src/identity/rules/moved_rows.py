"""A row of the list of accounts that an old portal leaves (R175): what it must hold, and why it is refused.

Columns: username, email, first_name, last_name, kind (member or provider), scheme, hash; where there are any,
salt, language, and, for members, member_id and date_of_birth (YYYY-MM-DD).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from marshmallow import ValidationError

from contracts.identity.schemas import LANGUAGES, USERNAME_LONGEST, email_address
from identity.rules import legacy_hashes, names
from identity.rules.legacy_hashes import LegacyHash, Unreadable
from identity.rules.people import Profile
from servicekit.loading.rows import PROBLEMS

REQUIRED_COLUMNS = ("username", "email", "first_name", "last_name", "kind", "scheme", "hash")
KINDS = ("member", "provider")
LONGEST_NAME, LONGEST_EMAIL = 100, 254

USERNAME_TAKEN, REPEATED = "username_taken", "repeated_username"
NOT_MATCHED, MEMBER_HAS_ACCOUNT = "member_not_matched", "member_has_account"

REASONS = PROBLEMS | {
    "bad_username": "The username is missing, too long, or has a space in it",
    "bad_email": "The e-mail address is missing or is none",
    "bad_name": "First or last name is missing or too long",
    "bad_kind": "The kind is neither member nor provider",
    "bad_member": "A member needs a Member ID and a date of birth (YYYY-MM-DD)",
    "bad_language": "The language is none of " + ", ".join(LANGUAGES),
    legacy_hashes.UNKNOWN_SCHEME: "The scheme is none of " + ", ".join(legacy_hashes.SCHEMES),
    legacy_hashes.UNREADABLE: "The hash is not written as its scheme writes it",
    legacy_hashes.NO_SALT: "The hash has no salt",
    legacy_hashes.TOO_COSTLY: "The hash's cost or iterations are out of bounds",
    USERNAME_TAKEN: "The username is another account's; nothing was changed",
    REPEATED: "The username stands on an earlier line, too",
    NOT_MATCHED: "The member service knows no such member, or none who may have an account",
    MEMBER_HAS_ACCOUNT: "The member has an account",
}
"""Keys of the report with their sentences."""


@dataclass(frozen=True, slots=True)
class MovedRow:
    """A row that can be loaded. `member_id` is set for members alone."""

    person: Profile
    kind: str
    hash: LegacyHash
    language: str
    member_id: str | None

    @property
    def as_text(self) -> tuple[str, ...]:
        """All of it, for a digest."""
        recipe = self.hash.recipe
        made_of = (recipe.family, str(recipe.work), recipe.salt, self.hash.digest)
        return (self.person.to_bytes().decode(), self.kind, self.language, self.member_id or "", *made_of)


def read_row(cells: Mapping[str, str]) -> tuple[MovedRow | None, tuple[str, ...]]:
    """The row, or None and why it is refused."""
    cell = {name: (text or "").strip() for name, text in cells.items()}
    reasons = [reason for reason, fits in _checks(cell).items() if not fits]
    try:
        found = legacy_hashes.read(cell["scheme"].lower(), cell["hash"], cell.get("salt", ""))
    except Unreadable as unreadable:
        return None, (*reasons, unreadable.reason)
    if reasons:
        return None, tuple(reasons)
    member = cell["kind"].lower() == "member"
    born = date.fromisoformat(cell["date_of_birth"]) if member else None
    person = Profile(cell["username"], cell["first_name"], cell["last_name"], cell["email"], born)
    member_id = cell["member_id"] if member else None
    return MovedRow(person, cell["kind"].lower(), found, cell.get("language") or "en", member_id), ()


def _checks(cell: Mapping[str, str]) -> dict[str, bool]:
    kind, username = cell["kind"].lower(), cell["username"]
    born, member_id = cell.get("date_of_birth", ""), cell.get("member_id", "")
    return {
        "bad_username": 0 < len(username) <= USERNAME_LONGEST and names.is_username(username),
        "bad_email": len(cell["email"]) <= LONGEST_EMAIL and _is_email(cell["email"]),
        "bad_name": all(0 < len(cell[name]) <= LONGEST_NAME for name in ("first_name", "last_name")),
        "bad_kind": kind in KINDS,
        "bad_member": kind != "member" or bool(names.member_id(member_id) and _is_day(born)),
        "bad_language": cell.get("language", "") in ("", *LANGUAGES),
    }


def _is_email(text: str) -> bool:
    try:
        email_address(text)
    except ValidationError:
        return False
    return True


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
