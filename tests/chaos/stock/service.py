"""What the specimen does, written as nameko's own documentation writes services."""

import os
import time

import psycopg2
from nameko.events import EventDispatcher, event_handler
from nameko.rpc import rpc

from support.specimen.behaviour import misbehave, misbehave_after


class StockService:
    """Answers, tells and hears; commits its effects to the ledger."""

    name = "stock"
    dispatch = EventDispatcher()

    @rpc
    def create_effect(self, key, mode, seconds):
        return take_effect(key, mode, seconds)

    @rpc
    def record_story(self, key, mode, seconds, to):
        write("effects", key)
        self.tell(key, mode, seconds, to)

    @rpc
    def record_stories(self, key, count, gap, to):
        for number in range(count):
            write("effects", f"{key}-{number}")
            try:
                self.tell(f"{key}-{number}", "ok", 0.0, to)
            except Exception as failure:  # as any loop does that must go on
                print("not dispatched:", type(failure).__name__, flush=True)
            time.sleep(gap)
        return count

    def tell(self, key, mode, seconds, to):
        event = "effect_wanted" if to == "self" else f"{to}_wanted"
        self.dispatch(event, {"key": f"{key}-heard", "mode": mode, "seconds": seconds})

    @event_handler("stock", "effect_wanted")
    def on_effect_wanted(self, wanted):
        take_effect(**wanted)


def take_effect(key, mode, seconds):
    """The effect, once per attempt."""
    begun = write("attempts", key)
    with connected() as connection, connection, connection.cursor() as cursor:
        cursor.execute("INSERT INTO effects (key, at) VALUES (%s, now())", [key])
        misbehave(mode, seconds, begun)
    misbehave_after(mode, begun)
    return {"count": count("effects", key)}


def write(table, key):
    """Commit a row of its own; how many there are now."""
    columns, values = ("key, at", "%s, now()") if table == "effects" else ("key", "%s")
    with connected() as connection, connection, connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({columns}) VALUES ({values})", [key])
    return count(table, key)


def count(table, key):
    """How many rows there are."""
    with connected() as connection, connection, connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE key = %s", [key])
        return cursor.fetchone()[0]


class connected:
    """A connection for one block."""

    def __enter__(self):
        self._connection = psycopg2.connect(os.environ["LEDGER_URL"])
        return self._connection

    def __exit__(self, *_):
        self._connection.close()
