"""Where a request comes from, and how far proxies are believed."""

import ipaddress

from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

from servicekit.viewer import Client

LONGEST_USER_AGENT = 300


def trust_proxies(app: Flask, count: int) -> None:
    """Believe the last `count` X-Forwarded-For/-Proto entries; with 0 the headers mean nothing."""
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=0, x_port=0, x_prefix=0)


def address() -> str | None:
    """The client's IP address in its canonical text, or None when there is none to believe."""
    try:
        return str(ipaddress.ip_address(request.remote_addr or ""))
    except ValueError:
        return None


def neighbourhood() -> str:
    """What rate limits count: an IPv4 address, or the /64 an IPv6 customer gets."""
    found = address()
    if found is None:
        return "unknown"
    if ":" not in found:
        return found
    return str(ipaddress.ip_network(f"{found}/64", strict=False).network_address)


def client(device: str | None = None) -> Client:
    """What services are told about the client (for audit and throttling; travels sealed)."""
    agent = request.headers.get("User-Agent", "")[:LONGEST_USER_AGENT]
    return Client(address=address(), user_agent=agent or None, device=device)
