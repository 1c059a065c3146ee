"""How a Tax ID is kept: sealed, with a keyed digest by which the same one is found (R011)."""

import hmac
from dataclasses import dataclass, field

from servicekit.seal import Sealer

PURPOSE = "provider_directory.tax_id"
NO_TAX_ID = {"tax_id_sealed": None, "tax_id_digest": None}
"""The columns of what has none."""


@dataclass(frozen=True, slots=True)
class TaxIds:
    """The keys for Tax IDs. Digits are always nine, without hyphen; whoever reads them has checked that.

    There are so few numbers that a digest without a key could be tried out: whatever is stored and made of
    one, ids of records too, is made of `digest`.
    """

    sealer: Sealer
    index_key: bytes = field(repr=False)

    def digest(self, digits: str) -> bytes:
        """32 bytes that stand for it."""
        return hmac.digest(self.index_key, f"tax_id:{digits}".encode(), "sha256")

    def columns(self, digits: str) -> dict[str, str | bytes]:
        """The columns `tax_id_sealed` and `tax_id_digest`."""
        sealed = self.sealer.seal(PURPOSE, digits.encode())
        return {"tax_id_sealed": sealed, "tax_id_digest": self.digest(digits)}

    def digits(self, sealed: str) -> str:
        """The number in a column `tax_id_sealed`. Raises SealBroken."""
        return self.sealer.unseal(PURPOSE, sealed).decode()
