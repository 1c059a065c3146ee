"""The gateway on a port of its own, in this process, for a browser."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pretend import PretendIdentity
from support_peers import settings_for
from werkzeug.serving import WSGIRequestHandler, make_server

from gateway.app import create_app


class Quiet(WSGIRequestHandler):
    """Says nothing on the terminal."""

    def log(self, *args) -> None:
        pass


@contextmanager
def on_stage(identity: PretendIdentity, downloads: Path | None = None, **config) -> Iterator[str]:
    """Serve the application; gives its address. `downloads` is the folder of published files; `config` goes
    into app.config."""
    settings = settings_for(identity, cookie_secure=False, downloads=downloads)
    app = create_app(settings, connect=identity.connect)
    app.config.update(config)
    app.extensions["portico.peers"].client()
    identity.wait_until_caught_up(app)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join(timeout=5)
