"""Codes by time, and recovery codes."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from identity.rules import recovery_codes, totp

KEY = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""The key of RFC 6238's examples, `12345678901234567890`, in base32."""
NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
STEP = timedelta(seconds=totp.STEP_SECONDS)


@pytest.mark.parametrize(("seconds", "code"), [
    (59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"),
    (2000000000, "279037"), (20000000000, "353130"),
])  # fmt: skip
def test_codes_are_those_of_the_rfc(seconds, code):
    assert totp.code_at(KEY, datetime.fromtimestamp(seconds, UTC)) == code


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_one_step_early_or_late(steps, taken):
    code = totp.code_at(KEY, NOW + steps * STEP)
    assert (totp.step_of(KEY, code, NOW) is not None) == taken


def test_a_step_is_good_once_and_so_is_every_one_before_it():
    used = totp.step_of(KEY, totp.code_at(KEY, NOW), NOW)
    earlier, here, later = (totp.code_at(KEY, NOW + steps * STEP) for steps in (-1, 0, 1))
    assert totp.step_of(KEY, here, NOW, after=used) is None
    assert totp.step_of(KEY, earlier, NOW, after=used) is None
    assert totp.step_of(KEY, later, NOW, after=used) == used + 1


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12345a", "12345\n6", "é23456"])
def test_what_is_not_six_digits_is_no_code(typed):
    assert not totp.is_code(typed)
    assert totp.step_of(KEY, typed.encode("ascii", "replace").decode(), NOW) is None


def test_every_key_is_new_and_has_160_bits():
    made = {totp.new_secret() for _ in range(50)}
    assert len(made) == 50
    assert {len(secret) for secret in made} == {32}


def test_the_address_carries_key_name_and_plan():
    address = urlsplit(totp.address(KEY, "ida.clerk"))
    assert (address.scheme, address.netloc, address.path) == ("otpauth", "totp", "/Portico:ida.clerk")
    assert parse_qs(address.query) == {"secret": [KEY], "issuer": ["Portico"]}


def test_recovery_codes_are_ten_letters_that_cannot_be_mistaken():
    made = recovery_codes.new_codes(200)
    assert len(set(made)) == 200
    for code in made:
        assert len(code) == 11 and code[5] == "-"
        assert set(code) <= set(recovery_codes.ALPHABET + "-")


@pytest.mark.parametrize("typed", ["7k2qm-xf041", " 7K2QM XF041 ", "7K2QM\u2013XFO4L", "7K2QMXFo4i"])
def test_a_recovery_code_is_read_however_it_was_typed(typed):
    assert recovery_codes.typed(typed) == "7K2QMXF041"
