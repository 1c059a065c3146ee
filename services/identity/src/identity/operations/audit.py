"""Writing to the audit (R237)."""

from typing import Any
from uuid import UUID

from identity.repository import audit
from identity.rules.chain import Entry
from servicekit import clock, trace
from servicekit.work import Tx, Work

PURPOSE = "identity.audit"
DONE, REFUSED = "done", "refused"


def record(
    work: Work, tx: Tx, action: str, outcome: str, subject: UUID | None = None, **details: Any
) -> None:
    """Add an entry to the chain: the last thing to do in a transaction.

    `details` are keys, counts and ids; words of a person's go through `sealed` first.
    """
    here = trace.current()
    entry = Entry(
        at=clock.now(),
        actor=str(work.viewer.account_id or work.viewer.caller or work.settings.service),
        action=action,
        outcome=outcome,
        subject=subject,
        address=sealed(work, work.client.address) if work.client.address else None,
        correlation_id=here.correlation_id if here else None,
        details=details,
    )
    audit.append(tx.session, work.viewer, entry)


def record_refused(work: Work, action: str, subject: UUID | None = None, **details: Any) -> None:
    """Add an entry for an attempt whose own transaction was rolled back."""
    with work.transaction() as tx:
        record(work, tx, action, REFUSED, subject, **details)


def sealed(work: Work, text: str) -> str:
    """A text that only an investigator with the keys may read."""
    return work.sealer.seal(PURPOSE, text.encode())
