"""The verbs of identity. Each public function is one use case; the door calls nothing else."""

from identity.operations.accounts import get_account, get_recipient
from identity.operations.address_checks import confirm_address_check, start_address_check
from identity.operations.audit_check import verify_audit
from identity.operations.caller_checks import record_caller_check
from identity.operations.colleagues import list_colleagues
from identity.operations.contexts import change_context, end_contexts
from identity.operations.demo import load_demo
from identity.operations.email_change import (
    confirm_email_change,
    resend_email_change_code,
    start_email_change,
)
from identity.operations.housekeeping import sweep
from identity.operations.known_accounts import create_staff
from identity.operations.log_in import start_session
from identity.operations.owner_email import (
    cancel_email_change,
    cancel_email_for_owner,
    change_email_for_owner,
)
from identity.operations.owner_reset import start_reset_for_owner
from identity.operations.password_change import change_password
from identity.operations.peer_attempts import record_attempt, reserve_attempt, unlock_attempts
from identity.operations.provider_sign_up import start_provider_sign_up
from identity.operations.recovery import resend_recovery_code, start_provider_recovery, start_recovery
from identity.operations.recovery_confirmation import confirm_recovery, confirm_sent_reset
from identity.operations.second_factor import (
    change_recovery_codes,
    confirm_second_factor,
    get_second_factor,
)
from identity.operations.second_factor_enrolment import (
    confirm_authenticator,
    reset_second_factor,
    start_authenticator,
)
from identity.operations.sessions import (
    end_other_sessions,
    end_session,
    list_revoked_sessions,
    list_sessions,
    refresh_session,
)
from identity.operations.sign_up import start_sign_up
from identity.operations.sign_up_codes import change_sign_up_email, resend_sign_up_code
from identity.operations.sign_up_confirmation import confirm_sign_up
from identity.operations.staff import (
    disable_account,
    get_account_for_staff,
    search_accounts,
    unlock_account,
)

__all__ = [
    "cancel_email_change",
    "cancel_email_for_owner",
    "change_context",
    "change_email_for_owner",
    "change_password",
    "change_recovery_codes",
    "change_sign_up_email",
    "confirm_address_check",
    "confirm_authenticator",
    "confirm_email_change",
    "confirm_recovery",
    "confirm_second_factor",
    "confirm_sent_reset",
    "confirm_sign_up",
    "create_staff",
    "disable_account",
    "end_contexts",
    "end_other_sessions",
    "end_session",
    "get_account",
    "get_account_for_staff",
    "get_recipient",
    "get_second_factor",
    "list_colleagues",
    "list_revoked_sessions",
    "list_sessions",
    "load_demo",
    "record_attempt",
    "record_caller_check",
    "refresh_session",
    "resend_email_change_code",
    "resend_recovery_code",
    "resend_sign_up_code",
    "reserve_attempt",
    "reset_second_factor",
    "search_accounts",
    "start_address_check",
    "start_authenticator",
    "start_email_change",
    "start_provider_recovery",
    "start_provider_sign_up",
    "start_recovery",
    "start_reset_for_owner",
    "start_session",
    "start_sign_up",
    "sweep",
    "unlock_account",
    "unlock_attempts",
    "verify_audit",
]
