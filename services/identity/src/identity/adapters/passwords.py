"""Password hashes: argon2id with 19 MiB and two passes, off the event loop.

What an old portal left is kept as argon2's hash of the old hash (`legacy FAMILY WORK SALT ARGON2`), so that a
thief of the tables finds no weak one. While some are left, every log-in does the old hashings, too: as many
for an account that never had an old hash, and for a name that nobody has.

Each verification is counted by what it was: `real`, or `dummy` where there was no password to compare with
and the same time was spent all the same.
"""

import os
import threading
from collections.abc import Mapping

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from prometheus_client import Counter

from identity.rules.legacy_hashes import LegacyHash, Recipe, missing_work
from identity.rules.passwords import normal
from servicekit.offload import off_hub

_LEGACY = "legacy"
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


def hash_legacy(found: LegacyHash) -> str:
    """The string to keep of an old portal's hash."""
    NEW.inc()
    recipe = found.recipe
    with _at_once:
        kept = off_hub(_hasher.hash, found.digest)
    return " ".join([_LEGACY, recipe.family, str(recipe.work), recipe.salt, kept])


def verify(password_hash: str | None, password: str, legacy_work: Mapping[str, int] | None = None) -> bool:
    """Whether the password is right. Without a hash: False, after the same work.

    `legacy_work` is the greatest work of each family of old hashes in use; what this one does not need of it
    is done all the same.
    """
    (REAL if password_hash else DUMMY).inc()
    with _at_once:
        same = off_hub(_matches, password_hash or _NOBODYS, normal(password), legacy_work or {})
    return same and password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether it was made with other parameters than are in force now."""
    return is_legacy(password_hash) or _hasher.check_needs_rehash(password_hash)


def is_legacy(password_hash: str) -> bool:
    """Whether it is made of an old portal's hash."""
    return password_hash.startswith(f"{_LEGACY} ")


def _matches(password_hash: str, password: str, legacy_work: Mapping[str, int]) -> bool:
    recipe = None
    if is_legacy(password_hash):
        _, family, work, salt, password_hash = password_hash.split(" ")
        recipe = Recipe(family, int(work), salt)
    for filler in missing_work(recipe, legacy_work):
        filler.make(password)
    try:
        return _hasher.verify(password_hash, recipe.make(password) if recipe else password)
    except (VerificationError, InvalidHashError):
        return False
