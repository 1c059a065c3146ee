"""Secrets are made once, kept, and readable by nobody else."""

import base64
import hashlib
import hmac
import json
import stat

from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from portico_local import keys


def test_secrets_are_the_same_on_the_second_run_and_only_their_owner_reads_them(tmp_path):
    path = tmp_path / "secrets.env"
    first = keys.kept(path)
    assert keys.kept(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_two_places_share_no_secret(tmp_path):
    one, other = keys.kept(tmp_path / "one"), keys.kept(tmp_path / "other")
    assert [name for name in one if one[name] == other[name]] == []


def test_a_secret_that_a_newer_version_needs_is_added_and_the_others_stay(tmp_path):
    path = tmp_path / "secrets.env"
    first = keys.kept(path)
    lines = [line for line in path.read_text().splitlines() if not line.startswith("IDENTITY_INDEX_KEY")]
    path.write_text("\n".join(lines))
    second = keys.kept(path)
    assert [name for name in first if first[name] != second[name]] == ["IDENTITY_INDEX_KEY"]


def test_the_gateways_key_is_derived_from_the_master_key():
    found = keys.generate()
    master = base64.urlsafe_b64decode(found["PORTICO_CALL_KEY"])
    expected = hmac.new(master, b"gateway", hashlib.sha256).digest()
    assert base64.urlsafe_b64decode(found["PORTICO_CALLER_KEY"]) == expected


def test_what_the_signing_key_signs_the_verify_key_verifies():
    found = keys.generate()
    signature = load_pem_private_key(found["IDENTITY_SIGNING_KEY"].encode(), None).sign(b"token")
    (public,) = json.loads(found["PORTICO_VERIFY_KEYS"]).values()
    load_pem_public_key(public.encode()).verify(signature, b"token")
