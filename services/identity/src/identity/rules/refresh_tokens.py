"""Refresh tokens: a session's id and generation with a keyed digest.

They follow from their fields, so that the answer to a refresh that got lost can be given again.
"""

import base64
import binascii
import hmac
from dataclasses import dataclass
from uuid import UUID

from identity.rules.keys import Keyer

_FIELDS, _DIGEST = 16 + 4, 32


@dataclass(frozen=True, slots=True)
class Ticket:
    """Which session, and the how-many-eth token of it."""

    session_id: UUID
    generation: int


def write(keyer: Keyer, ticket: Ticket) -> str:
    """The token that is handed out."""
    fields = ticket.session_id.bytes + ticket.generation.to_bytes(4)
    return base64.urlsafe_b64encode(fields + _digest(keyer, fields)).decode().rstrip("=")


def read(keyer: Keyer, token: str) -> Ticket | None:
    """What the token says, or None when it is not one of ours."""
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (ValueError, binascii.Error):
        return None
    fields, digest = raw[:_FIELDS], raw[_FIELDS:]
    if len(raw) != _FIELDS + _DIGEST or not hmac.compare_digest(digest, _digest(keyer, fields)):
        return None
    return Ticket(UUID(bytes=fields[:16]), int.from_bytes(fields[16:]))


def _digest(keyer: Keyer, fields: bytes) -> bytes:
    return keyer.key("refresh", fields.hex())
