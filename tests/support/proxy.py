"""A TCP proxy between a client and a server (broker or database) that can be told to misbehave.

`cut` drops every connection; `refuse` takes no new one either. `swallow` half kills those that are open
now, as a broken firewall does: what the client says arrives, what the server answers does not, and new
connections are whole again. With `go_silent` new ones get no answer either.
"""

import contextlib
import socket
import threading
from urllib.parse import urlsplit, urlunsplit

CHUNK = 65536


class Proxy:
    """Listens on a loopback port and passes everything to `host:port`. Use it in a `with` block."""

    def __init__(self, host: str, port: int):
        self._target = (host, port)
        self._pairs: set[Pair] = set()
        self._lock = threading.Lock()
        self._refusing = self._silent = self._closed = False
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    @classmethod
    def before(cls, url: str) -> tuple["Proxy", str]:
        """A proxy before the server of `url`, and the URL that goes through it."""
        parts = urlsplit(url)
        proxy = cls(parts.hostname or "127.0.0.1", parts.port or 5672)
        login = parts.netloc.rpartition("@")[0]
        return proxy, urlunsplit(parts._replace(netloc=f"{login}@127.0.0.1:{proxy.port}"))

    def __enter__(self) -> "Proxy":
        return self

    def __exit__(self, *_: object) -> None:
        self._closed = True
        self._listener.close()
        self.cut()

    @property
    def connections(self) -> int:
        """How many are open now."""
        return len(self._open())

    def cut(self) -> None:
        """Drop every open connection, both ends."""
        for pair in self._open():
            pair.close()

    def refuse(self) -> None:
        """Drop all, and every new one at once, until `accept`."""
        self._refusing = True
        self.cut()

    def accept(self) -> None:
        """Take connections again; the silent ones are dropped."""
        if self._silent:
            self.cut()
        self._refusing = self._silent = False

    def swallow(self) -> None:
        """Never pass another byte from the server to the client on the connections that are open now."""
        for pair in self._open():
            pair.swallowing = True

    def go_silent(self) -> None:
        """Take connections, and never answer on any, until `accept`."""
        self._silent = True
        self.swallow()

    def _open(self) -> list["Pair"]:
        with self._lock:
            return list(self._pairs)

    def _accept(self) -> None:
        while not self._closed:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self._join(client)

    def _join(self, client: socket.socket) -> None:
        if self._refusing:
            client.close()
            return
        try:
            server = socket.create_connection(self._target, timeout=5)
        except OSError:
            client.close()
            return
        server.settimeout(None)
        pair = Pair(client, server, self._forget)
        pair.swallowing = self._silent
        with self._lock:
            self._pairs.add(pair)
        pair.start()

    def _forget(self, pair: "Pair") -> None:
        with self._lock:
            self._pairs.discard(pair)


class Pair:
    """One client's connection and ours to the server."""

    def __init__(self, client: socket.socket, server: socket.socket, gone):
        self._client, self._server, self._gone = client, server, gone
        self.swallowing = False

    def start(self) -> None:
        """Pass bytes both ways until one end closes."""
        ways = ((self._client, self._server, False), (self._server, self._client, True))
        for way in ways:
            threading.Thread(target=self._pump, args=way, daemon=True).start()

    def close(self) -> None:
        """Drop both ends."""
        for end in (self._client, self._server):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._gone(self)

    def _pump(self, source: socket.socket, target: socket.socket, answers: bool) -> None:
        try:
            while data := source.recv(CHUNK):
                if not (answers and self.swallowing):
                    target.sendall(data)
        except OSError:
            pass
        finally:
            self.close()
