"""Which places a member has after any of the events about her were heard."""

import itertools
from datetime import UTC, date, datetime
from uuid import UUID

from provider_directory.rules.panel import ACTIVE, CHANGED, SCHEDULED, WITHDRAWN, Heard, places

A, B = UUID(int=1), UUID(int=2)
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
NOW = datetime(2026, 11, 20, tzinfo=UTC)


def heard(number: int, doctor: UUID, day: date | None, state: str) -> Heard:
    return Heard(UUID(int=100 + number), doctor, day, state, NOW)


def test_nothing_heard_is_no_place():
    assert places([]) == {}


def test_a_scheduled_change_is_a_place_from_its_day_on():
    assert places([heard(1, A, OCTOBER, SCHEDULED)]) == {A: (SCHEDULED, OCTOBER)}


def test_a_withdrawn_change_is_none():
    assert places([heard(1, A, None, WITHDRAWN)]) == {}


def test_only_the_last_change_whose_day_has_come_counts_in_whatever_order_they_are_known():
    changes = [
        heard(1, A, OCTOBER, CHANGED),
        heard(2, B, NOVEMBER, CHANGED),
        heard(3, A, date(2026, 9, 1), CHANGED),
    ]
    for order in itertools.permutations(changes):
        assert places(order) == {B: (ACTIVE, NOVEMBER)}


def test_a_doctor_who_is_left_and_chosen_again_has_one_place():
    changes = [heard(1, A, OCTOBER, CHANGED), heard(2, A, NOVEMBER, SCHEDULED)]
    assert places(changes) == {A: (ACTIVE, OCTOBER)}


def test_the_doctor_of_today_and_the_coming_one_both_have_her():
    changes = [heard(1, A, OCTOBER, CHANGED), heard(2, B, NOVEMBER, SCHEDULED)]
    assert places(changes) == {A: (ACTIVE, OCTOBER), B: (SCHEDULED, NOVEMBER)}
