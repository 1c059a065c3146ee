"""Wire shapes of association and linking: who the office is, the agreement, and Finish (R003–R033)."""

import re

from marshmallow import ValidationError, fields, validate, validates_schema

from contracts.errors import NotFound, RateLimited
from contracts.events import Event
from contracts.fields import Id, Instant, Secret, Text
from contracts.procedures import PROVIDER, PROVIDER_SERVICES, SUPPORT, Procedure
from contracts.provider_directory import errors as e
from contracts.provider_directory.access import KINDS, ROLES, Link, one_of
from contracts.wire import Wire

PRACTITIONER, GROUP = KINDS
OUTCOMES = ("free", "administrator_exists")
NAMES_OF = {PRACTITIONER: ("first_name", "last_name"), GROUP: ("group_name",)}
"""The names that each type needs (R008–R010)."""

_TAX_ID = re.compile(r"\d{9}", re.ASCII)


def tax_id_digits(text: str) -> str:
    """A Tax ID without the hyphens and spaces that people put in it."""
    return re.sub(r"[\s\u2010-\u2015-]", "", text)


def _tax_id(value: str) -> None:
    if not _TAX_ID.fullmatch(tax_id_digits(value)):
        raise ValidationError("field.invalid_tax_id")


def _name() -> Text:
    return Text(load_default=None, allow_none=True, personal=True)


class ProviderIdentity(Wire):
    """Step 1 of 2 – Provider Eligibility, as printed on the EOB or Welcome Letter (R007–R017).

    A practitioner has first and last name, a group its group name. `provider_id` is the Provider ID/Billing
    Number that the plan gave out, not the NPI; `zip_code` five digits or ZIP+4, whose leading zero may be
    missing.
    """

    type = one_of(KINDS, load_default=PRACTITIONER)
    first_name = _name()
    last_name = _name()
    group_name = _name()
    tax_id = Text(longest=20, required=True, personal=True, validate=_tax_id)
    provider_id = Text(longest=40, required=True, personal=True)
    zip_code = Text(
        longest=20,
        required=True,
        personal=True,
        validate=validate.Regexp(r"\s*[0-9]{4,5}(-?[0-9]{4})?\s*\Z", error="field.invalid_zip"),
    )

    @validates_schema
    def _names_of_the_type(self, data, **kwargs):
        missing = [name for name in NAMES_OF.get(data.get("type"), ()) if not data.get(name)]
        if missing:
            raise ValidationError({name: ["field.required"] for name in missing})


class Agreement(Wire):
    """The Provider Agreement in force (R022); paragraphs of `text` are parted by empty lines."""

    version = Text(longest=40, required=True)
    text = fields.String(required=True)


class ProviderMatched(Wire):
    """What step 1 found. Nothing is stored yet: `match_token` carries it to Finish, for this account and
    until `expires_at` (R014).

    With `administrator_exists` there is nothing to finish: access is asked for, and `administrator_initial`
    with `name` (the organisation) says of whom (R020).
    """

    match_token = Secret(longest=2000, required=True)
    expires_at = Instant(required=True)
    outcome = one_of(OUTCOMES, required=True)
    name = Text(required=True, personal=True)
    kind = one_of(KINDS, required=True)
    administrator_initial = Text(required=True, allow_none=True, personal=True)
    agreement = fields.Nested(Agreement, required=True)


class Finish(Wire):
    """The agreement was confirmed (R022, R033)."""

    match_token = Secret(longest=2000, required=True)
    agreement_version = Text(longest=40, required=True)


class MatchToken(Wire):
    """What step 1 gave."""

    match_token = Secret(longest=2000, required=True)


class AccessRequestRef(Wire):
    """Which request for access."""

    request_id = Id(required=True)


class HeldAssociation(Wire):
    """Whose association a specialist frees, and why (R015)."""

    account_id = Id(required=True)
    reason = Text(longest=500, required=True, personal=True)


OFFICE = frozenset({PROVIDER})

match_billing_provider = Procedure(
    "provider_directory",
    "match_billing_provider",
    allow=OFFICE,
    takes=ProviderIdentity,
    gives=ProviderMatched,
    raises=(
        e.LooksLikeNpi,
        e.ProviderNotMatched,
        e.ProviderTypeWrong,
        e.ProviderAlreadyLinked,
        e.AssociationHeld,
        RateLimited,
    ),
)
create_link = Procedure(
    "provider_directory",
    "create_link",
    allow=OFFICE,
    takes=Finish,
    gives=Link,
    raises=(e.MatchExpired, e.AdministratorExists, e.AgreementChanged, e.AssociationHeld),
    command=True,
)
create_access_request = Procedure(
    "provider_directory",
    "create_access_request",
    allow=OFFICE,
    takes=MatchToken,
    gives=AccessRequestRef,
    raises=(e.MatchExpired, e.ProviderAlreadyLinked, e.AssociationHeld),
    command=True,
)
unlock_association = Procedure(
    "provider_directory",
    "unlock_association",
    allow=frozenset({SUPPORT, PROVIDER_SERVICES}),
    takes=HeldAssociation,
    raises=(NotFound,),
    command=True,
)


class AssociationConfirmed(Wire):
    """Somebody is linked to a Provider ID: a letter confirms it (R023)."""

    account_id = Id(required=True)
    office = Text(required=True, personal=True)
    role = one_of(ROLES, required=True)


association_confirmed = Event("provider_directory", "association_confirmed", AssociationConfirmed)
