"""What carries a match from step 1 to Finish: nothing is stored in between (R014)."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

PURPOSE = "provider_directory.match"


class NotAMatch(ValueError):
    """The bytes are none of ours."""


@dataclass(frozen=True, slots=True)
class Match:
    """This account matched this Provider ID at this moment."""

    account_id: UUID
    billing_provider_id: UUID
    matched_at: datetime
    expires_at: datetime

    def to_bytes(self) -> bytes:
        """JSON, for the sealer."""
        ids = [str(self.account_id), str(self.billing_provider_id)]
        return json.dumps([*ids, self.matched_at.isoformat(), self.expires_at.isoformat()]).encode()

    @classmethod
    def from_bytes(cls, raw: bytes) -> "Match":
        """What `to_bytes` wrote. Raises NotAMatch."""
        try:
            account_id, billing_provider_id, *moments = json.loads(raw)
            return cls(UUID(account_id), UUID(billing_provider_id), *map(datetime.fromisoformat, moments))
        except (ValueError, TypeError) as problem:
            raise NotAMatch() from problem

    def good_for(self, account_id: UUID | None, now: datetime) -> bool:
        """Whether it is this account's and still good."""
        return self.account_id == account_id and now < self.expires_at

    def outlived(self, link: Any) -> bool:
        """Whether the link that it led to (or any other) has ended since: a match is good for one link."""
        return link is not None and link.ended_at is not None and link.ended_at >= self.matched_at
