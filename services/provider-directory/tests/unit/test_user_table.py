"""The table of users in order and in pages (R048)."""

from uuid import UUID

import pytest

from provider_directory.rules.people import Person
from provider_directory.rules.user_table import (
    Entry,
    NotACursor,
    ended_with,
    invitation_cursor,
    page,
    status_of,
)


def entry(number, last="Vang", first="Ana"):
    return Entry(UUID(int=number), Person(first, last, f"p{number}@example.org"), "user", "active", 1)


def ids(found):
    return [one.id.int for one in found]


@pytest.mark.parametrize(
    ("state", "locked", "status"),
    [
        ("active", False, "active"),
        ("active", True, "locked"),
        ("revoked", True, "revoked"),
        ("suspended", True, "suspended"),
    ],
)
def test_a_lock_shows_only_where_there_is_access(state, locked, status):
    assert status_of(state, locked) == status


@pytest.mark.parametrize("direction", ["up", "down"])
def test_who_goes_or_comes_between_two_pages_moves_nobody_else(direction):
    everybody = [entry(number) for number in range(1, 10)]
    first, after = page(everybody, "name", direction, None, 4)
    gone = first[-1]
    came = entry(10, "Aaa")
    rest, end = page([one for one in [*everybody, came] if one != gone], "name", direction, after, 20)
    expected = [one.id.int for one in everybody if one not in first]
    assert [one for one in ids(rest) if one != 10] == (expected if direction == "up" else expected[::-1])
    assert end is None


def test_the_last_page_that_is_just_full_has_no_next():
    assert page([entry(1), entry(2)], "name", "up", None, 2)[1] is None
    assert page([], "name", "up", None, 2) == ([], None)


@pytest.mark.parametrize(
    "after", ["", "x", "[]", "3", '["email", "up", "a", "b", "c"]', '["name", "down", "a"]', "null"]
)
def test_a_cursor_of_nothing_or_of_another_table_is_refused(after):
    with pytest.raises(NotACursor):
        page([entry(1)], "name", "up", after or "{", 2)


def test_a_cursor_says_whether_it_stands_among_people_or_among_invitations():
    _, among_people = page([entry(1), entry(2)], "name", "up", None, 1)
    assert ended_with(among_people, "name", "up") is None
    assert ended_with(invitation_cursor("name", "up", 7), "name", "up") == 7
    with pytest.raises(NotACursor):
        ended_with(invitation_cursor("name", "up", 7), "name", "down")
