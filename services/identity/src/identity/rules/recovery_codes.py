"""Recovery codes: ten random letters and digits that stand in for the authenticator once."""

import secrets

from identity.rules.codes import typed_code

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32: no letter that looks like a digit."""
LENGTH = 10
_LOOKS_LIKE = str.maketrans("OIL", "011")


def new_codes(count: int) -> list[str]:
    """So many codes as they are shown: `7K2QM-XF04T`, 50 random bits each."""
    return [_new() for _ in range(count)]


def typed(text: str) -> str:
    """What was meant: without dashes and spaces, in capitals, no letter O for a nought."""
    return typed_code(text).upper().translate(_LOOKS_LIKE)


def _new() -> str:
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return f"{letters[: LENGTH // 2]}-{letters[LENGTH // 2 :]}"
