"""Bringing members' records to what an 834 says of them, a batch in one transaction."""

import uuid
from collections.abc import Sequence
from datetime import date

from member.operations.record_changes import write
from member.operations.records import Held, hold
from member.rules import member_ids
from member.rules.member_record import maintained
from member.rules.x12.maintenance import Maintenance
from servicekit.seal import Sealer
from servicekit.work import Tx
from servicekit.x12 import Fault

Outcome = tuple[str, list[Fault]]
"""Added, changed, unchanged or rejected, and the reasons against all of it (rejected) or parts of it."""


def maintain(
    tx: Tx, sealer: Sealer, asked: Sequence[Maintenance], index_key: bytes, today: date
) -> list[Outcome]:
    """Do what was asked, in its order; what became of each."""
    spoken_of = {id for one in asked for id in (one.member_id, one.subscriber_id) if id}
    digests = {id: member_ids.digest(index_key, id) for id in spoken_of}
    held = hold(tx, sealer, {digest: id for id, digest in digests.items()})
    outcomes = [_maintain_one(held, one, digests, today) for one in asked]
    write(tx, sealer, held)
    return outcomes


def _maintain_one(held: Held, one: Maintenance, digests: dict[str, bytes], today: date) -> Outcome:
    digest = digests.get(one.member_id, b"")
    before = held.now.get(digest)
    subscriber = held.now.get(digests[one.subscriber_id]) if one.subscriber_id else None
    key = subscriber.key if subscriber else None
    after = maintained(before, one, key=uuid.uuid4(), subscriber_key=key, today=today)
    if isinstance(after, list):
        return "rejected", after
    held.now[digest] = after
    if before is None:
        return "added", one.faults
    return "unchanged" if before == after else "changed", one.faults
