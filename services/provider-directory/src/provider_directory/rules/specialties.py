"""Specialties: NUCC taxonomy codes in plain words of our own, and which make a primary care doctor."""

import re

WORDS = {
    "207Q00000X": "Family doctor",
    "207QA0000X": "Family doctor for teenagers",
    "207QG0300X": "Family doctor for older adults",
    "208D00000X": "General doctor",
    "207R00000X": "Doctor for adults",
    "207RG0300X": "Doctor for older adults",
    "208000000X": "Children's doctor",
    "2080A0000X": "Doctor for teenagers",
    "207V00000X": "Women's health and pregnancy doctor",
    "207VG0400X": "Women's health doctor",
    "363L00000X": "Nurse practitioner",
    "363LF0000X": "Family nurse practitioner",
    "363LA2200X": "Nurse practitioner for adults",
    "363LP0200X": "Nurse practitioner for children",
    "363A00000X": "Physician assistant",
    "363AM0700X": "Physician assistant",
    "367A00000X": "Midwife",
    "207RC0000X": "Heart doctor",
    "207RG0100X": "Stomach and bowel doctor",
    "207RE0101X": "Diabetes and hormone doctor",
    "207RN0300X": "Kidney doctor",
    "207RP1001X": "Lung doctor",
    "207RR0500X": "Joint and arthritis doctor",
    "207RH0003X": "Blood and cancer doctor",
    "207N00000X": "Skin doctor",
    "207W00000X": "Eye doctor and surgeon",
    "152W00000X": "Eye doctor (optometrist)",
    "207X00000X": "Bone and joint surgeon",
    "207Y00000X": "Ear, nose and throat doctor",
    "207K00000X": "Allergy doctor",
    "208600000X": "Surgeon",
    "208800000X": "Urinary tract doctor",
    "2084N0400X": "Nerve and brain doctor",
    "2084P0800X": "Mental health doctor",
    "103T00000X": "Psychologist",
    "1041C0700X": "Counselor (social worker)",
    "213E00000X": "Foot doctor",
    "111N00000X": "Chiropractor",
    "225100000X": "Physical therapist",
    "122300000X": "Dentist",
    "1223G0001X": "Dentist",
}
"""What a member reads. Whatever is missing is told by its family."""

FAMILIES = (
    ("363L", "Nurse practitioner"),
    ("363A", "Physician assistant"),
    ("1223", "Dentist"),
    ("20", "Specialist doctor"),
    ("10", "Mental health professional"),
)
"""Beginnings of codes, the first that fits."""

PRIMARY_CARE = frozenset(
    "207Q00000X 207QA0000X 207QG0300X 208D00000X 207R00000X 207RG0300X 208000000X 2080A0000X 207V00000X "
    "363LF0000X 363LA2200X 363LP0200X".split()
)
"""Codes that make a practitioner eligible as primary care provider, where a list doesn't say it."""

_CODE = re.compile(r"[0-9A-Z]{9}X", re.ASCII)


def is_code(text: str) -> bool:
    """Whether it has the form of a NUCC code."""
    return bool(_CODE.fullmatch(text))


def in_words(code: str | None) -> str | None:
    """The specialty in plain words; None when we have none."""
    if code is None or code in WORDS:
        return WORDS.get(code or "")
    return next((words for beginning, words in FAMILIES if code.startswith(beginning)), None)
