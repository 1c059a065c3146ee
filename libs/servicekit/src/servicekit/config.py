"""Settings every service has. A service's own config.py adds to them and reads the environment."""

import base64
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

DEFAULT_RETRY_DELAYS = (1.0, 10.0, 60.0)


class MissingSetting(Exception):
    """A required environment variable is not set; the text names it."""


def required(env: Mapping[str, str], name: str) -> str:
    """The variable's value. Raises MissingSetting with a sentence that says what to do."""
    value = env.get(name, "")
    if not value:
        raise MissingSetting(f"{name} is not set; `make run` sets it, see the README for real servers")
    return value


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What a service process needs to run. Keys are secrets: never log this object."""

    service: str
    amqp_url: str
    database_url: str
    seal_keys: str
    call_key: bytes
    verify_keys: Mapping[str, str]
    health_port: int = 0
    plan_zone: str = "America/Los_Angeles"
    max_workers: int = 50
    heartbeat: int = 10
    max_attempts: int = 5
    retry_delays: tuple[float, ...] = DEFAULT_RETRY_DELAYS
    pool_size: int = 20

    @classmethod
    def common(cls, service: str, env: Mapping[str, str]) -> dict[str, Any]:
        """The fields above from `env`; `service` is a package name (underscores, no hyphens)."""
        prefix = service.upper()
        delays = env.get("PORTICO_RETRY_DELAYS", "")
        return {
            "service": service,
            "amqp_url": required(env, "AMQP_URL"),
            "database_url": required(env, f"{prefix}_DATABASE_URL"),
            "seal_keys": required(env, "PORTICO_SEAL_KEYS"),
            "call_key": decode_key(required(env, "PORTICO_CALL_KEY")),
            "verify_keys": json.loads(required(env, "PORTICO_VERIFY_KEYS")),
            "health_port": int(env.get(f"{prefix}_HEALTH_PORT", "0")),
            "plan_zone": env.get("PLAN_TIME_ZONE", "America/Los_Angeles"),
            "max_workers": int(env.get(f"{prefix}_MAX_WORKERS", "50")),
            "heartbeat": int(env.get("PORTICO_HEARTBEAT", "10")),
            "max_attempts": int(env.get("PORTICO_MAX_ATTEMPTS", "5")),
            "retry_delays": tuple(map(float, delays.split(","))) if delays else DEFAULT_RETRY_DELAYS,
        }

    @classmethod
    def from_env(cls, service: str, env: Mapping[str, str] | None = None) -> Self:
        """Settings from the environment. Subclasses extend `common` for fields of their own."""
        return cls(**cls.common(service, os.environ if env is None else env))


def decode_key(text: str) -> bytes:
    """Bytes of a base64url key, padded or not."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
