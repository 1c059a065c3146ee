"""Settings of the claims service; the only reader of its environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from servicekit.config import Settings as KitSettings
from servicekit.config import decode_key, required


@dataclass(frozen=True, kw_only=True)
class Settings(KitSettings):
    """What the service needs. `index_key` (32 bytes) finds a claim and a patient account number without
    storing what they say in clear.

    Unlike the sealing keys it never rotates: another key would take every claim for a new one.
    """

    index_key: bytes

    @classmethod
    def common(cls, service: str, env: Mapping[str, str]) -> dict[str, Any]:
        """The kit's fields and ours from `env`."""
        return super().common(service, env) | {"index_key": decode_key(required(env, "CLAIMS_INDEX_KEY"))}
