"""Journeys through the running suite: fixtures for the browser and for people."""

import pytest

from support.journey import Person, create_account, enrol


@pytest.fixture
def member(suite, tmp_path) -> Person:
    """Somebody who is enrolled and has no account yet."""
    person = Person()
    enrol(suite.env, tmp_path, person)
    return person


@pytest.fixture
def owner(suite, member) -> Person:
    """Somebody who has an account."""
    create_account(suite, member)
    return member
