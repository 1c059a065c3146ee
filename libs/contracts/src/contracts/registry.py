"""Every procedure and event that exists, found in `contracts.<service>.rpc` and `.events`."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

from contracts.events import Event
from contracts.procedures import Procedure

SERVICES = ("identity", "provider_directory", "member", "claims", "notifications")


def _members(room: str, kind: type) -> Iterator:
    for service in SERVICES:
        name = f"contracts.{service}.{room}"
        if find_spec(name) is None:
            continue
        yield from (item for item in vars(import_module(name)).values() if isinstance(item, kind))


def procedures() -> dict[str, Procedure]:
    """All procedures by key (`identity.start_session`)."""
    return {item.key: item for item in _members("rpc", Procedure)}


def events() -> dict[str, Event]:
    """All events by `exchange:key`."""
    return {f"{item.exchange}:{item.key}": item for item in _members("events", Event)}
