"""What a list of people to invite may say (R042–R044), and how far an invitation can come (R047)."""

from datetime import UTC, datetime, timedelta

import pytest

from provider_directory.rules.invitations import MOVES, Known, State, may_move, problems, shown_state

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
OFFICE = Known(frozenset({"95340"}), frozenset({"93901", "02101"}), users={b"user"}, invited={b"invited"})
ANA = {"first_name": "Ana", "last_name": "Vang", "email": "ana@example.org", "zip_code": "95340"}


def wrong(key=b"new", seen=(), **said):
    return problems(ANA | said, key, OFFICE, seen)


@pytest.mark.parametrize("zip_code", ["95340", "95340-1234", " 95340 ", "93901", "939011234", "02101"])
def test_the_remittance_zip_and_any_practice_zip_fit(zip_code):
    assert wrong(zip_code=zip_code) == {}


@pytest.mark.parametrize("zip_code", ["95341", "", "9534", "00000", "95340-12", "ninety"])
def test_another_zip_is_answered_with_the_hint_to_try_the_practice(zip_code):
    assert wrong(zip_code=zip_code) == {"zip_code": "zip.hint_remit_then_practice"}


@pytest.mark.parametrize(
    "email", ["ana", "ana@", "ana@example", "a na@example.org", "@example.org", "a" * 260]
)
def test_an_address_that_is_none_is_named(email):
    assert wrong(email=email) == {"email": "field.invalid_email"}


@pytest.mark.parametrize(
    ("key", "seen", "problem"),
    [
        (b"new", {b"new"}, "invite.same_email_twice"),
        (b"user", (), "invite.already_user"),
        (b"invited", (), "invite.already_invited"),
        (b"new", {b"other"}, None),
    ],
)
def test_nobody_is_invited_twice(key, seen, problem):
    assert wrong(key, seen) == ({"email": problem} if problem else {})


def test_every_field_that_is_wrong_is_named_at_once():
    assert wrong(first_name=" ", last_name="", email="", zip_code="x") == {
        "first_name": "field.required",
        "last_name": "field.required",
        "email": "field.required",
        "zip_code": "zip.hint_remit_then_practice",
    }
    assert wrong(first_name="A" * 101) == {"first_name": "field.too_long"}


def test_what_is_settled_stays_so_and_what_was_refused_is_never_sent():
    assert [state for state, after in MOVES.items() if not after] == ["accepted", "cancelled", "failed"]
    assert not may_move(State.STAGED, State.ACCEPTED)
    assert not may_move(State.EXPIRED, State.ACCEPTED)
    assert may_move(State.EXPIRED, State.SENT) and may_move(State.BOUNCED, State.SENT)


def test_an_invitation_has_expired_at_the_moment_its_time_is_over():
    assert shown_state(State.SENT, NOW, NOW) == "expired"
    assert shown_state(State.SENT, NOW + timedelta(seconds=1), NOW) == "sent"
    assert shown_state(State.ACCEPTED, NOW, NOW) == "accepted"
