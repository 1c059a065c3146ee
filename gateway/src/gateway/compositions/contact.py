"""Contact details: what is on file of the signed-in member, and its changes. Forms are JSON-typed fields as
in contracts.member.contact; answers are loaded values. All raise InvalidInput and the procedure's errors."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from contracts.errors import ContractError, NotFound
from contracts.identity.rpc import get_account
from contracts.member import rpc
from contracts.member.contact import KINDS
from gateway import peers
from gateway.compositions.identity import ask


def profile() -> tuple[dict[str, list[dict[str, Any]]], dict[str, Any] | ContractError]:
    """Everything on file by kind, and the account (contracts' Account, or why identity does not say), both
    asked at once."""
    found, account = peers.call_together((rpc.get_contact, {}), (get_account, {}))
    if isinstance(found, ContractError):
        raise found
    return _by_kind(found), account


def entries() -> dict[str, list[dict[str, Any]]]:
    """Everything on file by kind (R138), in one call; ContactPoint each, the oldest first."""
    return _by_kind(peers.call(rpc.get_contact))


@contextmanager
def entries_to_come() -> Iterator[Callable[[], dict[str, list[dict[str, Any]]]]]:
    """`entries` asked now and waited for when they are called: a page is half made meanwhile."""
    with peers.begun(rpc.get_contact) as asked:
        yield lambda: _by_kind(asked.answer())


def _by_kind(contact: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    found = contact["contact_points"]
    return {kind: [entry for entry in found if entry["kind"] == kind] for kind in KINDS}


def entry(kind: str, contact_point_id: UUID) -> dict[str, Any]:
    """One entry of the member's. Raises NotFound."""
    found = (one for one in entries()[kind] if one["contact_point_id"] == contact_point_id)
    if (one := next(found, None)) is None:
        raise NotFound()
    return one


def create(form: Mapping[str, Any]) -> dict[str, Any]:
    """Add New (R141); ContactPoint."""
    return ask(rpc.create_contact_point, form)


def change(form: Mapping[str, Any]) -> dict[str, Any]:
    """Edit the version that was shown (R139); ContactPoint. Raises ContactChanged."""
    return ask(rpc.change_contact_point, form)


def start_check(form: Mapping[str, Any]) -> dict[str, Any]:
    """Mail a code to an entry's address (R142); AddressCodeSent. Raises ContactChanged, RateLimited."""
    return ask(rpc.start_email_check, form)


def confirm_check(form: Mapping[str, Any]) -> dict[str, Any]:
    """Give the code; ContactPoint. Raises CodeWrong, CodeExpired, CodeAttemptsExhausted."""
    return ask(rpc.confirm_email_check, form)


def end(form: Mapping[str, Any]) -> None:
    """Delete the version that was shown (R140). Raises ContactChanged, ContactPointNeeded."""
    ask(rpc.end_contact_point, form)
