"""The nouns of identity. Importing this room gives `Base` every table."""

from identity.models.accounts import Account, Device, Username
from identity.models.attempts import Attempt
from identity.models.audit import AuditCheckpoint, AuditEntry, AuditHead
from identity.models.base import Base
from identity.models.flows import Code, EmailChange, Recovery, SignUp
from identity.models.second_factor import Authenticator, RecoveryCode
from identity.models.sessions import EndedContext, Session
from identity.models.support import CallerCheck, OwnerEmailChange
from servicekit.store import kit_tables

kit_tables(Base.metadata)

__all__ = [
    "Account",
    "Attempt",
    "AuditCheckpoint",
    "AuditEntry",
    "AuditHead",
    "Authenticator",
    "Base",
    "CallerCheck",
    "Code",
    "Device",
    "EmailChange",
    "EndedContext",
    "OwnerEmailChange",
    "Recovery",
    "RecoveryCode",
    "Session",
    "SignUp",
    "Username",
]
