"""In which network a doctor can be chosen where, and the words she is found by."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from provider_directory.models.base import LINE_IS_KNOWN, Base


def _found_by(*columns: str) -> Index:
    """An index that gives its rows in the order of the results, so that a page stops reading when full."""
    order = [name for name in ("last_key", "first_key") if name not in columns]
    also = [name for name in ("pcp_eligible", "gender", "county") if name not in columns]
    return Index(
        f"ix_listings_{columns[0]}",
        "line",
        *columns,
        *order,
        "practitioner_id",
        "practice_no",
        postgresql_include=also,
    )


class Listing(Base):
    """A practitioner in the network of one line of business, at one practice (R127, R170).

    `practice_no` 0 is the main practice. `accepting`: open, existing (patients she has), closed. Ages are
    years, both included. The columns from `last_key` on are copied from practitioner and address by
    `repository.listing`, folded, so that one index answers one search.
    """

    __tablename__ = "listings"
    __table_args__ = (
        CheckConstraint(LINE_IS_KNOWN, name="line_is_known"),
        CheckConstraint("accepting IN ('open', 'existing', 'closed')", name="accepting_is_known"),
        CheckConstraint("age_from BETWEEN 0 AND 130", name="age_from_is_an_age"),
        CheckConstraint(
            "age_to BETWEEN 0 AND 130 AND age_to >= coalesce(age_from, 0)", name="age_to_is_an_age"
        ),
        CheckConstraint("sex IN ('female', 'male')", name="sex_is_known_code"),
        _found_by("last_key"),
        _found_by("first_key"),
        _found_by("county"),
        _found_by("city_key"),
        _found_by("zip_code"),
        Index("ix_listings_address_id", "address_id"),
    )

    practitioner_id: Mapped[UUID] = mapped_column(
        ForeignKey("practitioners.id", ondelete="CASCADE"), primary_key=True
    )
    line: Mapped[str] = mapped_column(primary_key=True)
    practice_no: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    address_id: Mapped[UUID] = mapped_column(ForeignKey("addresses.id"))
    pcp_eligible: Mapped[bool]
    accepting: Mapped[str]
    age_from: Mapped[int | None] = mapped_column(SmallInteger)
    age_to: Mapped[int | None] = mapped_column(SmallInteger)
    sex: Mapped[str | None]
    last_key: Mapped[str]
    first_key: Mapped[str]
    gender: Mapped[str]
    county: Mapped[str | None]
    city_key: Mapped[str]
    zip_code: Mapped[str]


class SearchWord(Base):
    """A name or city that stands in the listings, folded; far fewer than the listings themselves.

    What somebody types is first looked up here (part of a word, or a misspelling), then found by equality.
    `spoken` keeps the spaces, for comparing word by word. A word that no listing has any more does no harm.
    """

    __tablename__ = "search_words"
    __table_args__ = (
        CheckConstraint("kind IN ('last', 'first', 'city')", name="kind_is_known"),
        Index(
            "ix_search_words_key",
            "key",
            postgresql_using="gin",
            postgresql_ops={"key": "gin_trgm_ops"},
        ),
        Index(
            "ix_search_words_spoken",
            "spoken",
            postgresql_using="gin",
            postgresql_ops={"spoken": "gin_trgm_ops"},
        ),
    )

    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    spoken: Mapped[str]
