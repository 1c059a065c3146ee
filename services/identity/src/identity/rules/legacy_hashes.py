"""Password hashes of an old portal (R175): how they are written, and how one is made of a typed password.

Notations: bcrypt `$2b$12$…` (also 2a, 2y); PBKDF2 as Django writes it, `pbkdf2_sha256$ITERATIONS$SALT$BASE64`
or with sha1; salted SHA-1 and SHA-256 as `SALT$HEX` or `sha1$SALT$HEX` (salt before the password), as
hex with the salt in a column of its own (before it, too), and as `{SSHA}` or `{SSHA256}` base64 (salt after).
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import bcrypt as bcrypt_library

BCRYPT = "bcrypt"
PBKDF2 = {"pbkdf2_sha1": "sha1", "pbkdf2_sha256": "sha256"}
SALT_FIRST = {"sha1": "sha1", "sha256": "sha256"}
SALT_LAST = {"ssha": "sha1", "ssha256": "sha256"}
SCHEMES = (BCRYPT, *PBKDF2, *SALT_FIRST)
BCRYPT_BYTES = 72
"""bcrypt looks at no more of a password; its library refuses longer ones, the old portals cut them off."""

LEAST_WORK, MOST_WORK = {BCRYPT: 4}, {BCRYPT: 14, "pbkdf2_sha1": 2_000_000, "pbkdf2_sha256": 2_000_000}
UNKNOWN_SCHEME, UNREADABLE, NO_SALT, TOO_COSTLY = "unknown_scheme", "unreadable_hash", "no_salt", "too_costly"

_BCRYPT = re.compile(r"\$2[aby]\$(\d\d)\$([./A-Za-z0-9]{22})([./A-Za-z0-9]{31})\Z")
_PBKDF2 = re.compile(r"(pbkdf2_sha1|pbkdf2_sha256)\$([1-9]\d{0,8})\$([^$]+)\$([A-Za-z0-9+/]+=*)\Z")
_HEX = re.compile(r"(?:(?:sha1|sha256)\$)?(?:([^$]+)\$)?([0-9A-Fa-f]+)\Z")
_LDAP = re.compile(r"\{(SSHA|SSHA256)\}([A-Za-z0-9+/]+=*)\Z")
_BCRYPT_LETTERS = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


class Unreadable(Exception):
    """Not a hash that can be checked; `reason` is a key of `REASONS`."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a hash is made of a password. `work` is bcrypt's cost, PBKDF2's iterations, else 0; `salt` is
    bcrypt's own 22 characters, else base64."""

    family: str
    work: int
    salt: str

    def make(self, password: str) -> str:
        """The hash of the password in one spelling: bcrypt's 31 characters, else base64."""
        typed = password.encode()
        if self.family == BCRYPT:
            salt = f"$2b${self.work:02}${self.salt}"
            return bcrypt_library.hashpw(typed[:BCRYPT_BYTES], salt.encode()).decode()[29:]
        salt = base64.b64decode(self.salt)
        if self.family in PBKDF2:
            return _text(hashlib.pbkdf2_hmac(PBKDF2[self.family], typed, salt, self.work))
        if self.family in SALT_FIRST:
            return _text(hashlib.new(SALT_FIRST[self.family], salt + typed).digest())
        return _text(hashlib.new(SALT_LAST[self.family], typed + salt).digest())


@dataclass(frozen=True, slots=True)
class LegacyHash:
    """A hash that was read: how it is made, and what comes out for the right password."""

    recipe: Recipe
    digest: str


def read(scheme: str, written: str, salt: str = "") -> LegacyHash:
    """The hash that stands in a row. Raises Unreadable."""
    if scheme not in SCHEMES:
        raise Unreadable(UNKNOWN_SCHEME)
    if scheme == BCRYPT:
        found = _read_bcrypt(written)
    elif scheme in PBKDF2:
        found = _read_pbkdf2(scheme, written)
    else:
        found = _read_ldap(scheme, written) if written.startswith("{") else _read_hex(scheme, written, salt)
    recipe = found.recipe
    if not LEAST_WORK.get(recipe.family, 0) <= recipe.work <= MOST_WORK.get(recipe.family, 0):
        raise Unreadable(TOO_COSTLY)
    return found


def missing_work(recipe: Recipe | None, most: Mapping[str, int]) -> Iterator[Recipe]:
    """What is left to be hashed so that every password costs what the costliest of each family does.

    `most` is the greatest work of each family in use; the sum is the same for every recipe up to it, and for
    none. bcrypt's work doubles with its cost, so for one of cost c those of c, c + 1, … most - 1 are missing.
    """
    for family, work in most.items():
        own = recipe.work if recipe and recipe.family == family else None
        if family != BCRYPT and work > (own or 0):
            yield Recipe(family, work - (own or 0), _text(b"nobody"))
        elif family == BCRYPT:
            costs = [work] if own is None else range(own, work)
            yield from (Recipe(BCRYPT, cost, "." * 22) for cost in costs)


def _read_bcrypt(written: str) -> LegacyHash:
    found = _match(_BCRYPT, written)
    cost, salt, digest = found.groups()
    # Two bits of the salt's and the hash's last letter mean nothing; some writers leave chance in the salt's.
    last = _BCRYPT_LETTERS[_BCRYPT_LETTERS.index(salt[-1]) & 0b110000]
    return LegacyHash(Recipe(BCRYPT, int(cost), salt[:-1] + last), digest)


def _read_pbkdf2(scheme: str, written: str) -> LegacyHash:
    family, iterations, salt, digest = _match(_PBKDF2, written).groups()
    raw = _bytes(digest)
    if family != scheme or len(raw) != hashlib.new(PBKDF2[family]).digest_size:
        raise Unreadable(UNREADABLE)
    return LegacyHash(Recipe(family, int(iterations), _text(salt.encode())), _text(raw))


def _read_hex(scheme: str, written: str, apart: str) -> LegacyHash:
    within, digest = _match(_HEX, written).groups()
    salt = within or apart
    if len(digest) != 2 * hashlib.new(SALT_FIRST[scheme]).digest_size or (within and apart):
        raise Unreadable(UNREADABLE)
    if not salt:
        raise Unreadable(NO_SALT)
    return LegacyHash(Recipe(scheme, 0, _text(salt.encode())), _text(bytes.fromhex(digest)))


def _read_ldap(scheme: str, written: str) -> LegacyHash:
    name, rest = _match(_LDAP, written).groups()
    family, raw = name.lower(), _bytes(rest)
    size = hashlib.new(SALT_LAST[family]).digest_size
    if SALT_LAST[family] != scheme or len(raw) < size:
        raise Unreadable(UNREADABLE)
    if len(raw) == size:
        raise Unreadable(NO_SALT)
    return LegacyHash(Recipe(family, 0, _text(raw[size:])), _text(raw[:size]))


def _match(pattern: re.Pattern, written: str) -> re.Match:
    found = pattern.match(written)
    if found is None:
        raise Unreadable(UNREADABLE)
    return found


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Unreadable(UNREADABLE) from None


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
