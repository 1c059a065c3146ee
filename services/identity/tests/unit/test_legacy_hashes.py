"""Hashes of an old portal: every notation, what is refused, and equal work for everybody."""

import base64
import contextlib
import hashlib

import bcrypt
import pytest
from django.contrib.auth import hashers
from hypothesis import given
from hypothesis import strategies as st

from identity.adapters import passwords
from identity.rules import legacy_hashes
from identity.rules.legacy_hashes import Recipe, Unreadable, missing_work

PASSWORD = "séven quiet herons"
TYPED = PASSWORD.encode()


def ldap(name, digest, salt=b"brine"):
    return f"{{{name}}}" + base64.b64encode(hashlib.new(digest, TYPED + salt).digest() + salt).decode()


def django(hasher, **work):
    return hasher().encode(PASSWORD, "saltsalt", **work)


WRITTEN = {
    "bcrypt 2a": ("bcrypt", bcrypt.hashpw(TYPED, bcrypt.gensalt(4, prefix=b"2a")).decode(), ""),
    "bcrypt 2b": ("bcrypt", bcrypt.hashpw(TYPED, bcrypt.gensalt(5)).decode(), ""),
    "bcrypt 2y": ("bcrypt", bcrypt.hashpw(TYPED, bcrypt.gensalt(4)).decode().replace("2b", "2y", 1), ""),
    "pbkdf2_sha256": ("pbkdf2_sha256", django(hashers.PBKDF2PasswordHasher, iterations=1000), ""),
    "pbkdf2_sha1": ("pbkdf2_sha1", django(hashers.PBKDF2SHA1PasswordHasher, iterations=1000), ""),
    "sha1 salt$hex": ("sha1", "brine$" + hashlib.sha1(b"brine" + TYPED).hexdigest(), ""),
    "sha1 in full": ("sha1", "sha1$brine$" + hashlib.sha1(b"brine" + TYPED).hexdigest().upper(), ""),
    "sha256 hex": ("sha256", hashlib.sha256(b"brine" + TYPED).hexdigest(), "brine"),
    "sha256 salt$hex": ("sha256", "brine$" + hashlib.sha256(b"brine" + TYPED).hexdigest(), ""),
    "SSHA": ("sha1", ldap("SSHA", "sha1"), ""),
    "SSHA256": ("sha256", ldap("SSHA256", "sha256"), ""),
}  # fmt: skip
"""As the libraries write them that old portals used: Django's own hashers, bcrypt, OpenLDAP's notation."""


@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN)
def test_the_right_password_fits_and_no_other(written):
    kept = passwords.hash_legacy(legacy_hashes.read(*written))
    assert passwords.verify(kept, PASSWORD)
    for wrong in ("séven quiet heron", PASSWORD.upper(), "x"):
        assert not passwords.verify(kept, wrong)


@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN)
def test_what_is_kept_holds_no_old_hash(written):
    found = legacy_hashes.read(*written)
    kept = passwords.hash_legacy(found)
    assert found.digest not in kept and kept.partition("$")[2].startswith("argon2id")
    assert passwords.is_outdated(kept), "it is made anew at the first chance"


def test_bcrypt_looks_at_72_bytes_of_a_password_as_the_old_portal_did():
    long = "é" * 36 + "and more"
    written = bcrypt.hashpw(long.encode()[:72], bcrypt.gensalt(4)).decode()
    kept = passwords.hash_legacy(legacy_hashes.read("bcrypt", written))
    assert passwords.verify(kept, long)
    assert not passwords.verify(kept, "e" + long[1:])


def test_a_salt_that_a_careless_writer_left_with_stray_bits_is_read_as_it_was_meant():
    written = bcrypt.hashpw(TYPED, bcrypt.gensalt(4)).decode()
    letters = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    stray = letters[letters.index(written[28]) | 0b1111]
    assert (
        legacy_hashes.read("bcrypt", written[:28] + stray + written[29:]).recipe.make(PASSWORD)
        == written[29:]
    )


