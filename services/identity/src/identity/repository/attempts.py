"""The attempts primitive: a try is counted before the secret is looked at.

Counting afterwards lets every guess that is under way at the same time through. Here a try is one row change
`INSERT … ON CONFLICT … DO UPDATE … WHERE there is room RETURNING`, committed before the secret is
compared; so of any number of parallel tries at most `cap` are ever under way or failed.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from identity.rules.budgets import Claim
from servicekit.work import Viewer

LEASE = timedelta(seconds=10)
"""How long a try may be under way: longer than any call may take until it looks at the secret."""

_OVER = "t.resets_at <= :now"
_COUNT = "(SELECT count(*) FROM jsonb_object_keys(t.pending))"
_ALIVE = "FROM jsonb_each(t.pending) WHERE value::float8 > :epoch"
_LIVE_COUNT = f"(SELECT count(*) {_ALIVE})"
_LIVE = f"(SELECT COALESCE(jsonb_object_agg(key, value), '{{}}') {_ALIVE})"
_LOST = f"t.failed + {_COUNT} - {_LIVE_COUNT}"

_ROW = (
    "(:kind{n}, :purpose{n}, :subject{n}, CAST(:failed{n} AS int), CAST(:pending{n} AS jsonb), "
    "CAST(:cap{n} AS int), CAST(:forgiving{n} AS bool), CAST(:cool_down{n} AS interval), "
    "CAST(:resets_at{n} AS timestamptz), CAST(:now AS timestamptz))"
)
_KEY = "(:kind{n}, :purpose{n}, :subject{n})"

# At most cap - 1 tries are under way at once (one, where the cap is one). A process that dies leaves its
# tries behind as failures, and with this the owner still has one left; the count itself is exact either way.
_RESERVE = f"""
WITH got AS (
INSERT INTO attempts AS t
  (kind, purpose, subject, failed, pending, cap, forgiving, cool_down, resets_at, changed_at)
VALUES {{rows}}
ON CONFLICT (kind, purpose, subject) DO UPDATE SET
  failed = CASE WHEN {_OVER} THEN 0 ELSE t.failed END + excluded.failed,
  pending = CASE WHEN {_OVER} THEN {_LIVE} ELSE t.pending END || excluded.pending,
  cap = excluded.cap,
  forgiving = excluded.forgiving,
  cool_down = excluded.cool_down,
  resets_at = CASE WHEN {_OVER} OR t.resets_at IS NULL THEN excluded.resets_at ELSE t.resets_at END,
  changed_at = excluded.changed_at
WHERE CASE WHEN {_OVER} THEN {_LIVE_COUNT} ELSE t.failed + {_COUNT} END < excluded.cap
  AND {_LIVE_COUNT} < greatest(excluded.cap - 1, 1)
RETURNING purpose)
SELECT claim.purpose, got.purpose IS NOT NULL AS granted, t.cap, t.resets_at,
       CASE WHEN {_OVER} THEN 0 ELSE {_LOST} END AS lost
FROM (VALUES {{keys}}) AS claim (kind, purpose, subject)
LEFT JOIN attempts t USING (kind, purpose, subject)
LEFT JOIN got ON got.purpose = claim.purpose
"""
"""The last part reads what stood before the statement: enough to tell those who got no place why."""

_SETTLE = f"""
UPDATE attempts t SET
  pending = CASE WHEN t.forgiving AND t.purpose = ANY(:right) THEN {_LIVE} ELSE t.pending END
            - CAST(:id AS text),
  failed = CASE WHEN t.purpose <> ALL(:right) THEN t.failed + 1 WHEN t.forgiving THEN 0 ELSE t.failed END,
  resets_at = CASE WHEN t.purpose <> ALL(:right) AND t.failed + 1 >= t.cap AND t.cool_down IS NOT NULL
                   THEN :now + t.cool_down ELSE t.resets_at END,
  changed_at = :now
WHERE (t.kind, t.purpose, t.subject) IN ({{keys}}) AND t.pending ? CAST(:id AS text)
RETURNING t.purpose, t.failed, t.cap
"""

_FORGIVE = f"""
UPDATE attempts t SET failed = 0, pending = {_LIVE}, resets_at = NULL, changed_at = :now
WHERE t.kind = :kind AND t.subject = ANY(:subjects)
  AND (:though_full OR {_LOST} < t.cap)
