"""The nouns of member. Importing this room gives `Base` every table."""

from member.models.base import Base
from member.models.cards import CardBatch, CardOrder
from member.models.contact import AddressReport, ContactChange, ContactPoint
from member.models.coverage import CoverageSpan
from member.models.enrolment import Dependant, EnrolmentRefusal, EnrolmentTransaction
from member.models.looks import RecordLook, RecordSearch
from member.models.office_access import OfficeAccess, OfficePractitioner, OfficeScope
from member.models.pcp import PcpChange, PcpSpan
from member.models.pcp_exceptions import PcpException
from member.models.people import Member
from member.models.preferences import PreferenceChange, Preferences
from servicekit.store import kit_tables

kit_tables(Base.metadata)

__all__ = [
    "AddressReport",
    "Base",
    "CardBatch",
    "CardOrder",
    "ContactChange",
    "ContactPoint",
    "CoverageSpan",
    "Dependant",
    "EnrolmentRefusal",
    "EnrolmentTransaction",
    "Member",
    "OfficeAccess",
    "OfficePractitioner",
    "OfficeScope",
    "PcpChange",
    "PcpException",
    "PcpSpan",
    "PreferenceChange",
    "Preferences",
    "RecordLook",
    "RecordSearch",
]
