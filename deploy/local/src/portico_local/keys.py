"""Secrets, generated once and kept in a file that only its owner reads."""

import base64
import hashlib
import hmac
import json
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

KEY_ID = "k1"


def generate() -> dict[str, str]:
    """A fresh set of all secrets, by environment variable."""
    return with_derived(_roots())


def _roots() -> dict[str, str]:
    signing = Ed25519PrivateKey.generate()
    return {
        "PORTICO_SEAL_KEYS": f"{KEY_ID}:{_text(secrets.token_bytes(32))}",
        "PORTICO_CALL_KEY": _text(secrets.token_bytes(32)),
        "IDENTITY_SIGNING_KEY": signing.private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        ).decode(),
        "IDENTITY_INDEX_KEY": _text(secrets.token_bytes(32)),
        "MEMBER_INDEX_KEY": _text(secrets.token_bytes(32)),
        "CLAIMS_INDEX_KEY": _text(secrets.token_bytes(32)),
        "PROVIDER_DIRECTORY_INDEX_KEY": _text(secrets.token_bytes(32)),
        "GATEWAY_SECRET_KEY": secrets.token_urlsafe(48),
        "LOCAL_POSTGRES_PASSWORD": secrets.token_urlsafe(24),
        "LOCAL_BROKER_PASSWORD": secrets.token_urlsafe(24),
        "LOCAL_ERLANG_COOKIE": secrets.token_hex(16).upper(),
    }


def with_derived(roots: dict[str, str]) -> dict[str, str]:
    """Adds what follows from other secrets: the gateway's caller key and the public signing key."""
    master = base64.urlsafe_b64decode(roots["PORTICO_CALL_KEY"])
    signing = load_pem_private_key(roots["IDENTITY_SIGNING_KEY"].encode(), password=None)
    public = signing.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return roots | {
        "PORTICO_CALLER_KEY": caller_key(master, "gateway"),
        "PORTICO_VERIFY_KEYS": json.dumps({KEY_ID: public.decode()}),
    }


def caller_key(master: bytes, caller: str) -> str:
    """The key of one caller, derived so that it proves to be that caller and no other."""
    return _text(hmac.new(master, caller.encode(), hashlib.sha256).digest())


def kept(path: Path) -> dict[str, str]:
    """The secrets in the file; missing ones are generated and added."""
    found = _read(path) if path.exists() else {}
    whole = with_derived(_roots() | found)
    if whole != found:
        _write(path, whole)
    return whole


def _read(path: Path) -> dict[str, str]:
    pairs = (line.split("=", 1) for line in path.read_text().splitlines() if "=" in line)
    return {name: json.loads(value) for name, value in pairs}


def _write(path: Path, found: dict[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as out:
        out.writelines(f"{name}={json.dumps(value)}\n" for name, value in found.items())
    fresh.replace(path)


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode()
