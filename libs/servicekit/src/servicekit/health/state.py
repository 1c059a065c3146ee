"""What the health page says, kept up to date by the loop and read from beside it.

Bodies follow application/health+json (draft-inadarei-api-health-check): `status` is pass or fail.
"""

import json
import time
from dataclasses import dataclass, field

BLOCKED_SECONDS = 5.0
STALE_SECONDS = 2.0


@dataclass
class Health:
    """The last beat of the loop and the last result of each readiness check."""

    service: str
    version: str = "0.1.0"
    beat_at: float = field(default_factory=time.monotonic)
    checks: dict[str, bool] = field(default_factory=dict)
    checked_at: float = 0.0
    draining: bool = False

    def beat(self) -> None:
        """The loop turned."""
        self.beat_at = time.monotonic()

    def record(self, checks: dict[str, bool]) -> None:
        """Results of the readiness checks, by name."""
        self.checks, self.checked_at = checks, time.monotonic()

    def live(self) -> bool:
        """The loop turned within five seconds."""
        return time.monotonic() - self.beat_at < BLOCKED_SECONDS

    def ready(self) -> bool:
        """Every check passed, lately, and we are not stopping."""
        fresh = time.monotonic() - self.checked_at < STALE_SECONDS
        return fresh and not self.draining and bool(self.checks) and all(self.checks.values())

    def body(self, passed: bool, *, with_checks: bool) -> bytes:
        """The JSON body."""
        body: dict = {
            "status": "pass" if passed else "fail",
            "serviceId": self.service,
            "version": self.version,
        }
        if with_checks:
            body["checks"] = {
                name: [{"status": "pass" if passed else "fail"}] for name, passed in self.checks.items()
            }
        return json.dumps(body).encode()
