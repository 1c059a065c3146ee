"""What was received from others."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from provider_directory.models.base import Base


class Resource(Base):
    """A FHIR R4 resource as it was received: nothing of it is lost, whatever our tables have a column for.

    `digest` (SHA-256 of the canonical JSON) tells whether a second import says anything new.
    """

    __tablename__ = "resources"
    __table_args__ = (CheckConstraint("octet_length(digest) = 32", name="digest_is_32_bytes"),)

    kind: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[bytes]
    content: Mapped[dict[str, Any]]
    version: Mapped[int]
    received_at: Mapped[datetime]
