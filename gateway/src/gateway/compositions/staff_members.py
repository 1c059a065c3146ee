"""What Member Services does for a member (R225, R227). Forms are JSON-typed fields as in contracts.member's
`staff`, `card_desk` and `pcp_desk`; answers are loaded values. All raise InvalidInput and the procedure's
errors."""

from collections.abc import Mapping
from typing import Any

from contracts.errors import ContractError, Unauthenticated
from contracts.identity import rpc as identity
from contracts.identity.errors import SessionEnded
from contracts.member import rpc
from gateway import peers
from gateway.compositions.identity import ask


def search(form: Mapping[str, Any]) -> dict[str, Any]:
    """Find a member; FoundMembers."""
    return ask(rpc.search_members, form)


def record(form: Mapping[str, Any]) -> dict[str, Any]:
    """Her record, and a row that says that it was shown; MemberForStaff. Raises NotFound."""
    return ask(rpc.get_member_for_staff, form)


def accounts_of(member_id: str) -> list[dict[str, Any]] | None:
    """Her online accounts, AccountForStaff each; None when identity does not say."""
    try:
        return peers.call(identity.search_accounts, member_id=member_id)["accounts"]
    except (Unauthenticated, SessionEnded):
        raise
    except ContractError:
        return None


def looks(form: Mapping[str, Any]) -> dict[str, Any]:
    """Who looked at her record; StaffRecordLooks. Raises NotFound."""
    return ask(rpc.list_record_looks_for_staff, form)


def change_interpreter_need(form: Mapping[str, Any]) -> dict[str, Any]:
    """What she told of her language and an interpreter; Preferences. Raises PreferencesChanged."""
    return ask(rpc.change_interpreter_need, form)


def change_confidential_address(form: Mapping[str, Any]) -> dict[str, Any]:
    """Where all her mail goes in confidence (R143); ContactPoint. Raises NotFound, ContactFull."""
    return ask(rpc.change_confidential_address, form)


def end_confidential_address(form: Mapping[str, Any]) -> None:
    """Her mail goes to her other addresses again. Raises NotFound, ContactPointNeeded."""
    ask(rpc.end_confidential_address, form)


def order_card(form: Mapping[str, Any]) -> dict[str, Any]:
    """Order a card for her; CardOrder. Raises NotCovered, CardOrderOpen, CardAddressReturned."""
    return ask(rpc.create_card_order_for_member, form)["order"]


def cancel_order(form: Mapping[str, Any]) -> None:
    """Cancel an order that is not printed. Raises NotFound, CardOrderPrinted."""
    ask(rpc.cancel_card_order_for_member, form)


def search_pcps(form: Mapping[str, Any]) -> dict[str, Any]:
    """A page of doctors for her; FoundDoctors. Raises NotFound, NotCovered."""
    return ask(rpc.search_pcps_for_member, form)


def change_pcp(form: Mapping[str, Any]) -> dict[str, Any]:
    """Another doctor for her; ComingChange. Raises PcpUnavailable, PcpIsCurrent, NotCovered."""
    return ask(rpc.change_pcp_for_member, form)["change"]


def cancel_change(form: Mapping[str, Any]) -> None:
    """She keeps the doctor of today."""
    ask(rpc.cancel_pcp_change_for_member, form)


def submit_exception(form: Mapping[str, Any]) -> dict[str, Any]:
    """Ask for a change that the rules refuse; PcpException. Raises PcpExceptionOpen, …NotNeeded."""
    return ask(rpc.submit_pcp_exception_for_member, form)["exception"]


def exceptions(form: Mapping[str, Any]) -> dict[str, Any]:
    """The queue of exceptions; PcpExceptions."""
    return ask(rpc.search_pcp_exceptions, form)


def decide(form: Mapping[str, Any]) -> dict[str, Any]:
    """Approve or deny an exception; PcpExceptionDecided. Raises PcpExceptionSettled."""
    return ask(rpc.change_pcp_exception, form)
