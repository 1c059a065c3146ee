"""What somebody of an office may see with her permissions (R018, R019, R185, R186)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose patients: of every practitioner of the office, or of these."""

    everyone: bool = False
    practitioners: frozenset[UUID] = frozenset()

    def __bool__(self) -> bool:
        return self.everyone or bool(self.practitioners)


def reach(role: str, grants: Iterable[Mapping[str, Any]], feature: str) -> Reach:
    """How far a feature reaches. A permission for one site alone reaches no roster: a member has a doctor and
    no site."""
    if role == ADMINISTRATOR:
        return Reach(everyone=True)
    mine = [g for g in grants if g["feature"] == feature and g.get("site_scope") is None]
    if any(grant.get("provider_scope") is None for grant in mine):
        return Reach(everyone=True)
    return Reach(practitioners=frozenset(UUID(str(grant["provider_scope"])) for grant in mine))
