"""Who asks, and from where."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from contracts.errors import Forbidden, Unauthenticated
from contracts.identity.errors import MustResetPassword, SecondFactorRequired
from contracts.procedures import ANYONE, SIGNED_IN, Procedure, by_service


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person (if signed in) and the process that asks.

    `context_id` is on whose behalf the person acts where there is a choice; None when nothing is chosen.
    """

    caller: str = ""
    account_id: UUID | None = None
    session_id: UUID | None = None
    person_key: UUID | None = None
    roles: frozenset[str] = field(default_factory=frozenset)
    must_reset: bool = False
    second_factor_due: bool = False
    context_id: UUID | None = None

    @property
    def signed_in(self) -> bool:
        """Whether there is a person behind the call."""
        return self.account_id is not None

    @property
    def scope(self) -> str:
        """Whose idempotency keys these are."""
        return str(self.account_id or self.caller)


@dataclass(frozen=True, slots=True)
class Client:
    """Where a call comes from. `device` is what an earlier log-in left on this device."""

    address: str | None = None
    user_agent: str | None = None
    device: str | None = None

    def to_json(self) -> dict[str, Any] | None:
        """The fields that are known, or None."""
        known = {"address": self.address, "user_agent": self.user_agent, "device": self.device}
        return {key: value for key, value in known.items() if value} or None


def admit(viewer: Viewer, procedure: Procedure) -> None:
    """Let the viewer in, or raise Unauthenticated, SecondFactorRequired, MustResetPassword or Forbidden."""
    allow = procedure.allow
    if ANYONE in allow or by_service(viewer.caller) in allow:
        return
    if not viewer.signed_in:
        raise Unauthenticated() if _for_people(allow) else Forbidden()
    if viewer.second_factor_due and not procedure.even_if_second_factor_due:
        raise SecondFactorRequired()
    if viewer.must_reset and not procedure.even_if_must_reset:
        raise MustResetPassword()
    if SIGNED_IN not in allow and not (allow & viewer.roles):
        raise Forbidden()


def _for_people(allow: frozenset[str]) -> bool:
    return any(not entry.startswith("service:") for entry in allow)
