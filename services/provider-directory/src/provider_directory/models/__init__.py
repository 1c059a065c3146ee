"""The nouns of the provider directory. Importing this room gives `Base` every table."""

from provider_directory.models.access import (
    AccessChange,
    AccessRequest,
    Agreement,
    AgreementAcceptance,
    AssociationHold,
)
from provider_directory.models.base import Base
from provider_directory.models.cases import Case, CaseNote, StaffAct
from provider_directory.models.groups import Address, Affiliation, Group
from provider_directory.models.imports import Resource
from provider_directory.models.invitations import Invitation, InvitationBatch, InvitationCount
from provider_directory.models.links import AccountLock, BillingProvider, Grant, Link, Representative
from provider_directory.models.listings import Listing, SearchWord
from provider_directory.models.panels import HeardChange, Panel, PanelPlace
from provider_directory.models.practitioners import Practitioner, Specialty
from servicekit.store import kit_tables

kit_tables(Base.metadata)

__all__ = [
    "AccessChange",
    "AccessRequest",
    "AccountLock",
    "Address",
    "Affiliation",
    "Agreement",
    "AgreementAcceptance",
    "AssociationHold",
    "Base",
    "BillingProvider",
    "Case",
    "CaseNote",
    "Grant",
    "Group",
    "HeardChange",
    "Invitation",
    "InvitationBatch",
    "InvitationCount",
    "Link",
    "Listing",
    "Panel",
    "PanelPlace",
    "Practitioner",
    "Representative",
    "Resource",
    "SearchWord",
    "Specialty",
    "StaffAct",
]
