"""`make run` for real: everything comes up, is looked after, and leaves no process behind."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import psutil
import pytest
import requests

from portico_local import ports, processes
from portico_local.places import Place
from portico_local.programs import GATEWAY, SERVICES

SECONDS = 150


class Run:
    """`python -m portico_local run` in a folder of its own."""

    def __init__(self, folder, **env):
        self.place = Place(folder)
        self.port = ports.pick()
        own = {"PORTICO_RUN_DIR": str(folder), "PORT": str(self.port), "MAIL_PORT": str(ports.pick())}
        self.env = os.environ | own | env
        self.output = folder / "output"
        with self.output.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "portico_local", "run"],
                env=self.env,
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    def says(self, what, seconds=SECONDS):
        deadline = time.monotonic() + seconds
        while what not in self.output.read_text():
            assert self.process.poll() is None or what in self.output.read_text(), self.output.read_text()
            assert time.monotonic() < deadline, self.output.read_text()
            time.sleep(0.05)
        return self

    def left(self):
        mark = str(self.place.root)
        return [p.name() for p in psutil.process_iter() if processes._carries(p, mark)]

    def end(self, number):
        self.process.send_signal(number)
        return self.process.wait(60)


@pytest.fixture
def start(tmp_path):
    runs = []

    def begin(**env):
        runs.append(Run(tmp_path, **env))
        return runs[-1]

    yield begin
    for run in runs:
        if run.process.poll() is None:
            run.end(signal.SIGTERM)
    processes.end_strays(Place(tmp_path))


def _pid(run, name):
    return processes.read(run.place.pids / f"{name}.json").pid


@pytest.mark.timeout(400)
def test_everything_comes_up_is_looked_after_and_cleaned_up_even_after_a_killed_supervisor(start):
    run = start().says("Ctrl-C stops everything.")
    text = run.output.read_text()
    assert f"http://localhost:{run.port}" in text
    people = re.findall(r"username (\S+), password (.+?)(?: \(\w+\))?$", text, re.MULTILINE)
    assert "Demo people" in text and {"office.demo", "support.demo"} <= {username for username, _ in people}
    for username, password in people:
        said = {"username": username, "password": password}
        answer = requests.post(f"http://localhost:{run.port}/api/v1/sessions", json=said, timeout=10)
        assert answer.status_code == 201, f"{username} can't log in with what is printed"
    with urllib.request.urlopen(f"http://localhost:{run.port}/", timeout=10) as page:
        assert page.status == 200
    slides = f"http://localhost:{run.port}/provider-portal/education/webinar/slides.pdf"
    assert requests.get(slides, timeout=10).content.startswith(b"%PDF-"), "the demo's webinar is published"
    assert {process.name for process in processes.known(run.place) if process.alive()} == {
        *(who.package for who in SERVICES),
        GATEWAY.package,
        "mail",
        "postgres",
        "rabbitmq",
        "epmd",
        "supervisor",
    }

    second = subprocess.run(
        [sys.executable, "-m", "portico_local", "run"],
        env=run.env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode == 1
    assert second.stderr.count("\n") == 1 and "runs here already" in second.stderr

    checked = subprocess.run(
        [sys.executable, "-m", "portico_local", "exec", "member", "check"],
        env=run.env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr

    before = _pid(run, "claims")
    os.kill(before, signal.SIGKILL)
    run.says("claims is started again in 1 s")
    deadline = time.monotonic() + 30
    while _pid(run, "claims") == before:
        assert time.monotonic() < deadline
        time.sleep(0.05)

    run.process.kill()
    run.process.wait()
    assert "postgres" in run.left()
    again = start()
    again.says("An earlier run was killed").says("Ctrl-C stops everything.")
    assert again.end(signal.SIGINT) == 0
    assert again.left() == []
    again.says("Everything is stopped")


@pytest.mark.long
@pytest.mark.timeout(400)
def test_when_a_server_dies_everything_stops_and_says_so(start):
    run = start().says("Ctrl-C stops everything.")
    os.kill(_pid(run, "rabbitmq"), signal.SIGKILL)
    assert run.process.wait(60) == 1
    assert "portico: rabbitmq is gone" in run.output.read_text()
    assert run.left() == []


def test_a_command_on_nothing_that_runs_says_how_to_start_it(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "portico_local", "exec", "member", "check"],
        env=os.environ | {"PORTICO_RUN_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == "portico: nothing runs here; start it with `make run` in another window\n"


def test_a_port_in_use_is_one_line_that_says_what_to_do(start):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        run = start(PORT=str(port))
        assert run.process.wait(60) == 1
    (line,) = run.output.read_text().splitlines()
    assert f"port {port} is in use" in line and "PORT=" in line
    assert run.left() == []


def test_a_server_that_does_not_answer_is_one_line_without_its_password(start):
    run = start(AMQP_URL=f"amqp://user:hidden@127.0.0.1:{ports.pick()}/")
    assert run.process.wait(60) == 1
    (line,) = run.output.read_text().splitlines()
    assert "AMQP_URL is set, but nothing answers" in line and "hidden" not in line


def test_a_broker_that_will_not_start_is_one_line_and_the_database_stops_too(start, tmp_path):
    broken = tmp_path / "rabbitmq" / "data"
    broken.mkdir(parents=True)
    (broken / "portico@localhost").write_text("a file where a folder should be")
    run = start()
    assert run.process.wait(120) == 1
    last = run.output.read_text().splitlines()[-1]
    assert last.startswith("portico: rabbitmq stopped while starting") and "make reset" in last
    assert run.left() == []


@pytest.mark.timeout(400)
def test_ctrl_c_while_it_starts_leaves_nothing_either(start):
    run = start().says("PostgreSQL and RabbitMQ …")
    assert run.end(signal.SIGINT) == 0
    assert run.left() == []
