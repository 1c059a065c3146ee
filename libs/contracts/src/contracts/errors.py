"""Errors that cross the wire. Each class has a frozen code and one of eight categories.

Details are plain JSON for the caller's machine: counts, keys, seconds. Never personal data.
"""

from enum import StrEnum
from typing import Any, ClassVar


class Category(StrEnum):
    """What kind of failure it is; the gateway maps each to one HTTP status."""

    INVALID = "invalid"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    RATE_LIMITED = "rate_limited"
    UNAVAILABLE = "unavailable"
    INTERNAL = "internal"


class ContractError(Exception):
    """An error that a caller may see. Subclasses set `code` and `category`."""

    code: ClassVar[str] = ""
    category: ClassVar[Category] = Category.INTERNAL
    registry: ClassVar[dict[str, type["ContractError"]]] = {}

    def __init__(self, **details: Any):
        super().__init__(self.code)
        self.details = details

    def __init_subclass__(cls, **kwargs: Any):
        super().__init_subclass__(**kwargs)
        if cls.code in ContractError.registry:
            raise TypeError(f"error code {cls.code!r} is taken")
        ContractError.registry[cls.code] = cls

    def to_wire(self) -> dict[str, Any]:
        """The error as it stands in a reply: `{"code", "category", "details"}`."""
        return {"code": self.code, "category": str(self.category), "details": self.details}

    @staticmethod
    def from_wire(body: dict[str, Any]) -> "ContractError":
        """Rebuild an error; a code this side does not know becomes `Internal`."""
        known = ContractError.registry.get(body.get("code", ""))
        return (known or Internal)(**(body.get("details") or {}))


class InvalidInput(ContractError):
    """Fields were refused; `details["fields"]` maps a field name to message keys."""

    code = "common.invalid_input"
    category = Category.INVALID


class Unauthenticated(ContractError):
    """No valid session."""

    code = "common.unauthenticated"
    category = Category.UNAUTHENTICATED


class Forbidden(ContractError):
    """The viewer may not use this procedure."""

    code = "common.forbidden"
    category = Category.FORBIDDEN


class NotFound(ContractError):
    """Not there, or not the viewer's: the same answer."""

    code = "common.not_found"
    category = Category.NOT_FOUND


class RateLimited(ContractError):
    """Too many tries; `details["retry_after"]` is in seconds."""

    code = "common.rate_limited"
    category = Category.RATE_LIMITED


class Unavailable(ContractError):
    """No answer within the deadline; safe to try again with the same idempotency key."""

    code = "common.unavailable"
    category = Category.UNAVAILABLE


class Internal(ContractError):
    """A fault of ours; `details["error_id"]` finds it in the service's log."""

    code = "common.internal"
    category = Category.INTERNAL


class IdempotencyKeyReused(ContractError):
    """The key was used before with another body."""

    code = "common.idempotency_key_reused"
    category = Category.INVALID


class IdempotencyInProgress(ContractError):
    """The first call with this key is still running."""

    code = "common.idempotency_in_progress"
    category = Category.CONFLICT
