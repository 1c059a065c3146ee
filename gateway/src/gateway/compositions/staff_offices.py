"""What the plan's people do for offices (R187, R224, R231). Forms are JSON-typed fields as in
contracts.provider_directory's `offices` and `association`; answers are loaded values. All raise InvalidInput
and the procedure's errors."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from contracts.errors import ContractError, NotFound, Unauthenticated
from contracts.identity.errors import SessionEnded
from contracts.provider_directory import rpc
from gateway import peers
from gateway.compositions.identity import ask


def search(form: Mapping[str, Any]) -> dict[str, Any]:
    """Find Provider IDs; OfficesFound."""
    return ask(rpc.search_billing_providers, form)


def of_account(account_id: UUID) -> list[dict[str, Any]] | None:
    """The Provider IDs that somebody's account is linked to, OfficeShort each; None when nobody says."""
    try:
        return peers.call(rpc.search_billing_providers, account_id=account_id)["offices"]
    except (Unauthenticated, SessionEnded):
        raise
    except ContractError:
        return None


def opened(form: Mapping[str, Any]) -> dict[str, Any]:
    """A Provider ID with a page of its people, or one of them, and a row that says that it was shown and why;
    Office. Raises NotFound."""
    return ask(rpc.get_office, form)


def changes(link_id: UUID, before: int | None) -> dict[str, Any]:
    """What changed in somebody's access, the newest first; ComparedChanges. Raises NotFound."""
    return peers.call(rpc.list_access_changes, link_id=link_id, before=before)


def change(link_id: UUID, change_id: int) -> dict[str, Any]:
    """One of those changes alone; ComparedChanges. Raises NotFound."""
    found = peers.call(rpc.list_access_changes, link_id=link_id, before=change_id + 1, limit=1)
    if [one["change_id"] for one in found["changes"]] != [change_id]:
        raise NotFound()
    return found


def make_administrator(form: Mapping[str, Any]) -> dict[str, Any]:
    """Another administrator for an office, also in somebody's place; OfficeUser. Raises NotFound."""
    return ask(rpc.change_administrator, form)


def restore(form: Mapping[str, Any]) -> dict[str, Any]:
    """The access that somebody had after a change; OfficeUser. Raises NotFound, LastAdministrator."""
    return ask(rpc.change_access_for_staff, form)


def letter(form: Mapping[str, Any]) -> dict[str, Any]:
    """What the Welcome Letter says (R026); WelcomeLetter. Raises NotFound."""
    return ask(rpc.get_welcome_letter, form)


def letter_issued(form: Mapping[str, Any]) -> dict[str, Any]:
    """Write down that it was issued again, and why; LetterIssue. Raises NotFound."""
    return ask(rpc.record_letter_issued, form)


def free_association(form: Mapping[str, Any]) -> None:
    """Somebody whose association is held may try again (R015). Raises NotFound."""
    ask(rpc.unlock_association, form)
