"""A real directory process answering over a real broker: to member, and to nobody else."""

import uuid
from datetime import date

import pytest

from contracts.errors import Forbidden, Unauthenticated
from contracts.provider_directory import errors, rpc
from contracts.registry import procedures
from provider_directory.operations.demo import load_demo
from provider_directory.rules.demo_doctors import AWKWARD, doctors
from provider_directory.service import ProviderDirectoryService


@pytest.fixture
def running(start_service, kit, environment):
    load_demo(kit.database, kit.settings.index_key)
    given = {name: value for name, value in environment.items() if name != "AMQP_URL"}
    return start_service("provider_directory", given)


def test_every_procedure_of_the_directory_is_served():
    served = set(ProviderDirectoryService.served().values())
    assert served == {p for p in procedures().values() if p.service == "provider_directory"}


def test_member_finds_shows_and_reserves_and_a_stranger_does_not(running, client_for):
    member = client_for(running.env, "member")
    found = member.call(rpc.search_providers, {"last_name": "munoz angeles", "line": "medi_cal"})
    [iñigo] = found["providers"]
    assert (iñigo["first_name"], found["next"]) == ("Íñigo", None)
    shown = member.call(rpc.get_providers, {"provider_ids": [iñigo["provider_id"]], "line": "medi_cal"})
    assert shown["providers"] == [iñigo]
    reservation = {
        "provider_id": iñigo["provider_id"],
        "member_key": uuid.uuid4(),
        "line": "medi_cal",
        "age": 40,
        "sex": "female",
        "existing_patient": False,
        "effective_on": date(2026, 12, 1),
    }
    card = member.call(rpc.reserve_panel_place, reservation, idempotency_key="one")
    assert card == {name: iñigo[name] for name in card}
    full = doctors()[next(n for n, one in enumerate(AWKWARD) if one.taken)].id
    with pytest.raises(errors.ProviderUnavailable) as refused:
        member.call(rpc.reserve_panel_place, reservation | {"provider_id": full}, idempotency_key="two")
    assert refused.value.details == {"reason": "panel_full"}
    claims = client_for(running.env, "claims")
    with pytest.raises(Unauthenticated):
        claims.call(rpc.search_providers, {"line": "medi_cal"})
    with pytest.raises(Forbidden):
        claims.call(rpc.reserve_panel_place, reservation, idempotency_key="three")
