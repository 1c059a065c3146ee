"""The audit chain's hashes, and access tokens."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from identity.rules.access_tokens import Bearer, NoSuchKey, Signer
from identity.rules.chain import GENESIS, Entry, canonical, link
from servicekit import clock

ENTRY = Entry(
    at=datetime(2026, 10, 1, 12, 0, 0, 5, tzinfo=UTC), actor="gateway", action="log_in", outcome="refused",
    subject=uuid4(), address="k1.sealed", correlation_id="c-12345678", details={"locks": True, "count": 3},
)  # fmt: skip


@pytest.mark.parametrize("change", [
    {"at": ENTRY.at + timedelta(microseconds=1)},
    {"actor": "member"},
    {"action": "recover"},
    {"outcome": "done"},
    {"subject": uuid4()},
    {"subject": None},
    {"address": None},
    {"correlation_id": None},
    {"details": {"locks": False, "count": 3}},
    {"details": {}},
])  # fmt: skip
def test_any_change_of_an_entry_changes_its_hash(change):
    assert link(GENESIS, 1, replace(ENTRY, **change)) != link(GENESIS, 1, ENTRY)


def test_the_hash_covers_place_and_predecessor():
    assert len({link(GENESIS, 1, ENTRY), link(GENESIS, 2, ENTRY), link(b"x" * 32, 1, ENTRY)}) == 3


def test_an_entry_has_one_spelling_whatever_its_time_zone_or_order():
    from zoneinfo import ZoneInfo

    elsewhere = replace(
        ENTRY, at=ENTRY.at.astimezone(ZoneInfo("America/Los_Angeles")), details={"count": 3, "locks": True}
    )
    assert canonical(1, elsewhere) == canonical(1, ENTRY)


def pems():
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return private, key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def test_an_access_token_says_who_and_names_the_key_that_proves_it():
    (private, public), (_, other) = pems(), pems()
    bearer = Bearer(uuid4(), uuid4(), "staff", ("support",), uuid4(), must_reset=True)
    token = Signer(private, {"old": other, "new": public}).sign(bearer, clock.now(), clock.later(60))
    assert jwt.get_unverified_header(token)["kid"] == "new"
    claims = jwt.decode(token, public, algorithms=["EdDSA"], issuer="portico-identity")
    assert (claims["sub"], claims["sid"], claims["mk"]) == (
        str(bearer.account_id), str(bearer.session_id), str(bearer.member_key),
    )  # fmt: skip
    assert (claims["kind"], claims["roles"], claims["mr"]) == ("staff", ["support"], True)
    assert claims["exp"] - claims["iat"] in (60, 61)


def test_a_signing_key_that_nobody_verifies_with_is_found_at_once():
    with pytest.raises(NoSuchKey):
        Signer(pems()[0], {"k1": pems()[1]})
