"""The nouns of the provider directory. Importing this room gives `Base` every table."""

from provider_directory.models.base import Base
from provider_directory.models.groups import Address, Affiliation, Group
from provider_directory.models.imports import Resource
from provider_directory.models.listings import Listing, SearchWord
from provider_directory.models.panels import HeardChange, Panel, PanelPlace
from provider_directory.models.practitioners import Practitioner, Specialty
from servicekit.store import kit_tables

kit_tables(Base.metadata)

__all__ = [
    "Address",
    "Affiliation",
    "Base",
    "Group",
    "HeardChange",
    "Listing",
    "Panel",
    "PanelPlace",
    "Practitioner",
    "Resource",
    "SearchWord",
    "Specialty",
]
