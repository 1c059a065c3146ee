"""The second factor of staff. Forms are JSON-typed fields as in contracts.identity.second_factor; answers are
loaded values. All raise InvalidInput and the errors of the procedure."""

from collections.abc import Mapping
from typing import Any

from contracts.identity import rpc
from gateway import peers
from gateway.compositions.identity import ask
from gateway.security import sessions


def second_factor() -> dict[str, Any]:
    """Whether an authenticator app is set up, and how many recovery codes are left; SecondFactor."""
    return peers.call(rpc.get_second_factor)


def start_authenticator() -> dict[str, Any]:
    """A new key for the app; AuthenticatorStarted. Raises SecondFactorEnrolled."""
    return peers.call(rpc.start_authenticator)


def confirm_authenticator(form: Mapping[str, Any]) -> list[str]:
    """The app has the key: this session is proved, and these are the recovery codes."""
    made = ask(rpc.confirm_authenticator, form)
    sessions.open(made["tokens"])
    return made["recovery_codes"]


def confirm_second_factor(form: Mapping[str, Any]) -> sessions.WebSession:
    """Go on with the session that the code proves."""
    return sessions.open(ask(rpc.confirm_second_factor, form))


def change_recovery_codes(form: Mapping[str, Any]) -> list[str]:
    """New recovery codes in place of the earlier ones."""
    return ask(rpc.change_recovery_codes, form)["recovery_codes"]
