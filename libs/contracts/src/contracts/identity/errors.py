"""Errors of identity. Codes are frozen; a test holds the list."""

from contracts.errors import Category, ContractError


class SignInFailed(ContractError):
    """Unknown, wrong, unverified, locked or disabled: one neutral answer (R082, R182)."""

    code = "identity.sign_in_failed"
    category = Category.UNAUTHENTICATED


class SessionEnded(ContractError):
    """The session is over: idle, too old, ended by its owner, or revoked (R239)."""

    code = "identity.session_ended"
    category = Category.UNAUTHENTICATED


class MustResetPassword(ContractError):
    """Nothing but a new password is allowed now (R176)."""

    code = "identity.must_reset_password"
    category = Category.FORBIDDEN


class MemberNotMatched(ContractError):
    """What was typed matches no enrolled member; never says which field (R066)."""

    code = "identity.member_not_matched"
    category = Category.INVALID


class UsernameTaken(ContractError):
    """The username is in use; `details["suggestions"]` are free ones (R070)."""

    code = "identity.username_taken"
    category = Category.CONFLICT


class PasswordRefused(ContractError):
    """The password policy says no; `details["reason"]` is a message key, such as
    `password.too_short`, `password.common`, `password.personal`, `password.same` (R071, R098)."""

    code = "identity.password_refused"
    category = Category.INVALID


class CurrentPasswordWrong(ContractError):
    """Changing a password needs the current one."""

    code = "identity.current_password_wrong"
    category = Category.INVALID


class CodeWrong(ContractError):
    """Not the code; `details["attempts_left"]` more tries (R080)."""

    code = "identity.code_wrong"
    category = Category.INVALID


class CodeExpired(ContractError):
    """The code's time is over: ask for a new one (R080)."""

    code = "identity.code_expired"
    category = Category.INVALID


class CodeUsed(ContractError):
    """The code did its work before (R080)."""

    code = "identity.code_used"
    category = Category.INVALID


class CodeAttemptsExhausted(ContractError):
    """Too many wrong codes: wait `details["retry_after"]` seconds, then ask for a new one (R080)."""

    code = "identity.code_attempts_exhausted"
    category = Category.RATE_LIMITED
