"""Both sides, and a broker that may be stopped."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from chaos.ours import Ours
from chaos.stock.side import Stock, stock_side
from portico_local import backends, places, processes
from support.running import OwnBroker

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder carries the mark `chaos`."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("chaos")


@pytest.fixture
def ours(broker_url, own_database, start_service, client_for, test_secrets) -> Iterator[Ours]:
    """Our side, with a database of its own and clean queues."""
    side = Ours(broker_url, own_database, start_service, client_for)
    side.env = dict(test_secrets)
    side.clean()
    yield side
    side.close()


@pytest.fixture
def stock(broker_url, own_database, tmp_path) -> Iterator[Stock]:
    """The stock side, with a database of its own and clean queues."""
    with stock_side(broker_url, own_database("specimen"), tmp_path) as side:
        yield side


@pytest.fixture
def ours_on_own_broker(restartable, own_database, start_service, client_for, test_secrets) -> Iterator[Ours]:
    """Our side on a broker that may be restarted."""
    side = Ours(restartable.url, own_database, start_service, client_for)
    side.env = dict(test_secrets)
    side.clean()
    yield side
    side.close()


@pytest.fixture
def stock_on_own_broker(restartable, own_database, tmp_path) -> Iterator[Stock]:
    """The stock side on a broker that may be restarted."""
    with stock_side(restartable.url, own_database("specimen"), tmp_path) as side:
        yield side


@pytest.fixture
def restartable(their_broker: OwnBroker) -> OwnBroker:
    """A running broker that these tests may stop, kill and start; a failed one may have left it ended."""
    if not their_broker.answers():
        their_broker.restart()
    return their_broker


@pytest.fixture(scope="session")
def their_broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnBroker]:
    """One for all, since it takes seconds."""
    place = places.Place(tmp_path_factory.mktemp("chaos-broker"), for_tests=True)
    broker = OwnBroker(backends.at(place))
    try:
        broker.start()
        yield broker
    finally:
        broker.stop()
        processes.end_strays(place)
