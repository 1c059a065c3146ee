"""The nouns of identity. Importing this room gives `Base` every table."""

from identity.models.accounts import Account, Device, Username
from identity.models.attempts import Attempt
from identity.models.audit import AuditCheckpoint, AuditEntry, AuditHead
from identity.models.base import Base
from identity.models.flows import Code, EmailChange, Recovery, SignUp
from identity.models.sessions import Session
from servicekit.store import kit_tables

kit_tables(Base.metadata)

__all__ = [
    "Account",
    "Attempt",
    "AuditCheckpoint",
    "AuditEntry",
    "AuditHead",
    "Base",
    "Code",
    "Device",
    "EmailChange",
    "Recovery",
    "Session",
    "SignUp",
    "Username",
]
