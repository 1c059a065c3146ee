"""Where a page of a search ended, as text that means nothing to who carries it."""

import base64
import binascii
import json
from dataclasses import dataclass
from uuid import UUID

AS_TYPED, NEARLY = 0, 1
"""The two stretches of a result: who matches what was typed, then who nearly does."""


class NotACursor(ValueError):
    """The text is none of ours."""


@dataclass(frozen=True, slots=True)
class Position:
    """The last doctor of a page: her stretch, folded names and id."""

    stretch: int
    last_key: str
    first_key: str
    provider_id: UUID


def to_text(position: Position) -> str:
    """The cursor of a position."""
    parts = [position.stretch, position.last_key, position.first_key, str(position.provider_id)]
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def from_text(text: str) -> Position:
    """The position of a cursor. Raises NotACursor."""
    try:
        parts = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        stretch, last_key, first_key, provider_id = parts
        if stretch not in (AS_TYPED, NEARLY) or not (
            isinstance(last_key, str) and isinstance(first_key, str)
        ):
            raise NotACursor(text)
        return Position(stretch, last_key, first_key, UUID(provider_id))
    except (binascii.Error, ValueError, TypeError, AttributeError) as problem:
        raise NotACursor(text) from problem
