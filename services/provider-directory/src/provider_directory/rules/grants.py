"""What a person may do for a Provider ID: role and grants, how two of them differ (R049, R050, R184–R187).

A grant is a feature for all practitioners and sites, for one practitioner, for one site, or for one
practitioner at one site. An administrator needs none: she has everything.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from contracts.provider_directory.access import MANAGE_USERS

ADMINISTRATOR, USER = "administrator", "user"


@dataclass(frozen=True, slots=True)
class Grant:
    """A feature; `provider_scope` (a practitioner) and `site_scope` (an address) narrow it, None is all."""

    feature: str
    provider_scope: UUID | None = None
    site_scope: UUID | None = None

    def covers(self, other: "Grant") -> bool:
        """Whether `other` gives nothing that this one doesn't."""
        return (
            self.feature == other.feature
            and self.provider_scope in (None, other.provider_scope)
            and self.site_scope in (None, other.site_scope)
        )

    @property
    def order(self) -> tuple[str, str, str]:
        """Always the same order, for people and for comparing."""
        return self.feature, str(self.provider_scope or ""), str(self.site_scope or "")


@dataclass(frozen=True, slots=True)
class Access:
    """What a link gives at one moment. `state` is that of the link: active, suspended or revoked.

    `all_features`: every feature, for all practitioners and sites, those to come too.
    """

    role: str
    state: str
    grants: tuple[Grant, ...] = ()
    all_features: bool = False

    def to_json(self) -> dict[str, Any]:
        """As it stands in the history of changes."""
        plain = {"role": self.role, "state": self.state, "all_features": self.all_features}
        return plain | {"grants": [as_json(grant) for grant in self.grants]}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Access":
        """What `to_json` wrote."""
        grants = tuple(from_json(one) for one in kept["grants"])
        return cls(kept["role"], kept["state"], grants, kept.get("all_features", False))


def needed(role: str, grants: Iterable[Grant], all_features: bool = False) -> tuple[Grant, ...]:
    """The grants that say something, in order: none where everything is given anyway, none that another one
    covers."""
    if role == ADMINISTRATOR or all_features:
        return ()
    given = set(grants)
    wide = (one for one in given if not any(other.covers(one) for other in given - {one}))
    return tuple(sorted(wide, key=lambda grant: grant.order))


def differences(before: Access | None, after: Access) -> dict[str, list[Grant]]:
    """`added` and `removed` grants between two moments; what a role implies is no grant."""
    had, has = set(before.grants if before else ()), set(after.grants)
    return {
        "added": sorted(has - had, key=lambda grant: grant.order),
        "removed": sorted(had - has, key=lambda grant: grant.order),
    }


def features(access: Access, all_features: Iterable[str]) -> list[str]:
    """Those of `all_features` of which anything at all is granted, in their order. Managing users is an
    administrator's alone."""
    if access.role == ADMINISTRATOR:
        return list(all_features)
    given = {grant.feature for grant in access.grants}
    return [one for one in all_features if one in given or access.all_features and one != MANAGE_USERS]


def as_json(grant: Grant) -> dict[str, str | None]:
    """Plain JSON."""
    scopes = {"provider_scope": grant.provider_scope, "site_scope": grant.site_scope}
    return {"feature": grant.feature} | {name: str(id) if id else None for name, id in scopes.items()}


def from_json(kept: Mapping[str, Any]) -> Grant:
    """What `as_json` wrote."""
    scopes = (kept.get(name) for name in ("provider_scope", "site_scope"))
    return Grant(kept["feature"], *(UUID(str(id)) if id else None for id in scopes))
