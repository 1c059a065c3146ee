"""Accounts, the usernames they hold, and the devices they were used on."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from identity.models.base import Base


class Account(Base):
    """One person's way in. `profile` is sealed; what ends in `_key` is a digest, and so are `name_keys`, the
    words of the person's name.

    `first_session_at` is when the confirmation e-mail became due (R083). An account that was moved here from
    an old portal has a `source_key`; as long as its password hash is made of the old one, `legacy_family` and
    `legacy_work` say what it costs to compare (R175).
    """

    __tablename__ = "accounts"
    __table_args__ = (
        CheckConstraint("state IN ('active', 'dormant', 'disabled')", name="account_state_is_known"),
        CheckConstraint("kind IN ('member', 'provider', 'staff')", name="account_kind_is_known"),
        Index("ix_accounts_member_id_key", "member_id_key"),
        Index("ix_accounts_email_key", "email_key"),
        Index("ix_accounts_name_keys", "name_keys", postgresql_using="gin"),
        Index("ix_accounts_without_keys", "id", postgresql_where=text("email_key IS NULL")),
        Index(
            "ix_accounts_legacy",
            "legacy_family",
            "legacy_work",
            postgresql_where=text("legacy_family IS NOT NULL AND state = 'active'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    state: Mapped[str]
    roles: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    name_key: Mapped[bytes] = mapped_column(unique=True)
    member_key: Mapped[UUID | None] = mapped_column(unique=True)
    member_id_key: Mapped[bytes | None]
    email_key: Mapped[bytes | None]
    name_keys: Mapped[list[bytes]] = mapped_column(ARRAY(LargeBinary), server_default=text("'{}'"))
    source_key: Mapped[bytes | None]
    legacy_family: Mapped[str | None]
    legacy_work: Mapped[int | None]
    profile: Mapped[str]
    language: Mapped[str]
    password_hash: Mapped[str]
    password_changed_at: Mapped[datetime]
    must_reset: Mapped[bool] = mapped_column(server_default=text("false"))
    locked_at: Mapped[datetime | None]
    first_session_at: Mapped[datetime | None]
    terms_version: Mapped[str | None]
    terms_accepted_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class Username(Base):
    """Who holds a username: an account for good, or a sign-up until `held_until` (R070, R081)."""

    __tablename__ = "usernames"
    __table_args__ = (
        CheckConstraint("(account_id IS NULL) <> (held_until IS NULL)", name="held_for_good_or_for_a_while"),
        Index("ix_usernames_held_until", "held_until"),
        Index("ix_usernames_member_key", "member_key"),
    )

    name_key: Mapped[bytes] = mapped_column(primary_key=True)
    account_id: Mapped[UUID | None]
    sign_up_id: Mapped[UUID | None]
    member_key: Mapped[UUID | None]
    held_until: Mapped[datetime | None]


class Device(Base):
    """A device on which the account logged in: it guesses from a budget of its own."""

    __tablename__ = "devices"
    __table_args__ = (
        Index("ix_devices_account_id", "account_id"),
        Index("ix_devices_last_used_at", "last_used_at"),
    )

    token_key: Mapped[bytes] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
