"""ID cards and orders for them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from member.models.base import Base


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
    ordered_by: Mapped[str]
    expected_by: Mapped[date]
    batch_id: Mapped[UUID | None]
    ordered_at: Mapped[datetime]
    printed_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(
            "state IN ('ordered', 'printed', 'mailed', 'returned', 'cancelled')", name="state_is_known"
        ),
        CheckConstraint("(state = 'ordered') <= (printed_at IS NULL)", name="printed_after_it_is_ordered"),
        CheckConstraint("(state = 'mailed') <= (mailed_at IS NOT NULL)", name="mailed_has_a_moment"),
        Index(
            "one_open_card_order",
            "member_key",
            unique=True,
            postgresql_where=text("state IN ('ordered', 'printed')"),
        ),
        Index("ix_card_orders_member_key", "member_key", "ordered_at"),
        Index("ix_card_orders_queue", "state", "number"),
    )
