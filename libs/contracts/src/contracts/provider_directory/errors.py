"""Errors of provider_directory. Codes are frozen; a test holds the list."""

from typing import Any

from contracts.errors import Category, ContractError, InvalidInput


class ProviderUnavailable(ContractError):
    """The doctor can't be chosen by this patient; `details["reason"]` is one of `schemas.REASONS` (R132)."""

    code = "provider_directory.provider_unavailable"
    category = Category.CONFLICT


class LastAdministrator(ContractError):
    """She is the last administrator of the Provider ID: somebody else has to become one first (R034,
    R053)."""

    code = "provider_directory.last_administrator"
    category = Category.CONFLICT


class OwnAccess(ContractError):
    """Nobody ends her own access as an administrator: another administrator does, or she unlinks it
    (R053)."""

    code = "provider_directory.own_access"
    category = Category.CONFLICT


class AccessChanged(ContractError):
    """Somebody changed the person's access since the named version; `details["current"]` is how it is now
    (`users.OfficeUser`), so that the second one sees it (R050)."""

    code = "provider_directory.access_changed"
    category = Category.CONFLICT


class InvitationSettled(ContractError):
    """The invitation is accepted or cancelled: nothing is left to send or cancel; `details["state"]` says."""

    code = "provider_directory.invitation_settled"
    category = Category.CONFLICT


class InvitationNotOpen(ContractError):
    """No open invitation has this token: it never was one, is used, expired, cancelled or replaced. One
    answer for all of them (R047)."""

    code = "provider_directory.invitation_not_open"
    category = Category.CONFLICT


class CaseChanged(ContractError):
    """Somebody changed the case since the named version; `details["current"]` is the case now
    (`cases.Case`)."""

    code = "provider_directory.case_changed"
    category = Category.CONFLICT


class ProviderNotMatched(ContractError):
    """What was typed matches no provider record; never says which field (R015)."""

    code = "provider_directory.provider_not_matched"
    category = Category.INVALID


class ProviderTypeWrong(ContractError):
    """All else matches; `details["type"]` is how the provider is registered (R025)."""

    code = "provider_directory.provider_type_wrong"
    category = Category.INVALID


class LooksLikeNpi(InvalidInput):
    """An NPI was typed where the Provider ID/Billing Number is wanted (R012)."""

    code = "provider_directory.looks_like_npi"

    def __init__(self, **details: Any):
        super().__init__(**(details or {"fields": {"provider_id": ["field.npi_typed"]}}))


class ProviderAlreadyLinked(ContractError):
    """The account is linked to this Provider ID already (R032)."""

    code = "provider_directory.provider_already_linked"
    category = Category.CONFLICT


class AssociationHeld(ContractError):
    """Too many tries that matched nothing: a specialist has to look at it, and has a case, whose number is
    `details["case_number"]` (R015)."""

    code = "provider_directory.association_held"
    category = Category.FORBIDDEN


class MatchExpired(ContractError):
    """Step 1 was too long ago, was another account's, or led to a link that has ended since: begin again."""

    code = "provider_directory.match_expired"
    category = Category.CONFLICT


class AdministratorExists(ContractError):
    """The Provider ID has an administrator: ask for access (R020)."""

    code = "provider_directory.administrator_exists"
    category = Category.CONFLICT


class AgreementChanged(ContractError):
    """Another version of the Provider Agreement is in force: `details["version"]` (R022)."""

    code = "provider_directory.agreement_changed"
    category = Category.CONFLICT


class AgreementNeeded(ContractError):
    """Nobody has confirmed a Provider Agreement for this link yet: until then its context is good for reading
    it (`get_provider_home`) and confirming it (`confirm_agreement`), or for leaving (`end_link`) (R022)."""

    code = "provider_directory.agreement_needed"
    category = Category.FORBIDDEN


class RequestDecided(ContractError):
    """The request is not open any more; `details["state"]` is one of `links.REQUEST_STATES` (R020)."""

    code = "provider_directory.request_decided"
    category = Category.CONFLICT


class PermissionThere(ContractError):
    """Nothing is missing: she has the permission already, everywhere."""

    code = "provider_directory.permission_there"
    category = Category.CONFLICT
