"""Numbers of an office, by their look alone: nothing here says whether one exists."""

import re
import unicodedata

_PROVIDER_ID = re.compile(r"P[A-Z]{2}\d{6}", re.ASCII | re.IGNORECASE)
_NPI = re.compile(r"[12]\d{9}", re.ASCII)
_NPI_PREFIX = "80840"
"""What the check digit of an NPI counts, too (ISO 7812; 45 CFR 162.406)."""


def is_provider_id(typed: str) -> bool:
    """Whether it has the form of our Provider ID/Billing Number, such as `PCH004217`."""
    return bool(_PROVIDER_ID.fullmatch(_bare(typed)))


def is_npi(typed: str) -> bool:
    """Whether it is ten digits with an NPI's check digit (R012)."""
    bare = _bare(typed)
    return bool(_NPI.fullmatch(bare)) and _luhn(_NPI_PREFIX + bare)


def belongs_to_an_office(typed: str) -> bool:
    """Whether somebody typed the office's number where her own name is wanted (R028)."""
    return is_provider_id(typed) or is_npi(typed)


def _bare(typed: str) -> str:
    return re.sub(r"[\s\u2010-\u2015-]+", "", unicodedata.normalize("NFKC", typed))


def _luhn(digits: str) -> bool:
    doubled = [int(digit) * (2 if at % 2 else 1) for at, digit in enumerate(reversed(digits))]
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0
