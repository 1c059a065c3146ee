"""By whom a member was treated. The viewer decides which member: her own record."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, func, select
from sqlalchemy.orm import Session

from claims.models import Claim, ClaimLine
from claims.models.claims import RECEIVED
from claims.rules.x12.values import PERSON, VOID
from servicekit.work import Viewer

NOBODY = UUID(int=0)


def own_key(viewer: Viewer) -> UUID:
    """The viewer's member key; of somebody who is no member, one that nobody has."""
    return viewer.person_key or NOBODY


def doctors(session: Session, viewer: Viewer, hidden: Sequence[str], most: int) -> Sequence[Row]:
    """`npi` and `last_service_on` of who treated the viewer last, `hidden` ones left out, the newest
    first."""
    last = func.max(ClaimLine.service_through).label("last_service_on")
    npi = ClaimLine.rendering_npi
    found = select(npi.label("npi"), last).join(Claim, Claim.id == ClaimLine.claim_id)
    mine = found.where(_given_to(viewer), npi.not_in(hidden)).group_by(npi)
    return session.execute(mine.order_by(last.desc(), npi).limit(most)).all()


def services(session: Session, viewer: Viewer) -> Sequence[Row]:
    """What kinds of services each of them gave her: what `rules.sensitive_services` looks at, each kind
    once."""
    kinds = select(
        ClaimLine.rendering_npi.label("npi"),
        ClaimLine.procedure_code,
        ClaimLine.place_of_service,
        ClaimLine.rendering_specialty.label("specialty"),
        Claim.diagnosis_code_set,
        Claim.diagnoses,
    ).join(Claim, Claim.id == ClaimLine.claim_id)
    return session.execute(kinds.where(_given_to(viewer)).distinct()).all()


def _given_to(viewer: Viewer) -> ColumnElement[bool]:
    """Services by people to the viewer, by claims that still hold: a void and what it takes back don't."""
    return and_(
        Claim.member_key == own_key(viewer),
        Claim.state == RECEIVED,
        Claim.frequency != VOID,
        ClaimLine.rendering_kind == PERSON,
    )
