"""What follows from an attempt."""

from datetime import UTC, datetime, timedelta

import pytest

from contracts.notifications.schemas import STATES
from notifications.rules.replies import Stage, broken, refused
from notifications.rules.states import (
    FINAL,
    MOVES,
    WAITING,
    Attempt,
    Pending,
    Result,
    State,
    after,
    after_lost_sender,
    is_late,
    may_move,
)

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
KEEP = 3600.0
SOON = NOW + timedelta(minutes=10)
CODE = Pending(1, NOW, expires_at=SOON)
NOTICE = Pending(1, NOW)
BUSY = Attempt(Result.NOT_HANDED, "server_busy")


def test_the_contract_names_exactly_the_states_there_are():
    assert set(STATES) == set(map(str, State))


def test_nothing_follows_a_final_state():
    assert all(not MOVES[state] for state in FINAL)


def test_every_state_that_is_not_final_leads_somewhere():
    assert all(MOVES[state] for state in set(State) - FINAL)


def test_a_letter_can_not_be_sent_without_being_claimed():
    assert not any(may_move(state, State.SENT) for state in WAITING)


@pytest.mark.parametrize("pending", [CODE, NOTICE])
def test_an_accepted_letter_is_sent(pending):
    assert after(Attempt(Result.ACCEPTED), pending, NOW, KEEP, 0.0).state is State.SENT


@pytest.mark.parametrize("pending", [CODE, NOTICE])
def test_a_refusal_for_good_fails_with_its_reason(pending):
    outcome = after(Attempt(Result.REFUSED, "address_refused"), pending, NOW, KEEP, 0.0)
    assert (outcome.state, outcome.reason, outcome.at) == (State.FAILED, "address_refused", None)


@pytest.mark.parametrize("pending", [CODE, NOTICE])
def test_a_letter_that_was_not_handed_over_is_tried_again_later(pending):
    outcome = after(BUSY, pending, NOW, KEEP, 0.0)
    assert outcome.state is State.RETRYING
    assert outcome.at == NOW + timedelta(seconds=2)


def test_a_code_that_may_have_arrived_is_never_tried_again():
    outcome = after(Attempt(Result.UNKNOWN, "connection_lost"), CODE, NOW, KEEP, 0.0)
    assert (outcome.state, outcome.at) == (State.UNCERTAIN, None)


def test_a_notice_that_may_have_arrived_is_tried_again():
    assert after(Attempt(Result.UNKNOWN, "connection_lost"), NOTICE, NOW, KEEP, 0.0).state is State.RETRYING


def test_a_code_is_given_up_when_it_would_have_expired_by_the_next_attempt():
    late = Pending(9, NOW - timedelta(minutes=9), expires_at=NOW + timedelta(minutes=1))
    assert after(BUSY, late, NOW, KEEP, 0.0).state is State.EXPIRED


def test_a_notice_is_given_up_after_the_time_it_is_worth():
    old = Pending(30, NOW - timedelta(seconds=KEEP), expires_at=None)
    assert after(BUSY, old, NOW, KEEP, 0.0).state is State.FAILED


def test_a_code_whose_sender_died_before_the_content_is_tried_again():
    assert after_lost_sender(CODE, False, NOW, KEEP, 0.0).state is State.RETRYING


def test_a_code_whose_sender_died_after_the_content_is_uncertain():
    assert after_lost_sender(CODE, True, NOW, KEEP, 0.0).state is State.UNCERTAIN


def test_a_notice_whose_sender_died_after_the_content_is_sent_again():
    assert after_lost_sender(NOTICE, True, NOW, KEEP, 0.0).state is State.RETRYING


@pytest.mark.parametrize(
    ("expires_at", "late"), [(None, False), (SOON, False), (NOW, True), (NOW - timedelta(seconds=1), True)]
)
def test_a_code_is_late_from_its_expiry_on(expires_at, late):
    assert is_late(Pending(0, NOW, expires_at), NOW) is late


@pytest.mark.parametrize("result", list(Result))
@pytest.mark.parametrize("pending", [CODE, NOTICE])
def test_whatever_comes_of_an_attempt_is_an_allowed_move(result, pending):
    assert may_move(State.SENDING, after(Attempt(result, "x"), pending, NOW, KEEP, 0.5).state)


@pytest.mark.parametrize(
    ("stage", "code", "result", "reason"),
    [
        (Stage.CONNECT, 421, Result.NOT_HANDED, "server_busy"),
        (Stage.CONNECT, 535, Result.NOT_HANDED, "server_refused"),
        (Stage.SENDER, 451, Result.NOT_HANDED, "server_busy"),
        (Stage.SENDER, 550, Result.NOT_HANDED, "server_refused"),
        (Stage.RECIPIENT, 450, Result.NOT_HANDED, "server_busy"),
        (Stage.RECIPIENT, 550, Result.REFUSED, "address_refused"),
        (Stage.CONTENT, 452, Result.NOT_HANDED, "server_busy"),
        (Stage.CONTENT, 554, Result.REFUSED, "message_refused"),
    ],
)
def test_a_reply_means_what_its_code_and_its_stage_say(stage, code, result, reason):
    assert refused(stage, code) == Attempt(result, reason)


def test_a_connection_lost_before_the_content_left_nothing_behind():
    assert broken(False, timed_out=True) == Attempt(Result.NOT_HANDED, "timed_out")


def test_a_connection_lost_after_the_content_leaves_a_doubt():
    assert broken(True, timed_out=False) == Attempt(Result.UNKNOWN, "connection_lost")
