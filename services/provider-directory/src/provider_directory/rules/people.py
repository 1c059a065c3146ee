"""Somebody of an office: names and address, the bytes in which they are sealed, and the digest by which the
same address is found."""

import hmac
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

PURPOSE = "provider_directory.person"


@dataclass(frozen=True, slots=True)
class Person:
    """As identity has her, or as an invitation names her."""

    first_name: str
    last_name: str
    email: str

    def to_bytes(self) -> bytes:
        """JSON, for the sealer."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_bytes(cls, raw: bytes) -> "Person":
        """What `to_bytes` wrote."""
        return cls(**json.loads(raw))

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> "Person":
        """From a larger set of fields."""
        return cls(fields["first_name"], fields["last_name"], fields["email"])

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"


def email_form(email: str) -> str:
    """The form in which two addresses are the same: people do not tell theirs apart by case."""
    return unicodedata.normalize("NFC", email.strip()).casefold()


def email_key(index_key: bytes, email: str) -> bytes:
    """32 bytes that stand for an address."""
    return hmac.digest(index_key, f"email:{email_form(email)}".encode(), "sha256")
