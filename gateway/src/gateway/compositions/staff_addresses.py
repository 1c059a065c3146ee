"""Addresses that members reported, on their way to the counties (R142). Forms are JSON-typed fields as in
contracts.member.address_desk; answers are loaded values. All raise InvalidInput."""

from collections.abc import Mapping
from typing import Any

from contracts.member import rpc
from gateway.compositions.identity import ask


def queue(form: Mapping[str, Any]) -> dict[str, Any]:
    """Reports of a state, the oldest first; AddressReports. Each member shown has a look in her record."""
    return ask(rpc.search_address_reports, form)


def forwarded(form: Mapping[str, Any]) -> dict[str, Any]:
    """They were sent on to the county; AddressReportsForwarded."""
    return ask(rpc.record_address_reports_forwarded, form)
