"""Offices: association, linked accounts, the context, own access. Forms are JSON-typed fields as in
contracts.provider_directory; answers are loaded values. All raise InvalidInput and the procedure's errors."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

from contracts.errors import ContractError
from contracts.identity.rpc import change_context
from contracts.provider_directory import rpc
from gateway import peers
from gateway.compositions.identity import ask
from gateway.security import sessions


def begin_links() -> Any:
    """Ask for the linked accounts; their `answer()` is taken when the page is made."""
    return peers.begin(rpc.list_links)


def links() -> list[dict[str, Any]]:
    """The linked accounts (R034); Link each."""
    return peers.call(rpc.list_links)["links"]


def enter(context_id: UUID | None) -> None:
    """Act for this Provider ID from now on (R036). Raises NotFound when the link is not active any more."""
    sessions.open(peers.call(change_context, context_id=context_id))


def match(form: Mapping[str, Any]) -> dict[str, Any]:
    """Step 1 (R014–R017); ProviderMatched."""
    return ask(rpc.match_billing_provider, form)


def finish(form: Mapping[str, Any], enters: bool) -> dict[str, Any]:
    """The agreement was confirmed: link, and with `enters` act for it at once (R023, R033); Link."""
    link = ask(rpc.create_link, form)
    if enters:
        with suppress(ContractError):  # it is linked; the home page enters an only link, too
            enter(link["context_id"])
    return link


def request_access(form: Mapping[str, Any]) -> None:
    """Ask the administrator for access (R020)."""
    ask(rpc.create_access_request, form)


def unlink(form: Mapping[str, Any]) -> None:
    """End an own link (R034). Raises LastAdministrator."""
    ask(rpc.end_link, form)


def confirm_agreement(form: Mapping[str, Any]) -> None:
    """Confirm a newer Provider Agreement (R022)."""
    ask(rpc.confirm_agreement, form)


def home() -> dict[str, Any]:
    """The home page (R056); ProviderHome."""
    return peers.call(rpc.get_provider_home)


def own_access(form: Mapping[str, Any]) -> dict[str, Any]:
    """What I may do, and what changed (R184); OwnAccess."""
    return ask(rpc.get_own_access, form)


def request_permission(form: Mapping[str, Any]) -> None:
    """Ask the administrator for something that is missing (R187)."""
    ask(rpc.create_permission_request, form)


def access_requests(form: Mapping[str, Any]) -> dict[str, Any]:
    """Who waits for an administrator's answer (R020); AccessRequests."""
    return ask(rpc.list_access_requests, form)


def decide_request(form: Mapping[str, Any]) -> None:
    """Approve or deny (R020)."""
    ask(rpc.change_access_request, form)
