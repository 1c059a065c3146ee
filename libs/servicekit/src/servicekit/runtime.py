"""Runs one service process: topology first, then relay, consumers and jobs; SIGTERM drains."""

import os
import signal
import sys
import time
from itertools import chain, repeat

import eventlet
from nameko.containers import ServiceContainer
from pika.exceptions import AMQPError
from sqlalchemy import text

from servicekit import logs, topology
from servicekit.config import Settings
from servicekit.consumer import SteadyQueueConsumer
from servicekit.door import door
from servicekit.events import inbox
from servicekit.events.relay import SWEEP_SECONDS, Relay
from servicekit.health.server import HealthServer
from servicekit.health.state import Health
from servicekit.kit import Kit
from servicekit.publisher import ConfirmedPublisher, time_limit
from servicekit.service import Service
from servicekit.store import answers
from servicekit.timer import Round

DRAIN_SECONDS = 30
DECLARE_SECONDS = (2.0, 4.0, 8.0)
BEAT_SECONDS = 0.25
CHECK_SECONDS = 0.5
HOUSEKEEPING_SECONDS = 3600


class Process:
    """One running service."""

    def __init__(self, service: type[Service], settings: Settings):
        self._service, self._settings = service, settings
        self.kit = Kit(settings)
        self.health = Health(settings.service)
        relay = Relay(self.kit.database, ConfirmedPublisher(settings.amqp_url))
        self._relay = Round(SWEEP_SECONDS, relay.drain)
        self._gauges = Round(2.0, relay.measure)
        self._housekeeping = Round(HOUSEKEEPING_SECONDS, self._sweep)
        self.kit.database.on_told = self._relay.wake
        self._container: ServiceContainer | None = None
        self._stopping = False

    def run(self) -> int:
        """Run until SIGTERM or SIGINT; returns the exit code."""
        server = HealthServer(self.health, self._settings.health_port)
        server.start()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: eventlet.spawn_n(self._stop))
        eventlet.spawn_n(self._beat)
        eventlet.spawn_n(self._check)
        logs.log("process.starting", pid=os.getpid(), port=server.port)
        self._declare()
        return self._serve()

    def _serve(self) -> int:
        config = {
            "AMQP_URI": self._settings.amqp_url,
            "HEARTBEAT": self._settings.heartbeat,
            "max_workers": self._settings.max_workers,
            "KIT": self.kit,
            "DECLARE": self._declare,
        }
        self._container = ServiceContainer(door(self._service), config)
        self.kit.client.start()
        for turn in (self._relay, self._gauges, self._housekeeping):
            turn.start()
        self._container.start()
        logs.log("process.started", pid=os.getpid())
        try:
            self._container.wait()
        except Exception as failure:  # noqa: BLE001 - the container died: say so and let the supervisor restart us
            logs.log_crash("process.died", failure)
            return 1
        self._relay.stop()
        self.kit.close()
        logs.log("process.stopped", pid=os.getpid())
        return 0

    def _declare(self) -> None:
        """Declare the topology, however long the broker takes to come."""
        for patience in chain(DECLARE_SECONDS, repeat(DECLARE_SECONDS[-1])):
            publisher = ConfirmedPublisher(self._settings.amqp_url)
            try:
                with time_limit(patience):  # a broker that has just come back may never answer a declaration
                    topology.declare(
                        publisher.channel(),
                        self._service.name,
                        self._service.heard(),
                        self._settings.retry_delays,
                    )
                    publisher.close()
                return
            except (AMQPError, OSError, TimeoutError) as failure:
                logs.log("broker.unreachable", error_type=type(failure).__name__, delay_ms=500)
                eventlet.sleep(0.5)
            finally:
                publisher.abandon()
            if self._stopping:
                return

    def _stop(self) -> None:
        """Finish what runs, take nothing new, then end. A second signal or half a minute ends it at once."""
        if self._stopping or self._container is None or not self._container.started:
            os._exit(1 if self._stopping else 0)
        self._stopping = self.health.draining = True
        logs.log("process.draining", pid=os.getpid())
        eventlet.spawn_after(DRAIN_SECONDS, os._exit, 1)
        self._container.stop()

    def _beat(self) -> None:
        while True:
            self.health.beat()
            eventlet.sleep(BEAT_SECONDS)

    def _check(self) -> None:
        while True:
            database = self._database_answers()
            self.health.record(
                {
                    "database": database,
                    "broker": self.kit.client.ready(),
                    "consumers": self._consumers_registered(),
                }
            )
            eventlet.sleep(CHECK_SECONDS)

    def _database_answers(self) -> bool:
        with eventlet.Timeout(1.0, False):
            try:
                with self.kit.database.engine.connect() as connection:
                    return connection.execute(text("SELECT 1")).scalar() == 1
            except Exception:  # noqa: BLE001 - whatever the reason, the answer is no
                return False
        return False

    def _consumers_registered(self) -> bool:
        if self._container is None or not self._container.started:
            return False
        found = [e for e in self._container.extensions if isinstance(e, SteadyQueueConsumer)]
        return all(consumer.connected for consumer in found)

    def _sweep(self) -> None:
        try:
            with self.kit.database.transaction() as tx:
                inbox.sweep(tx)
                answers.sweep(tx)
        except Exception as failure:  # noqa: BLE001 - tidying can wait for the next hour
            logs.log_crash("housekeeping.failed", failure)


def run(service: type[Service], settings: Settings) -> int:
    """Run the service in this process until it is told to stop; returns the exit code."""
    logs.configure(settings.service)
    started = time.monotonic()
    try:
        return Process(service, settings).run()
    except OSError as failure:
        logs.log_crash("process.cannot_start", failure, port=settings.health_port)
        print(f"port {settings.health_port} is in use: set another health port", file=sys.stderr)
        return 1
    finally:
        logs.log("process.ended", duration_ms=int((time.monotonic() - started) * 1000), pid=os.getpid())
