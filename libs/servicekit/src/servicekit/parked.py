"""`python -m servicekit.parked`: what to do about messages that were set aside. See `events.parked`."""

import argparse
import os
import sys

from servicekit.events import inbox
from servicekit.events.parked import Parked, listing, replay
from servicekit.seal import Sealer
from servicekit.store import Database


def main(arguments: list[str] | None = None) -> int:
    """Run the tool; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m servicekit.parked", description="Parked messages")
    parser.add_argument("do", choices=["list", "show", "replay"])
    parser.add_argument("service", help="such as notifications")
    parser.add_argument("event_id", nargs="?")
    parser.add_argument("--all", action="store_true", help="replay every parked message")
    asked = parser.parse_args(arguments)
    url = os.environ.get("AMQP_URL")
    if not url:
        return _say("AMQP_URL is not set: point it at the broker, as in `make run`'s .run/secrets.env")
    if asked.do == "replay":
        return _replay(url, asked, parser)
    found = listing(url, asked.service)
    for item in found if asked.do == "list" else [i for i in found if i.event_id == asked.event_id]:
        _print(item, whole=asked.do == "show")
    print(f"{len(found)} parked")
    return 0


def _replay(url: str, asked: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    if not asked.event_id and not asked.all:
        parser.error("say which event id, or --all")
    database_url = os.environ.get(f"{asked.service.upper()}_DATABASE_URL")
    seal_keys = os.environ.get("PORTICO_SEAL_KEYS")
    if not database_url or not seal_keys:
        return _say(f"{asked.service.upper()}_DATABASE_URL and PORTICO_SEAL_KEYS must be set to replay")
    database = Database(database_url, Sealer.parse(seal_keys), pool_size=1)
    chosen = None if asked.all else asked.event_id
    for item in listing(url, asked.service):
        if chosen in (None, item.event_id) and item.event_id != "-":
            inbox.start_again(database, item.event_id, asked.service)
    sent = replay(url, asked.service, chosen)
    print(f"{len(sent)} replayed")
    return 0 if sent or asked.all else _say("no such event is parked")


def _print(item: Parked, *, whole: bool) -> None:
    print(f"{item.event_id}  {item.queue}  {item.cause}  {len(item.body)} bytes")
    if whole:
        print(item.body.decode(errors="backslashreplace"))


def _say(problem: str) -> int:
    print(problem, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
