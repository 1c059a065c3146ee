"""Invitations of the viewer's office, and those that wait for their letter."""

import json
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, LargeBinary, Row, any_, case, insert, literal, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from contracts.errors import Forbidden
from provider_directory.models import BillingProvider, Invitation, InvitationBatch, InvitationCount, Link
from provider_directory.repository.offices import ON_LETTER
from provider_directory.rules.invitations import OPEN, Known, State
from servicekit.work import Viewer

_batch, _invitation = InvitationBatch.__table__, Invitation.__table__
_count = InvitationCount.__table__
_OPEN = sorted(map(str, OPEN))

ADD = text("""
    INSERT INTO invitations (
        id, batch_id, "row", billing_provider_id, person_sealed, email_key, role, grants, problems, state,
        created_at, changed_at)
    SELECT id, :batch_id, "row", :billing_provider_id, person_sealed, decode(email_key, 'hex'), role, grants,
        problems, state, :now, :now
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS new (
        id uuid, "row" integer, person_sealed text, email_key text, role text, grants jsonb, problems jsonb,
        state text)
    ORDER BY "row"
    ON CONFLICT (billing_provider_id, email_key) WHERE state IN ('sent', 'staged') DO NOTHING
    RETURNING id
""")
ZIPS = text(f"""
    SELECT DISTINCT a.use, a.zip_code FROM billing_providers b JOIN addresses a ON {ON_LETTER}
    WHERE b.id = :billing_provider_id AND a.use IN ('remittance', 'practice')
""")  # noqa: S608 - our own pieces
COUNT = text("""
    UPDATE invitation_batches SET
        failed = failed + :failed, sent = sent + :sent, cancelled = cancelled + :cancelled,
        finished_at = CASE WHEN failed + sent + cancelled + :failed + :sent + :cancelled = total
                           THEN coalesce(finished_at, :now) END
    WHERE id = :batch_id
""")


def known_of(
    session: Session, viewer: Viewer, billing_provider_id: UUID, keys: Collection[bytes], today: date
) -> Known:
    """What a list of people with these address digests has to be compared with: three questions, however
    long the list is."""
    addresses = literal(list(keys), ARRAY(LargeBinary))
    zips: dict[str, set[str]] = {"remittance": set(), "practice": set()}
    for use, zip_code in session.execute(ZIPS, {"billing_provider_id": billing_provider_id, "today": today}):
        zips[use].add(zip_code)
    users = select(Link.email_key).where(
        Link.billing_provider_id == billing_provider_id,
        Link.state != "revoked",
        Link.email_key == any_(addresses),
    )
    open_ = select(Invitation.email_key).where(
        Invitation.billing_provider_id == billing_provider_id,
        Invitation.state.in_(_OPEN),
        Invitation.email_key == any_(addresses),
    )
    return Known(
        frozenset(zips["remittance"]),
        frozenset(zips["practice"]),
        set(session.scalars(users)),
        set(session.scalars(open_)),
    )


def count_letters(
    session: Session, viewer: Viewer, billing_provider_id: UUID, day: date, letters: int
) -> int:
    """Add letters to those of an office's day; how many they are now. Whoever calls holds the office."""
    fresh = upsert(_count).values(billing_provider_id=billing_provider_id, day=day, letters=letters)
    more = case((_count.c.day == day, _count.c.letters + letters), else_=letters)
    added = fresh.on_conflict_do_update(
        index_elements=["billing_provider_id"], set_={"day": day, "letters": more}
    )
    return session.execute(added.returning(_count.c.letters)).scalar_one()


def add_batch(session: Session, viewer: Viewer, **values: Any) -> Row:
    """Write a list."""
    return session.execute(insert(_batch).values(**values).returning(_batch)).one()


def add(
    session: Session,
    viewer: Viewer,
    batch_id: UUID,
    billing_provider_id: UUID,
    rows: Sequence[dict[str, Any]],
    now: datetime,
) -> set[UUID]:
    """Write the rows of a list; the ids of those that are there. An address that another list invited at the
    same moment is not."""
    given = {"batch_id": batch_id, "billing_provider_id": billing_provider_id, "now": now}
    return set(session.execute(ADD, given | {"rows": json.dumps(rows)}).scalars())


def replace_earlier(
    session: Session, viewer: Viewer, billing_provider_id: UUID, keys: Collection[bytes], now: datetime
) -> None:
    """Those that had come to nothing end where the same addresses are invited anew: one of them could be sent
    again, and there is one open invitation of each."""
    replaced = update(_invitation).where(
        _invitation.c.billing_provider_id == billing_provider_id,
        _invitation.c.state.in_((State.EXPIRED, State.BOUNCED)),
        _invitation.c.email_key == any_(literal(list(keys), ARRAY(LargeBinary))),
    )
    session.execute(replaced.values(state=State.CANCELLED, token_key=None, changed_at=now))


