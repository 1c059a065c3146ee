"""Errors of notifications. Codes are frozen; a test holds the list."""

from contracts.errors import Category, ContractError


class DeliverySettled(ContractError):
    """The letter's fate is known, and nothing is left of what it said: `details["state"]` is how it ended.

    Whoever needs it asks for a new one where it came from (a code is issued again by identity's procedures).
    """

    code = "notifications.delivery_settled"
    category = Category.CONFLICT
