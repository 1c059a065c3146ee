"""How access came about and changed: agreements, requests, the history, held associations."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from provider_directory.models.base import Base
from provider_directory.models.links import FEATURE_IS_KNOWN


class Agreement(Base):
    """A version of the Provider Agreement (R022); the one published last is in force."""

    __tablename__ = "agreements"
    __table_args__ = (
        CheckConstraint("version <> '' AND text <> ''", name="texts_are_not_empty"),
        Index("ix_agreements_published_at", "published_at"),
    )

    version: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]
    published_at: Mapped[datetime]


class AgreementAcceptance(Base):
    """Who confirmed which version for which Provider ID, when and from where (sealed).

    `context_id` is that of the link then: who links an account anew and confirms again leaves another row.
    Rows from before it was kept have none.
    """

    __tablename__ = "agreement_acceptances"
    __table_args__ = (
        UniqueConstraint(
            "link_id", "account_id", "version", "context_id", name="one_acceptance_of_each_version"
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    link_id: Mapped[UUID] = mapped_column(ForeignKey("links.id", ondelete="CASCADE"))
    account_id: Mapped[UUID]
    version: Mapped[str] = mapped_column(ForeignKey("agreements.version"))
    context_id: Mapped[UUID | None]
    accepted_at: Mapped[datetime]
    address_sealed: Mapped[str | None]


class AccessRequest(Base):
    """Somebody asks an office's administrators for access (R020), or with `feature` a permission (R187)."""

    __tablename__ = "access_requests"
    __table_args__ = (
        CheckConstraint(
            "state IN ('open', 'approved', 'denied', 'withdrawn', 'expired')", name="state_is_known"
        ),
        CheckConstraint(FEATURE_IS_KNOWN, name="feature_is_known"),
        CheckConstraint("(state = 'open') = (decided_at IS NULL)", name="open_is_not_decided"),
        Index(
            "one_open_request",
            "billing_provider_id",
            "account_id",
            "feature",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_access_requests_state", "billing_provider_id", "state", "asked_at", "id"),
        Index("ix_access_requests_asked_at", "asked_at", postgresql_where=text("state = 'open'")),
        Index("ix_access_requests_account_id", "account_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    billing_provider_id: Mapped[UUID] = mapped_column(ForeignKey("billing_providers.id"))
    account_id: Mapped[UUID]
    person_sealed: Mapped[str]
    email_key: Mapped[bytes]
    feature: Mapped[str | None]
    message_sealed: Mapped[str | None]
    state: Mapped[str]
    asked_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None]
    reason_sealed: Mapped[str | None]


class AccessChange(Base):
    """One change of somebody's access, for good (R184). `before` and `after` are as `rules/grants.py` writes
    them; `reason_sealed` is what an administrator typed, for administrators and the plan's support alone."""

    __tablename__ = "access_changes"
    __table_args__ = (
        CheckConstraint(
            "actor_kind IN ('administrator', 'self', 'support', 'system')", name="actor_kind_is_known"
        ),
        Index("ix_access_changes_link_id", "link_id", text("id DESC")),
        Index("ix_access_changes_billing_provider_id", "billing_provider_id", text("id DESC")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    link_id: Mapped[UUID] = mapped_column(ForeignKey("links.id", ondelete="CASCADE"))
    billing_provider_id: Mapped[UUID]
    account_id: Mapped[UUID]
    actor_account_id: Mapped[UUID | None]
    actor_kind: Mapped[str]
    action: Mapped[str]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    reason_sealed: Mapped[str | None]
    at: Mapped[datetime]


class AssociationHold(Base):
    """An account that guessed too often at provider records: it matches nothing until it is freed (R015).

    `case_number` is that of the case that was opened for it.
    """

    __tablename__ = "association_holds"

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    held_at: Mapped[datetime]
    case_number: Mapped[int] = mapped_column(BigInteger)
