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


class SecondFactorRequired(ContractError):
    """Nothing but the second factor is allowed now: the session is not proved yet."""

    code = "identity.second_factor_required"
    category = Category.FORBIDDEN


class SecondFactorEnrolled(ContractError):
    """The account has a confirmed authenticator; only an operator takes it away."""

    code = "identity.second_factor_enrolled"
    category = Category.CONFLICT


class SecondFactorWrong(ContractError):
    """Not a code of now, or used before; after `details["attempts_left"]` more the account is locked."""

    code = "identity.second_factor_wrong"
    category = Category.INVALID


class ContextEnded(ContractError):
    """The viewer may not act for this Provider ID any more. The session goes on: a refresh gives a token
    without the context."""

    code = "identity.context_ended"
    category = Category.UNAUTHENTICATED


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


class CallerNotVerified(ContractError):
    """Nobody acts for a caller before writing down how the caller was verified: this specialist, for this
    account, in the last half hour (R178, R181)."""

    code = "identity.caller_not_verified"
    category = Category.FORBIDDEN


class AttemptsUsedUp(ContractError):
    """No try is left, and waiting doesn't bring one back: somebody of the plan does (R015)."""

    code = "identity.attempts_used_up"
    category = Category.RATE_LIMITED
