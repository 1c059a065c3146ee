"""A session's credentials."""

import json
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Row

from identity.operations.common import keyer
from identity.rules import refresh_tokens
from identity.rules.access_tokens import Bearer, Signer
from identity.rules.refresh_tokens import Ticket
from servicekit.work import Work

PURPOSE = "identity.session"


def seen_from(work: Work) -> str:
    """What a session keeps of where it is used, sealed: its owner reads it in the list of sessions."""
    where = {"device": work.client.user_agent, "address": work.client.address}
    return work.sealer.seal(PURPOSE, json.dumps(where).encode())


def read_seen_from(work: Work, sealed: str | None) -> dict[str, str | None]:
    """`device` and `address` of a session, as far as they are known."""
    return json.loads(work.sealer.unseal(PURPOSE, sealed)) if sealed else {"device": None, "address": None}


def write(work: Work, session: Row | Any, now: datetime, device_token: str | None = None) -> dict[str, Any]:
    """The fields of `Tokens` for a session row that carries what its account's tokens say."""
    bearer = Bearer(
        session.account_id,
        session.id,
        session.kind,
        tuple(session.roles),
        session.member_key,
        session.must_reset,
        session.second_factor_due,
        session.acting_in,
    )
    expires = min(now + work.settings.access_lifetime, session.expires_at)
    return {
        "access_token": _signer(work).sign(bearer, now, expires),
        "access_expires_at": expires,
        "refresh_token": refresh_tokens.write(keyer(work), Ticket(session.id, session.generation)),
        "session_id": session.id,
        "session_expires_at": session.expires_at,
        "device_token": device_token,
        "must_reset_password": session.must_reset,
        "second_factor_due": session.second_factor_due,
        "context_id": session.acting_in,
    }


def _signer(work: Work) -> Signer:
    settings = work.settings
    return _made(settings.signing_key, tuple(settings.verify_keys.items()))


@cache
def _made(signing_key: str, verify_keys: tuple[tuple[str, str], ...]) -> Signer:
    return Signer(signing_key, dict(verify_keys))
