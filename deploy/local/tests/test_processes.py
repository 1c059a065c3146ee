"""Processes are found again, and nobody else's is touched."""

import json
import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from portico_local import processes
from portico_local.places import Place
from portico_local.problems import CannotStart

WAITS = "import time, sys; print('up', flush=True); time.sleep(600)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + WAITS
WITH_CHILD = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {STUBBORN!r}]); " + WAITS


@pytest.fixture
def place(tmp_path):
    yield Place(tmp_path)
    processes.end_strays(Place(tmp_path))


def _start(place, code, name="one", ups=1):
    started = processes.start(place, name, [sys.executable, "-c", code], os.environ)
    deadline = time.monotonic() + 20
    while started.log.read_text().count("up") < ups:
        assert time.monotonic() < deadline, started.tail()
        time.sleep(0.02)
    return started


def test_a_process_is_found_again_from_its_record(place):
    started = _start(place, WAITS)
    (found,) = processes.known(place)
    assert (found.pid, found.alive()) == (started.pid, True)
    found.stop()
    assert not started.alive()
    assert processes.known(place) == []


def test_one_that_ignores_the_request_to_end_is_killed(place):
    started = _start(place, STUBBORN)
    started.stop(patience=0.2)
    assert started.exit_code() == -signal.SIGKILL


def test_children_end_with_their_parent(place):
    started = _start(place, WITH_CHILD, ups=2)
    (child,) = psutil.Process(started.pid).children()
    started.stop()
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE


def test_a_stranger_who_got_the_pid_of_a_dead_process_is_left_alone(place):
    with subprocess.Popen([sys.executable, "-c", WAITS], stdout=subprocess.DEVNULL) as stranger:
        record = place.pids / "one.json"
        record.write_text(json.dumps({"pid": stranger.pid, "began": time.time() - 3600, "log": "x"}))
        (found,) = processes.known(place)
        assert not found.alive()
        found.stop()
        assert stranger.poll() is None
        stranger.kill()


def test_a_process_without_a_record_is_ended_by_the_mark_of_its_place(place, tmp_path_factory):
    lost = _start(place, WAITS)
    lost.record.unlink()
    other_place = Place(tmp_path_factory.mktemp("other"))
    other = _start(other_place, WAITS)
    processes.end_strays(place)
    assert (lost.alive(), other.alive()) == (False, True)
    other.stop()


def test_one_that_dies_while_it_starts_is_reported_with_its_log(place):
    started = _start(place, "print('up')")
    with pytest.raises(CannotStart, match=r"one stopped while starting; do this; its log: .*one\.log"):
        processes.wait_until(lambda: False, started, 20, "do this")


def test_a_log_that_has_grown_large_is_put_aside(place):
    log = place.logs / "one.log"
    log.write_bytes(b"x" * (processes.LOG_BYTES + 1))
    _start(place, WAITS).stop()
    assert log.stat().st_size < 1000
    assert (place.logs / "one.old.log").stat().st_size > processes.LOG_BYTES
