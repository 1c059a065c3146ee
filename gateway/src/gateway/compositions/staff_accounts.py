"""What staff do to an online account for its owner (R224, R225). Forms are JSON-typed fields as in
contracts.identity.support; answers are loaded values. All raise InvalidInput and the procedure's errors."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from contracts.errors import ContractError, NotFound
from contracts.identity import rpc
from contracts.notifications import rpc as notifications
from gateway import peers
from gateway.compositions.identity import ask

SIGN_UP = ("signup.code", "signup.repeated")
"""E-mails of a sign-up that waits. Where there are others, the account is somebody's whom the viewer does not
help, and nothing of it is shown."""


def opened(account_id: UUID) -> tuple[dict[str, Any] | None, list[dict[str, Any]] | None]:
    """The account (AccountOpened; None for a sign-up that is not confirmed) and its newest e-mails (Delivery
    each; None when notifications does not say), both asked at once. Raises NotFound for what is neither."""
    asked = {"account_id": account_id}
    account, mail = peers.call_together(
        (rpc.get_account_for_staff, asked), (notifications.list_deliveries, asked)
    )
    deliveries = None if isinstance(mail, ContractError) else mail["deliveries"]
    if isinstance(account, NotFound) and deliveries and all(one["template"] in SIGN_UP for one in deliveries):
        return None, deliveries
    if isinstance(account, ContractError):
        raise account
    return account, deliveries


def search(form: Mapping[str, Any]) -> dict[str, Any]:
    """Find accounts; AccountsForStaff."""
    return ask(rpc.search_accounts, form)


def verified(form: Mapping[str, Any]) -> dict[str, Any]:
    """Write down how the caller was verified; CallerChecked. Raises NotFound."""
    return ask(rpc.record_caller_check, form)


def unlock(form: Mapping[str, Any]) -> None:
    """End a lock (R183). Raises NotFound, CallerNotVerified."""
    ask(rpc.unlock_account, form)


def send_reset(form: Mapping[str, Any]) -> dict[str, Any]:
    """A code for a new password, to the account's own address; SentReset. Raises CallerNotVerified."""
    return ask(rpc.start_reset_for_owner, form)


def change_email(form: Mapping[str, Any]) -> dict[str, Any]:
    """Another address for the account, after a cool-off; EmailForOwnerStarted. Raises CallerNotVerified."""
    return ask(rpc.change_email_for_owner, form)


def keep_email(form: Mapping[str, Any]) -> None:
    """Call off a change of address that waits. Raises NotFound, CallerNotVerified."""
    ask(rpc.cancel_email_for_owner, form)


def send_now(form: Mapping[str, Any]) -> None:
    """Send an e-mail that waits for its next try. Raises NotFound, DeliverySettled."""
    ask(notifications.resend_delivery, form)


def resend_sign_up_code(form: Mapping[str, Any]) -> dict[str, Any]:
    """Another sign-up code to the address that the caller names; SignUpStarted, whoever has the address."""
    return ask(rpc.resend_sign_up_code, form)
