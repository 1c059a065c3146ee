"""Settings of notifications; the only reader of its environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from ipaddress import ip_address
from typing import Any
from urllib.parse import unquote, urlsplit

from servicekit.config import MissingSetting, required
from servicekit.config import Settings as KitSettings


@dataclass(frozen=True, slots=True)
class Support:
    """Whom to call (R155). `days` are ISO weekdays (1 is Monday), first and last."""

    phone: str = "800-555-0142"
    tty: str = "711"
    days: tuple[int, int] = (1, 5)
    opens: time = time(8, 0)
    closes: time = time(17, 30)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who the mail is from (R077, R236), and the portal's public address, if it should be named."""

    name: str = "Portico Member Services"
    address: str = "no-reply@portico.example"
    plan: str = "Portico Community Health Plan"
    portal_url: str | None = None
    zone: str = "America/Los_Angeles"


PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed over. `security`: `smtp` (none), `smtps` (TLS at once) or `smtp+starttls`."""

    security: str
    host: str
    port: int
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @classmethod
    def parse(cls, url: str) -> "Server":
        """From `smtp://host:25`, `smtps://user:password@host` or `smtp+starttls://…`.

        Raises MissingSetting, whose text never holds the password.
        """
        parts = urlsplit(url)
        if parts.scheme not in PORTS or not parts.hostname:
            raise MissingSetting("SMTP_URL must be smtp://, smtps:// or smtp+starttls:// with a host")
        user, password = (unquote(part) if part else None for part in (parts.username, parts.password))
        if user and parts.scheme == "smtp" and not _is_loopback(parts.hostname):
            raise MissingSetting("SMTP_URL has a password, so it must be smtps:// or smtp+starttls://")
        return cls(parts.scheme, parts.hostname, parts.port or PORTS[parts.scheme], user, password)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, kw_only=True)
class Settings(KitSettings):
    """What the service needs; times in seconds. never log this object.

    `smtp_timeout` is the wait for one reply of the mail server; `lease` is how long a sender may hold a
    letter (a killed sender's letter is looked after when it ends); `keep_trying` is how long a letter
    without a code is tried.
    """

    smtp: Server
    sender: Sender = Sender()
    support: Support = Support()
    smtp_timeout: float = 10.0
    lease: float = 60.0
    keep_trying: float = 72 * 3600.0

    @classmethod
    def common(cls, service: str, env: Mapping[str, str]) -> dict[str, Any]:
        """The kit's fields and ours from `env`."""
        return super().common(service, env) | {
            "smtp": Server.parse(required(env, "SMTP_URL")),
            "sender": sender_from(env),
            "support": support_from(env),
            "smtp_timeout": float(env.get("NOTIFICATIONS_SMTP_TIMEOUT", "10")),
            "lease": float(env.get("NOTIFICATIONS_LEASE", "60")),
            "keep_trying": float(env.get("NOTIFICATIONS_KEEP_TRYING", str(72 * 3600))),
        }


def sender_from(env: Mapping[str, str] = os.environ) -> Sender:
    """From `MAIL_FROM_NAME`, `MAIL_FROM_ADDRESS`, `PLAN_NAME`, `PORTAL_URL` and `PLAN_TIME_ZONE`."""
    known = Sender()
    return Sender(
        name=env.get("MAIL_FROM_NAME", known.name),
        address=env.get("MAIL_FROM_ADDRESS", known.address),
        plan=env.get("PLAN_NAME", known.plan),
        portal_url=env.get("PORTAL_URL") or None,
        zone=env.get("PLAN_TIME_ZONE", known.zone),
    )


def support_from(env: Mapping[str, str] = os.environ) -> Support:
    """From `SUPPORT_PHONE`, `SUPPORT_TTY`, `SUPPORT_DAYS` (`1-5`), `SUPPORT_OPENS` (`08:00`) and
    `SUPPORT_CLOSES`."""
    known = Support()
    first, _, last = env.get("SUPPORT_DAYS", "1-5").partition("-")
    return Support(
        phone=env.get("SUPPORT_PHONE", known.phone),
        tty=env.get("SUPPORT_TTY", known.tty),
        days=(int(first), int(last or first)),
        opens=time.fromisoformat(env.get("SUPPORT_OPENS", "08:00")),
        closes=time.fromisoformat(env.get("SUPPORT_CLOSES", "17:30")),
    )
