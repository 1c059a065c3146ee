"""Import this before anything else in a process that runs a service: it makes the standard library
cooperative. prometheus_client comes first, so that its locks stay real ones: the health thread reads
the metrics from beside the loop."""

import os
import warnings

warnings.filterwarnings(
    "ignore", message="\\s*Eventlet is deprecated"
)  # decision 0004 says what we do about it

os.environ.setdefault("EVENTLET_TPOOL_SIZE", "4")  # argon2 on two cores: more threads only queue

import eventlet  # noqa: E402
import prometheus_client  # noqa: E402,F401

eventlet.monkey_patch()

from servicekit.loop import set_green  # noqa: E402

set_green()
