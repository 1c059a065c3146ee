"""National Provider Identifiers (45 CFR 162.406)."""

from stdnum import luhn

PREFIX = "80840"
"""Makes an NPI a card issuer number, over which its check digit is computed."""


def is_npi(text: str) -> bool:
    """Ten digits, the first 1 or 2, with the right check digit."""
    return (
        len(text) == 10
        and text.isascii()
        and text.isdigit()
        and text[0] in "12"
        and luhn.is_valid(PREFIX + text)
    )


def with_check_digit(nine: str) -> str:
    """The NPI that begins with these nine digits."""
    return nine + luhn.calc_check_digit(PREFIX + nine)
