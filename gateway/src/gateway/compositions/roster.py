"""The list of an office's patients; answers are loaded values."""

from typing import Any
from uuid import UUID

from contracts.member import rpc
from gateway import peers


def page_of(after: UUID | None) -> dict[str, Any]:
    """The page behind `after` (R018, R186); Roster. Raises FeatureNotGranted."""
    return peers.call(rpc.list_roster, after=after)
