"""Who acts for which Provider ID, and what they may do there."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from provider_directory.models.base import TAX_ID_DIGEST_FORM, Base

FEATURE_IS_KNOWN = (
    "feature IN ('eligibility', 'referrals', 'authorizations', 'claims', 'change_requests',"
    " 'report_rosters', 'report_claims', 'report_quality')"
)


class Representative(Base):
    """The plan's person for some offices (R029). `phone` is E.164."""

    __tablename__ = "representatives"
    __table_args__ = (
        CheckConstraint("name <> ''", name="name_is_not_empty"),
        CheckConstraint(r"phone ~ '^\+1\d{10}$'", name="phone_is_e164"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    name: Mapped[str]
    phone: Mapped[str | None]
    email: Mapped[str | None]


class BillingProvider(Base):
    """A Provider ID/Billing Number: a practitioner alone, or a group with all under its Tax ID (R018, R019).

    `number` is in capitals, `name` as the EOB and the Welcome Letter print it. From `ended_on` on it is over.
    The Tax ID is sealed, and found by its keyed digest (R011).
    """

    __tablename__ = "billing_providers"
    __table_args__ = (
        CheckConstraint("number ~ '^[A-Z0-9]+$'", name="number_is_capitals_and_digits"),
        CheckConstraint(
            "(kind = 'practitioner' AND practitioner_id IS NOT NULL AND group_id IS NULL)"
            " OR (kind = 'group' AND group_id IS NOT NULL AND practitioner_id IS NULL)",
            name="kind_has_its_owner",
        ),
        CheckConstraint(TAX_ID_DIGEST_FORM, name="tax_id_digest_is_32_bytes"),
        CheckConstraint("name <> ''", name="name_is_not_empty"),
        CheckConstraint("ended_on >= registered_on", name="ends_after_it_starts"),
        Index("ix_billing_providers_tax_id_digest", "tax_id_digest"),
        Index("ix_billing_providers_practitioner_id", "practitioner_id"),
        Index("ix_billing_providers_name", text("lower(name) text_pattern_ops"), "id"),
        Index("ix_billing_providers_representative_id", "representative_id", "id"),
        Index("ix_billing_providers_group_id", "group_id"),
        Index("ix_billing_providers_ended_on", "ended_on", postgresql_where=text("ended_on IS NOT NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    practitioner_id: Mapped[UUID | None] = mapped_column(ForeignKey("practitioners.id"))
    group_id: Mapped[UUID | None] = mapped_column(ForeignKey("groups.id"))
    tax_id_sealed: Mapped[str]
    tax_id_digest: Mapped[bytes]
    name: Mapped[str]
    registered_on: Mapped[date]
    ended_on: Mapped[date | None]
    representative_id: Mapped[UUID | None] = mapped_column(ForeignKey("representatives.id"))
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class Link(Base):
    """An account's tie to a Provider ID (R030). `person_sealed` are names and e-mail, `email_key` the digest
    by which the same address is found.

    `context_id` is new each time the link becomes active, so that an ended one never comes back. A trigger
    keeps the last administrator of a Provider ID. `agreed_at` is when a Provider Agreement was confirmed for
    it the first time: before, nobody does anything with it (R022).
    """

    __tablename__ = "links"
    __table_args__ = (
        CheckConstraint("role IN ('administrator', 'user')", name="role_is_known"),
        CheckConstraint("state IN ('active', 'suspended', 'revoked')", name="state_is_known"),
        CheckConstraint("(state = 'active') = (ended_at IS NULL)", name="not_active_has_an_end"),
        UniqueConstraint("billing_provider_id", "account_id", name="one_link_per_account"),
        Index("ix_links_account_id", "account_id"),
        Index("ix_links_state", "billing_provider_id", "state", "id"),
        Index("ix_links_email_key", "billing_provider_id", "email_key"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    billing_provider_id: Mapped[UUID] = mapped_column(ForeignKey("billing_providers.id"))
    account_id: Mapped[UUID]
    role: Mapped[str]
    state: Mapped[str]
    context_id: Mapped[UUID] = mapped_column(unique=True, server_default=func.gen_random_uuid())
    person_sealed: Mapped[str]
    email_key: Mapped[bytes]
    all_features: Mapped[bool] = mapped_column(server_default=text("false"))
    linked_at: Mapped[datetime]
    agreed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))


class AccountLock(Base):
    """An account of an office's person that can't log in before `until`, or (None) before it is unlocked.

    One that is `disabled` is closed for good: nobody is an administrator with it.
    """

    __tablename__ = "account_locks"
    __table_args__ = (CheckConstraint("NOT disabled OR until IS NULL", name="disabled_is_for_good"),)

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    until: Mapped[datetime | None]
    disabled: Mapped[bool] = mapped_column(server_default=text("false"))


class Grant(Base):
    """One permission of a user: a feature for one practitioner or all, at one address or all (R185, R186)."""

    __tablename__ = "grants"
    __table_args__ = (
        CheckConstraint(FEATURE_IS_KNOWN, name="feature_is_known"),
        Index(
            "one_grant_of_each",
            "link_id",
            "feature",
            "provider_scope",
            "site_scope",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        Index("ix_grants_provider_scope", "provider_scope"),
        Index("ix_grants_site_scope", "site_scope"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    link_id: Mapped[UUID] = mapped_column(ForeignKey("links.id", ondelete="CASCADE"))
    feature: Mapped[str]
    provider_scope: Mapped[UUID | None] = mapped_column(ForeignKey("practitioners.id", ondelete="CASCADE"))
    site_scope: Mapped[UUID | None] = mapped_column(ForeignKey("addresses.id", ondelete="CASCADE"))
