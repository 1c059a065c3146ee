"""Code lists of the 834 and what they are here."""

CHANGE, DELETE, ADDITION, TERMINATION, REINSTATEMENT, CORRECTION, AUDIT = (
    "001", "002", "021", "024", "025", "026", "030",
)  # fmt: skip
MEMBER_MAINTENANCE = frozenset({CHANGE, ADDITION, TERMINATION, REINSTATEMENT, AUDIT})
"""INS03: element 875 as the implementation guide allows it for a member."""
COVERAGE_MAINTENANCE = MEMBER_MAINTENANCE | {DELETE, CORRECTION}
"""HD01: the same element for one coverage."""

SEX = {"M": "1", "F": "2", "U": "0", "": ""}
"""DMG03 in the codes of a member list."""

RELATIONSHIPS = {
    "01": "spouse", "03": "parent", "04": "grandparent", "05": "grandchild", "06": "uncle_or_aunt",
    "07": "nephew_or_niece", "08": "cousin", "09": "adopted_child", "10": "foster_child",
    "11": "child_in_law", "12": "sibling_in_law", "13": "parent_in_law", "14": "sibling", "15": "ward",
    "16": "stepparent", "17": "stepchild", "19": "child", "23": "sponsored_dependant",
    "24": "dependant_of_minor", "25": "former_spouse", "26": "guardian", "31": "court_appointed_guardian",
    "38": "collateral_dependant", "48": "stepfather", "49": "stepmother", "53": "life_partner",
    "60": "annuitant", "D2": "trustee", "G8": "other", "G9": "other_relative",
}  # fmt: skip
"""INS02: how a dependant is related to the subscriber (element 1069)."""

LANGUAGES = {
    "en": "ENG", "es": "SPA", "hmn": "HMN MWW", "ar": "ARA", "hy": "HYE ARM", "zh": "ZHO CHI",
    "fa": "FAS PER",
    "hi": "HIN", "ja": "JPN", "km": "KHM", "ko": "KOR", "lo": "LAO", "pa": "PAN", "pt": "POR", "ru": "RUS",
    "tl": "TGL FIL", "th": "THA", "uk": "UKR", "vi": "VIE",
}  # fmt: skip
"""Languages (ISO 639-1 where there is one) with their ISO 639-2 codes, as LUI02 gives them."""
_LANGUAGE_OF = {code: name for name, codes in LANGUAGES.items() for code in [name.upper(), *codes.split()]}

_NUMBERED_COUNTIES = {"Mariposa": 22, "Merced": 24, "Monterey": 27, "San Benito": 35, "Santa Cruz": 44}
_COUNTY_OF = {
    form: name
    for name, n in _NUMBERED_COUNTIES.items()
    for form in (f"{n:02}", f"{2 * n - 1:03}", f"06{2 * n - 1:03}")
}


def language(code: str) -> str | None:
    """The language of a code of ISO 639-1 or 639-2; None when it is none that we know."""
    return _LANGUAGE_OF.get(code.upper())


def county(code: str) -> str | None:
    """The plan's county of a county code: California's (44), FIPS (087) or FIPS with the state (06087).

    The FIPS number of California's n-th county is 2n - 1.
    """
    return _COUNTY_OF.get(code)
