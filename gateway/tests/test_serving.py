"""The gateway as a process: health, drain, metrics, cookies over a real socket."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request

import pika
import psutil
import pytest

from portico_local import ports
from servicekit.topology import call_queue
from support.polling import until


def _get(url):
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers, refused.read().decode()


@pytest.fixture
def start_gateway(start_service):
    def start(**env):
        port = ports.pick()
        running = start_service("gateway", {"GATEWAY_PORT": str(port), **env})
        return running, f"http://localhost:{port}"

    return start


@pytest.fixture(scope="module")
def shared(start_session_service):
    """One gateway with two workers for the tests that leave it as it was."""
    port = ports.pick()
    running = start_session_service("gateway", {"GATEWAY_PORT": str(port), "GATEWAY_WORKERS": "2"})
    yield running, f"http://localhost:{port}"
    running.stop()


def _counted(running, line):
    _, _, metrics = _get(f"{running.health_url}/metrics")
    return sum(float(row.rsplit(" ", 1)[1]) for row in metrics.splitlines() if row.startswith(line))


def _run(env):
    command = [sys.executable, "-m", "gateway", "run"]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=30, check=False)


def _workers(running):
    head = psutil.Process(running.pid)
    if "gateway" not in " ".join(head.cmdline()):
        head = head.children()[0]
    return head.children()


def test_it_serves_pages_over_http_and_counts_all_workers_in_one_place(shared):
    running, site = shared
    line = 'portico_http_requests_total{method="GET",route="/api/docs",status="200"}'
    before = _counted(running, line)
    for _ in range(20):
        status, headers, _ = _get(f"{site}/api/docs")
        assert status == 200 and headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert _get(f"{site}/api/v1/me?member_id=P1234567")[0] == 401
    assert _counted(running, line) == before + 20
    assert _counted(running, 'portico_http_request_seconds_count{route="/api/docs"}') >= 20
    _, _, metrics = _get(f"{running.health_url}/metrics")
    assert "P1234567" not in metrics and "P1234567" not in running.logs()


def test_health_bodies_are_health_json_and_name_the_workers(shared):
    running, _ = shared
    for page in ("live", "ready"):
        status, headers, body = _get(f"{running.health_url}/health/{page}")
        assert (status, headers.get_content_type()) == (200, "application/health+json")
        assert json.loads(body)["status"] == "pass"
    assert json.loads(body)["checks"]["workers"][0]["observedValue"] == 2
    assert len(json.loads(body)["checks"]["broker"]) == 2


@pytest.mark.promised
def test_readiness_follows_the_broker_within_two_seconds_both_ways(start_gateway, own_broker):
    running, site = start_gateway(AMQP_URL=own_broker.url)
    assert running.is_ready()
    own_broker.stop()
    until(lambda: not running.is_ready(), 2, "readiness to go")
    assert _get(f"{running.health_url}/health/live")[0] == 200
    assert _get(f"{site}/api/docs")[0] == 200
    own_broker.start()
    until(running.is_ready, 2, "readiness")


@pytest.mark.promised
def test_a_stopped_worker_is_not_ready_in_two_seconds_and_not_live_in_seven(shared):
    running, _ = shared
    worker = _workers(running)[0]
    worker.suspend()
    try:
        until(lambda: not running.is_ready(), 2, "readiness to go")
        until(lambda: _get(f"{running.health_url}/health/live")[0] == 503, 7, "liveness to go")
    finally:
        worker.resume()
    until(running.is_ready, 5, "readiness")
    assert _get(f"{running.health_url}/health/live")[0] == 200


def test_a_killed_worker_is_replaced(shared):
    running, site = shared
    before = {worker.pid for worker in _workers(running)}
    os.kill(min(before), signal.SIGKILL)
    until(lambda: len({w.pid for w in _workers(running)} - before) == 1, 10, "a new worker")
    until(running.is_ready, 10, "readiness")
    assert _get(f"{site}/api/docs")[0] == 200


def test_on_sigterm_a_request_in_flight_is_answered(start_gateway, own_broker):
    with pika.BlockingConnection(pika.URLParameters(own_broker.url)) as connection:
        # A callee that never answers: the call lasts until its deadline.
        connection.channel().queue_declare(call_queue("identity"))
        running, site = start_gateway(AMQP_URL=own_broker.url)
        answers = []
        body = json.dumps({"refresh_token": "x" * 20}).encode()
        request = urllib.request.Request(
            f"{site}/api/v1/sessions/refresh", data=body, headers={"Content-Type": "application/json"}
        )

        def ask():
            try:
                urllib.request.urlopen(request, timeout=20)
            except urllib.error.HTTPError as refused:
                answers.append((refused.code, json.load(refused)["code"]))

        asking = threading.Thread(target=ask)
        asking.start()
        until(
            lambda: (
                connection.channel().queue_declare(call_queue("identity"), passive=True).method.message_count
                >= 1
            ),
            5,
            "the call to wait in the queue",
        )
        head = psutil.Process(running.pid)
        head.send_signal(signal.SIGTERM)
        until(lambda: not running.is_ready(), 2, "readiness to go")
        assert asking.is_alive() and running.alive()
        asking.join(30)
    assert answers == [(503, "common.unavailable")]
    until(lambda: not running.alive(), 5, "the end of the process")


def test_a_taken_port_is_told_in_one_line(broker_url, test_secrets):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        env = {
            **os.environ,
            **test_secrets,
            "AMQP_URL": broker_url,
            "GATEWAY_PORT": str(taken.getsockname()[1]),
        }
        done = _run(env)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1 and "GATEWAY_PORT" in done.stderr


def test_a_missing_setting_is_told_in_one_line():
    env = {name: value for name, value in os.environ.items() if name != "AMQP_URL"}
    done = _run(env)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1 and "AMQP_URL" in done.stderr


def test_hostile_requests_get_a_refusal_and_no_word_of_theirs_is_logged(shared):
    running, site = shared
    port = int(site.rsplit(":", 1)[1])
    hostile = [
        b"GET /canary\x00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /" + b"canary" * 2000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Canary: " + b"canary" * 5000 + b"\r\n\r\n",
        b"canary\r\n\r\n",
    ]
    for raw in hostile:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as wire:
            wire.sendall(raw)
            first = wire.recv(4096)
        assert first == b"" or b" 4" in first.split(b"\r\n")[0] or b" 5" in first.split(b"\r\n")[0], raw[:60]
    huge = b'{"username": "' + b"canary" * 20_000 + b'"}'
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(
        "POST", "/api/v1/sessions", body=iter([huge]), encode_chunked=True,
        headers={"Content-Type": "application/json", "Transfer-Encoding": "chunked"},
    )  # fmt: skip
    assert connection.getresponse().status == 413
    assert _get(f"{site}/api/docs")[0] == 200
    assert "canary" not in running.logs()