"""

_FOLD = f"""
UPDATE attempts t SET
  failed = {_LOST}, pending = {_LIVE}, changed_at = :now,
  resets_at = CASE WHEN {_LOST} >= t.cap THEN COALESCE(t.resets_at, :now + t.cool_down) ELSE t.resets_at END
WHERE {_COUNT} > {_LIVE_COUNT}
RETURNING t.kind, t.purpose, t.subject, t.failed, t.cap
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a budget stands: `lost` tries of `cap` have failed for certain."""

    purpose: str
    lost: int
    cap: int
    resets_at: datetime | None

    @property
    def full(self) -> bool:
        """Whether every try has failed, so that waiting for those under way is of no use."""
        return self.lost >= self.cap


def reserve(
    session: Session, viewer: Viewer, id: UUID, claims: Sequence[Claim], now: datetime
) -> dict[str, Standing]:
    """Take a place in each budget that has room. Answers the standings of those that had none, by purpose.

    `claims` are in order, and each has a purpose of its own.
    """
    values = {
        name: value for n, claim in enumerate(claims) for name, value in _row(n, id, claim, now).items()
    }
    rows = session.execute(_statement(_RESERVE, len(claims)), values | _moment(now))
    return {
        row.purpose: Standing(row.purpose, row.lost or 0, row.cap or 1, row.resets_at)
        for row in rows
        if not row.granted
    }


def settle(
    session: Session, viewer: Viewer, id: UUID, claims: Sequence[Claim], right: Collection[str], now: datetime
) -> dict[str, Standing]:
    """Give the places back: as successes where the purpose is in `right`, else as failures.

    Answers the standings after it of the places that were held.
    """
    values = _keys(claims) | _moment(now) | {"id": str(id), "right": list(right)}
    found = session.execute(_statement(_SETTLE, len(claims)), values)
    return {row.purpose: Standing(row.purpose, row.failed, row.cap, None) for row in found}


def forgive(
    session: Session,
    viewer: Viewer,
    kind: str,
    subjects: Collection[bytes],
    now: datetime,
    *,
    though_full: bool,
) -> None:
    """Set the failures of these subjects to nothing; full budgets only `though_full`."""
    values = {"kind": kind, "subjects": list(subjects), "though_full": though_full}
    session.execute(text(_FORGIVE), values | _moment(now))


def fold_abandoned(session: Session, viewer: Viewer, now: datetime) -> list[Any]:
    """Turn tries that dead processes left behind into failures; rows of (kind, purpose, subject,
    failed, cap)."""
    return list(session.execute(text(_FOLD), _moment(now)))


@cache
def _statement(pattern: str, count: int) -> TextClause:
    rows, keys = (", ".join(item.replace("{n}", str(n)) for n in range(count)) for item in (_ROW, _KEY))
    return text(pattern.replace("{rows}", rows).replace("{keys}", keys))


def _row(n: int, id: UUID, claim: Claim, now: datetime) -> dict[str, Any]:
    budget = claim.budget
    until = (now + LEASE).timestamp()
    return _key(n, claim) | {
        f"failed{n}": int(budget.spends),
        f"pending{n}": "{}" if budget.spends else f'{{"{id}": {until}}}',
        f"cap{n}": budget.cap,
        f"forgiving{n}": budget.forgiving,
        f"cool_down{n}": budget.cool_down,
        f"resets_at{n}": now + budget.window if budget.window else None,
    }


def _keys(claims: Sequence[Claim]) -> dict[str, Any]:
    return {name: value for n, claim in enumerate(claims) for name, value in _key(n, claim).items()}


def _key(n: int, claim: Claim) -> dict[str, Any]:
    return {f"kind{n}": claim.budget.kind, f"purpose{n}": claim.budget.purpose, f"subject{n}": claim.subject}


def _moment(now: datetime) -> dict[str, Any]:
    return {"now": now, "epoch": now.timestamp()}
