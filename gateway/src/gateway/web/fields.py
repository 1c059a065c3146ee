"""Helpers for form schemas: what browsers post, turned into what contracts take."""

import re
import unicodedata
from typing import Any

from gateway.web.days import iso_date

_NOT_CODE = re.compile(r"[\s\u00ad\u2010-\u2015-]+")


def with_date(data: dict[str, Any], name: str = "date_of_birth") -> dict[str, Any]:
    """Join `<name>-month`, `-day`, `-year` into `name`; left out when all are empty."""
    joined = iso_date(*(data.get(f"{name}-{part}") or "" for part in ("month", "day", "year")))
    return data if joined == "" else {**data, name: "no date" if joined is None else joined}


def bare_code(text: str) -> str:
    """A pasted code without spaces, line ends and dashes, its digits as ASCII (R080)."""
    return _NOT_CODE.sub("", unicodedata.normalize("NFKC", text))


def same_address(one: str | None, other: str | None) -> bool:
    """Whether two e-mail addresses are equal; the domain's case does not matter (R069).

    One that is missing was refused already, so there is nothing to say about it here.
    """
    if not one or not other:
        return True
    local, _, domain = one.strip().rpartition("@")
    local2, _, domain2 = other.strip().rpartition("@")
    return local == local2 and domain.casefold() == domain2.casefold()


def same_secret(one: str | None, other: str | None) -> bool:
    """Whether two passwords are equal after NFC, as two keyboards may write one letter in two ways (R072)."""
    if not one or not other:
        return True
    return unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)
