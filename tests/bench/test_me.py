"""GET /api/v1/me: gateway → RPC → database, against a bare round trip and against a monolith."""

import pytest

from bench import bare
from bench.conftest import PASSWORD
from bench.http_client import log_in, requester, wait_for
from bench.timing import measure
from portico_local import ports

pytestmark = pytest.mark.bench
ROUNDS, CLIENTS = 3, 8


def test_me_beside_a_bare_round_trip_and_a_monolith(suite, usernames, baseline):
    port = ports.pick()
    baseline("echo")
    baseline("monolith", port)
    monolith = f"http://127.0.0.1:{port}"
    wait_for(monolith, "/api/v1/me", _bearer(suite, usernames[0]))
    ratios, throughputs = [], []
    print()
    for number in range(ROUNDS):
        headers = _bearer(suite, usernames[number])  # a token lives a minute
        ours = lambda: requester(suite.gateway_url, "GET", "/api/v1/me", headers=headers)  # noqa: B023, E731
        plain = lambda: requester(monolith, "GET", "/api/v1/me", headers=headers)  # noqa: B023, E731
        trip = measure(lambda: bare.asker(suite.env["AMQP_URL"]), seconds=3)
        one, one_plain = measure(ours, seconds=5), measure(plain, seconds=3)
        many, many_plain = (
            measure(ours, clients=CLIENTS, seconds=6),
            measure(plain, clients=CLIENTS, seconds=6),
        )
        for name, found in (
            ("bare pika round trip, 1 client", trip),
            ("GET /api/v1/me, 1 client", one),
            ("the same as a monolith, 1 client", one_plain),
            (f"GET /api/v1/me, {CLIENTS} clients", many),
            (f"the same as a monolith, {CLIENTS} clients", many_plain),
        ):
            print(found.row(name))
        ratios.append(one.at(0.5) / trip.at(0.5))
        throughputs.append(many.per_second / many_plain.per_second)
    print(f"p50 over a bare round trip: {_median(ratios):.1f}x (aim: at most 5x)")
    print(f"throughput over a monolith: {_median(throughputs):.2f}x (aim: at least 0.3x)")


def _bearer(suite, username: str) -> dict:
    return {"Authorization": f"Bearer {log_in(suite.gateway_url, username, PASSWORD)}"}


def _median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]
