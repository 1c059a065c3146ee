"""Codes, phones, keys, states, budgets."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.rules import budgets, codes, phones, refresh_tokens, states
from identity.rules.keys import Keyer
from identity.rules.people import Profile
from identity.rules.refresh_tokens import Ticket

KEYER = Keyer(bytes(32))
NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)


def test_a_code_is_eight_digits_and_hardly_ever_the_same():
    made = [codes.new_code() for _ in range(200)]
    assert all(len(code) == 8 and code.isdigit() for code in made)
    assert len(set(made)) > 195


@pytest.mark.parametrize(
    "typed", ["12345678", " 1234 5678\n", "1234-5678", "1234\u20135678", "１２３４５６７８"]
)
def test_a_code_is_read_however_it_was_pasted(typed):
    assert codes.typed_code(typed) == "12345678"


@pytest.mark.parametrize(("typed", "number"), [
    ("(831) 555-0142", "+18315550142"),
    ("831.555.0142", "+18315550142"),
    ("+1 209 555 0100", "+12095550100"),
    ("12095550100", "+12095550100"),
    ("555-0142", None),
    ("911", None),
    ("416-555-0142", None),
    ("+44 20 7946 0018", None),
    ("831-555-HELP", None),
    ("831 555 0142 x5", None),
    ("nonsense", None),
])  # fmt: skip
def test_a_cell_phone_is_a_us_number(typed, number):
    assert phones.us_number(typed) == number


@given(
    st.lists(st.text(max_size=5), min_size=1, max_size=3),
    st.lists(st.text(max_size=5), min_size=1, max_size=3),
)
def test_only_equal_parts_have_equal_keys(one, other):
    assert (KEYER.key("p", *one) == KEYER.key("p", *other)) == (one == other)


def test_each_purpose_subject_and_key_has_digests_of_its_own():
    subject = uuid4()
    digests = {
        KEYER.code("sign_up", subject, "12345678"),
        KEYER.code("recovery", subject, "12345678"),
        KEYER.code("sign_up", uuid4(), "12345678"),
        Keyer(b"x" * 32).code("sign_up", subject, "12345678"),
    }
    assert len(digests) == 4


@given(st.uuids(), st.integers(0, 2**31))
def test_a_refresh_token_reads_back_and_is_the_same_each_time(session_id, generation):
    ticket = Ticket(session_id, generation)
    token = refresh_tokens.write(KEYER, ticket)
    assert refresh_tokens.read(KEYER, token) == ticket
    assert refresh_tokens.write(KEYER, ticket) == token


@given(st.integers(0, 51), st.integers(1, 255))
def test_a_refresh_token_with_any_byte_changed_is_refused(at, by):
    import base64

    raw = bytearray(base64.urlsafe_b64decode(refresh_tokens.write(KEYER, Ticket(uuid4(), 7)) + "=="))
    raw[at] ^= by
    assert refresh_tokens.read(KEYER, base64.urlsafe_b64encode(raw).decode()) is None


@pytest.mark.parametrize(("minutes", "unlock_after", "locked"), [
    (0, None, True),
    (10_000, None, True),
    (29, timedelta(minutes=30), True),
    (30, timedelta(minutes=30), False),
])  # fmt: skip
def test_a_lock_holds_for_good_or_as_long_as_configured(minutes, unlock_after, locked):
    assert states.is_locked(NOW, unlock_after, NOW + timedelta(minutes=minutes)) is locked
    assert states.is_locked(None, unlock_after, NOW) is False


@pytest.mark.parametrize(("state", "locked", "must_reset", "shown"), [
    ("active", False, False, "active"),
    ("active", True, True, "locked"),
    ("active", False, True, "must_reset"),
    ("dormant", False, True, "dormant"),
    ("disabled", True, True, "disabled"),
])  # fmt: skip
def test_a_specialist_reads_the_state_that_matters_most(state, locked, must_reset, shown):
    assert states.shown(state, locked, must_reset) == shown


def test_a_profile_survives_its_bytes():
    profile = Profile("wren", "Wren", "Okafor", "w@example.org", NOW.date(), "+18315550142")
    assert Profile.from_bytes(profile.to_bytes()) == profile


SETTINGS = SimpleNamespace(
    lock_after=3, unlock_after=None, address_failure_limit=100, resend_limit=5,
    resend_cool_down=timedelta(seconds=60), email_change_limit=3,
    provider_sign_up_limit_email=5, provider_sign_up_limit_address=30,
    match_limit_member=5, match_limit_address=20, match_limit_device=10,
    recovery_limit_person=5, recovery_limit_member=20, recovery_limit_address=30,
)  # fmt: skip


@pytest.mark.parametrize("claims", [
    budgets.log_in(SETTINGS, KEYER, b"name", "192.0.2.1", None),
    budgets.match(SETTINGS, KEYER, "PCH1", "192.0.2.1", "device"),
    budgets.recovery(SETTINGS, KEYER, ("a", "b"), "PCH1", "192.0.2.1"),
    budgets.email_change(SETTINGS, KEYER, "id"),
    budgets.provider_sign_up(SETTINGS, KEYER, "a@example.org", "192.0.2.1"),
    budgets.provider_recovery(SETTINGS, KEYER, "noor", "a@example.org", "192.0.2.1"),
])  # fmt: skip
def test_claims_are_in_the_order_of_their_rows_and_each_has_a_purpose_of_its_own(claims):
    orders = [claim.order for claim in claims]
    assert orders == sorted(orders)
    assert len({claim.budget.purpose for claim in claims}) == len(claims)


def test_a_known_device_claims_its_own_budget_alone():
    (claim,) = budgets.log_in(SETTINGS, KEYER, b"name", "192.0.2.1", b"device")
    assert (claim.subject, claim.budget.purpose, claim.budget.cap) == (b"device", "device", 3)
