"""Accounts: from sign-up to recovery. Forms are JSON-typed fields as in contracts.identity.schemas;
answers are loaded values. All raise InvalidInput and the errors of the procedure."""

from collections.abc import Mapping
from typing import Any

from contracts.identity import rpc
from contracts.procedures import Procedure
from gateway import peers, shapes
from gateway.security import sessions


def ask(procedure: Procedure, form: Mapping[str, Any]) -> dict[str, Any]:
    """Check `form` by what the procedure takes, and call it."""
    return peers.call(procedure, **shapes.load(procedure.takes, form))


def sign_up(form: Mapping[str, Any]) -> dict[str, Any]:
    """Start a sign-up (R058–R076); SignUpStarted."""
    return ask(rpc.start_sign_up, form)


def resend_sign_up_code(form: Mapping[str, Any]) -> dict[str, Any]:
    """Another code, by `sign_up_id` or `email` (R079); SignUpStarted."""
    return ask(rpc.resend_sign_up_code, form)


def change_sign_up_email(form: Mapping[str, Any]) -> dict[str, Any]:
    """Another address for the code (R079); SignUpStarted."""
    return ask(rpc.change_sign_up_email, form)


def confirm_sign_up(form: Mapping[str, Any]) -> None:
    """Redeem the code (R080)."""
    ask(rpc.confirm_sign_up, form)


def log_in(form: Mapping[str, Any]) -> sessions.WebSession:
    """Log this browser in (R082); what an earlier log-in left on the device goes along."""
    tokens = ask(rpc.start_session, {**form, "device_token": sessions.device_token()})
    return sessions.open(tokens)


def log_out() -> None:
    """End this browser's session, here in any case and at identity if it answers."""
    found = sessions.current()
    try:
        if found is not None:
            peers.call(rpc.end_session, session_id=found.viewer.session_id)
    finally:
        sessions.close()


def account() -> dict[str, Any]:
    """The signed-in person's account (R106, R177)."""
    return peers.call(rpc.get_account)


def list_sessions() -> list[dict[str, Any]]:
    """Where the account is logged in, the newest first."""
    return peers.call(rpc.list_sessions)["sessions"]


def end_session(form: Mapping[str, Any]) -> None:
    """Log another device out."""
    ask(rpc.end_session, form)


def end_other_sessions() -> None:
    """Log out everywhere else (R239)."""
    peers.call(rpc.end_other_sessions)


def change_password(form: Mapping[str, Any]) -> sessions.WebSession:
    """Change the password and go on with the session it gives."""
    return sessions.open(ask(rpc.change_password, form))


def start_email_change(form: Mapping[str, Any]) -> dict[str, Any]:
    """Ask for another address that recovers the account (R142); EmailChangeStarted."""
    return ask(rpc.start_email_change, form)


def resend_email_change_code() -> dict[str, Any]:
    """Another code to the new address; EmailChangeStarted."""
    return peers.call(rpc.resend_email_change_code)


def confirm_email_change(form: Mapping[str, Any]) -> None:
    """Redeem the code: the new address is the account's."""
    ask(rpc.confirm_email_change, form)


def start_recovery(form: Mapping[str, Any]) -> dict[str, Any]:
    """Recover username, password or both (R086–R097); RecoveryStarted."""
    return ask(rpc.start_recovery, form)


def resend_recovery_code(form: Mapping[str, Any]) -> dict[str, Any]:
    """Another code for a recovery; RecoveryStarted."""
    return ask(rpc.resend_recovery_code, form)


def confirm_sent_reset(form: Mapping[str, Any]) -> None:
    """Set the new password with a code that staff had sent (R178)."""
    ask(rpc.confirm_sent_reset, form)


def cancel_email_change(form: Mapping[str, Any]) -> None:
    """Stop a change of address that was asked for by telephone (R181)."""
    ask(rpc.cancel_email_change, form)


def confirm_recovery(form: Mapping[str, Any]) -> None:
    """Set the new password with the code (R098–R102)."""
    ask(rpc.confirm_recovery, form)
