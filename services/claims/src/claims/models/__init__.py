"""The nouns of claims. Importing this room gives `Base` every table."""

from claims.models.base import Base
from claims.models.claims import Claim, ClaimLine, ClaimSettled
from servicekit.store import kit_tables

kit_tables(Base.metadata)

__all__ = ["Base", "Claim", "ClaimLine", "ClaimSettled"]
