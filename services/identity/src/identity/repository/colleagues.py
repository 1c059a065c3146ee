"""The plan's own people, as they read of each other."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from contracts.errors import Forbidden
from contracts.procedures import STAFF as ROLES
from identity.models import Account
from identity.rules.states import STAFF
from servicekit.work import Viewer


def named(session: Session, viewer: Viewer, account_ids: Collection[UUID]) -> Sequence[Row]:
    """`id` and sealed `profile` of those of the accounts that are staff's, in whatever state.

    Raises Forbidden for others than the plan's people.
    """
    if not viewer.roles & ROLES:
        raise Forbidden()
    ours = select(Account.id, Account.profile).where(Account.id.in_(account_ids), Account.kind == STAFF)
    return session.execute(ours).all()
