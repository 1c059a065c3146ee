"""A real member process answering over a real broker: to identity, and to nobody else."""

import json
import urllib.request

import pytest

from contracts.errors import Forbidden
from contracts.member import rpc
from contracts.registry import procedures
from member.operations.demo import load_demo
from member.rules.demo_table import PEOPLE
from member.service import MemberService
from servicekit import clock

ANA = PEOPLE[0]
CARD = {
    "first_name": "ana lucia",
    "last_name": "RAMIREZ",
    "date_of_birth": ANA.date_of_birth,
    "member_id": "pch 1000 0101",
}


@pytest.fixture
def running(start_service, kit, environment):
    load_demo(kit.database, kit.settings.index_key, clock.today(kit.settings.plan_zone))
    return start_service("member", {name: value for name, value in environment.items() if name != "AMQP_URL"})


def test_every_procedure_of_member_is_served():
    assert set(MemberService.served().values()) == {p for p in procedures().values() if p.service == "member"}


def test_identity_learns_who_it_is_and_a_stranger_nothing(running, client_for):
    as_identity = client_for(running.env, "identity")
    found = as_identity.call(rpc.match_member, CARD)
    assert found == {"member_key": ANA.key, "may_register": True, "minor": False}
    nobody = as_identity.call(rpc.match_member, CARD | {"first_name": "Eve"})
    assert nobody == {"member_key": None, "may_register": False, "minor": False}
    for caller in ("gateway", "claims"):
        with pytest.raises(Forbidden):
            client_for(running.env, caller).call(rpc.match_member, CARD)
    with urllib.request.urlopen(f"{running.health_url}/health/ready", timeout=5) as ready:
        assert json.load(ready)["status"] == "pass"
    said = running.logs().lower()
    assert "ramirez" not in said and "pch" not in said and "1986" not in said
