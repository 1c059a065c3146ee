"""People who were asked to come to an office, one by one and by the list."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, Integer, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from provider_directory.models.base import Base
from provider_directory.rules.invitations import OPEN, SHOWN, State, may_move


class WrongMove(Exception):
    """A state change that the table of moves does not have."""


def _any_of(states: frozenset[State]) -> str:
    return "state IN (" + ", ".join(f"'{state}'" for state in sorted(states)) + ")"


class InvitationBatch(Base):
    """A list that was sent at once (R045), and how far it is. The counts are those of its rows' outcomes."""

    __tablename__ = "invitation_batches"
    __table_args__ = (
        CheckConstraint(
            "total > 0 AND failed >= 0 AND sent >= 0 AND cancelled >= 0"
            " AND failed + sent + cancelled <= total",
            name="counts_are_possible",
        ),
        CheckConstraint(
            "(finished_at IS NULL) = (failed + sent + cancelled < total)", name="finished_when_none_waits"
        ),
        Index("ix_invitation_batches_page", "billing_provider_id", text("number DESC")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    number: Mapped[int] = mapped_column(Integer, Identity(always=True), unique=True)
    billing_provider_id: Mapped[UUID] = mapped_column(ForeignKey("billing_providers.id"))
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    total: Mapped[int]
    failed: Mapped[int] = mapped_column(server_default=text("0"))
    sent: Mapped[int] = mapped_column(server_default=text("0"))
    cancelled: Mapped[int] = mapped_column(server_default=text("0"))


class InvitationCount(Base):
    """How many letters of invitations an office sent on the newest day (of the plan) that it sent any."""

    __tablename__ = "invitation_counts"

    billing_provider_id: Mapped[UUID] = mapped_column(ForeignKey("billing_providers.id"), primary_key=True)
    day: Mapped[date]
    letters: Mapped[int]


class Invitation(Base):
    """Somebody who is asked to come, and how far that is (R047). `token_key` is the digest of the one token
    that opens it; `person_sealed` are names and e-mail as typed, `grants` as `rules/grants.py` writes them.
    """

    __tablename__ = "invitations"
    __table_args__ = (
        CheckConstraint(_any_of(frozenset(State)), name="state_is_known"),
        CheckConstraint("role IN ('administrator', 'user')", name="role_is_known"),
        CheckConstraint(
            "(state = 'sent') <= (token_key IS NOT NULL AND expires_at IS NOT NULL)", name="sent_has_a_token"
        ),
        CheckConstraint("token_key IS NULL OR state IN ('sent', 'expired')", name="settled_has_no_token"),
        CheckConstraint("(accepted_by IS NOT NULL) = (state = 'accepted')", name="accepted_by_somebody"),
        UniqueConstraint("batch_id", "row", name="one_invitation_of_each_row"),
        Index(
            "one_open_invitation_per_address",
            "billing_provider_id",
            "email_key",
            unique=True,
            postgresql_where=text(_any_of(OPEN)),
        ),
        Index("ix_invitations_token_key", "token_key", unique=True),
        Index("ix_invitations_state", "billing_provider_id", "state", "id"),
        Index(
            "ix_invitations_shown",
            "billing_provider_id",
            text("number DESC"),
            postgresql_where=text(_any_of(SHOWN)),
        ),
        Index("ix_invitations_staged", "number", postgresql_where=text("state = 'staged'")),
        Index("ix_invitations_expires_at", "expires_at", postgresql_where=text("state = 'sent'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    number: Mapped[int] = mapped_column(Integer, Identity(always=True), unique=True)
    batch_id: Mapped[UUID] = mapped_column(ForeignKey("invitation_batches.id", ondelete="CASCADE"))
    row: Mapped[int]
    billing_provider_id: Mapped[UUID] = mapped_column(ForeignKey("billing_providers.id"))
    person_sealed: Mapped[str]
    email_key: Mapped[bytes]
    role: Mapped[str]
    grants: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=text("'[]'"))
    problems: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    state: Mapped[str]
    token_key: Mapped[bytes | None]
    sent_at: Mapped[datetime | None]
    sent_count: Mapped[int] = mapped_column(server_default=text("0"))
    expires_at: Mapped[datetime | None]
    accepted_by: Mapped[UUID | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    def send(self, token_key: bytes, expires_at: datetime, now: datetime) -> None:
        """A letter with this token goes out; an earlier token is dead. Raises WrongMove."""
        self._to(State.SENT, now)
        self.token_key, self.expires_at, self.sent_at = token_key, expires_at, now
        self.sent_count = (self.sent_count or 0) + 1

    def accept(self, account_id: UUID, now: datetime) -> None:
        """Its token was used, by this account. Raises WrongMove."""
        self._to(State.ACCEPTED, now)
        self.token_key, self.accepted_by = None, account_id

    def cancel(self, now: datetime) -> None:
        """Nobody comes in with it any more. Raises WrongMove."""
        self._to(State.CANCELLED, now)
        self.token_key = None

    def expire(self, now: datetime) -> None:
        """Its time is over. Raises WrongMove."""
        self._to(State.EXPIRED, now)
        self.token_key = None

    def bounce(self, now: datetime) -> None:
        """Its letter came back. Raises WrongMove."""
        self._to(State.BOUNCED, now)
        self.token_key = None

    def _to(self, state: State, now: datetime) -> None:
        if not may_move(State(self.state), state):
            raise WrongMove(f"{self.state} to {state}")
        self.state, self.changed_at = str(state), now
