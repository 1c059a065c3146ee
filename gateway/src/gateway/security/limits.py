"""How often one address, and one account's name, may knock. In memory, per worker process.

The exact limit per account (three wrong passwords, R182) is identity's; this one keeps floods away from
it. `requests` counts everything, `attempts` what strangers change or try, `subject` tries on one name.
"""

import hmac
import math
import time
from collections.abc import Mapping
from typing import Any

from flask import current_app, request
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from contracts.errors import RateLimited
from gateway.config import Settings
from gateway.security.client_address import neighbourhood
from gateway.security.doors import this_door

SUBJECT_FIELDS = ("username", "email", "member_id")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Limits:
    """The limits of this process; an empty text in the settings turns one off."""

    def __init__(self, requests: str, attempts: str, subject: str, secret: str):
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        texts = {"requests": requests, "attempts": attempts, "subject": subject}
        self._limits = {name: parse(text) for name, text in texts.items() if text and text != "off"}
        self._secret = secret.encode()

    @classmethod
    def of(cls, settings: Settings) -> "Limits":
        """Counters at zero."""
        return cls(
            settings.limit_requests, settings.limit_attempts, settings.limit_subject, settings.secret_key
        )

    def hit(self, name: str, who: str) -> None:
        """Count one; raises RateLimited with `retry_after` in seconds."""
        limit = self._limits.get(name)
        if limit is None:
            return
        # Keyed: a memory dump of the gateway names nobody.
        key = hmac.digest(self._secret, f"{name}\n{who}".encode(), "sha256").hex()
        if not self._limiter.hit(limit, key):
            ends = self._limiter.get_window_stats(limit, key).reset_time
            raise RateLimited(retry_after=max(1, math.ceil(ends - time.time())))


def check() -> None:
    """Count the request by address; one that a stranger may use to try secrets counts twice."""
    _limits().hit("requests", neighbourhood())
    if _is_attempt():
        _limits().hit("attempts", neighbourhood())
        if request.mimetype != "application/json":
            check_subject(request.form)


def check_subject(fields: Mapping[str, Any]) -> None:
    """Count a try on one username, e-mail or Member ID, from wherever it comes."""
    for name in SUBJECT_FIELDS:
        value = fields.get(name)
        if isinstance(value, str) and value.strip():
            _limits().hit("subject", f"{request.endpoint}\n{name}\n{value.strip().casefold()}")


def _is_attempt() -> bool:
    door = this_door()
    return request.method not in _SAFE and door is not None and door.public


def _limits() -> Limits:
    return current_app.extensions["portico.limits"]
