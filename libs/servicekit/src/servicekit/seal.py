"""Authenticated encryption for what must not be read on the wire or at rest (AES-256-GCM).

A token is `<key id>.<base64url of nonce and ciphertext>`, bound to a purpose: what was sealed for one
use can't be opened as another. The first key seals; the others still open, so keys can rotate.
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


class SealBroken(Exception):
    """Not sealed by us, not for this purpose, or by a key that is gone."""


class Sealer:
    """Seals and opens. `keys` maps key ids to 32 bytes; the first one seals."""

    def __init__(self, keys: Mapping[str, bytes]):
        if not keys:
            raise ValueError("a sealer needs at least one key")
        self._ciphers = {kid: AESGCM(key) for kid, key in keys.items()}
        self._current = next(iter(keys))
        self._fingerprint_key = hashlib.sha256(b"fingerprint" + keys[self._current]).digest()

    @classmethod
    def parse(cls, text: str) -> "Sealer":
        """From `k1:<base64url of 32 bytes>[,k0:...]`, the current key first."""
        pairs = (item.split(":", 1) for item in text.split(",") if item.strip())
        return cls({kid.strip(): base64.urlsafe_b64decode(key + "==") for kid, key in pairs})

    def seal(self, purpose: str, data: bytes) -> str:
        """Seal `data` for `purpose`."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = nonce + self._ciphers[self._current].encrypt(nonce, data, purpose.encode())
        return f"{self._current}.{base64.urlsafe_b64encode(sealed).decode().rstrip('=')}"

    def unseal(self, purpose: str, token: str) -> bytes:
        """The bytes that were sealed for `purpose`. Raises SealBroken."""
        kid, dot, text = token.partition(".")
        cipher = self._ciphers.get(kid)
        if not dot or cipher is None:
            raise SealBroken("unknown key")
        try:
            raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
            return cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], purpose.encode())
        except (InvalidTag, ValueError) as broken:
            raise SealBroken("broken seal") from broken

    def fingerprint(self, data: bytes) -> bytes:
        """32 bytes that tell equal bodies, and tell a thief nothing (keyed)."""
        return hmac.digest(self._fingerprint_key, data, "sha256")
