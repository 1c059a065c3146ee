"""Settings of the provider directory service; the only reader of its environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from servicekit.config import Settings as KitSettings
from servicekit.config import decode_key, required


@dataclass(frozen=True, kw_only=True)
class Settings(KitSettings):
    """What the service needs. `index_key` (32 bytes) finds e-mail addresses and Tax IDs, which are not stored
    in clear; it never rotates: another key would find nobody. An office sends `invitations_a_day` letters on
    a day of the plan: less than a list may have (10,000) would refuse the longest ones for ever."""

    index_key: bytes

    match_lifetime: timedelta = timedelta(minutes=30)
    request_reminder: timedelta = timedelta(days=3)
    request_lifetime: timedelta = timedelta(days=14)
    invitation_lifetime: timedelta = timedelta(days=7)
    invitation_pause: timedelta = timedelta(minutes=1)
    invitations_a_day: int = 20_000

    @classmethod
    def common(cls, service: str, env: Mapping[str, str]) -> dict[str, Any]:
        """The kit's fields and ours from `env`."""
        own = {name: read(env[variable]) for name, (variable, read) in _OPTIONAL.items() if env.get(variable)}
        key = decode_key(required(env, "PROVIDER_DIRECTORY_INDEX_KEY"))
        return super().common(service, env) | own | {"index_key": key}


def _seconds(text: str) -> timedelta:
    return timedelta(seconds=float(text))


def _days(text: str) -> timedelta:
    return timedelta(days=float(text))


_OPTIONAL = {
    "match_lifetime": ("PROVIDER_DIRECTORY_MATCH_SECONDS", _seconds),
    "request_reminder": ("PROVIDER_DIRECTORY_REQUEST_REMINDER_DAYS", _days),
    "invitation_lifetime": ("PROVIDER_DIRECTORY_INVITATION_DAYS", _days),
    "invitation_pause": ("PROVIDER_DIRECTORY_INVITATION_PAUSE_SECONDS", _seconds),
    "invitations_a_day": ("PROVIDER_DIRECTORY_INVITATIONS_A_DAY", int),
    "request_lifetime": ("PROVIDER_DIRECTORY_REQUEST_DAYS", _days),
}
