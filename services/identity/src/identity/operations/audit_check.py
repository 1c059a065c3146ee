"""Whether the audit is whole: the chain from its beginning, its head, and the proofs of how far it was.

The chain finds an edit, a deletion and a change of order; the head finds a missing end. Who rewrites all
of these in the database still lacks the key for the checkpoints.
"""

import hmac

from sqlalchemy import Row

from identity.operations.common import keyer
from identity.repository import audit
from identity.rules.chain import GENESIS, Entry, link
from servicekit import clock
from servicekit.logs import log
from servicekit.work import Tx, Work


def seal_checkpoint(work: Work, tx: Tx) -> None:
    """Keep a keyed proof of how far the chain is, if it has grown."""
    head = audit.head(tx.session, work.viewer)
    if head is not None and head.seq > audit.checkpointed(tx.session, work.viewer):
        proof = _proof(work, head.seq, head.hash)
        audit.add_checkpoint(tx.session, work.viewer, head.seq, head.hash, proof, clock.now())
        # Kept by whoever keeps the logs, this also shows a database that was set back as a whole.
        tx.after_commit(lambda: log("audit.sealed", count=head.seq, key=head.hash.hex()))


def verify_audit(work: Work) -> tuple[int, str | None]:
    """(entries that are sound, what is wrong with the one after them or None)."""
    with work.transaction() as tx:
        head = audit.head(tx.session, work.viewer)
        if head is None:
            return 0, "the head of the chain is missing"
        proofs = {row.seq: row for row in audit.checkpoints(tx.session, work.viewer)}
        sound, last = 0, GENESIS
        for row in audit.entries(tx.session, work.viewer, head.seq):
            wrong = _wrong_entry(row, sound, last) or _wrong_proof(work, row, proofs.pop(row.seq, None))
            if wrong:
                return sound, wrong
            sound, last = row.seq, row.hash
        return sound, _wrong_end(sound, last, head, proofs)


def _wrong_entry(row: Row, before: int, last: bytes) -> str | None:
    if row.seq != before + 1:
        return f"entry {before + 1} is missing"
    entry = Entry(**{name: getattr(row, name) for name in Entry.__slots__})
    if row.prev_hash != last or not hmac.compare_digest(link(last, row.seq, entry), row.hash):
        return f"entry {row.seq} was changed"
    return None


def _wrong_proof(work: Work, row: Row, proof: Row | None) -> str | None:
    if proof is None:
        return None
    whole = proof.hash == row.hash and hmac.compare_digest(_proof(work, row.seq, row.hash), proof.proof)
    return None if whole else f"entry {row.seq} is not what was sealed"


def _wrong_end(sound: int, last: bytes, head: Row, unseen: dict[int, Row]) -> str | None:
    if sound != head.seq:
        return f"entry {sound + 1} is missing"
    if last != head.hash:
        return f"entry {sound} is not the one that was written last"
    return f"entry {sound + 1} is missing: the chain was sealed at {min(unseen)}" if unseen else None


def _proof(work: Work, seq: int, hash: bytes) -> bytes:
    return keyer(work).key("audit-checkpoint", str(seq), hash.hex())
