"""What several use cases need."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from sqlalchemy import Row

from contracts.identity import events
from identity.adapters import profiles
from identity.repository import accounts, devices, sessions
from identity.repository import attempts as attempts_questions
from identity.rules import budgets, names
from identity.rules.budgets import PASSWORD
from identity.rules.keys import Keyer
from identity.rules.people import Profile
from identity.rules.states import lock_ends
from servicekit.work import Tx, Work


def keyer(work: Work) -> Keyer:
    """Digests under this service's index key."""
    return Keyer(work.settings.index_key)


def profile_of(work: Work, row: Row) -> Profile:
    """The unsealed profile of an account or a sign-up."""
    return profiles.unseal(work.sealer, row.profile)


def kept_of(work: Work, person: Profile) -> dict[str, Any]:
    """What is stored of a person: the sealed profile, and the digests that find it."""
    key = keyer(work)
    found_by = sorted(names.words(f"{person.first_name} {person.last_name}"))
    return {
        "profile": profiles.seal(work.sealer, person),
        "email_key": key.key("email", names.email(person.email)),
        "name_keys": [key.key("name", word) for word in found_by],
    }


def recipient(work: Work, account: Row | None) -> dict[str, Any]:
    """The fields of a mail event: to the account's owner, or to nobody."""
    if account is None:
        return {"account_id": None, "to": None, "first_name": None, "language": "en", "kind": "member"}
    person = profile_of(work, account)
    return {
        "account_id": account.id,
        "to": person.email,
        "first_name": person.first_name,
        "language": account.language,
        "kind": account.kind,
    }


def tell_locked(work: Work, tx: Tx, account: Row | None, now: datetime) -> None:
    """The account is locked from now on: a mail to its owner, or to nobody."""
    tx.tell(
        events.account_locked,
        about=account.id if account is not None else uuid4(),
        locked_until=lock_ends(now, work.settings.unlock_after),
        **recipient(work, account),
    )


def end_all_sessions(work: Work, tx: Tx, account_id: UUID, now: datetime, reason: str) -> None:
    """End every session of the account and tell every process."""
    ended = sessions.end_all(tx.session, work.viewer, account_id, now, reason)
    tell_revoked(tx, account_id, ended, reason)


def tell_revoked(tx: Tx, account_id: UUID, session_ids: list[UUID], reason: str) -> None:
    """No process may honour these sessions' access tokens any more.

    Revocations keep their order among themselves only: a letter about the account that can't be routed yet
    must not keep its sessions open.
    """
    if session_ids:
        tx.tell(
            events.sessions_revoked,
            about=uuid5(account_id, "revocations"),
            account_id=account_id,
            session_ids=session_ids,
            reason=reason,
        )


def clear_failures(work: Work, tx: Tx, account: Row, now: datetime) -> None:
    """Set the password failures of the account and its devices to nothing."""
    subjects = [account.name_key, *devices.subjects(tx.session, work.viewer, account.id)]
    attempts_questions.forgive(tx.session, work.viewer, PASSWORD, subjects, now, though_full=True)


def clear_second_factors(work: Work, tx: Tx, account_id: UUID, now: datetime) -> None:
    """Set the failures at the account's second factor to nothing: what no right password and no mail does."""
    (claim,) = budgets.second_factor(work.settings, keyer(work), str(account_id))
    attempts_questions.forgive(
        tx.session, work.viewer, budgets.SECOND_FACTOR, [claim.subject], now, though_full=True
    )


def set_new_password(
    work: Work, tx: Tx, account: Row, password_hash: str, now: datetime, *, recovered: bool
) -> bool:
    """Set the password of an active account and mail its owner; False when the account was changed
    meanwhile."""
    changed = accounts.set_password(tx.session, work.viewer, account, password_hash, now, recovered=recovered)
    if changed:
        tx.tell(events.password_changed, about=account.id, **recipient(work, account))
    return changed
