"""Serves /health/live, /health/ready and /metrics from a real thread with real sockets, so that it still
answers, and says no, when the event loop is blocked."""

from collections.abc import Callable

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from servicekit.health.state import Health
from servicekit.loop import is_green

HEALTH_JSON = "application/health+json"
LONGEST_REQUEST = 8192


def _real(name: str):
    """The module as it was before eventlet made it cooperative."""
    if not is_green():
        return __import__(name)
    from eventlet.patcher import original

    return original(name)


class HealthServer:
    """Listens on 127.0.0.1:`port` (0 picks a free one; see `.port`)."""

    def __init__(
        self,
        health: Health,
        port: int,
        *,
        host: str = "127.0.0.1",
        metrics: Callable[[], bytes] = generate_latest,
    ):
        self._health, self._metrics = health, metrics
        sockets = _real("socket")
        self._socket = sockets.socket(sockets.AF_INET, sockets.SOCK_STREAM)
        self._socket.setsockopt(sockets.SOL_SOCKET, sockets.SO_REUSEADDR, 1)
        self._socket.bind((host, port))
        self._socket.listen(16)
        self.port: int = self._socket.getsockname()[1]

    def start(self) -> None:
        """Answer from a real thread until the process ends."""
        _real("_thread").start_new_thread(self._serve, ())

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            try:
                connection.settimeout(2)
                self._answer(connection)
            except OSError:
                pass
            finally:
                connection.close()

    def _answer(self, connection) -> None:
        asked = connection.recv(LONGEST_REQUEST).split(b"\r\n", 1)[0].split(b" ")
        path = asked[1].split(b"?")[0].decode("latin-1") if len(asked) >= 2 else ""
        status, kind, body = self._page(path)
        if asked[0] == b"HEAD":
            body = b""
        head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        connection.sendall(head.encode() + b"Cache-Control: no-store\r\nConnection: close\r\n\r\n" + body)

    def _page(self, path: str) -> tuple[str, str, bytes]:
        if path == "/metrics":
            return "200 OK", CONTENT_TYPE_LATEST, self._metrics()
        if path in ("/health/live", "/health/ready"):
            live_only = path == "/health/live"
            passed = self._health.live() if live_only else self._health.live() and self._health.ready()
            status = "200 OK" if passed else "503 Service Unavailable"
            return status, HEALTH_JSON, self._health.body(passed, with_checks=not live_only)
        return "404 Not Found", "text/plain", b"not found\n"
