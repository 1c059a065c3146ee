"""Numbers of an office, by their look alone: nothing here says whether one exists."""

import re
import unicodedata

from contracts.provider_directory import npi

_PROVIDER_ID = re.compile(r"P[A-Z]{2}\d{6}", re.ASCII | re.IGNORECASE)


def is_provider_id(typed: str) -> bool:
    """Whether it has the form of our Provider ID/Billing Number, such as `PCH004217`."""
    return bool(_PROVIDER_ID.fullmatch(_bare(typed)))


def is_npi(typed: str) -> bool:
    """Whether it is ten digits with an NPI's check digit (R012)."""
    return npi.is_npi(_bare(typed))


def belongs_to_an_office(typed: str) -> bool:
    """Whether somebody typed the office's number where her own name is wanted (R028)."""
    return is_provider_id(typed) or is_npi(typed)


def _bare(typed: str) -> str:
    return re.sub(r"[\s\u2010-\u2015-]+", "", unicodedata.normalize("NFKC", typed))
