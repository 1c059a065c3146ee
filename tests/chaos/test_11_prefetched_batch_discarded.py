"""Case 11: the connection is lost amid a prefetched batch, and the broker delivers the whole batch again."""

import pytest

from chaos.sides import Side
from support.polling import until
from support.proxy import Proxy

BATCH = 8
WORK_SECONDS = 2.0


def the_connection_is_lost_amid_a_batch(side: Side) -> None:
    """Ends when every delivery, first and second, has been worked off, and the process has ended in order."""
    proxy, url = Proxy.before(side.amqp_url)
    with proxy:
        process = side.start(url)
        for number in range(BATCH):
            side.tell(f"story-{number}", mode="sleep_first", seconds=WORK_SECONDS).result(30)
        keys = [f"story-{number}-heard" for number in range(BATCH)]
        until(lambda: all(map(side.ledger.attempts, keys)), 20, "the whole batch to have begun")
        proxy.cut()
        until(lambda: all(map(side.ledger.effects, keys)), 30, "the whole batch to be done")
        until(lambda: side.tell("later").wait(20).error is None, 30, "a story to be told again")
        until(lambda: side.ledger.effects("later-heard"), 30, "the event behind the batch")
        until(lambda: not side.kept(), 20, "nothing waiting in the broker")
        process.stop()


def effects(side: Side) -> list[int]:
    """How often each of the batch happened."""
    return [side.ledger.effects(f"story-{number}-heard") for number in range(BATCH)]


@pytest.mark.long
def test_stock_nameko_does_the_batch_twice(stock):
    the_connection_is_lost_amid_a_batch(stock)
    assert max(effects(stock)) > 1  # doubled


def test_ours_has_each_effect_once(ours):
    the_connection_is_lost_amid_a_batch(ours)
    assert effects(ours) == [1] * BATCH
