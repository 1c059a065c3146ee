"""The broker and the database of one place, together."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass

from portico_local import keys, ports, processes
from portico_local.places import Place
from portico_local.postgres import Postgres
from portico_local.rabbitmq import BrokerPorts, RabbitMQ

PREFERRED = {"postgres": 5442, "amqp": 5682, "distribution": 25682, "mapper": 4379}
STOP_ORDER = ("rabbitmq", "epmd", "postgres")


@dataclass(frozen=True)
class Backends:
    """Both servers of one place; `secrets` are the place's own."""

    place: Place
    postgres: Postgres
    rabbitmq: RabbitMQ
    secrets: dict[str, str]


def at(place: Place) -> Backends:
    """The servers as they run, or will be started: ports are chosen once and kept while they are free."""
    secrets = keys.kept(place.root / "secrets.env")
    chosen = _ports(place)
    broker_ports = BrokerPorts(chosen["amqp"], chosen["distribution"], chosen["mapper"])
    return Backends(
        place,
        Postgres(place, chosen["postgres"], secrets["LOCAL_POSTGRES_PASSWORD"]),
        RabbitMQ(place, broker_ports, secrets["LOCAL_BROKER_PASSWORD"], secrets["LOCAL_ERLANG_COOKIE"]),
        secrets,
    )


def ensure(place: Place, *, postgres: bool = True, rabbitmq: bool = True) -> Backends:
    """Start what is wanted unless it runs already; safe to call from many processes at once.

    Raises:
        CannotStart: one of them won't start; the other one is stopped again.
    """
    with place.locked("backends"):
        if not running(place):
            stop(place)
            _forget_tests(place)
            _start(at(place), postgres, rabbitmq)
        return at(place)


def stop(place: Place) -> None:
    """Stop what runs here, whoever started it."""
    for name in STOP_ORDER:
        found = processes.read(place.pids / f"{name}.json")
        if found is not None:
            found.stop()


def _start(backends: Backends, postgres: bool, rabbitmq: bool) -> None:
    wanted = [backends.postgres.start] * postgres + [backends.rabbitmq.start] * rabbitmq
    try:
        with ThreadPoolExecutor() as pool:
            starting = [pool.submit(start) for start in wanted]
            try:
                for server in as_completed(starting):
                    server.result()
            except BaseException:
                stop(backends.place)  # ends the other one's waiting
                raise
    except BaseException:
        stop(backends.place)  # again: the other one may have begun in between
        raise


def _forget_tests(place: Place) -> None:
    """Tests begin with nothing, whatever a killed run has left."""
    if place.for_tests:
        shutil.rmtree(place.postgres)
        shutil.rmtree(place.rabbitmq)


def running(place: Place) -> bool:
    """True when both servers of the place run."""
    return all(_alive(place))


def _alive(place: Place) -> list[bool]:
    found = [processes.read(place.pids / f"{name}.json") for name in STOP_ORDER]
    return [process is not None and process.alive() for process in found]


def _ports(place: Place) -> dict[str, int]:
    kept = place.root / "ports.json"
    chosen = json.loads(kept.read_text()) if kept.exists() else {}
    if chosen.keys() == PREFERRED.keys() and (any(_alive(place)) or all(map(ports.is_free, chosen.values()))):
        return chosen
    choose = _anything if place.for_tests else ports.prefer
    chosen = {name: choose(port) for name, port in PREFERRED.items()}
    kept.write_text(json.dumps(chosen))
    return chosen


def _anything(_: int) -> int:
    return ports.pick()