@pytest.mark.parametrize(("scheme", "written", "salt", "reason"), [
    ("md5", "d41d8cd98f00b204e9800998ecf8427e", "", "unknown_scheme"),
    ("", "", "", "unknown_scheme"),
    ("bcrypt", "$2x$10$" + "a" * 53, "", "unreadable_hash"),
    ("bcrypt", "$2b$10$" + "a" * 52, "", "unreadable_hash"),
    ("bcrypt", "$2b$31$" + "a" * 53, "", "too_costly"),
    ("bcrypt", "$2b$03$" + "a" * 53, "", "too_costly"),
    ("pbkdf2_sha256", "pbkdf2_sha256$1000$salt$" + "A" * 27 + "=", "", "unreadable_hash"),
    ("pbkdf2_sha1", "pbkdf2_sha256$1000$salt$" + "A" * 43 + "=", "", "unreadable_hash"),
    ("pbkdf2_sha256", "pbkdf2_sha256$9000000$salt$" + "A" * 43 + "=", "", "too_costly"),
    ("pbkdf2_sha256", "pbkdf2_sha256$0$salt$" + "A" * 43 + "=", "", "unreadable_hash"),
    ("pbkdf2_sha256", "pbkdf2_sha256$1000$$" + "A" * 43 + "=", "", "unreadable_hash"),
    ("sha1", "0" * 40, "", "no_salt"),
    ("sha1", "0" * 39, "brine", "unreadable_hash"),
    ("sha1", "one$" + "0" * 40, "two", "unreadable_hash"),
    ("sha256", "{SSHA}" + "A" * 32, "", "unreadable_hash"),
    ("sha1", "{SSHA}" + base64.b64encode(bytes(20)).decode(), "", "no_salt"),
    ("sha1", "{SSHA}" + "A" * 33, "", "unreadable_hash"),
    ("sha1", "not a hash", "brine", "unreadable_hash"),
])  # fmt: skip
def test_what_can_not_be_checked_is_refused_with_its_reason(scheme, written, salt, reason):
    with pytest.raises(Unreadable) as refused:
        legacy_hashes.read(scheme, written, salt)
    assert refused.value.reason == reason


def work_of(recipes):
    """Work by family, in units that add up."""
    done = {}
    for recipe in recipes:
        units = 2**recipe.work if recipe.family == "bcrypt" else recipe.work
        done[recipe.family] = done.get(recipe.family, 0) + units
    return done


FAMILIES = st.sampled_from(["bcrypt", "pbkdf2_sha1", "pbkdf2_sha256"])


@given(st.dictionaries(FAMILIES, st.integers(8, 14)), FAMILIES, st.integers(4, 14))
def test_every_password_costs_what_the_costliest_in_use_does(most, family, work):
    most[family] = max(work, most.get(family, 0))
    own = Recipe(family, work, "")
    for_nobody = work_of(missing_work(None, most))
    assert for_nobody == {name: 2**n if name == "bcrypt" else n for name, n in most.items()}
    assert work_of([own, *missing_work(own, most)]) == for_nobody


def test_where_nothing_old_is_left_nothing_old_is_hashed():
    assert list(missing_work(None, {})) == []
    assert list(missing_work(Recipe("bcrypt", 12, ""), {})) == []


def test_what_makes_up_for_missing_work_can_be_hashed():
    for filler in missing_work(None, {"bcrypt": 4, "pbkdf2_sha1": 2, "pbkdf2_sha256": 2}):
        assert filler.make(PASSWORD)


@given(st.text(max_size=80), st.text(max_size=20))
def test_no_text_brings_the_reader_down(written, salt):
    for scheme in legacy_hashes.SCHEMES:
        with contextlib.suppress(Unreadable):
            legacy_hashes.read(scheme, written, salt)
