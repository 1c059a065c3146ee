"""The copies that member keeps of the directory's doctors."""

from typing import Any
from uuid import UUID

from member.repository import pcp
from servicekit.work import Work


def renew(work: Work, provider_id: UUID, **card: Any) -> None:
    """Show the doctor as she is now wherever somebody has, had or will have her as primary doctor."""
    with work.transaction() as tx:
        pcp.renew_copies(tx.session, work.viewer, provider_id, card | {"provider_id": str(provider_id)})
