"""Sign-up, sessions, the second factor, the account itself, recovery."""

from contracts.identity import rpc as identity
from gateway.api.v1.operations.operation import Operation

_SIGN_UP, _RECOVERY = {"id": "sign_up_id"}, {"id": "recovery_id"}
_BY_ID, _BY_EMAIL = frozenset({"email"}), frozenset({"sign_up_id"})

OPERATIONS = (
    Operation(
        method="POST", path="/sign-ups", procedure=identity.start_sign_up, status=202, tag="Sign-up",
        summary="Start a sign-up; a code goes to the e-mail address",
    ),
    Operation(
        method="POST", path="/sign-ups/code", procedure=identity.resend_sign_up_code, status=202,
        tag="Sign-up", leave_out=_BY_EMAIL, summary="Send another code, on another device",
    ),
    Operation(
        method="POST", path="/sign-ups/confirmation", procedure=identity.confirm_sign_up, status=204,
        tag="Sign-up", leave_out=_BY_EMAIL, summary="Confirm with e-mail address and code",
    ),
    Operation(
        method="POST", path="/sign-ups/{id}/code", procedure=identity.resend_sign_up_code, status=202,
        tag="Sign-up", path_fields=_SIGN_UP, leave_out=_BY_ID, summary="Send another code",
    ),
    Operation(
        method="PUT", path="/sign-ups/{id}/email", procedure=identity.change_sign_up_email, status=202,
        tag="Sign-up", path_fields=_SIGN_UP, summary="Correct the e-mail address; a new code goes there",
    ),
    Operation(
        method="POST", path="/sign-ups/{id}/confirmation", procedure=identity.confirm_sign_up, status=204,
        tag="Sign-up", path_fields=_SIGN_UP, leave_out=_BY_ID, summary="Confirm with the code",
    ),
    Operation(
        method="POST", path="/sessions", procedure=identity.start_session, status=201, tag="Sessions",
        summary="Log in",
    ),
    Operation(
        method="POST", path="/sessions/refresh", procedure=identity.refresh_session, status=200,
        tag="Sessions", summary="Get the next access token; the refresh token is used up",
    ),
    Operation(
        method="GET", path="/sessions", procedure=identity.list_sessions, status=200, tag="Sessions",
        summary="List where this account is logged in",
    ),
    Operation(
        method="DELETE", path="/sessions/{id}", procedure=identity.end_session, status=204, tag="Sessions",
        path_fields={"id": "session_id"}, summary="End one session",
    ),
    Operation(
        method="DELETE", path="/sessions", procedure=identity.end_other_sessions, status=204,
        tag="Sessions", summary="End all other sessions",
    ),
    Operation(
        method="PUT", path="/me/context", procedure=identity.change_context, status=200, tag="Sessions",
        summary="Act for another linked Provider ID, or for none",
    ),
    Operation(
        method="GET", path="/me/second-factor", procedure=identity.get_second_factor, status=200,
        tag="Second factor", summary="Get whether an authenticator is set up, and the recovery codes left",
    ),
    Operation(
        method="POST", path="/me/second-factor/authenticator", procedure=identity.start_authenticator,
        status=201, tag="Second factor", summary="Get a new key for an authenticator",
    ),
    Operation(
        method="POST", path="/me/second-factor/authenticator/confirmation",
        procedure=identity.confirm_authenticator, status=200, tag="Second factor",
        summary="Confirm the key with a code; recovery codes are shown this once, other sessions end",
    ),
    Operation(
        method="POST", path="/me/second-factor/confirmation", procedure=identity.confirm_second_factor,
        status=200, tag="Second factor", summary="Give the second factor of this session",
    ),
    Operation(
        method="POST", path="/me/second-factor/recovery-codes", procedure=identity.change_recovery_codes,
        status=200, tag="Second factor", summary="Get new recovery codes; earlier ones end",
    ),
    Operation(
        method="GET", path="/me", procedure=identity.get_account, status=200, tag="Account",
        summary="Get the signed-in person's account",
    ),
    Operation(
        method="PUT", path="/me/password", procedure=identity.change_password, status=200, tag="Account",
        summary="Change the password; other sessions end",
    ),
    Operation(
        method="POST", path="/me/email-change", procedure=identity.start_email_change, status=202,
        tag="Account", summary="Ask for another e-mail address; a code goes there",
    ),
    Operation(
        method="POST", path="/me/email-change/code", procedure=identity.resend_email_change_code, status=202,
        tag="Account", summary="Send another code to the new address",
    ),
    Operation(
        method="POST", path="/me/email-change/confirmation", procedure=identity.confirm_email_change,
        status=204, tag="Account", summary="Confirm the new address with the code",
    ),
    Operation(
        method="POST", path="/recoveries", procedure=identity.start_recovery, status=202, tag="Recovery",
        summary="Recover username, password or both; the answer is the same for everybody",
    ),
    Operation(
        method="POST", path="/recoveries/{id}/code", procedure=identity.resend_recovery_code, status=202,
        tag="Recovery", path_fields=_RECOVERY, summary="Send another code",
    ),
    Operation(
        method="POST", path="/recoveries/{id}/password", procedure=identity.confirm_recovery, status=204,
        tag="Recovery", path_fields=_RECOVERY, summary="Set a new password with the code",
    ),
    Operation(
        method="POST", path="/recoveries/confirmation", procedure=identity.confirm_sent_reset, status=204,
        tag="Recovery", summary="Set a new password with username and the code that the plan sent",
    ),
    Operation(
        method="POST", path="/email-changes/cancellation", procedure=identity.cancel_email_change, status=204,
        tag="Account", summary="Stop a change of the e-mail address, with the code in the notice of it",
    ),
)  # fmt: skip
