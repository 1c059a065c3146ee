"""The provider directory service starts, is ready, and stops when it is told to."""

from support.running import assert_ready_until_stopped


def test_it_starts_is_ready_and_stops_on_sigterm(start_service):
    assert_ready_until_stopped(start_service("provider_directory"))
