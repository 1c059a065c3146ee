"""Pooled connections are tried before use when they have rested.

A ping before every transaction costs a round trip each time, and finds what was true a moment ago; a
connection that was in use within RESTED_SECONDS is taken as it is. When one breaks, SQLAlchemy drops all of
its age.
"""

import time
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DisconnectionError

RESTED_SECONDS = 1.0
_USED = "portico_used"


def ping_the_rested(engine: Engine) -> None:
    """Have the pool of `engine` replace a dead connection at checkout, if it rested."""

    def checkout(connection: Any, record: Any, fairy: Any) -> None:
        if time.monotonic() - record.info.get(_USED, time.monotonic()) < RESTED_SECONDS:
            return
        try:
            alive = engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error:
            alive = False
        if not alive:
            raise DisconnectionError  # the pool opens another and asks again

    def checkin(connection: Any, record: Any) -> None:
        record.info[_USED] = time.monotonic()

    event.listen(engine, "checkout", checkout)
    event.listen(engine, "checkin", checkin)
