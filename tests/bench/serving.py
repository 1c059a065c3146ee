"""gunicorn as the gateway runs it, for the sites that are measured beside it."""

from typing import Any

from gunicorn.app.base import BaseApplication


def serve_with_gunicorn(application: Any, port: int) -> None:
    """Serve a WSGI application on loopback with two workers of sixteen threads, until ended."""
    options = {
        "bind": f"127.0.0.1:{port}",
        "workers": 2,
        "threads": 16,
        "worker_class": "gthread",
        "control_socket_disable": True,
        "loglevel": "error",
    }

    class Server(BaseApplication):
        def load_config(self) -> None:
            for name, value in options.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> Any:
            return application

    Server().run()
