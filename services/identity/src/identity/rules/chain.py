"""The audit chain: each entry's hash covers the entry and the hash before it."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

GENESIS = bytes(32)


@dataclass(frozen=True, slots=True)
class Entry:
    """Who did what to which account, when, from where, and how it ended. No personal data in clear.

    `actor` is an account id, or a process such as `gateway` when nobody is signed in. `subject` is an account
    id or None; `address` is sealed. `details` are counts, keys and sealed texts.
    """

    at: datetime
    actor: str
    action: str
    outcome: str
    subject: UUID | None = None
    address: str | None = None
    correlation_id: str | None = None
    details: dict[str, Any] = field(default_factory=dict)


def canonical(seq: int, entry: Entry) -> bytes:
    """The one spelling of an entry: sorted JSON without spaces."""
    plain = asdict(entry) | {
        "seq": seq,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "subject": str(entry.subject) if entry.subject else None,
    }
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def link(previous: bytes, seq: int, entry: Entry) -> bytes:
    """The hash of an entry that follows `previous`."""
    return hashlib.sha256(previous + canonical(seq, entry)).digest()
