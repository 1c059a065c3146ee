"""gunicorn, without its command line: workers, drain, health port."""

import os
import time
from functools import partial
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger
from prometheus_client.multiprocess import mark_process_dead

from gateway.app import create_app
from gateway.config import Settings
from gateway.health import Beats, GatewayHealth, keep_beating, metrics_of_all
from servicekit import logs
from servicekit.health.server import HealthServer

DRAIN_SECONDS = 10
"""Longer than the longest call's deadline, so that SIGTERM cuts off nobody."""
_SHARED_MEMORY = "/dev/shm"  # noqa: S108 - gunicorn's beat file; a slow disk must not look like a dead worker


class SafeLogger(Logger):
    """gunicorn's messages as our events: their templates, never the paths they quote."""

    def setup(self, cfg: Any) -> None:
        """Leave both of gunicorn's loggers to the root handler; there is no access log but ours."""
        self.error_log.handlers, self.access_log.handlers = [], []
        self.error_log.propagate, self.access_log.propagate = True, False

    def access(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: `gateway.watch` logs route templates."""


class Server(BaseApplication):
    """The gateway under gunicorn."""

    def __init__(self, settings: Settings, metrics_directory: str):
        self._settings, self._metrics = settings, metrics_directory
        self._beats = Beats()
        super().__init__()

    def load_config(self) -> None:
        """gunicorn's settings; nothing is read from its files or environment."""
        for name, value in self._options().items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application of one worker."""
        return create_app(self._settings)

    def _options(self) -> dict[str, Any]:
        settings = self._settings
        return {
            "bind": f"{settings.host}:{settings.port}",
            "workers": settings.workers,
            "threads": settings.threads,
            "worker_class": "gthread",
            "graceful_timeout": DRAIN_SECONDS,
            "timeout": 30,
            "keepalive": 5,
            "control_socket_disable": True,
            # Forwarded headers are believed by `client_address` alone.
            "forwarded_allow_ips": "",
            "logger_class": SafeLogger,
            "worker_tmp_dir": _SHARED_MEMORY if Path(_SHARED_MEMORY).is_dir() else None,
            "when_ready": self._serve_health,
            "post_worker_init": self._begin_worker,
            "worker_exit": _end_worker,
            "child_exit": lambda arbiter, worker: mark_process_dead(worker.pid, self._metrics),
        }

    def _serve_health(self, arbiter: Arbiter) -> None:
        health = GatewayHealth(self._beats, self._settings.workers, lambda: _workers_of(arbiter))
        metrics = partial(metrics_of_all, self._metrics)
        server = HealthServer(health, self._settings.health_port, metrics=metrics)
        server.start()
        logs.log("gateway.started", port=self._settings.port, pid=os.getpid(), count=self._settings.workers)
        logs.log("gateway.health", port=server.port)

    def _begin_worker(self, worker: Any) -> None:
        peers = worker.wsgi.extensions["portico.peers"]
        keep_beating(self._beats, worker.age, worker.pid, lambda: worker.alive and peers.ready())


def _workers_of(arbiter: Arbiter) -> list[tuple[int, int, float]]:
    found = []
    for pid, worker in list(arbiter.WORKERS.items()):
        try:
            found.append((worker.age, pid, time.monotonic() - worker.tmp.last_update()))
        except (OSError, ValueError):  # it ended while we looked
            continue
    return found


def _end_worker(arbiter: Arbiter, worker: Any) -> None:
    app = getattr(worker, "wsgi", None)
    if app is not None:
        app.extensions["portico.peers"].close()


def serve(settings: Settings, metrics_directory: str) -> None:
    """Serve until SIGTERM; requests in flight are answered first."""
    logs.configure("gateway")
    Server(settings, metrics_directory).run()
