"""The audit chain in the database.

An entry is added under the lock of the head's row, as the last thing before the commit, so that the lock
is held for
two statements. Whatever is audited also costs a password hash or a mail; the lock is never what limits.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from identity.models import AuditCheckpoint, AuditEntry, AuditHead
from identity.rules.chain import Entry, link
from servicekit.work import Viewer

_head = AuditHead.__table__
_entry = AuditEntry.__table__
_checkpoint = AuditCheckpoint.__table__
_LONGER = update(_head).values(seq=AuditHead.seq + 1).returning(_head.c.seq, _head.c.hash)
_columns = [*Entry.__slots__, "seq", "prev_hash", "hash"]
_given = {name: bindparam(f"new_{name}", type_=_entry.c[name].type) for name in _columns}
_ADD = update(_head).values(hash=_given["hash"]).add_cte(insert(_entry).values(_given).cte("added"))
PAGE = 1000


def append(session: Session, viewer: Viewer, entry: Entry) -> None:
    """Add an entry. Other entries wait until this transaction ends: call it last."""
    seq, previous = session.execute(_LONGER).one()
    new = link(previous, seq, entry)
    values: dict[str, Any] = {f"new_{name}": getattr(entry, name) for name in Entry.__slots__}
    session.execute(_ADD, values | {"new_seq": seq, "new_prev_hash": previous, "new_hash": new})


def head(session: Session, viewer: Viewer) -> Row | None:
    """How long the chain is and how it ends."""
    return session.execute(select(_head.c.seq, _head.c.hash)).one_or_none()


def entries(session: Session, viewer: Viewer, through: int) -> Iterator[Row]:
    """The entries up to number `through`, in order."""
    last: int | None = None
    while True:
        more = select(_entry).where(AuditEntry.seq <= through).order_by(AuditEntry.seq).limit(PAGE)
        page = session.execute(more if last is None else more.where(AuditEntry.seq > last)).all()
        yield from page
        if len(page) < PAGE:
            return
        last = page[-1].seq


def add_checkpoint(
    session: Session, viewer: Viewer, seq: int, hash: bytes, proof: bytes, now: datetime
) -> None:
    """Keep a proof of how far the chain is."""
    fresh = upsert(_checkpoint).values(seq=seq, hash=hash, proof=proof, at=now)
    session.execute(fresh.on_conflict_do_nothing())


def checkpoints(session: Session, viewer: Viewer) -> list[Row]:
    """All proofs, in order."""
    return list(session.execute(select(_checkpoint).order_by(AuditCheckpoint.seq)))


def checkpointed(session: Session, viewer: Viewer) -> int:
    """How far the newest proof reaches; 0 when there is none."""
    return session.execute(select(func.max(_checkpoint.c.seq))).scalar() or 0
