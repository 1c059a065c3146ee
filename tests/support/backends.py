"""Real RabbitMQ and PostgreSQL for tests.

They are taken from AMQP_URL and `<SERVICE>_DATABASE_URL` when those are set (the user must be allowed to
create databases). Otherwise one test instance of both is started under `.run/test/`, shared by all workers,
and left running for the next run; `make test` stops it at its end, and so does
`python -m portico_local stop --test`.
"""

import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator

import pytest

from portico_local import backends, databases, keys, leases, places
from portico_local.programs import SERVICES, environment
from portico_local.server import Server
from support.specimen_program import IMPORTABLE, program_of

IS_FIRST = "PORTICO_TEST_RUN" not in os.environ
"""Whether this process began the run (under xdist the controller, else the only one): it cleans up."""

RUN = os.environ.setdefault("PORTICO_TEST_RUN", uuid.uuid4().hex[:8])
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(scope="session")
def test_secrets() -> dict[str, str]:
    """Keys of this worker: the same kinds that `make run` generates."""
    return keys.generate()


@pytest.fixture(scope="session")
def local_backends() -> Iterator[backends.Backends]:
    """The shared test instance, started when it isn't running."""
    place = places.test_place()
    with leases.using(place):
        subprocess.run(
            [sys.executable, "-m", "portico_local", "backends"], check=True, stdout=subprocess.DEVNULL
        )
        yield backends.at(place)


@pytest.fixture(scope="session")
def broker_url(request: pytest.FixtureRequest) -> str:
    """The AMQP URL of a virtual host of this worker's own (or AMQP_URL as it is)."""
    if "AMQP_URL" in os.environ:
        return os.environ["AMQP_URL"]
    return request.getfixturevalue("local_backends").rabbitmq.add_vhost(f"test-{RUN}-{WORKER}")


@pytest.fixture(scope="session")
def server_for(request: pytest.FixtureRequest) -> Callable[[str], Server]:
    """`server_for(service)`: the PostgreSQL server on which the service's test databases are made."""

    def find(service: str) -> Server:
        given = os.environ.get(program_of(service).database_variable)
        return Server.of(given) if given else request.getfixturevalue("local_backends").postgres.server

    return find


@pytest.fixture(scope="session")
def new_database(server_for) -> Callable[..., str]:
    """`new_database(service, template="template0")`: the URL of a new database, empty without a template."""

    def make(service: str, template: str = "template0") -> str:
        name = f"t_{RUN}_{WORKER}_{service}_{uuid.uuid4().hex[:6]}"
        return databases.create(server_for(service), service, name, template)

    return make


@pytest.fixture(scope="session")
def migrated_template(server_for, test_secrets) -> Callable[[str], str]:
    """`migrated_template(service)`: the name of a database of this run with the service's migrations."""

    def name_of(service: str) -> str:
        name = f"t_{RUN}_template_{service}"
        with places.test_place().locked(f"template-{service}"):
            if not databases.exists(server_for(service), name):
                _migrate(server_for(service), service, name, test_secrets)
        return name

    return name_of


@pytest.fixture(scope="session")
def database_url_for(migrated_template, new_database) -> Callable[[str], str]:
    """`database_url_for(service)`: this worker's own migrated database of the service, always the same."""
    known: dict[str, str] = {}

    def url(service: str) -> str:
        if service not in known:
            known[service] = new_database(service, template=migrated_template(service))
        return known[service]

    return url


def _migrate(server: Server, service: str, name: str, secrets: dict[str, str]) -> None:
    """Migrate under another name, so that a template is never seen half-made."""
    draft = f"{name}_draft"
    databases.drop(server, draft)
    who = program_of(service)
    urls = {
        "AMQP_URL": "amqp://localhost/",
        "SMTP_URL": "smtp://localhost:25",
        who.database_variable: databases.create(server, service, draft),
    }
    env = environment(who, secrets, urls) | IMPORTABLE
    done = subprocess.run(
        who.command("migrate"),
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=120,
    )
    if done.returncode:
        raise RuntimeError(f"{service} can't be migrated:\n{done.stdout}")
    databases.rename(server, draft, name)


def pytest_sessionfinish() -> None:
    """Drop what this run has made: also what killed workers left."""
    if not IS_FIRST:
        return
    given = [os.environ.get(program.database_variable) for program in SERVICES]
    servers = {Server.of(url) for url in given if url}
    place = places.test_place()
    if backends.running(place):
        local = backends.at(place)
        servers.add(local.postgres.server)
        local.rabbitmq.delete_vhosts(f"test-{RUN}-")
    for server in servers:
        for name in databases.named(server, f"t_{RUN}_"):
            databases.drop(server, name)
