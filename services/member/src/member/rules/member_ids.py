"""The Member ID: what is printed on the card, and what people make of it at a keyboard (R066, R088)."""

import hashlib
import hmac
import re
import unicodedata

SHORTEST, LONGEST = 6, 20
KEY_BYTES = 32

_SEPARATORS = re.compile(r"[\s.\-\u00ad\u200b\u2010-\u2015\u2060\u2212\ufeff]+")
_VALID = re.compile(rf"[A-Z0-9]{{{SHORTEST},{LONGEST}}}")


def normalise(typed: str) -> str:
    """The ID without spaces, dots and dashes, in capitals.

    Letters that look like digits (O, I, S) stay: two IDs of one plan may differ in just that.
    """
    bare = _SEPARATORS.sub("", unicodedata.normalize("NFKC", typed))
    # Only ASCII grows no second letter in capitals (ß would become SS, another ID).
    return "".join(char.upper() if char.isascii() else char for char in bare)


def is_valid(normalised: str) -> bool:
    """6 to 20 ASCII letters and digits."""
    return _VALID.fullmatch(normalised) is not None


def digest(index_key: bytes, normalised: str) -> bytes:
    """32 bytes by which the ID is found; without the key (32 bytes) they say nothing about it."""
    if len(index_key) != KEY_BYTES:
        raise ValueError(f"the index key must have {KEY_BYTES} bytes")
    return hmac.digest(index_key, normalised.encode(), hashlib.sha256)
