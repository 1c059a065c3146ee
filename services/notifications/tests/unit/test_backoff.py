"""Waiting between attempts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.rules.backoff import FIRST_SECONDS, LONGEST_SECONDS, wait_seconds

ATTEMPTS = st.integers(1, 10_000)
CHANCE = st.floats(0, 1)


def test_the_wait_doubles():
    assert [wait_seconds(n, 0.0) for n in (1, 2, 3, 4)] == [2, 4, 8, 16]


def test_a_code_gets_several_tries_within_a_minute():
    assert sum(wait_seconds(n, 0.0) for n in range(1, 5)) <= 60


@given(ATTEMPTS, CHANCE)
def test_the_wait_stays_between_one_second_and_the_longest(attempts, chance):
    assert FIRST_SECONDS / 2 <= wait_seconds(attempts, chance) <= LONGEST_SECONDS


@given(ATTEMPTS, CHANCE)
def test_chance_takes_away_a_half_at_most(attempts, chance):
    assert wait_seconds(attempts, 0.0) / 2 <= wait_seconds(attempts, chance) <= wait_seconds(attempts, 0.0)


def test_two_letters_that_failed_together_are_not_tried_together():
    assert wait_seconds(5, 0.1) != wait_seconds(5, 0.9)


def test_waiting_without_an_attempt_is_a_mistake():
    with pytest.raises(ValueError):
        wait_seconds(0, 0.0)
