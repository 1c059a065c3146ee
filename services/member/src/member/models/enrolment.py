"""Enrolment files that were loaded, what was refused of them, and who is whose dependant."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from member.models.base import Base


class EnrolmentTransaction(Base):
    """One transaction set (ST…SE) of an 834 by its sender and control numbers: it is loaded once.

    `members_done` of its `members` are loaded; it grows in the transactions that change the members, so a
    load that was killed goes on behind the last of them. `fingerprint` tells whether the same control numbers
    come with other content.
    """

    __tablename__ = "enrolment_transactions"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    sender: Mapped[str]
    interchange_number: Mapped[str]
    group_number: Mapped[str]
    transaction_number: Mapped[str]
    fingerprint: Mapped[bytes]
    members: Mapped[int]
    members_done: Mapped[int] = mapped_column(server_default=text("0"))
    begun_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint(
            "sender", "interchange_number", "group_number", "transaction_number", name="loaded_once"
        ),
        CheckConstraint("members_done BETWEEN 0 AND members", name="done_are_some_of_all"),
    )


class EnrolmentRefusal(Base):
    """Why a member of an enrolment file, or a part of what it says about her, was refused.

    `member_number` counts the members of the transaction from 1; `segment` is the position in the file,
    `loop` that of the implementation guide. Nothing here is personal.
    """

    __tablename__ = "enrolment_refusals"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    transaction_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment_transactions.id", ondelete="CASCADE"))
    member_number: Mapped[int]
    whole: Mapped[bool]
    segment: Mapped[int]
    loop: Mapped[str]
    reason: Mapped[str]

    __table_args__ = (Index("ix_enrolment_refusals_transaction_id", "transaction_id", "member_number"),)


class Dependant(Base):
    """A member who is enrolled through a subscriber, and how she is related to that member (INS02)."""

    __tablename__ = "dependants"

    member_key: Mapped[UUID] = mapped_column(ForeignKey("members.key", ondelete="CASCADE"), primary_key=True)
    subscriber_key: Mapped[UUID] = mapped_column(ForeignKey("members.key", ondelete="CASCADE"))
    relationship: Mapped[str]
    source: Mapped[str]
    changed_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("member_key <> subscriber_key", name="nobody_depends_on_herself"),
        Index("ix_dependants_subscriber_key", "subscriber_key"),
    )
