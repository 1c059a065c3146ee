"""Writing the claims of a file, a batch at a time."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, text, update
from sqlalchemy.orm import Session

from claims.models import Claim, ClaimLine
from servicekit.loading import hold_load_lock
from servicekit.work import Viewer

_claim, _line = Claim.__table__, ClaimLine.__table__

LOAD_LOCK = 0x636C61696D733031


def wait_for_other_loads(session: Session, viewer: Viewer) -> None:
    """Hold the load lock until the transaction ends. Raises OperationalError (55P03) after 5 s of waiting."""
    hold_load_lock(session, LOAD_LOCK)


def still_here(session: Session, viewer: Viewer) -> None:
    """Keep an open transaction from being ended for idleness."""
    session.execute(text("SELECT 1"))


def known(session: Session, viewer: Viewer, fingerprints: Collection[bytes]) -> dict[bytes, int]:
    """The control numbers of those claims that were received before, by fingerprint."""
    found = select(Claim.fingerprint, Claim.control_number).where(Claim.fingerprint.in_(fingerprints))
    return {bytes(row.fingerprint): row.control_number for row in session.execute(found)}


def hold_originals(session: Session, viewer: Viewer, numbers: Collection[int]) -> dict[int, Row]:
    """The claims with these control numbers, locked."""
    if not numbers:
        return {}
    found = select(_claim).where(Claim.control_number.in_(numbers)).order_by(Claim.id).with_for_update()
    return {row.control_number: row for row in session.execute(found)}


def settle(session: Session, viewer: Viewer, id: UUID, state: str) -> None:
    """Say what became of a claim that `hold_originals` gave."""
    session.execute(update(_claim).where(Claim.id == id).values(state=state))


def add(
    session: Session, viewer: Viewer, claims: list[dict[str, Any]], lines: list[dict[str, Any]]
) -> dict[bytes, int]:
    """Write claims (column values each) with their lines; the control numbers by fingerprint."""
    if not claims:
        return {}
    connection = session.connection()
    written = connection.execute(
        insert(_claim).returning(_claim.c.fingerprint, _claim.c.control_number), claims
    )
    numbers = {bytes(row.fingerprint): row.control_number for row in written}
    connection.execute(insert(_line), lines)
    return numbers
