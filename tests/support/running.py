"""Real processes for tests: single services, and the whole suite."""

import json
import os
import signal
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

from portico_local import backends, launch, places, ports, processes, programs
from portico_local.launch import Launcher
from support.backends import RUN, WORKER
from support.mail import MailBox
from support.polling import until
from support.specimen_program import IMPORTABLE, program_of

READY_SECONDS = 60.0
UNLIMITED = {f"GATEWAY_LIMIT_{what}": "off" for what in ("REQUESTS", "ATTEMPTS", "SUBJECT")}
"""A suite under test is asked by one address only. The gateway's own tests hold its limits."""


@dataclass(frozen=True)
class Running:
    """One running process of ours. `env` holds the URLs it was given and the keys of this worker."""

    process: processes.Started
    health_port: int
    env: Mapping[str, str] = field(repr=False)

    @property
    def pid(self) -> int:
        """Its process id."""
        return self.process.pid

    @property
    def health_url(self) -> str:
        """Where `/health/live`, `/health/ready` and `/metrics` are."""
        return f"http://{ports.LOOPBACK}:{self.health_port}"

    def is_ready(self) -> bool:
        """What it says of itself now."""
        return launch.is_ready(self.health_port)

    def wait_ready(self, seconds: float = READY_SECONDS) -> "Running":
        """Poll until it says that it can work. Raises AssertionError with its log when it doesn't."""
        deadline = time.monotonic() + seconds
        while not self.is_ready():
            assert self.alive(), f"{self.process.name} ended while starting:\n{self.logs()}"
            assert time.monotonic() < deadline, f"{self.process.name} isn't ready:\n{self.logs()}"
            time.sleep(0.05)
        return self

    def alive(self) -> bool:
        """Whether the process still runs."""
        return self.process.alive()

    def stop(self, patience: float = 30.0) -> int | None:
        """SIGTERM, and wait for the end; the exit code."""
        self.resume()
        self.process.stop(patience)
        return self.process.exit_code()

    def kill(self) -> None:
        """SIGKILL, to its children too, as when the machine takes it away."""
        self.process.kill()

    def suspend(self) -> None:
        """SIGSTOP: it is there and does nothing."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """SIGCONT."""
        self._signal(signal.SIGCONT)

    def logs(self) -> str:
        """Everything that it has written."""
        return self.process.log.read_text(errors="replace")

    def _signal(self, number: int) -> None:
        if not self.alive():
            return
        head = psutil.Process(self.pid)
        for process in [head, *head.children(recursive=True)]:
            try:
                process.send_signal(number)
            except psutil.NoSuchProcess:
                continue


@pytest.fixture
def start_service(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, test_secrets
) -> Iterator[Callable[..., Running]]:
    """`start_service("identity", {"IDENTITY_MAX_WORKERS": "2"})`: a real process, ready when it is returned.

    It uses this worker's virtual host and databases unless `env` says otherwise (AMQP_URL, SMTP_URL,
    `<SERVICE>_DATABASE_URL`). `ready=False` returns at once. All are stopped after the test. A second
    start of one name is a second process.
    """
    with ExitStack() as stack:
        yield _starter(request, tmp_path_factory.mktemp("services"), test_secrets, stack)


@pytest.fixture(scope="session")
def start_session_service(request, tmp_path_factory, test_secrets) -> Iterator[Callable[..., Running]]:
    """The same, for processes that live as long as the worker's session."""
    with ExitStack() as stack:
        yield _starter(request, tmp_path_factory.mktemp("services"), test_secrets, stack)


def _starter(
    request: pytest.FixtureRequest, folder: Path, secrets: Mapping[str, str], stack: ExitStack
) -> Callable[..., Running]:
    place = places.Place(folder, for_tests=True)
    stack.callback(processes.end_strays, place)
    count = iter(range(1_000_000))
    started: list[Running] = []
    stack.callback(_stop_together, started)

    def start(name: str, env: Mapping[str, str] | None = None, *, ready: bool = True) -> Running:
        who, given = program_of(name), dict(env or {})
        if "AMQP_URL" not in given:
            given["AMQP_URL"] = request.getfixturevalue("broker_url")
        if who is not programs.GATEWAY and who.database_variable not in given:
            given[who.database_variable] = request.getfixturevalue("database_url_for")(name)
        if name == "notifications" and "SMTP_URL" not in given:
            # Nobody listens at the discard port: a test that wants mail says where to.
            given["SMTP_URL"] = f"smtp://{ports.LOOPBACK}:9"
        health_port = ports.pick()
        launcher = Launcher(place, {**secrets, **given}, {})
        process = launcher.run(who, health_port, IMPORTABLE | given, name=f"{name}-{next(count)}")
        started.append(Running(process, health_port, {**secrets, **given}))
        return started[-1].wait_ready() if ready else started[-1]

    return start


