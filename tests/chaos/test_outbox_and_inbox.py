"""Two processes of one service share its outbox and its inbox."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from chaos import queues
from servicekit.seal import Sealer
from servicekit.store import Database
from support.polling import until
from support.specimen import contract

ABOUTS, EACH = 5, 25


@pytest.fixture
def told(ours):
    """`told(event, about, key)`: write an event to the outbox, in a transaction of its own."""
    database = Database(ours.database_url, Sealer.parse(ours.env["PORTICO_SEAL_KEYS"]), pool_size=1)

    def tell(about: str, key: str, event=contract.effect_wanted, **fields) -> None:
        with database.transaction() as tx:
            tx.tell(event, about=about, key=key, **fields)

    yield tell
    database.close()


@pytest.fixture
def published(ours):
    """`published()`: the keys of the events told so far, in the order in which the broker got them."""
    with queues.channel(ours.amqp_url) as channel:
        channel.exchange_declare(contract.effect_wanted.exchange, "topic", durable=True)
        name = channel.queue_declare("", exclusive=True).method.queue
        channel.queue_bind(name, contract.effect_wanted.exchange, contract.effect_wanted.key)
        seen: list[bytes] = []

        def look() -> list[bytes]:
            while (got := channel.basic_get(name, auto_ack=True))[0] is not None:
                seen.append(got[2])
            return seen

        yield look


def key_of(body: bytes) -> str:
    """Whose effect an event wants."""
    return json.loads(body)["data"]["key"]


def test_two_processes_keep_the_order_per_aggregate_and_lose_nothing(ours, told, published):
    keys = [f"a{number % ABOUTS}-{number // ABOUTS:02}" for number in range(ABOUTS * EACH)]
    for key in keys[: len(keys) // 2]:
        told(key.split("-")[0], key)
    for starting in (ours.start(ready=False), ours.start(ready=False)):
        starting.wait_ready()
    for key in keys[len(keys) // 2 :]:
        told(key.split("-")[0], key)
    until(lambda: len(published()) >= len(keys), 6, "every event")
    order = [key_of(body) for body in published()]
    for about in range(ABOUTS):
        mine = [key for key in order if key.startswith(f"a{about}-")]
        assert mine == sorted(mine)
    assert sorted(order) == sorted(keys)
    until(lambda: all(map(ours.ledger.effects, keys)), 20, "every effect")
    assert {key: ours.ledger.effects(key) for key in keys} == dict.fromkeys(keys, 1)
    assert ours.ledger.waiting() == 0


def test_events_without_a_listener_do_not_hold_up_the_others(ours, told):
    for number in range(130):
        told(f"nobody-{number}", f"nobody-{number}", contract.nobody_told)
    ours.start()
    told("somebody", "somebody")
    until(lambda: ours.ledger.effects("somebody"), 15, "the event that has a listener")
    assert ours.ledger.waiting() == 130


def test_a_duplicate_delivery_has_one_effect(ours, told, published):
    for starting in (ours.start(ready=False), ours.start(ready=False)):
        starting.wait_ready()
    told("a", "first")
    (body,) = until(published, 10, "the event")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: queues.send(ours.amqp_url, ours.listens_at, body), range(12)))
    ours.tell("later").result(20)
    until(lambda: ours.ledger.effects("later-heard"), 10, "an event behind them")
    until(lambda: not ours.kept(), 15, "nothing waiting in the broker")
    assert ours.ledger.effects("first") == 1


def test_a_duplicate_that_comes_while_the_first_is_handled_has_no_effect(ours, told, published):
    for starting in (ours.start(ready=False), ours.start(ready=False)):
        starting.wait_ready()
    told("a", "slow", mode="sleep", seconds=1.0)
    (body,) = until(published, 10, "the event")
    queues.send(ours.amqp_url, ours.listens_at, body)
    until(lambda: ours.ledger.effects("slow"), 10, "the effect")
    until(lambda: not ours.kept(), 15, "nothing waiting in the broker")
    assert ours.ledger.effects("slow") == 1
