"""What a letter says, sealed at rest."""

import json
from dataclasses import dataclass
from datetime import datetime

from notifications.rules.letters import Content
from servicekit.seal import Sealer

PURPOSE = "notifications.delivery"


@dataclass(frozen=True, slots=True)
class Private:
    """The personal part of a letter."""

    to: str
    first_name: str | None = None
    code: str | None = None
    username: str | None = None


def seal(sealer: Sealer, private: Private) -> str:
    """The token that stands in the row."""
    fields = {name: getattr(private, name) for name in Private.__slots__}
    return sealer.seal(PURPOSE, json.dumps(fields, ensure_ascii=False).encode())


def unseal(sealer: Sealer, token: str) -> Private:
    """Read a token. Raises servicekit.seal.SealBroken."""
    return Private(**json.loads(sealer.unseal(PURPOSE, token)))


def content_of(private: Private, happened_at: datetime, expires_at: datetime | None) -> Content:
    """What the letter is composed from."""
    return Content(private.first_name, private.code, private.username, happened_at, expires_at)
