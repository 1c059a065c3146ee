"""Case 7: the caller loses its connection for so long that its reply queue is gone when the reply is sent."""

import pytest

from chaos.asked import Asked
from chaos.sides import Side
from support.polling import until
from support.proxy import Proxy

WORK_SECONDS = 3.0


@pytest.fixture
def detour(broker_url):
    """A way to the broker that can be closed, and its URL."""
    proxy, url = Proxy.before(broker_url)
    with proxy:
        yield proxy, url


def the_reply_finds_no_queue(side: Side, proxy: Proxy, url: str) -> Asked:
    """The call, once the callee has worked and the caller is back."""
    side.start()
    asked = side.call_from(url, "effect", WORK_SECONDS)
    until(lambda: side.ledger.attempts("effect"), 20, "the call to have begun")
    proxy.refuse()
    until(lambda: side.ledger.effects("effect"), 20, "the callee to have finished")
    side.call("next").result(20)  # it has sent its reply: it works on something else
    proxy.accept()
    return asked


@pytest.mark.long
def test_stock_nameko_hangs(stock, detour):
    asked = the_reply_finds_no_queue(stock, *detour)
    until(lambda: detour[0].connections, 20, "the caller to be back")
    assert stock.ledger.effects("effect") == 1
    assert asked.hangs(5)


def test_ours_asks_again_and_gets_the_first_answer(ours, detour):
    asked = the_reply_finds_no_queue(ours, *detour)
    assert asked.result(20) == {"count": 1}
    assert ours.ledger.effects("effect") == 1
