"""Writing down what somebody of the plan did here, and why (R224)."""

from typing import Any

from sqlalchemy import Row

from provider_directory.repository import cases
from servicekit import clock
from servicekit.work import Tx, Work

PURPOSE = "provider_directory.staff_act"


def record(work: Work, tx: Tx, act: str, reason: str | None = None, **about: Any) -> Row:
    """One row for one act; `about` are billing_provider_id, link_id, case_id as far as they apply."""
    return cases.record_act(
        tx.session,
        work.viewer,
        act=act,
        reason_sealed=_sealed(work, reason),
        address_sealed=_sealed(work, work.client.address),
        at=clock.now(),
        **about,
    )


def _sealed(work: Work, text: str | None) -> str | None:
    return work.sealer.seal(PURPOSE, text.encode()) if text else None
