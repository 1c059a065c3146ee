"""Choosing ports on the loopback address."""

import random
import socket

LOOPBACK = "127.0.0.1"


def is_free(port: int) -> bool:
    """True when nothing listens on the port of any local address."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", port))
        except OSError:
            return False
    return True


def prefer(port: int) -> int:
    """The port itself, or any free one when it is taken."""
    return port if is_free(port) else pick()


def pick() -> int:
    """A free port below those that the kernel hands out to clients, so that no client takes it first."""
    for port in random.sample(range(20_000, 32_000), 200):
        if is_free(port):
            return port
    raise OSError("no free port between 20000 and 32000")


def accepts(port: int) -> bool:
    """True when something answers on the loopback port."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((LOOPBACK, port)) == 0
