"""National Provider Identifiers: the contracts' rule, and making invented ones."""

from stdnum import luhn

from contracts.provider_directory.npi import PREFIX, is_npi

__all__ = ["is_npi", "with_check_digit"]


def with_check_digit(nine: str) -> str:
    """The NPI that begins with these nine digits."""
    return nine + luhn.calc_check_digit(PREFIX + nine)
