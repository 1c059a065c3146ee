"""What identity keeps of a person, and the bytes in which it is sealed at rest."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import date

from identity.rules.passwords import Owner

PURPOSE = "identity.account"


@dataclass(frozen=True, slots=True)
class Profile:
    """As typed at sign-up. The Member ID is not here: identity keeps its digest only."""

    username: str
    first_name: str
    last_name: str
    email: str
    date_of_birth: date | None = None
    cell_phone: str | None = None

    def to_bytes(self) -> bytes:
        """JSON, for the sealer."""
        born = self.date_of_birth.isoformat() if self.date_of_birth else None
        return json.dumps(asdict(self) | {"date_of_birth": born}).encode()

    @classmethod
    def from_bytes(cls, raw: bytes) -> "Profile":
        """What `to_bytes` wrote."""
        fields = json.loads(raw)
        born = fields.pop("date_of_birth")
        return cls(**fields, date_of_birth=date.fromisoformat(born) if born else None)

    def with_email(self, email: str) -> "Profile":
        """The same person at another address."""
        return replace(self, email=email)

    def owner(self, member_id: str = "") -> Owner:
        """What the person's password must not hold."""
        return Owner(
            (self.first_name, self.last_name), self.username, self.email, self.date_of_birth, member_id
        )
