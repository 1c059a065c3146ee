"""The Member ID: what is printed on the card, and what people make of it at a keyboard (R066, R088).

`normalise` is the contracts' normal form: without spaces, dots and dashes, in capitals.
"""

import hashlib
import hmac
import re

from contracts.member.member_id import normal_form as normalise

__all__ = ["digest", "is_valid", "normalise"]

SHORTEST, LONGEST = 6, 20
KEY_BYTES = 32

_VALID = re.compile(rf"[A-Z0-9]{{{SHORTEST},{LONGEST}}}")


def is_valid(normalised: str) -> bool:
    """6 to 20 ASCII letters and digits."""
    return _VALID.fullmatch(normalised) is not None


def digest(index_key: bytes, normalised: str) -> bytes:
    """32 bytes by which the ID is found; without the key (32 bytes) they say nothing about it."""
    if len(index_key) != KEY_BYTES:
        raise ValueError(f"the index key must have {KEY_BYTES} bytes")
    return hmac.digest(index_key, normalised.encode(), hashlib.sha256)
