"""The queue of cases (R217–R219, R224, R238). Forms are JSON-typed fields as in
contracts.provider_directory.cases; answers are loaded values. All raise InvalidInput and the procedure's
errors."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from contracts.provider_directory import rpc
from gateway import peers
from gateway.compositions.identity import ask


def queue(form: Mapping[str, Any]) -> dict[str, Any]:
    """Cases of a state, those that wait longest first, or one by its number; CasesFound."""
    return ask(rpc.search_cases, form)


def case(case_id: UUID) -> dict[str, Any]:
    """A case with all that is known of it; Case. Raises NotFound."""
    return peers.call(rpc.get_case, case_id=case_id)


def change(form: Mapping[str, Any]) -> dict[str, Any]:
    """Take it, note something, plan its training, close it; Case. Raises NotFound, CaseChanged."""
    return ask(rpc.change_case, form)
