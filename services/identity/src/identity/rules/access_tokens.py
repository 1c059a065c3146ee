"""Access tokens: EdDSA JWTs (RFC 8037) of one minute that every process can check by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from servicekit.tokens import ISSUER


class NoSuchKey(Exception):
    """The public half of the signing key is not among the keys that the processes verify with."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who the token is for."""

    account_id: UUID
    session_id: UUID
    kind: str
    roles: tuple[str, ...] = ()
    member_key: UUID | None = None
    must_reset: bool = False
    second_factor_due: bool = False
    context_id: UUID | None = None


class Signer:
    """Signs with a private key; finds the key's id among the public ones, so that nobody configures it
    twice."""

    def __init__(self, signing_key: str, verify_keys: Mapping[str, str]):
        self._key = _private(signing_key)
        self._kid = _id_of(self._key.public_key(), verify_keys)

    def sign(self, bearer: Bearer, issued: datetime, expires: datetime) -> str:
        """The token."""
        claims = {
            "iss": ISSUER,
            "sub": str(bearer.account_id),
            "sid": str(bearer.session_id),
            "kind": bearer.kind,
            "roles": list(bearer.roles),
            "mk": str(bearer.member_key) if bearer.member_key else None,
            "mr": bearer.must_reset,
            "sf": bearer.second_factor_due,
            "ctx": str(bearer.context_id) if bearer.context_id else None,
            "iat": int(issued.timestamp()),
            "exp": int(expires.timestamp()),
        }
        return jwt.encode(claims, self._key, algorithm="EdDSA", headers={"kid": self._kid})


@cache
def _private(pem: str) -> Ed25519PrivateKey:
    key = load_pem_private_key(pem.encode(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError("the signing key must be an Ed25519 private key")
    return key


def _id_of(public: Ed25519PublicKey, verify_keys: Mapping[str, str]) -> str:
    for kid, pem in verify_keys.items():
        if load_pem_public_key(pem.encode()) == public:
            return kid
    raise NoSuchKey("IDENTITY_SIGNING_KEY has no public half in PORTICO_VERIFY_KEYS")
