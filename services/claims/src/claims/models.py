"""The nouns: no table of its own yet, only the kit's."""

from sqlalchemy.orm import DeclarativeBase

from servicekit.store import kit_tables


class Base(DeclarativeBase):
    """All tables of this service."""


kit_tables(Base.metadata)
