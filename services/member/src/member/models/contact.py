"""How a member is reached."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from member.models.base import Base


class ContactPoint(Base):
    """One address, telephone number or e-mail address of a member (R138).

    `sealed` holds what it says (lines, number, address), since a copy of the table must not be a list of
    where everybody lives; `county` and `zip_code` of an address stay readable for reports. `version` counts
    changes and is what an editor's If-Match names. An ended entry stays for the history. Mail came
    back from an address that has `undeliverable_at`.
    """

    __tablename__ = "contact_points"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    member_key: Mapped[UUID] = mapped_column(ForeignKey("members.key", ondelete="CASCADE"))
    kind: Mapped[str]
    use: Mapped[str]
    sealed: Mapped[str]
    county: Mapped[str | None]
    zip_code: Mapped[str | None]
    preferred: Mapped[bool] = mapped_column(server_default=text("false"))
    verified_at: Mapped[datetime | None]
    source: Mapped[str]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    undeliverable_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("kind IN ('address', 'phone', 'email')", name="kind_is_known"),
        CheckConstraint(
            "use = ANY (CASE kind WHEN 'address' THEN ARRAY['home', 'mailing', 'confidential', 'other']"
            " WHEN 'phone' THEN ARRAY['cell', 'home', 'work', 'other'] ELSE ARRAY['personal', 'other'] END)",
            name="use_fits_kind",
        ),
        Index(
            "ix_contact_points_member_key", "member_key", "kind", postgresql_where=text("ended_at IS NULL")
        ),
        Index(
            "one_preferred_per_kind",
            "member_key",
            "kind",
            unique=True,
            postgresql_where=text("preferred AND ended_at IS NULL"),
        ),
        Index(
            "one_confidential_address",
            "member_key",
            unique=True,
            postgresql_where=text("use = 'confidential' AND ended_at IS NULL"),
        ),
    )


class ContactChange(Base):
    """What was done to an entry: who, when, from which source, and what it said afterwards (R142, R237)."""

    __tablename__ = "contact_changes"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    contact_point_id: Mapped[UUID] = mapped_column(ForeignKey("contact_points.id", ondelete="CASCADE"))
    version: Mapped[int]
    action: Mapped[str]
    changed_by: Mapped[str]
    source: Mapped[str]
    facts: Mapped[dict[str, Any]]
    at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("action IN ('added', 'changed', 'ended', 'verified')", name="action_is_known"),
        Index("ix_contact_changes_contact_point_id", "contact_point_id", "version"),
    )


class AddressReport(Base):
    """An address that a member reported, on its way to enrolment (R142): reported -> forwarded."""

    __tablename__ = "address_reports"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True), unique=True)
    member_key: Mapped[UUID] = mapped_column(ForeignKey("members.key", ondelete="CASCADE"))
    contact_point_id: Mapped[UUID] = mapped_column(ForeignKey("contact_points.id", ondelete="CASCADE"))
    action: Mapped[str]
    state: Mapped[str]
    reported_at: Mapped[datetime]
    forwarded_at: Mapped[datetime | None]
    forwarded_by: Mapped[str | None]

    __table_args__ = (
        CheckConstraint("action IN ('added', 'changed', 'ended')", name="action_is_known"),
        CheckConstraint("state IN ('reported', 'forwarded')", name="state_is_known"),
        CheckConstraint("(state = 'forwarded') = (forwarded_at IS NOT NULL)", name="forwarded_has_a_moment"),
        Index("ix_address_reports_queue", "state", "number"),
        Index("ix_address_reports_contact_point_id", "contact_point_id"),
    )