def _stop_together(started: list[Running]) -> None:
    """Each takes about a second to end in order."""
    with ThreadPoolExecutor() as pool:
        list(pool.map(Running.stop, started))


def assert_ready_until_stopped(running: Running) -> None:
    """It says that it is ready, and ends well when it is told to."""
    with urllib.request.urlopen(f"{running.health_url}/health/ready", timeout=5) as answer:
        assert json.load(answer)["status"] == "pass"
    running.stop()
    until(lambda: running.process.exit_code() is not None, 5.0, "ended")
    assert running.process.exit_code() == 0


@dataclass(frozen=True)
class OwnBroker:
    """A broker of one test's own, which may be stopped and killed."""

    backends: backends.Backends

    @property
    def url(self) -> str:
        """Its AMQP URL; the same after each start."""
        return self.backends.rabbitmq.url()

    def start(self) -> None:
        """Start it and wait until it takes connections."""
        self.backends.rabbitmq.start()

    def answers(self) -> bool:
        """Whether it takes connections."""
        return self.backends.rabbitmq.answers()

    def stop(self) -> None:
        """Stop it in an orderly way: what is durable is kept."""
        self._end(processes.Started.stop)

    def kill(self) -> None:
        """Kill it: what wasn't on disk is lost."""
        self._end(processes.Started.kill)

    def note_queues(self) -> None:
        """Before a kill: what is being killed knows that its youngest queues exist."""
        self.backends.rabbitmq.note_queues()

    def restart(self) -> None:
        """Stop and start."""
        self.stop()
        self.start()

    def _end(self, how: Callable[[processes.Started], None]) -> None:
        for name in ("rabbitmq", "epmd"):
            process = processes.read(self.backends.place.pids / f"{name}.json")
            if process is not None:
                how(process)


@pytest.fixture
def own_broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnBroker]:
    """A started broker that nobody else uses (takes about 5 s), gone after the test."""
    place = places.Place(tmp_path_factory.mktemp("broker"), for_tests=True)
    broker = OwnBroker(backends.at(place))
    try:
        broker.start()
        yield broker
    finally:
        broker.stop()
        processes.end_strays(place)


@pytest.fixture
def own_database(migrated_template, new_database) -> Callable[[str], str]:
    """`own_database(service)`: the URL of a migrated database that no other test uses."""
    return lambda service: new_database(service, template=migrated_template(service))


@dataclass(frozen=True)
class Suite:
    """All services, the gateway and the mail keeper, on this worker's broker and databases."""

    gateway_url: str
    mail: MailBox
    env: Mapping[str, str] = field(repr=False)
    processes: Mapping[str, Running] = field(repr=False)


@pytest.fixture(scope="session")
def suites_own_backends(request: pytest.FixtureRequest, migrated_template, new_database) -> dict[str, str]:
    """A virtual host and databases for the suite alone: it lives on while other tests start services, which
    would take its messages and empty its tables."""
    urls = {
        who.database_variable: new_database(who.package, template=migrated_template(who.package))
        for who in programs.SERVICES
    }
    if "AMQP_URL" in os.environ:
        return urls
    broker = request.getfixturevalue("local_backends").rabbitmq
    return urls | {"AMQP_URL": broker.add_vhost(f"test-{RUN}-{WORKER}-suite")}


@pytest.fixture(scope="session")
def suite(
    start_session_service, suites_own_backends, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Suite]:
    """The running suite; once per worker. `suite.env` holds all URLs and keys."""
    place = places.Place(tmp_path_factory.mktemp("mail"), for_tests=True)
    smtp_port, page_port, gateway_port = ports.pick(), ports.pick(), ports.pick()
    keeper = Launcher(place, {}, {}).mail(smtp_port, page_port)
    gateway_url = f"http://localhost:{gateway_port}"
    mail_at = {"SMTP_URL": f"smtp://{ports.LOOPBACK}:{smtp_port}", "PORTAL_URL": gateway_url}
    env = suites_own_backends | mail_at
    running = {who.package: start_session_service(who.package, env, ready=False) for who in programs.SERVICES}
    more = env | UNLIMITED | {"GATEWAY_PORT": str(gateway_port)}
    running["gateway"] = start_session_service("gateway", more, ready=False)
    for process in running.values():
        process.wait_ready()
    known = {name: value for process in running.values() for name, value in process.env.items()}
    yield Suite(gateway_url, MailBox(page_port), known, running)
    keeper.stop()
