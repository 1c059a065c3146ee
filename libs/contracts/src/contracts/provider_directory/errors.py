"""Errors of provider_directory. Codes are frozen; a test holds the list."""

from contracts.errors import Category, ContractError


class ProviderUnavailable(ContractError):
    """The doctor can't be chosen by this patient; `details["reason"]` is one of `schemas.REASONS` (R132)."""

    code = "provider_directory.provider_unavailable"
    category = Category.CONFLICT
