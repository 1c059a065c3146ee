"""Tokens that are handed out once and stored as a digest alone."""

import hmac
import secrets


def new_token() -> str:
    """43 characters that nobody guesses, fit for an address line."""
    return secrets.token_urlsafe(32)


def token_key(index_key: bytes, purpose: str, token: str) -> bytes:
    """What is stored of a token: bound to what it is for."""
    return hmac.digest(index_key, f"token:{purpose}:{token}".encode(), "sha256")
