"""The signed-in person's own account, and where its letters go."""

from typing import Any
from uuid import UUID

from contracts.errors import NotFound, Unauthenticated
from identity.operations.common import profile_of
from identity.repository import accounts
from servicekit.work import Work


def get_account(work: Work) -> dict[str, Any]:
    """The fields of `Account` (R106, R177). Raises Unauthenticated when it is gone."""
    with work.reading() as session:
        account = accounts.own(session, work.viewer)
    if account is None:
        raise Unauthenticated()
    person = profile_of(work, account)
    return {
        "account_id": account.id,
        "kind": account.kind,
        "username": person.username,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "email": person.email,
        "language": account.language,
        "must_reset_password": account.must_reset,
        "password_changed_at": account.password_changed_at,
    }


def get_recipient(work: Work, account_id: UUID) -> dict[str, Any]:
    """Where letters about an account go, and whose they are, for services that need it. Raises NotFound."""
    with work.reading() as session:
        account = accounts.by_id(session, work.viewer, account_id)
    if account is None:
        raise NotFound()
    person = profile_of(work, account)
    return {
        "email": person.email,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "language": account.language,
        "kind": account.kind,
    }
