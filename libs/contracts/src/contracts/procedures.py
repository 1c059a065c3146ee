"""A procedure is data: both sides execute the same object, so they cannot drift."""

import re
from dataclasses import dataclass

from contracts.errors import ContractError
from contracts.wire import Nothing, Wire

VERBS = frozenset(
    "get find list search create change submit cancel start confirm revoke record "
    "resend refresh end restore unlock disable match reserve".split()
)
"""The closed list of verbs a procedure name may begin with."""

ANYONE = "anyone"
SIGNED_IN = "signed_in"
MEMBER = "member"
PROVIDER = "provider"
SUPPORT = "support"
MEMBER_SERVICES = "member_services"
MAILROOM = "mailroom"
PROVIDER_SERVICES = "provider_services"
STAFF = frozenset({SUPPORT, MEMBER_SERVICES, MAILROOM, PROVIDER_SERVICES})
"""What people of the plan do: Provider Portal Support Specialist (R224), Member Services (R225, R227),
mailroom (R226), Provider Services (R231)."""


def by_service(name: str) -> str:
    """The `allow` entry for a call that a peer service makes on its own behalf."""
    return f"service:{name}"


@dataclass(frozen=True, slots=True)
class Procedure:
    """One thing a service answers.

    `allow` lists who may call: ANYONE, SIGNED_IN, a role, or `by_service(...)`. ANYONE with SIGNED_IN: who is
    signed in is known, and nobody needs to be.
    `deadline` is in seconds and is what a caller waits unless it says less.
    `command` marks a change: such a call takes an idempotency key.
    `even_if_…` lets in whom nothing else does: with a password that must be reset, with a second factor due.
    """

    service: str
    name: str
    allow: frozenset[str]
    takes: type[Wire] = Nothing
    gives: type[Wire] = Nothing
    raises: tuple[type[ContractError], ...] = ()
    deadline: float = 5.0
    command: bool = False
    yields_credential: bool = False
    even_if_must_reset: bool = False
    even_if_second_factor_due: bool = False

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z]+(_[a-z]+)+", self.name) or self.name.split("_")[0] not in VERBS:
            raise ValueError(f"{self.name}: a procedure is verb_noun with a verb from the list")
        if not self.allow:
            raise ValueError(f"{self.name}: say who may call it")

    @property
    def key(self) -> str:
        """`service.name`: the routing key, and the name in metrics and traces."""
        return f"{self.service}.{self.name}"
