"""What the signed-in member has from the plan: coverage, cards, doctors. Forms are JSON-typed fields as in
contracts.member; answers are loaded values. All raise InvalidInput and the errors of the procedure."""

from collections.abc import Mapping
from typing import Any

from contracts.claims import rpc as claims
from contracts.errors import ContractError
from contracts.member import rpc
from contracts.provider_directory import rpc as directory
from gateway import peers, shapes
from gateway.compositions.identity import ask


def coverage() -> dict[str, Any]:
    """Active and inactive insurance (R144–R148); Coverage."""
    return peers.call(rpc.get_coverage)


def id_cards() -> dict[str, Any]:
    """The card on screen, the last order, the addresses (R106–R111); IdCards."""
    return peers.call(rpc.get_id_cards)


def order_card(form: Mapping[str, Any]) -> dict[str, Any]:
    """Order ID Card (R110); CardOrder. Raises CardOrderOpen, CardAddressReturned, NotCovered."""
    return ask(rpc.create_card_order, form)["order"]


def cancel_order(form: Mapping[str, Any]) -> None:
    """Cancel an order that is not printed. Raises CardOrderPrinted."""
    ask(rpc.cancel_card_order, form)


def pcp_and_seen() -> tuple[dict[str, Any], list[dict[str, Any]] | ContractError]:
    """Her primary doctors (R115–R119), and who treated her (R118): MyPcp, and of each doctor `npi`,
    `last_service_on` and `doctor` (contracts' Practitioner; None for who is in no directory), or why that is
    not known now.

    Claims know NPIs and the directory names, so one is asked after the other; primary doctors meanwhile.
    """
    with peers.begun(rpc.get_pcp) as mine:
        seen = _seen()
        return mine.answer(), seen


def _seen() -> list[dict[str, Any]] | ContractError:
    try:
        found = peers.call(claims.list_treating_doctors)["doctors"]
        named = _named([one["npi"] for one in found])
    except ContractError as error:
        return error
    return [one | {"doctor": named.get(one["npi"])} for one in found]


def _named(npis: list[str]) -> dict[str, dict[str, Any]]:
    found = peers.call(directory.find_practitioners, npis=npis)["practitioners"] if npis else []
    return {one["npi"]: one for one in found}


def search_pcps(form: Mapping[str, Any]) -> dict[str, Any]:
    """A page of doctors (R120–R127); FoundDoctors. Raises NotCovered."""
    return ask(rpc.search_pcps, form)


def change_pcp(form: Mapping[str, Any]) -> dict[str, Any]:
    """Save (R132); ComingChange. Raises PcpUnavailable, PcpIsCurrent, NotCovered."""
    return ask(rpc.change_pcp, form)["change"]


def cancel_change(form: Mapping[str, Any]) -> None:
    """Stay with the doctor of today (R136)."""
    ask(rpc.cancel_pcp_change, form)


def pcps_and_requests(form: Mapping[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A page of doctors (FoundDoctors), and her requests for exceptions (PcpException each), both asked at
    once. Raises NotCovered."""
    search = shapes.load(rpc.search_pcps.takes, form)
    answers = peers.call_together((rpc.search_pcps, search), (rpc.get_pcp, {}))
    for answer in answers:
        if isinstance(answer, ContractError):
            raise answer
    found, mine = answers
    return found, mine["exceptions"]


def submit_exception(form: Mapping[str, Any]) -> dict[str, Any]:
    """Ask for a doctor whom the rules refuse (R227); PcpException. Raises PcpExceptionOpen,
    PcpExceptionNotNeeded, PcpIsCurrent, NotCovered, NotFound."""
    return ask(rpc.submit_pcp_exception, form)["exception"]


def preferences() -> dict[str, Any]:
    """What she wishes (R151, R156); Preferences."""
    return peers.call(rpc.get_preferences)


def change_preferences(form: Mapping[str, Any]) -> dict[str, Any]:
    """Keep what she wishes; Preferences. Raises PreferencesChanged."""
    return ask(rpc.change_preferences, form)


def looks(form: Mapping[str, Any]) -> dict[str, Any]:
    """Who looked at her record (R237); RecordLooks."""
    return ask(rpc.list_record_looks, form)
