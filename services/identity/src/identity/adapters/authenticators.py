"""Authenticators' keys, sealed at rest. Each code that is compared is counted."""

from datetime import datetime

from prometheus_client import Counter
from sqlalchemy import Row

from identity.rules import totp
from servicekit.seal import Sealer

PURPOSE = "identity.authenticator"

CHECKS = Counter("identity_second_factor_checks_total", "Second factors compared with what was typed")


def seal(sealer: Sealer, secret: str) -> str:
    """What is stored of a key."""
    return sealer.seal(PURPOSE, secret.encode())


def step_of(sealer: Sealer, authenticator: Row, typed: str, now: datetime) -> int | None:
    """The unused time step that `typed` is the code of, or None. Raises SealBroken."""
    secret = sealer.unseal(PURPOSE, authenticator.secret).decode()
    return totp.step_of(secret, typed, now, authenticator.last_step)
