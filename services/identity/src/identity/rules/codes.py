"""One-time codes: how they are made and how a typed one is read."""

import re
import secrets
import unicodedata

DIGITS = 8


def new_code() -> str:
    """Eight random digits (NIST 800-63B-4 asks for six at least)."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def typed_code(text: str) -> str:
    """What was meant: spaces, dashes and wide digits are a matter of how it was pasted (R080)."""
    return re.sub(r"[\s\-\u2010-\u2015]", "", unicodedata.normalize("NFKC", text))
