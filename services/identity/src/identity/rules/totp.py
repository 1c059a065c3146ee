"""One-time passwords by time (RFC 6238): SHA-1, six digits, steps of 30 seconds, as all authenticators do it.

A code is taken one step early or late, since clocks differ; each step is good for one use.
"""

import hmac
import re
from datetime import datetime

import pyotp

STEP_SECONDS = 30
STEPS_APART = 1
ISSUER = "Portico"


def new_secret() -> str:
    """A key of 160 bits in base32 (RFC 4226 asks for 128 at least)."""
    return pyotp.random_base32()


def address(secret: str, username: str) -> str:
    """The `otpauth://` address that an authenticator scans."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=ISSUER)


def is_code(typed: str) -> bool:
    """Whether this looks like an authenticator's code, and not like a recovery code."""
    return re.fullmatch(r"[0-9]{6}", typed) is not None


def code_at(secret: str, now: datetime) -> str:
    """What an authenticator shows now."""
    return pyotp.TOTP(secret).generate_otp(_step(now))


def step_of(secret: str, typed: str, now: datetime, after: int | None = None) -> int | None:
    """The time step that `typed` is the code of, if it is near and none up to `after` was used; else None."""
    here, made = _step(now), pyotp.TOTP(secret)
    for step in range(here - STEPS_APART, here + STEPS_APART + 1):
        fits = hmac.compare_digest(made.generate_otp(step), typed)
        if fits and (after is None or step > after):
            return step
    return None


def _step(now: datetime) -> int:
    return int(now.timestamp()) // STEP_SECONDS
