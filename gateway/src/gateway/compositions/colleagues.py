"""The names of colleagues, for the plan's people (R224)."""

from collections.abc import Iterable
from uuid import UUID

from flask import current_app

from contracts.errors import ContractError, Unauthenticated
from contracts.identity import rpc
from contracts.identity.colleagues import MOST_COLLEAGUES
from contracts.identity.errors import SessionEnded
from gateway import peers
from gateway.kept import Kept

_KEPT = "portico.colleagues"
KEEP_SECONDS, MOST = 300.0, 2000


def memory() -> Kept:
    """Where a process keeps names; ids that are no colleague's are kept without one."""
    return Kept(KEEP_SECONDS, MOST)


def names(account_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """`Sam Specialist` by id, of those that are colleagues: one question for all whom this process does not
    know. When identity does not say, who is unknown is left out."""
    wanted, kept = {one for one in account_ids if one}, current_app.extensions[_KEPT]
    found = kept.known(wanted)
    unknown = sorted(wanted - found.keys())[:MOST_COLLEAGUES]
    told = _asked(unknown) if unknown else {}
    kept.keep(told)
    return {one: name for one, name in (found | told).items() if name}


def _asked(account_ids: list[UUID]) -> dict[UUID, str | None]:
    try:
        people = peers.call(rpc.list_colleagues, account_ids=account_ids)["colleagues"]
    except (Unauthenticated, SessionEnded):
        raise
    except ContractError:
        return {}
    named = {one["account_id"]: f"{one['first_name']} {one['last_name']}".strip() for one in people}
    return {one: named.get(one) for one in account_ids}
