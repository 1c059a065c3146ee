"""What the elements of an 837P hold: codes, amounts, numbers."""

import re
from datetime import date
from decimal import Decimal

ORIGINAL, REPLACEMENT, VOID = "1", "7", "8"
FREQUENCIES = frozenset({ORIGINAL, REPLACEMENT, VOID})
"""CLM05-3: the first claim, one in place of another, and one that takes another back."""

ICD_10, ICD_9 = "icd_10", "icd_9"
DIAGNOSIS_CODE_SETS = {"ABK": ICD_10, "ABF": ICD_10, "BK": ICD_9, "BF": ICD_9}
"""Qualifiers in HI: principal and further diagnoses."""
ICD_10_BEGAN = date(2015, 10, 1)
"""Services from this day on are coded in ICD-10-CM, earlier ones in ICD-9-CM (45 CFR 162.1002)."""

HCPCS = "HC"
PERSON, ORGANIZATION = "person", "organization"
ENTITY_TYPES = {"1": PERSON, "2": ORGANIZATION}
"""NM102."""

_DIAGNOSIS = {
    ICD_10: re.compile(r"[A-Z]\d[0-9A-Z]{1,5}", re.ASCII),
    ICD_9: re.compile(r"\d{3,5}|V\d{2,4}|E\d{3,4}", re.ASCII),
}
_PROCEDURE = re.compile(r"\d{5}|\d{4}[A-Z]|[A-Z]\d{4}", re.ASCII)
_MODIFIER = re.compile(r"[0-9A-Z]{2}", re.ASCII)
_PLACE = re.compile(r"\d{2}", re.ASCII)
_SPECIALTY = re.compile(r"[0-9A-Z]{9}X", re.ASCII)
_MONEY = re.compile(r"\d{0,10}(\.\d{1,2})?", re.ASCII)
_UNITS = re.compile(r"\d{0,8}(\.\d{1,3})?", re.ASCII)


def is_diagnosis(code_set: str, code: str) -> bool:
    """Whether it has the form of a code of that set, written without a dot."""
    return bool(_DIAGNOSIS[code_set].fullmatch(code))


def is_procedure(code: str) -> bool:
    """Whether it has the form of a CPT or HCPCS code."""
    return bool(_PROCEDURE.fullmatch(code))


def is_modifier(code: str) -> bool:
    """Whether it has the form of a procedure's modifier."""
    return bool(_MODIFIER.fullmatch(code))


def is_place(code: str) -> bool:
    """Whether it has the form of a place of service code."""
    return bool(_PLACE.fullmatch(code))


def specialty(code: str) -> str | None:
    """A NUCC taxonomy code; None when it has no such form, for nothing is refused for its sake."""
    return code if _SPECIALTY.fullmatch(code) else None


def money(text: str) -> Decimal | None:
    """Dollars of whole cents, not negative; None when it is none."""
    return _decimal(_MONEY, text)


def units(text: str) -> Decimal | None:
    """How many units or minutes; None when it is no number."""
    return _decimal(_UNITS, text)


def _decimal(form: re.Pattern[str], text: str) -> Decimal | None:
    return Decimal(text) if text.strip(".") and form.fullmatch(text) else None
