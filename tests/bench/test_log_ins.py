"""Log-ins a second over bare argon2 verifies on both cores, and what other calls feel meanwhile."""

import itertools
import os
import threading

import pytest
from argon2 import PasswordHasher

from bench.conftest import PASSWORD
from bench.http_client import log_in, requester
from bench.timing import measure

pytestmark = pytest.mark.bench
ROUNDS, CLIENTS = 3, 8
PAUSE = 0.1  # seconds between two looks: they are to feel the log-ins, not to take the processor from them


def test_log_ins_beside_bare_argon2(suite, usernames):
    hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
    known = hasher.hash(PASSWORD)
    names = itertools.cycle(usernames)
    lock = threading.Lock()

    def logger():
        with lock:
            name = next(names)
        body = {"username": name, "password": PASSWORD}
        return requester(suite.gateway_url, "POST", "/api/v1/sessions", headers={}, body=body)

    ratios, felt = [], []
    print()
    for _ in range(ROUNDS):
        verifies = measure(
            lambda: lambda: hasher.verify(known, PASSWORD), clients=os.cpu_count() or 2, seconds=5
        )
        token = log_in(suite.gateway_url, usernames[0], PASSWORD)
        headers = {"Authorization": f"Bearer {token}"}
        others: list = []

        def look(headers=headers, others=others):
            ask = lambda: requester(suite.gateway_url, "GET", "/api/v1/me", headers=headers)  # noqa: E731
            others.append(measure(ask, seconds=6, pause=PAUSE))

        beside = threading.Thread(target=look)
        beside.start()
        log_ins = measure(logger, clients=CLIENTS, seconds=6)
        beside.join()
        print(verifies.row("argon2 verifies, one thread a core"))
        print(log_ins.row(f"log-ins, {CLIENTS} clients"))
        print(others[0].row("GET /api/v1/me meanwhile"))
        ratios.append(log_ins.per_second / verifies.per_second)
        felt.append(others[0].at(0.99))
    print(f"log-ins over bare verifies: {sorted(ratios)[1]:.2f}x (aim: at least 0.8x)")
    print(f"other calls' p99 meanwhile: {sorted(felt)[1]:.0f} ms (aim: at most 80 ms)")