def count(
    session: Session,
    viewer: Viewer,
    batch_id: UUID,
    now: datetime,
    *,
    failed: int = 0,
    sent: int = 0,
    cancelled: int = 0,
) -> None:
    """Add to the outcomes of a list; it is finished when all of its rows have one."""
    counted = {"failed": failed, "sent": sent, "cancelled": cancelled}
    session.execute(COUNT, counted | {"batch_id": batch_id, "now": now})


def batch(session: Session, viewer: Viewer, billing_provider_id: UUID, batch_id: UUID) -> Row | None:
    """A list of this office."""
    own = select(_batch).where(_batch.c.id == batch_id, _batch.c.billing_provider_id == billing_provider_id)
    return session.execute(own).one_or_none()


def batches(
    session: Session, viewer: Viewer, billing_provider_id: UUID, after: UUID | None, most: int
) -> Sequence[Row]:
    """The office's lists, the newest first."""
    theirs = _batch.c.billing_provider_id == billing_provider_id
    own = select(_batch).where(theirs)
    if after is not None:
        before = select(_batch.c.number).where(_batch.c.id == after, theirs).scalar_subquery()
        own = own.where(_batch.c.number < before)
    return session.execute(own.order_by(_batch.c.number.desc()).limit(most)).all()


def rows_of(
    session: Session, viewer: Viewer, batch_id: UUID, failed_only: bool, after: int | None, most: int
) -> Sequence[Row]:
    """Rows of a list in their order, from behind `after`."""
    rows = select(_invitation).where(_invitation.c.batch_id == batch_id)
    if failed_only:
        rows = rows.where(_invitation.c.state == State.FAILED)
    if after is not None:
        rows = rows.where(_invitation.c.row > after)
    return session.execute(rows.order_by(_invitation.c.row).limit(most)).all()


def of_office(
    session: Session, viewer: Viewer, billing_provider_id: UUID, invitation_id: UUID
) -> Invitation | None:
    """An invitation of this office, locked."""
    own = select(Invitation).where(
        Invitation.id == invitation_id, Invitation.billing_provider_id == billing_provider_id
    )
    return session.scalars(own.with_for_update()).one_or_none()


def staged(session: Session, viewer: Viewer, most: int) -> Sequence[Invitation]:
    """Those that wait longest for their letter, locked; what another process has locked is passed by."""
    _only_itself(viewer)
    waiting = select(Invitation).where(Invitation.state == State.STAGED).order_by(Invitation.number)
    return session.scalars(waiting.limit(most).with_for_update(skip_locked=True)).all()


def overdue(session: Session, viewer: Viewer, now: datetime, most: int) -> Sequence[Invitation]:
    """Those whose time is over, locked; what another process has locked is passed by."""
    _only_itself(viewer)
    over = select(Invitation).where(Invitation.state == State.SENT, Invitation.expires_at <= now)
    over = over.order_by(Invitation.expires_at).limit(most)
    return session.scalars(over.with_for_update(skip_locked=True)).all()


def offices_named(session: Session, viewer: Viewer, ids: Collection[UUID]) -> dict[UUID, str]:
    """Names of Provider IDs."""
    named = select(BillingProvider.id, BillingProvider.name).where(BillingProvider.id.in_(ids))
    return {row.id: row.name for row in session.execute(named)}


def with_token(session: Session, viewer: Viewer, token_key: bytes, now: datetime) -> Row | None:
    """The open invitation that this token opens, with the office's name; the token is the proof."""
    opens = (
        select(_invitation, BillingProvider.name.label("office"))
        .join(BillingProvider, BillingProvider.id == _invitation.c.billing_provider_id)
        .where(
            _invitation.c.token_key == token_key,
            _invitation.c.state == State.SENT,
            _invitation.c.expires_at > now,
        )
    )
    return session.execute(opens).one_or_none()


def hold(session: Session, viewer: Viewer, ids: Collection[UUID]) -> Sequence[Invitation]:
    """Invitations, locked in their order: whoever waited sees what the other one did."""
    some = select(Invitation).where(Invitation.id.in_(ids)).order_by(Invitation.number)
    return session.scalars(some.with_for_update().execution_options(populate_existing=True)).all()


def _only_itself(viewer: Viewer) -> None:
    if viewer.signed_in:
        raise Forbidden()
