"""Live says whether the loop turns; ready says whether the work can be done, and notices soon."""

import http.client

import pytest

from support.polling import until
from support.proxy import Proxy

FLIP_SECONDS = 2.0
BURN_SECONDS = 7.0


def status(service, path: str) -> int:
    """The status of a health page."""
    connection = http.client.HTTPConnection("127.0.0.1", service.health_port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def flips(service, to: int, what: str) -> None:
    """Wait until the ready page answers so. Raises AssertionError after two seconds."""
    until(lambda: status(service, "/health/ready") == to, FLIP_SECONDS, what)


def test_a_loop_that_is_blocked_for_five_seconds_is_not_live_and_is_live_again_after(ours):
    service = ours.start()
    asked = ours.call("effect", mode="burn", seconds=BURN_SECONDS)
    until(lambda: ours.ledger.attempts("effect"), 10, "the work to have begun")
    assert status(service, "/health/live") == 200
    until(lambda: status(service, "/health/live") == 503, BURN_SECONDS, "not live")
    assert status(service, "/health/ready") == 503
    asked.wait(20)
    until(lambda: status(service, "/health/live") == 200, 3, "live again")
    assert status(service, "/metrics") == 200


@pytest.mark.promised
@pytest.mark.parametrize("which", ["broker", "database", "silent database"])
def test_ready_flips_within_two_seconds_when_a_backend_goes_and_comes_back(ours, which):
    address = ours.amqp_url if which == "broker" else ours.database_url
    proxy, url = Proxy.before(address)
    with proxy:
        service = ours.start(url) if which == "broker" else ours.start(SPECIMEN_DATABASE_URL=url)
        (proxy.go_silent if which == "silent database" else proxy.refuse)()
        flips(service, 503, f"not ready without {which}")
        assert status(service, "/health/live") == 200
        proxy.accept()
        flips(service, 200, f"ready with {which}")
