"""The plan's people read each other's names, and nobody else's (R224)."""

import uuid

import pytest
from marshmallow import ValidationError

from contracts.errors import Forbidden
from contracts.identity import rpc
from contracts.identity.colleagues import MOST_COLLEAGUES
from contracts.procedures import STAFF
from servicekit.viewer import Viewer, admit


def viewer_of(role):
    return Viewer(caller="gateway", account_id=uuid.uuid4(), roles=frozenset([role]))


def ask(home, *account_ids, role="support"):
    work = home.work(viewer=viewer_of(role))
    answer = home.ask(rpc.list_colleagues, work, account_ids=list(account_ids))
    return answer["colleagues"]


@pytest.mark.parametrize("role", sorted(STAFF))
def test_everybody_of_the_plan_reads_a_colleagues_name_and_no_more(home, clerk, role):
    admit(viewer_of(role), rpc.list_colleagues)
    assert ask(home, clerk, role=role) == [{"account_id": clerk, "first_name": "Mo", "last_name": "Room"}]


def test_a_colleague_who_left_still_has_done_what_she_did(home, clerk):
    home.run("UPDATE accounts SET state = 'disabled' WHERE kind = 'staff'")
    assert [one["last_name"] for one in ask(home, clerk)] == ["Room"]


def test_members_offices_and_nobody_are_left_out_alike(home, office, clerk):
    home.account()
    member = home.one("SELECT id FROM accounts WHERE kind = 'member'")
    assert ask(home, member) == ask(home, office) == ask(home, uuid.uuid4()) == []
    assert [one["account_id"] for one in ask(home, member, office, clerk, uuid.uuid4())] == [clerk]


def test_an_id_that_is_named_twice_is_answered_once(home, clerk):
    assert len(ask(home, clerk, clerk)) == 1


@pytest.mark.parametrize("role", ["member", "provider"])
def test_others_read_no_name(home, clerk, role):
    with pytest.raises(Forbidden):
        admit(viewer_of(role), rpc.list_colleagues)
    with pytest.raises(Forbidden):
        ask(home, clerk, role=role)


def test_more_than_a_page_needs_is_refused_and_so_is_nothing(home):
    assert ask(home, *(uuid.uuid4() for _ in range(MOST_COLLEAGUES))) == []
    for number in (0, MOST_COLLEAGUES + 1):
        with pytest.raises(ValidationError):
            ask(home, *(uuid.uuid4() for _ in range(number)))
