"""Who has a place with which doctor."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from provider_directory.models.base import LINE_IS_KNOWN, Base


class Panel(Base):
    """A doctor's patients within a line of business: at most `panel_size` (null: no limit).

    `places` counts the rows of `panel_places`, held ones that ran out too. A trigger keeps it, so that no
    request counts; and whoever takes the last place locks this row.
    """

    __tablename__ = "panels"
    __table_args__ = (
        CheckConstraint(LINE_IS_KNOWN, name="line_is_known"),
        CheckConstraint("panel_size >= 0", name="panel_size_is_a_count"),
        CheckConstraint("places >= 0", name="places_is_a_count"),
    )

    practitioner_id: Mapped[UUID] = mapped_column(
        ForeignKey("practitioners.id", ondelete="CASCADE"), primary_key=True
    )
    line: Mapped[str] = mapped_column(primary_key=True)
    panel_size: Mapped[int | None]
    places: Mapped[int] = mapped_column(server_default=text("0"))


class PanelPlace(Base):
    """One member's place with one doctor: held (until she has saved, or `held_until`), scheduled
    (from `effective_on` on), active. A scheduled place may be held too, while its change is replaced.
    """

    __tablename__ = "panel_places"
    __table_args__ = (
        ForeignKeyConstraint(
            ["practitioner_id", "line"], ["panels.practitioner_id", "panels.line"], ondelete="CASCADE"
        ),
        CheckConstraint("state IN ('held', 'scheduled', 'active')", name="state_is_known"),
        CheckConstraint("(state = 'held') <= (held_until IS NOT NULL)", name="held_has_an_end"),
        CheckConstraint("(state = 'scheduled') <= (effective_on IS NOT NULL)", name="scheduled_has_a_day"),
        Index("ix_panel_places_member_key", "member_key", "line"),
        Index(
            "ix_panel_places_held",
            "practitioner_id",
            "line",
            "held_until",
            postgresql_where=text("state = 'held'"),
        ),
    )

    practitioner_id: Mapped[UUID] = mapped_column(primary_key=True)
    line: Mapped[str] = mapped_column(primary_key=True)
    member_key: Mapped[UUID] = mapped_column(primary_key=True)
    state: Mapped[str]
    held_until: Mapped[datetime | None]
    effective_on: Mapped[date | None]
    changed_at: Mapped[datetime]


class HeardChange(Base):
    """How far a change of primary doctor came, as far as was heard; it never goes back.

    Places are worked out from these, so that a repeated event, or one that overtook another, does no harm.
    """

    __tablename__ = "heard_changes"
    __table_args__ = (
        CheckConstraint(LINE_IS_KNOWN, name="line_is_known"),
        CheckConstraint("state IN ('scheduled', 'withdrawn', 'changed')", name="state_is_known"),
        Index("ix_heard_changes_member_key", "member_key", "line"),
    )

    change_id: Mapped[UUID] = mapped_column(primary_key=True)
    member_key: Mapped[UUID]
    line: Mapped[str]
    provider_id: Mapped[UUID]
    effective_on: Mapped[date | None]
    state: Mapped[str]
    heard_at: Mapped[datetime]
