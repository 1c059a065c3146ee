"""The personal accounts of office staff (R001, R174, R180). Forms are JSON-typed fields as in
contracts.identity.provider_accounts; answers are loaded values. The steps after the first are a member's."""

from collections.abc import Mapping
from typing import Any

from contracts.identity import rpc
from gateway.compositions.identity import ask


def sign_up(form: Mapping[str, Any]) -> dict[str, Any]:
    """Start a sign-up; SignUpStarted."""
    return ask(rpc.start_provider_sign_up, form)


def start_recovery(form: Mapping[str, Any]) -> dict[str, Any]:
    """Ask for a new password with username and e-mail address; RecoveryStarted."""
    return ask(rpc.start_provider_recovery, form)
