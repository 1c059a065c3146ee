"""Settings of the gateway; the only reader of os.environ."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path

from servicekit.config import decode_key, required

METRICS_DIRECTORY = "PROMETHEUS_MULTIPROC_DIR"


@dataclass(frozen=True)
class Support:
    """The support block of every page (R155–R157). Hours are in the plan's time zone."""

    phone: str = "800-555-0142"
    tty: str = "711"
    speech_line: str = "800-555-0127"
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    """Days it is staffed, Monday is 0."""
    opens: time = time(8, 0)
    closes: time = time(17, 30)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the gateway needs to run. Keys are secrets: never log this object."""

    amqp_url: str
    caller_key: bytes
    seal_keys: str
    verify_keys: Mapping[str, str]
    secret_key: str
    host: str = "127.0.0.1"
    port: int = 8080
    health_port: int = 0
    workers: int = 2
    threads: int = 16
    cookie_secure: bool = True
    trusted_proxies: int = 0
    trusted_hosts: tuple[str, ...] = ()
    max_in_flight: int = 64
    max_body: int = 64 * 1024
    downloads: Path | None = None
    """The folder of the files that the plan publishes."""
    limit_requests: str = "600/minute"
    limit_attempts: str = "30/minute"
    limit_subject: str = "15/minute"
    plan_name: str = "Portico Community Health Plan"
    plan_zone: str = "America/Los_Angeles"
    terms_version: str = "2026-01"
    support: Support = field(default_factory=Support)

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> "Settings":
        """Settings from the environment. Raises servicekit.config.MissingSetting."""
        env = os.environ if env is None else env
        return cls(
            amqp_url=required(env, "AMQP_URL"),
            caller_key=decode_key(required(env, "PORTICO_CALLER_KEY")),
            seal_keys=required(env, "PORTICO_SEAL_KEYS"),
            verify_keys=json.loads(required(env, "PORTICO_VERIFY_KEYS")),
            secret_key=required(env, "GATEWAY_SECRET_KEY"),
            support=_support(env),
            **_optional(env),
        )


def downloads_folder(env: Mapping[str, str] | None = None) -> Path:
    """The folder of published files, for commands that need nothing else. Raises MissingSetting."""
    return Path(required(os.environ if env is None else env, "GATEWAY_DOWNLOADS")).absolute()


def use_metrics_directory(path: str) -> None:
    """Let the workers share their metrics; must run before prometheus_client is imported."""
    os.environ[METRICS_DIRECTORY] = path


def _optional(env: Mapping[str, str]) -> dict:
    reads = {
        "GATEWAY_HOST": ("host", str),
        "GATEWAY_PORT": ("port", int),
        "GATEWAY_HEALTH_PORT": ("health_port", int),
        "GATEWAY_WORKERS": ("workers", int),
        "GATEWAY_THREADS": ("threads", int),
        "GATEWAY_COOKIE_SECURE": ("cookie_secure", _truth),
        "GATEWAY_TRUSTED_PROXIES": ("trusted_proxies", int),
        "GATEWAY_TRUSTED_HOSTS": ("trusted_hosts", _words),
        "GATEWAY_MAX_IN_FLIGHT": ("max_in_flight", int),
        "GATEWAY_DOWNLOADS": ("downloads", lambda text: Path(text).absolute()),
        "GATEWAY_LIMIT_REQUESTS": ("limit_requests", str),
        "GATEWAY_LIMIT_ATTEMPTS": ("limit_attempts", str),
        "GATEWAY_LIMIT_SUBJECT": ("limit_subject", str),
        "PLAN_NAME": ("plan_name", str),
        "PLAN_TIME_ZONE": ("plan_zone", str),
        "PLAN_TERMS_VERSION": ("terms_version", str),
    }
    return {name: read(env[key]) for key, (name, read) in reads.items() if env.get(key)}


def _support(env: Mapping[str, str]) -> Support:
    reads = {
        "SUPPORT_PHONE": ("phone", str),
        "SUPPORT_TTY": ("tty", str),
        "SUPPORT_SPEECH_LINE": ("speech_line", str),
        "SUPPORT_WEEKDAYS": ("weekdays", lambda text: tuple(int(day) for day in _words(text))),
        "SUPPORT_OPENS": ("opens", time.fromisoformat),
        "SUPPORT_CLOSES": ("closes", time.fromisoformat),
    }
    return Support(**{name: read(env[key]) for key, (name, read) in reads.items() if env.get(key)})


def _truth(text: str) -> bool:
    if text.lower() not in ("1", "0", "true", "false", "yes", "no"):
        raise ValueError(f"yes or no, not {text!r}")
    return text.lower() in ("1", "true", "yes")


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())
