"""The same command with the same key, however often and to however many processes it comes."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from chaos.asked import Asked
from contracts.errors import ContractError, IdempotencyInProgress, IdempotencyKeyReused
from support.polling import until
from support.specimen import contract

PARALLEL = 50


def ask(client, key: str, idempotency_key: str, **more):
    """The answer, or the contract error."""
    try:
        asked = {"key": key, **more}
        return client.call(contract.create_effect, asked, idempotency_key=idempotency_key, deadline=20)
    except ContractError as refused:
        return refused


def test_fifty_at_once_over_two_processes_have_one_effect_and_one_answer(ours):
    for starting in (ours.start(ready=False), ours.start(ready=False)):
        starting.wait_ready()
    client = ours.client()
    with ThreadPoolExecutor(PARALLEL) as pool:
        answers = list(
            pool.map(lambda _: ask(client, "effect", "key-1", mode="sleep", seconds=0.3), range(PARALLEL))
        )
    answers.append(ask(client, "effect", "key-1", mode="sleep", seconds=0.3))
    others = [answer for answer in answers if answer != {"count": 1}]
    assert {type(answer) for answer in others} <= {IdempotencyInProgress}
    assert answers[-1] == {"count": 1}
    assert ours.ledger.effects("effect") == ours.ledger.attempts("effect") == 1

    assert isinstance(ask(client, "another", "key-1"), IdempotencyKeyReused)
    assert ours.ledger.effects("another") == 0


def test_a_process_that_lost_its_claim_while_it_was_stopped_has_no_effect(ours):
    client, asked = ours.client(), {"key": "effect", "mode": "sleep_first", "seconds": 0.6}
    slow = ours.start()
    first = Asked(lambda: client.call(contract.create_brief_effect, asked, idempotency_key="key-1"))
    until(lambda: ours.ledger.attempts("effect"), 10, "the first to have begun")
    slow.suspend()
    assert isinstance(first.wait(5).error, ContractError)
    ours.start()
    again = until(lambda: answer_of(client, asked), 20, "the second to get the claim when it has run out")
    assert again == {"count": 1}
    slow.resume()
    until(lambda: contract.create_brief_effect.key in slow.logs(), 20, "the first to come to its end")
    assert ours.ledger.effects("effect") == 1
    assert answer_of(client, asked) == {"count": 1}


def answer_of(client, asked: dict):
    """The brief effect's answer, if there is one now."""
    try:
        return client.call(contract.create_brief_effect, asked, idempotency_key="key-1")
    except ContractError:
        return None


@pytest.mark.parametrize("key", ["key-1", None])
def test_a_caller_that_dies_breaks_nothing(ours, client_for, key):
    service = ours.start()
    dying = client_for({**ours.env, "AMQP_URL": ours.amqp_url})
    asked = {"key": "effect", "mode": "sleep", "seconds": 1.0}
    Asked(lambda: dying.call(contract.create_effect, asked, idempotency_key=key))
    until(lambda: ours.ledger.attempts("effect"), 10, "the call to have begun")
    dying.close()
    until(lambda: ours.ledger.effects("effect"), 10, "the effect")
    assert ours.call("later").result(10) == {"count": 1}
    assert service.alive()
    assert ours.ledger.effects("effect") == ours.ledger.attempts("effect") == 1
