"""The verbs of identity. Each public function is one use case; the door calls nothing else."""

from identity.operations.accounts import get_account
from identity.operations.audit_check import verify_audit
from identity.operations.demo import load_demo
from identity.operations.email_change import (
    confirm_email_change,
    resend_email_change_code,
    start_email_change,
)
from identity.operations.housekeeping import sweep
from identity.operations.log_in import start_session
from identity.operations.password_change import change_password
from identity.operations.recovery import resend_recovery_code, start_recovery
from identity.operations.recovery_confirmation import confirm_recovery
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
from identity.operations.staff import disable_account, search_accounts, unlock_account

__all__ = [
    "change_password",
    "change_sign_up_email",
    "confirm_email_change",
    "confirm_recovery",
    "confirm_sign_up",
    "disable_account",
    "end_other_sessions",
    "end_session",
    "get_account",
    "list_revoked_sessions",
    "list_sessions",
    "load_demo",
    "refresh_session",
    "resend_email_change_code",
    "resend_recovery_code",
    "resend_sign_up_code",
    "search_accounts",
    "start_email_change",
    "start_recovery",
    "start_session",
    "start_sign_up",
    "sweep",
    "unlock_account",
    "verify_audit",
]
