"""The users of an office and its invitations. Forms are JSON-typed fields as in
contracts.provider_directory.users and .invitations; answers are loaded values. All raise InvalidInput and the
procedure's errors."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

from contracts.errors import ContractError
from contracts.provider_directory import rpc
from gateway import peers
from gateway.compositions import provider
from gateway.compositions.identity import ask


def search(form: Mapping[str, Any]) -> dict[str, Any]:
    """One page of Manage Users (R048); OfficeUsers."""
    return ask(rpc.list_users, form)


def user(link_id: UUID) -> dict[str, Any]:
    """One person and what can be chosen for her (R050); OfficeUserDetail."""
    return peers.call(rpc.get_user, link_id=link_id)


def change(form: Mapping[str, Any]) -> dict[str, Any]:
    """Role and permissions as they shall be (R050, R052); OfficeUser. Raises AccessChanged and
    LastAdministrator."""
    return ask(rpc.change_access, form)


def revoke(form: Mapping[str, Any]) -> dict[str, Any]:
    """Revoke User (R053); OfficeUser. Raises OwnAccess, LastAdministrator."""
    return ask(rpc.revoke_access, form)


def restore(form: Mapping[str, Any]) -> dict[str, Any]:
    """Reinstate (R053); OfficeUser."""
    return ask(rpc.restore_access, form)


def changes(form: Mapping[str, Any]) -> dict[str, Any]:
    """What was changed of somebody's access, by whom (R184); ComparedChanges."""
    return ask(rpc.list_access_changes, form)


def invite(form: Mapping[str, Any]) -> dict[str, Any]:
    """Send Invitation (R045); BatchCreated with each row's outcome."""
    return ask(rpc.create_invitations, form)


def lists(form: Mapping[str, Any]) -> dict[str, Any]:
    """Lists that were sent (R046); InvitationBatches."""
    return ask(rpc.list_invitation_batches, form)


def list_of(form: Mapping[str, Any]) -> dict[str, Any]:
    """One list as it stands and a page of its rows (R046); BatchWithRows."""
    return ask(rpc.get_invitation_batch, form)


def resend(form: Mapping[str, Any]) -> None:
    """Another letter; the earlier one is dead (R047). Raises InvitationSettled."""
    ask(rpc.resend_invitation, form)


def cancel(form: Mapping[str, Any]) -> None:
    """Cancel an invitation (R047). Raises InvitationSettled."""
    ask(rpc.cancel_invitation, form)


def invitation(token: str) -> dict[str, Any]:
    """What the page behind a letter's link shows; InvitationFound."""
    return peers.call(rpc.find_invitation, token=token)


def accept(token: str) -> dict[str, Any]:
    """Accept, and act for the office at once (R047); Link. Raises InvitationNotOpen and
    ProviderAlreadyLinked."""
    link = peers.call(rpc.confirm_invitation, token=token)
    with suppress(ContractError):  # she is in; the home page enters an only link, too
        provider.enter(link["context_id"])
    return link
