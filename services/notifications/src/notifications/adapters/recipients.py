"""Where an account's owner is written to: identity knows."""

from typing import Any
from uuid import UUID

from contracts.errors import NotFound
from contracts.identity import rpc
from servicekit.work import Work


def recipient(work: Work, account_id: UUID) -> dict[str, Any]:
    """`to`, `first_name` and `language` of an account's letters, and its `kind`; `to` is None when there is
    no such account. Raises Unavailable."""
    try:
        found = work.peers.call(rpc.get_recipient, account_id=account_id)
    except NotFound:
        return {"to": None, "first_name": None, "language": "en", "kind": "provider"}
    return {"to": found["email"]} | {name: found[name] for name in ("first_name", "language", "kind")}
