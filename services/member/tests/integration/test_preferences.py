"""Preferences on a real database (R151, R156)."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from contracts.errors import NotFound
from contracts.member import errors as e
from contracts.member import rpc
from contracts.procedures import MEMBER
from member.operations import preferences
from member.operations.demo import load_demo
from member.rules.demo_table import PEOPLE
from servicekit import clock
from servicekit.envelope import schema_of
from servicekit.work import Viewer

ANA, TOU = PEOPLE[0].key, PEOPLE[1].key
WISHES = {
    "spoken_language": "hmn", "written_language": "en", "needs_interpreter": True, "text_size": "2",
    "grayscale": True, "notices": {"plan_mail": "email"},
}  # fmt: skip
NONE = {
    "spoken_language": None, "written_language": None, "needs_interpreter": False, "text_size": "1",
    "grayscale": False, "notices": {}, "version": 1,
}  # fmt: skip


@pytest.fixture
def ask(kit):
    """Call a procedure as a member, through the contract's schemas both ways."""
    load_demo(kit.database, kit.settings.index_key, clock.today(kit.settings.plan_zone))

    def call(procedure, key=ANA, **fields):
        viewer = Viewer(caller="gateway", account_id=uuid.uuid4(), person_key=key, roles=frozenset({MEMBER}))
        takes, gives = schema_of(procedure.takes), schema_of(procedure.gives)
        loaded = takes.load(takes.dump(fields))
        return gives.load(gives.dump(getattr(preferences, procedure.name)(kit.work(viewer=viewer), **loaded)))

    return call


def test_who_never_chose_has_the_defaults(ask):
    assert ask(rpc.get_preferences) == NONE


def test_what_was_chosen_is_kept_for_her_alone(ask):
    ask(rpc.change_preferences, **WISHES)
    assert ask(rpc.get_preferences) == WISHES | {"version": 2}
    assert ask(rpc.get_preferences, TOU) == NONE


def test_another_window_is_told_that_they_were_changed(ask):
    ask(rpc.change_preferences, **WISHES)
    with pytest.raises(e.PreferencesChanged) as refused:
        ask(rpc.change_preferences, **WISHES | {"text_size": "3"})
    assert refused.value.details["current"] == WISHES | {"version": 2}
    ask(rpc.change_preferences, **WISHES | {"text_size": "3", "version": 2})
    assert ask(rpc.get_preferences)["text_size"] == "3"


def test_of_ten_at_once_with_one_version_one_is_kept(ask):
    def save(_):
        try:
            return ask(rpc.change_preferences, **WISHES)["version"]
        except e.PreferencesChanged:
            return 0

    with ThreadPoolExecutor(10) as pool:
        assert sorted(pool.map(save, range(10))) == [0] * 9 + [2]


def test_who_is_no_member_has_nothing_to_wish(ask):
    assert ask(rpc.get_preferences, None) == NONE
    with pytest.raises(NotFound):
        ask(rpc.change_preferences, None, **WISHES)
