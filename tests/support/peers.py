"""A caller for tests: the real client, speaking as the gateway or as a service."""

from collections.abc import Callable, Iterator

import pytest

from servicekit.callers import caller_key
from servicekit.config import decode_key
from servicekit.rpc.client import RpcClient
from servicekit.seal import Sealer


@pytest.fixture
def client_for() -> Iterator[Callable[..., RpcClient]]:
    """`client_for(env, caller="gateway")`: a connected RpcClient on the broker and with the keys of `env`."""
    made: list[RpcClient] = []

    def make(env: dict[str, str], caller: str = "gateway", **options) -> RpcClient:
        key = caller_key(decode_key(env["PORTICO_CALL_KEY"]), caller)
        sealer = Sealer.parse(env["PORTICO_SEAL_KEYS"])
        client = RpcClient(env["AMQP_URL"], caller=caller, caller_key=key, sealer=sealer, **options).start()
        made.append(client)
        assert client.link.wait_ready(10), "no connection to the test broker"
        return client

    yield make
    for client in made:
        client.close()
