"""What a letter says, sealed at rest."""

import json
from dataclasses import dataclass, field
from datetime import datetime

from notifications.rules.letters import Content
from servicekit.seal import Sealer

PURPOSE = "notifications.delivery"


@dataclass(frozen=True, slots=True)
class Private:
    """The personal part of a letter. `until` is an instant in ISO 8601; `facts` are named in the letter's
    words."""

    to: str
    first_name: str | None = None
    code: str | None = None
    username: str | None = None
    until: str | None = None
    facts: dict[str, str] = field(default_factory=dict)


def seal(sealer: Sealer, private: Private) -> str:
    """The token that stands in the row."""
    fields = {name: getattr(private, name) for name in Private.__slots__}
    return sealer.seal(PURPOSE, json.dumps(fields, ensure_ascii=False).encode())


def unseal(sealer: Sealer, token: str) -> Private:
    """Read a token. Raises servicekit.seal.SealBroken."""
    return Private(**json.loads(sealer.unseal(PURPOSE, token)))


def content_of(private: Private, happened_at: datetime, expires_at: datetime | None) -> Content:
    """What the letter is composed from."""
    until = datetime.fromisoformat(private.until) if private.until else None
    plain = (private.first_name, private.code, private.username)
    return Content(*plain, happened_at, expires_at, until, private.facts)
