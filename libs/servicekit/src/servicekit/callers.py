"""Which process makes a call: proved by a signature with a key derived per caller.

Services hold the master key and can check anybody; the gateway holds only its own, so a broken-into
gateway can't speak as a service.
"""

import hashlib
import hmac


def caller_key(master: bytes, caller: str) -> bytes:
    """The signing key of one caller."""
    return hmac.digest(master, caller.encode(), "sha256")


def prove(key: bytes, procedure: str, deadline_ms: int, correlation_id: str, body: bytes) -> str:
    """The value of `x-caller-proof`: it binds caller, procedure, deadline and body."""
    text = f"{procedure}\n{deadline_ms}\n{correlation_id}\n".encode() + hashlib.sha256(body).digest()
    return hmac.new(key, text, "sha256").hexdigest()


def proves(
    key: bytes, proof: str, procedure: str, deadline_ms: int, correlation_id: str, body: bytes
) -> bool:
    """Whether the proof is right, compared in constant time."""
    return hmac.compare_digest(prove(key, procedure, deadline_ms, correlation_id, body), proof)
