"""Flows that end with a one-time code: sign-ups, recoveries, changes of the e-mail address."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from identity.models.base import Base


class SignUp(Base):
    """A sign-up that waits for its code (R075–R081). `profile` is sealed and wiped when the flow ends.

    `account_id` is the id of the account to come. A decoy has the id of the account that exists, and the
    profile holds that account's address: what is mailed goes to its owner. Office staff have no Member ID.
    """

    __tablename__ = "sign_ups"
    __table_args__ = (
        CheckConstraint(
            "state IN ('pending', 'decoy', 'confirmed', 'superseded', 'expired')",
            name="sign_up_state_is_known",
        ),
        CheckConstraint(
            "kind = 'provider' OR (member_key IS NOT NULL AND member_id_key IS NOT NULL)",
            name="a_member_signs_up_with_a_card",
        ),
        Index(
            "one_pending_sign_up_per_member",
            "member_key",
            unique=True,
            postgresql_where=text("state = 'pending'"),
        ),
        Index("ix_sign_ups_email_key", "email_key"),
        Index("ix_sign_ups_expires_at", "expires_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(server_default=text("'member'"))
    state: Mapped[str]
    name_key: Mapped[bytes]
    email_key: Mapped[bytes]
    member_key: Mapped[UUID | None]
    member_id_key: Mapped[bytes | None]
    profile: Mapped[str]
    password_hash: Mapped[str]
    language: Mapped[str]
    terms_version: Mapped[str]
    terms_accepted_at: Mapped[datetime]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class Recovery(Base):
    """A request to recover (R086–R105), whether or not anything matched.

    `subject` is whose code it is: the account's id, or, where nothing matched, an id of nobody.
    """

    __tablename__ = "recoveries"
    __table_args__ = (Index("ix_recoveries_expires_at", "expires_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID | None]
    subject: Mapped[UUID]
    wants_username: Mapped[bool]
    wants_password: Mapped[bool]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class EmailChange(Base):
    """A new address for an account, which waits for its code (R142). A newer change takes its place.

    `profile` is the sealed profile as it shall be: with the new address.
    """

    __tablename__ = "email_changes"
    __table_args__ = (Index("ix_email_changes_expires_at", "expires_at"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    profile: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class Code(Base):
    """The one code that is good for a purpose and a subject; a new one takes its place (R105)."""

    __tablename__ = "codes"
    __table_args__ = (Index("ix_codes_expires_at", "expires_at"),)

    purpose: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[UUID] = mapped_column(primary_key=True)
    code_key: Mapped[bytes]
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
