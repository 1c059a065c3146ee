"""Cases: what an office needs somebody of the plan for (R217–R219, R238). Forms are JSON-typed fields as in
contracts.provider_directory.cases; answers are loaded values."""

from collections.abc import Mapping
from typing import Any

from contracts.provider_directory import rpc
from gateway.compositions.identity import ask
from gateway.security import sessions


def open_case(form: Mapping[str, Any]) -> dict[str, Any]:
    """Leave a case for the support specialist; CaseOpened with the number to quote."""
    sessions.current()  # who is signed in is known to the case, on public pages too
    return ask(rpc.create_case, form)
