"""Tries that a peer makes: counted before it looks, given back when it was right (R015)."""

import threading
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from contracts.errors import ContractError, RateLimited
from contracts.identity import attempts as rpc
from contracts.identity.errors import AttemptsUsedUp
from servicekit.work import Viewer


@pytest.fixture
def peer(home):
    """`peer(procedure, …)`: a call of the provider directory's for one account."""
    account_id = uuid.uuid4()

    def call(procedure, address="fresh", **fields):
        known = {"purpose": "association", "account_id": account_id}
        if procedure is not rpc.unlock_attempts:
            known["subject"] = "PCH100001"
        work = home.work(viewer=Viewer(caller="provider_directory"), address=address)
        return home.ask(procedure, work, **known | fields)

    return call


def look(peer, right, **more):
    """One try from beginning to end; from one address, as the same person makes it."""
    attempt = peer(rpc.reserve_attempt, address="192.0.2.9", **more)["attempt_id"]
    return peer(rpc.record_attempt, address="192.0.2.9", attempt_id=attempt, right=right, **more)["used_up"]


def test_the_fifth_wrong_one_is_the_last(peer):
    assert [look(peer, False) for _ in range(5)] == [False] * 4 + [True]
    with pytest.raises(AttemptsUsedUp):
        peer(rpc.reserve_attempt)


def test_right_ones_are_not_counted_and_give_no_wrong_one_back(peer):
    outcomes = [
        look(peer, right) for right in (True, False, True, False, True, False, True, False, True, False)
    ]
    assert outcomes == [False] * 9 + [True]


def test_of_200_at_once_five_are_granted(home, peer):
    granted, gate = [], threading.Barrier(200)

    def one(_):
        gate.wait()
        try:
            attempt = peer(rpc.reserve_attempt, address="192.0.2.9")["attempt_id"]
        except ContractError as refused:
            return refused.code
        granted.append(attempt)
        peer(rpc.record_attempt, address="192.0.2.9", attempt_id=attempt, right=False)
        return "granted"

    with ThreadPoolExecutor(200) as pool:
        outcomes = Counter(pool.map(one, range(200)))
    assert outcomes["granted"] == len(granted) == 5
    assert outcomes["identity.attempts_used_up"] + outcomes["common.unavailable"] == 195


def test_others_can_use_up_a_provider_id_for_an_hour_and_no_account(home, peer, moments):
    for _ in range(20):
        look(peer, False, account_id=uuid.uuid4())
    with pytest.raises(RateLimited) as refused:
        peer(rpc.reserve_attempt)
    assert 0 < refused.value.details["retry_after"] <= 3601
    with moments(3601):
        peer(rpc.reserve_attempt)


def test_a_specialist_gives_all_of_them_back_and_it_is_on_record(home, peer):
    for _ in range(5):
        look(peer, False)
    by = uuid.uuid4()
    peer(rpc.unlock_attempts, by_account_id=by, reason="She read me her letter")
    assert look(peer, False) is False
    [entry] = home.rows("SELECT details FROM audit_entries WHERE action = 'unlock_attempts'")
    assert entry.details["by"] == str(by)
    assert "letter" not in str(entry.details)
