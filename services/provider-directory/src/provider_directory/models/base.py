"""What all tables of the provider directory share."""

from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, LargeBinary, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    """Tables of the provider directory."""

    type_annotation_map = {
        str: Text,
        bytes: LargeBinary,
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB,
        list[str]: ARRAY(Text),
    }


LINE_IS_KNOWN = "line IN ('medi_cal', 'ihss')"
NPI_FORM = r"npi ~ '^[12]\d{9}$'"
TAX_ID_DIGEST_FORM = "octet_length(tax_id_digest) = 32"
ZIP_FORM = r"zip_code ~ '^\d{5}$' AND zip_code <> '00000'"
