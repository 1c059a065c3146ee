"""ID cards and orders for them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from member.models.base import Base

MOVES: dict[str, frozenset[str]] = {
    "ordered": frozenset({"printed", "cancelled"}),
    "printed": frozenset({"mailed"}),
    "mailed": frozenset({"returned"}),
    "returned": frozenset(),
    "cancelled": frozenset(),
}
"""From each state of an order, the states that may follow."""


class WrongMove(Exception):
    """A state change that the table of moves does not have."""


class CardOrder(Base):
    """A member's order for a printed ID card (R110, R111).

    ordered -> printed -> mailed -> returned, or cancelled before it is printed. `number` is what she may
    quote on the telephone. `address_sealed` is where it goes, as she confirmed it.
    """

    __tablename__ = "card_orders"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True, start=100_001), unique=True)
    member_key: Mapped[UUID] = mapped_column(ForeignKey("members.key", ondelete="CASCADE"))
    state: Mapped[str]
    address_sealed: Mapped[str]
    contact_point_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("contact_points.id", ondelete="SET NULL")
    )
    reason: Mapped[str] = mapped_column(server_default=text("'member_request'"))
    reason_sealed: Mapped[str | None]
    by_staff: Mapped[bool] = mapped_column(server_default=text("false"))
    ordered_by: Mapped[str]
    expected_by: Mapped[date]
    batch_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("card_batches.id", name="card_orders_batch_id_fkey")
    )
    ordered_at: Mapped[datetime]
    printed_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]
    mailed_by: Mapped[str | None]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str | None]
    returned_because: Mapped[str | None]

    __table_args__ = (
        CheckConstraint(
            "state IN ('ordered', 'printed', 'mailed', 'returned', 'cancelled')", name="state_is_known"
        ),
        CheckConstraint("(state = 'ordered') <= (printed_at IS NULL)", name="printed_after_it_is_ordered"),
        CheckConstraint("(state = 'mailed') <= (mailed_at IS NOT NULL)", name="mailed_has_a_moment"),
        CheckConstraint(
            "(state = 'returned') = (returned_because IS NOT NULL)", name="returned_has_a_reason"
        ),
        Index(
            "one_open_card_order",
            "member_key",
            unique=True,
            postgresql_where=text("state IN ('ordered', 'printed')"),
        ),
        Index("ix_card_orders_member_key", "member_key", "ordered_at"),
        Index("ix_card_orders_queue", "state", "number"),
        Index("ix_card_orders_batch_id", "batch_id", "number"),
    )

    def print_in(self, batch_id: UUID, now: datetime) -> None:
        """It is in a batch that somebody prints. Raises WrongMove."""
        self._to("printed")
        self.batch_id, self.printed_at = batch_id, now

    def mail(self, by: str, now: datetime) -> None:
        """It was given to the post. Raises WrongMove."""
        self._to("mailed")
        self.mailed_by, self.mailed_at = by, now

    def come_back(self, because: str, by: str, now: datetime) -> None:
        """The post brought it back. Raises WrongMove."""
        self._to("returned")
        self.returned_because, self.settled_by, self.settled_at = because, by, now

    def cancel(self, by: str, now: datetime) -> None:
        """Nobody prints it. Raises WrongMove."""
        self._to("cancelled")
        self.settled_by, self.settled_at = by, now

    def _to(self, state: str) -> None:
        if state not in MOVES[self.state]:
            raise WrongMove(f"{self.state} to {state}")
        self.state = state


class CardBatch(Base):
    """Orders that one person printed together."""

    __tablename__ = "card_batches"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    printed_by: Mapped[str]
    printed_at: Mapped[datetime]
