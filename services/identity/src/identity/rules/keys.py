"""Keyed digests: how identity finds names, addresses and secrets that it does not store."""

import hmac
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Keyer:
    """Digests under the index key. A thief with the tables alone can't guess what is behind one."""

    index_key: bytes

    def key(self, purpose: str, *parts: str) -> bytes:
        """32 bytes that stand for `parts`; each purpose has digests of its own.

        Parts are joined with their lengths, so ("ab", "c") and ("a", "bc") differ.
        """
        text = "".join(f"{len(part)}:{part}" for part in (purpose, *parts))
        return hmac.digest(self.index_key, text.encode(), "sha256")

    def code(self, purpose: str, subject: UUID, code: str) -> bytes:
        """What is stored of a one-time code: bound to what it is for and to whom."""
        return self.key("code", purpose, str(subject), code)
