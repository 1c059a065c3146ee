"""What all tables share."""

from datetime import datetime

from sqlalchemy import DateTime, LargeBinary, Text
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    """Tables of the identity service. A `…_key` column of bytes is a keyed digest (`rules.keys`)."""

    type_annotation_map = {str: Text, bytes: LargeBinary, datetime: DateTime(timezone=True)}
