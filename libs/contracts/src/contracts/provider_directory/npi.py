"""National Provider Identifiers (45 CFR 162.406).

The rule stands in the contracts because several services lean on it: the directory knows people by their NPI,
and claims name them by it.
"""

PREFIX = "80840"
"""Makes an NPI a card issuer number, over which its check digit is computed (ISO/IEC 7812)."""

_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def is_npi(text: str) -> bool:
    """Ten digits, the first 1 or 2, with the right check digit."""
    plain = len(text) == 10 and text.isascii() and text.isdigit() and text[0] in "12"
    return plain and _luhn_sum(PREFIX + text) % 10 == 0


def _luhn_sum(digits: str) -> int:
    from_the_right = [int(digit) for digit in reversed(digits)]
    return sum(from_the_right[::2]) + sum(_DOUBLED[digit] for digit in from_the_right[1::2])
