"""Settings of identity; the only reader of its environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from servicekit.config import Settings as KitSettings
from servicekit.config import decode_key, required


@dataclass(frozen=True, kw_only=True)
class Settings(KitSettings):
    """What identity needs. `signing_key` is an Ed25519 private key (PEM).

    `index_key` (32 bytes) finds names, addresses and codes that are not stored in clear, and proves audit
    checkpoints. It never rotates: another key would find nobody. Counts of `…_limit` are per hour. From
    the day `legacy_cut_off` on, accounts that were moved here and never used are dormant.
    """

    signing_key: str
    index_key: bytes

    lock_after: int = 3
    unlock_after: timedelta | None = None
    address_failure_limit: int = 100
    code_tries: int = 5
    code_cool_down: timedelta = timedelta(minutes=15)
    match_limit_member: int = 5
    match_limit_address: int = 20
    match_limit_device: int = 10
    recovery_limit_person: int = 5
    recovery_limit_member: int = 20
    recovery_limit_address: int = 30
    resend_limit: int = 5
    resend_cool_down: timedelta = timedelta(seconds=60)
    email_change_limit: int = 3
    address_check_limit: int = 10
    provider_sign_up_limit_email: int = 5
    provider_sign_up_limit_address: int = 30
    association_limit: int = 5
    association_limit_provider: int = 20
    association_limit_address: int = 40

    sign_up_code_lifetime: timedelta = timedelta(minutes=30)
    recovery_code_lifetime: timedelta = timedelta(minutes=30)
    sign_up_lifetime: timedelta = timedelta(hours=24)
    recovery_lifetime: timedelta = timedelta(hours=24)
    email_code_lifetime: timedelta = timedelta(minutes=30)
    email_change_lifetime: timedelta = timedelta(hours=24)

    access_lifetime: timedelta = timedelta(seconds=60)
    idle_lifetime: timedelta = timedelta(minutes=15)
    session_lifetime: timedelta = timedelta(hours=12)
    refresh_grace: timedelta = timedelta(seconds=10)
    device_lifetime: timedelta = timedelta(days=180)

    caller_check_lifetime: timedelta = timedelta(minutes=30)
    owner_email_cool_off: timedelta = timedelta(hours=24)
    legacy_cut_off: date | None = None

    @classmethod
    def common(cls, service: str, env: Mapping[str, str]) -> dict[str, Any]:
        """The kit's fields and ours from `env`."""
        own = {name: read(env[variable]) for name, (variable, read) in _OPTIONAL.items() if env.get(variable)}
        return (
            super().common(service, env)
            | own
            | {
                "signing_key": required(env, "IDENTITY_SIGNING_KEY"),
                "index_key": decode_key(required(env, "IDENTITY_INDEX_KEY")),
            }
        )


def _seconds(text: str) -> timedelta:
    return timedelta(seconds=float(text))


_OPTIONAL = {
    "lock_after": ("IDENTITY_LOCK_AFTER", int),
    "unlock_after": ("IDENTITY_UNLOCK_AFTER_SECONDS", _seconds),
    "address_failure_limit": ("IDENTITY_ADDRESS_FAILURE_LIMIT", int),
    "code_tries": ("IDENTITY_CODE_TRIES", int),
    "code_cool_down": ("IDENTITY_CODE_COOL_DOWN_SECONDS", _seconds),
    "match_limit_member": ("IDENTITY_MATCH_LIMIT_MEMBER", int),
    "match_limit_address": ("IDENTITY_MATCH_LIMIT_ADDRESS", int),
    "match_limit_device": ("IDENTITY_MATCH_LIMIT_DEVICE", int),
    "recovery_limit_person": ("IDENTITY_RECOVERY_LIMIT_PERSON", int),
    "recovery_limit_member": ("IDENTITY_RECOVERY_LIMIT_MEMBER", int),
    "recovery_limit_address": ("IDENTITY_RECOVERY_LIMIT_ADDRESS", int),
    "resend_limit": ("IDENTITY_RESEND_LIMIT", int),
    "resend_cool_down": ("IDENTITY_RESEND_COOL_DOWN_SECONDS", _seconds),
    "email_change_limit": ("IDENTITY_EMAIL_CHANGE_LIMIT", int),
    "address_check_limit": ("IDENTITY_ADDRESS_CHECK_LIMIT", int),
    "association_limit": ("IDENTITY_ASSOCIATION_LIMIT", int),
    "association_limit_provider": ("IDENTITY_ASSOCIATION_LIMIT_PROVIDER", int),
    "association_limit_address": ("IDENTITY_ASSOCIATION_LIMIT_ADDRESS", int),
    "sign_up_code_lifetime": ("IDENTITY_SIGN_UP_CODE_SECONDS", _seconds),
    "recovery_code_lifetime": ("IDENTITY_RECOVERY_CODE_SECONDS", _seconds),
    "sign_up_lifetime": ("IDENTITY_SIGN_UP_SECONDS", _seconds),
    "recovery_lifetime": ("IDENTITY_RECOVERY_SECONDS", _seconds),
    "email_code_lifetime": ("IDENTITY_EMAIL_CODE_SECONDS", _seconds),
    "email_change_lifetime": ("IDENTITY_EMAIL_CHANGE_SECONDS", _seconds),
    "access_lifetime": ("IDENTITY_ACCESS_SECONDS", _seconds),
    "idle_lifetime": ("IDENTITY_IDLE_SECONDS", _seconds),
    "session_lifetime": ("IDENTITY_SESSION_SECONDS", _seconds),
    "refresh_grace": ("IDENTITY_REFRESH_GRACE_SECONDS", _seconds),
    "provider_sign_up_limit_email": ("IDENTITY_PROVIDER_SIGN_UP_LIMIT_EMAIL", int),
    "provider_sign_up_limit_address": ("IDENTITY_PROVIDER_SIGN_UP_LIMIT_ADDRESS", int),
    "caller_check_lifetime": ("IDENTITY_CALLER_CHECK_SECONDS", _seconds),
    "owner_email_cool_off": ("IDENTITY_OWNER_EMAIL_COOL_OFF_SECONDS", _seconds),
    "legacy_cut_off": ("IDENTITY_LEGACY_CUT_OFF", date.fromisoformat),
}
