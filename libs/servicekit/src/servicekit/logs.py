"""JSON log events, one a line, with fields from an allow-list.

Exception texts and library messages can hold anything, a health record too; so of an exception
only its type and where it was raised are written, and of a library's record only its template.
"""

import json
import logging
import os
import sys
import traceback
from typing import Any

from servicekit import clock
from servicekit.trace import current

ALLOWED = frozenset(
    "action attempts attempts_left caller cause code count delay_ms duration_ms error_id error_type event "
    "exchange host_port key language listener lock oldest_seconds outcome pending pid port procedure queue "
    "reason retry_after route rows service signal size state status template version where".split()
)

_SERVICE = {"name": "portico"}
_stream = sys.stdout


def configure(service: str, level: int = logging.WARNING) -> None:
    """Name this process in its log, and put the libraries' records through our format."""
    _SERVICE["name"] = service
    handler = _LibraryHandler()
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)


def log(event: str, /, **fields: Any) -> None:
    """Write one event. A field that is not on the allow-list raises ValueError: choose a listed one."""
    stray = fields.keys() - ALLOWED
    if stray:
        raise ValueError(f"not allowed in logs: {sorted(stray)}")
    _write(event, fields)


def log_crash(event: str, error: BaseException, /, **fields: Any) -> None:
    """Write an exception: its type and where it was raised, never its text."""
    log(event, error_type=type(error).__name__, where=where_raised(error), **fields)


def where_raised(error: BaseException) -> list[str]:
    """The last eight frames of the traceback as `file.py:12 in function`."""
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    return [f"{os.path.basename(f.filename)}:{f.lineno} in {f.name}" for f in frames]


def _write(event: str, fields: dict[str, Any]) -> None:
    line = {"at": clock.now().isoformat(timespec="milliseconds"), "service": _SERVICE["name"], "log": event}
    trace = current()
    if trace:
        line |= {"correlation_id": trace.correlation_id, "trace_id": trace.trace_id}
    print(json.dumps(line | fields, default=str), file=_stream, flush=True)


class _LibraryHandler(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        fields: dict[str, Any] = {"cause": str(record.msg)[:120] if record.args else "", "key": record.name}
        if record.exc_info and record.exc_info[1]:
            error = record.exc_info[1]
            fields |= {"error_type": type(error).__name__, "where": where_raised(error)}
        _write(f"library.{record.levelname.lower()}", fields)
