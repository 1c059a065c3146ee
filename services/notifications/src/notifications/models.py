"""The nouns: a delivery, which is one letter to one person and how far it came."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import CheckConstraint, DateTime, Index, Integer, SmallInteger, Text, Uuid, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from notifications.rules.states import FINAL, WAITING, Next, Pending, State, may_move
from servicekit.store import kit_tables


class Base(DeclarativeBase):
    """All tables of this service."""

    type_annotation_map: ClassVar = {datetime: DateTime(timezone=True), uuid.UUID: Uuid, str: Text}


kit_tables(Base.metadata)


def _any_of(states: frozenset[State]) -> str:
    return "state IN (" + ", ".join(f"'{state}'" for state in sorted(states)) + ")"


class WrongMove(Exception):
    """A state change that the table of moves does not have."""


class Delivery(Base):
    """One letter. `content` is sealed and stands only until the letter's fate is known (R236).

    `kind` is that of the account (member, provider, staff); rows from before it was kept have none.
    `about_id` is what its teller wants to be told of when it fails. `priority` is that of
    `rules.catalogue.priority`: of the letters that are due the lowest goes first.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        CheckConstraint(_any_of(frozenset(State)), name="known_state"),
        CheckConstraint(f"(content IS NULL) = ({_any_of(FINAL)})", name="content_until_final"),
        CheckConstraint("(claim IS NULL) = (state <> 'sending')", name="claim_while_sending"),
        CheckConstraint("(lease_until IS NULL) = (claim IS NULL)", name="lease_with_claim"),
        CheckConstraint(f"(next_try_at IS NULL) = (NOT {_any_of(WAITING)})", name="next_try_while_waiting"),
        Index("ix_deliveries_due", "priority", "next_try_at", postgresql_where=text(_any_of(WAITING))),
        Index("ix_deliveries_lease", "lease_until", postgresql_where=text("state = 'sending'")),
        Index("ix_deliveries_account", "account_id", "created_at", "id"),
        Index("ix_deliveries_nobody", "created_at", postgresql_where=text("state = 'nobody'")),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    event_id: Mapped[uuid.UUID] = mapped_column(unique=True)
    account_id: Mapped[uuid.UUID | None]
    kind: Mapped[str | None]
    template: Mapped[str]
    language: Mapped[str]
    about_id: Mapped[uuid.UUID | None]
    priority: Mapped[int] = mapped_column(SmallInteger, server_default=text("1"))
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    next_try_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    claim: Mapped[uuid.UUID | None]
    handed_at: Mapped[datetime | None]
    message_id: Mapped[str] = mapped_column(unique=True)
    correlation_id: Mapped[str | None]
    traceparent: Mapped[str | None]
    content: Mapped[str | None]
    expires_at: Mapped[datetime | None]
    failure: Mapped[str | None]
    happened_at: Mapped[datetime]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    @property
    def pending(self) -> Pending:
        """What the rules need to decide."""
        return Pending(self.attempts, self.created_at, self.expires_at)

    def begin(self, claim: uuid.UUID, now: datetime, lease: float) -> None:
        """Count an attempt and give it to the holder of `claim` for `lease` seconds. Raises WrongMove."""
        self._to(State.SENDING, now)
        self.attempts += 1
        self.claim, self.lease_until = claim, now + timedelta(seconds=lease)
        self.next_try_at = self.handed_at = None

    def hurry(self, now: datetime) -> None:
        """Don't wait for the next try. Raises WrongMove when it doesn't wait for one."""
        if State(self.state) not in WAITING:
            raise WrongMove(f"{self.state} is not sent again")
        self.next_try_at = now

    def settle(self, outcome: Next, now: datetime) -> None:
        """Write down what follows; a final state wipes the content. Raises WrongMove."""
        self._to(outcome.state, now)
        self.claim = self.lease_until = None
        self.failure, self.next_try_at = outcome.reason, outcome.at
        if outcome.state in FINAL:
            self.content = None

    def _to(self, state: State, now: datetime) -> None:
        if not may_move(State(self.state), state):
            raise WrongMove(f"{self.state} to {state}")
        self.state, self.changed_at = str(state), now
