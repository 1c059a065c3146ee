"""The nouns of member. Importing this room gives `Base` every table."""

from member.models.base import Base
from member.models.cards import CardOrder
from member.models.contact import ContactChange, ContactPoint
from member.models.coverage import CoverageSpan
from member.models.enrolment import Dependant, EnrolmentRefusal, EnrolmentTransaction
from member.models.pcp import PcpChange, PcpSpan
from member.models.people import Member
from member.models.preferences import Preferences, RecordLook
from servicekit.store import kit_tables

kit_tables(Base.metadata)

__all__ = [
    "Base",
    "CardOrder",
    "ContactChange",
    "ContactPoint",
    "CoverageSpan",
    "Dependant",
    "EnrolmentRefusal",
    "EnrolmentTransaction",
    "Member",
    "PcpChange",
    "PcpSpan",
    "Preferences",
    "RecordLook",
]
