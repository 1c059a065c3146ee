"""Correlation id and W3C Trace Context (traceparent), carried from the HTTP request to the e-mail."""

import os
import re
import uuid
from contextvars import ContextVar
from dataclasses import dataclass

_TRACEPARENT = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")
_CORRELATION = re.compile(r"[A-Za-z0-9._-]{8,64}")


@dataclass(frozen=True, slots=True)
class Trace:
    """Where a piece of work belongs: our correlation id and the trace and span ids."""

    correlation_id: str
    trace_id: str
    span_id: str

    @property
    def traceparent(self) -> str:
        """The header value for the next hop."""
        return f"00-{self.trace_id}-{self.span_id}-01"


_current: ContextVar[Trace | None] = ContextVar("trace", default=None)


def current() -> Trace | None:
    """The trace of the work that runs now, if any."""
    return _current.get()


def begin(correlation_id: object = None, traceparent: object = None) -> Trace:
    """Continue the given ids (malformed ones, of any type, are replaced), with a span of our own."""
    if not isinstance(correlation_id, str) or not _CORRELATION.fullmatch(correlation_id):
        correlation_id = str(uuid.uuid4())
    match = _TRACEPARENT.fullmatch(traceparent) if isinstance(traceparent, str) else None
    trace_id = match[1] if match and match[1] != "0" * 32 else os.urandom(16).hex()
    trace = Trace(correlation_id, trace_id, os.urandom(8).hex())
    _current.set(trace)
    return trace
