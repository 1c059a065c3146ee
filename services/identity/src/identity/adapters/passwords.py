"""Password hashes: argon2id with 19 MiB and two passes, off the event loop.

Each verification is counted by what it was: `real`, or `dummy` where there was no password to compare with
and the same time was spent all the same.
"""

import os
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from prometheus_client import Counter

from identity.rules.passwords import normal
from servicekit.offload import off_hub

MEMORY_KIB, PASSES, LANES = 19_456, 2, 1

HASHINGS = Counter("identity_password_hashings_total", "Password hashings by what they were for", ["purpose"])
REAL, DUMMY, NEW = HASHINGS.labels("real"), HASHINGS.labels("dummy"), HASHINGS.labels("new")

_hasher = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)
_at_once = threading.BoundedSemaphore(os.cpu_count() or 1)  # more at once only evict each other's 19 MiB
_NOBODYS = _hasher.hash("no password of anybody")


def hash_password(password: str) -> str:
    """The string to keep of a password (argon2's own format, with parameters and salt)."""
    NEW.inc()
    with _at_once:
        return off_hub(_hasher.hash, normal(password))


def verify(password_hash: str | None, password: str) -> bool:
    """Whether the password is right. Without a hash: False, after the same work."""
    (REAL if password_hash else DUMMY).inc()
    with _at_once:
        same = off_hub(_matches, password_hash or _NOBODYS, normal(password))
    return same and password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether it was made with other parameters than are in force now."""
    return _hasher.check_needs_rehash(password_hash)


def _matches(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
