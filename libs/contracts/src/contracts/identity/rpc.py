"""What identity answers."""

from contracts.errors import InvalidInput, NotFound, RateLimited
from contracts.identity import contexts, email_change, recipients, second_factor
from contracts.identity import errors as e
from contracts.identity import schemas as s
from contracts.identity.addresses import confirm_address_check as confirm_address_check
from contracts.identity.addresses import start_address_check as start_address_check
from contracts.identity.attempts import record_attempt as record_attempt
from contracts.identity.attempts import reserve_attempt as reserve_attempt
from contracts.identity.attempts import unlock_attempts as unlock_attempts
from contracts.identity.colleagues import list_colleagues as list_colleagues
from contracts.identity.provider_accounts import start_provider_recovery as start_provider_recovery
from contracts.identity.provider_accounts import start_provider_sign_up as start_provider_sign_up
from contracts.identity.support import cancel_email_change as cancel_email_change
from contracts.identity.support import cancel_email_for_owner as cancel_email_for_owner
from contracts.identity.support import change_email_for_owner as change_email_for_owner
from contracts.identity.support import confirm_sent_reset as confirm_sent_reset
from contracts.identity.support import disable_account as disable_account
from contracts.identity.support import get_account_for_staff as get_account_for_staff
from contracts.identity.support import record_caller_check as record_caller_check
from contracts.identity.support import search_accounts as search_accounts
from contracts.identity.support import start_reset_for_owner as start_reset_for_owner
from contracts.identity.support import unlock_account as unlock_account
from contracts.procedures import (
    ANYONE,
    PROVIDER,
    SIGNED_IN,
    Procedure,
    by_service,
)
from contracts.registry import SERVICES
from contracts.wire import Nothing

PUBLIC = frozenset({ANYONE})
OWNER = frozenset({SIGNED_IN})
EVERY_PROCESS = frozenset({by_service("gateway"), *(by_service(name) for name in SERVICES)})

CODE_ERRORS = (e.CodeWrong, e.CodeExpired, e.CodeUsed, e.CodeAttemptsExhausted)

start_sign_up = Procedure(
    "identity",
    "start_sign_up",
    allow=PUBLIC,
    takes=s.SignUp,
    gives=s.SignUpStarted,
    command=True,
    raises=(InvalidInput, e.MemberNotMatched, e.UsernameTaken, e.PasswordRefused, RateLimited),
)
resend_sign_up_code = Procedure(
    "identity",
    "resend_sign_up_code",
    allow=PUBLIC,
    takes=s.SignUpRef,
    gives=s.SignUpStarted,
    command=True,
    raises=(RateLimited,),
)
change_sign_up_email = Procedure(
    "identity",
    "change_sign_up_email",
    allow=PUBLIC,
    takes=s.NewSignUpEmail,
    gives=s.SignUpStarted,
    command=True,
    raises=(NotFound, RateLimited),
)
confirm_sign_up = Procedure(
    "identity",
    "confirm_sign_up",
    allow=PUBLIC,
    takes=s.CodeFor,
    gives=Nothing,
    command=True,
    raises=CODE_ERRORS,
)

start_session = Procedure(
    "identity",
    "start_session",
    allow=PUBLIC,
    takes=s.LogIn,
    gives=s.Tokens,
    command=True,
    raises=(e.SignInFailed, RateLimited),
    yields_credential=True,
    deadline=10.0,  # behind a flood of guesses a log-in waits its turn
)
refresh_session = Procedure(
    "identity",
    "refresh_session",
    allow=PUBLIC,
    takes=s.RefreshToken,
    gives=s.Tokens,
    raises=(e.SessionEnded,),
    yields_credential=True,
    even_if_must_reset=True,
)
list_sessions = Procedure("identity", "list_sessions", allow=OWNER, gives=s.Sessions)
end_session = Procedure(
    "identity",
    "end_session",
    allow=OWNER,
    takes=s.SessionRef,
    raises=(NotFound,),
    command=True,
    even_if_must_reset=True,
    even_if_second_factor_due=True,
)
end_other_sessions = Procedure("identity", "end_other_sessions", allow=OWNER, command=True)
list_revoked_sessions = Procedure(
    "identity",
    "list_revoked_sessions",
    allow=EVERY_PROCESS,
    takes=s.Since,
    gives=s.RevokedSessions,
)

get_second_factor = Procedure(
    "identity",
    "get_second_factor",
    allow=OWNER,
    gives=second_factor.SecondFactor,
    even_if_must_reset=True,
    even_if_second_factor_due=True,
)
start_authenticator = Procedure(
    "identity",
    "start_authenticator",
    allow=OWNER,
    takes=second_factor.NewAuthenticator,
    gives=second_factor.AuthenticatorStarted,
    command=True,
    raises=(InvalidInput, e.SecondFactorEnrolled, e.CurrentPasswordWrong, RateLimited),
    even_if_must_reset=True,
    even_if_second_factor_due=True,
)
confirm_authenticator = Procedure(
    "identity",
    "confirm_authenticator",
    allow=OWNER,
    takes=second_factor.SecondFactorCode,
    gives=second_factor.AuthenticatorConfirmed,
    command=True,
    raises=(NotFound, e.SecondFactorEnrolled, e.SecondFactorWrong, RateLimited),
    yields_credential=True,
    even_if_must_reset=True,
    even_if_second_factor_due=True,
)
confirm_second_factor = Procedure(
    "identity",
    "confirm_second_factor",
    allow=OWNER,
    takes=second_factor.SecondFactorCode,
    gives=s.Tokens,
    command=True,
    raises=(NotFound, e.SecondFactorWrong, RateLimited),
    yields_credential=True,
    even_if_must_reset=True,
    even_if_second_factor_due=True,
)
change_recovery_codes = Procedure(
    "identity",
    "change_recovery_codes",
    allow=OWNER,
    takes=second_factor.SecondFactorCode,
    gives=second_factor.RecoveryCodes,
    command=True,
    raises=(NotFound, e.SecondFactorWrong, RateLimited),
)

change_context = Procedure(
    "identity",
    "change_context",
    allow=frozenset({PROVIDER}),
    takes=contexts.ContextChoice,
    gives=s.Tokens,
    command=True,
    raises=(NotFound,),
    yields_credential=True,
)

get_recipient = Procedure(
    "identity",
    "get_recipient",
    allow=frozenset({by_service("notifications"), by_service("provider_directory")}),
    takes=recipients.RecipientRef,
    gives=recipients.Recipient,
    raises=(NotFound,),
)

get_account = Procedure(
    "identity",
    "get_account",
    allow=OWNER,
    gives=s.Account,
    even_if_must_reset=True,
)
change_password = Procedure(
    "identity",
    "change_password",
    allow=OWNER,
    takes=s.ChangedPassword,
    gives=s.Tokens,
    command=True,
    raises=(e.CurrentPasswordWrong, e.PasswordRefused, RateLimited),
    yields_credential=True,
    even_if_must_reset=True,
)

start_email_change = Procedure(
    "identity",
    "start_email_change",
    allow=OWNER,
    takes=email_change.NewEmail,
    gives=email_change.EmailChangeStarted,
    command=True,
    raises=(InvalidInput, e.CurrentPasswordWrong, RateLimited),
)
resend_email_change_code = Procedure(
    "identity",
    "resend_email_change_code",
    allow=OWNER,
    gives=email_change.EmailChangeStarted,
    command=True,
    raises=(NotFound, RateLimited),
)
confirm_email_change = Procedure(
    "identity",
    "confirm_email_change",
    allow=OWNER,
    takes=email_change.EmailCode,
    command=True,
    raises=CODE_ERRORS,
)

start_recovery = Procedure(
    "identity",
    "start_recovery",
    allow=PUBLIC,
    takes=s.Recovery,
    gives=s.RecoveryStarted,
    command=True,
    raises=(InvalidInput, RateLimited),
)
resend_recovery_code = Procedure(
    "identity",
    "resend_recovery_code",
    allow=PUBLIC,
    takes=s.RecoveryRef,
    gives=s.RecoveryStarted,
    command=True,
    raises=(RateLimited,),
)
confirm_recovery = Procedure(
    "identity",
    "confirm_recovery",
    allow=PUBLIC,
    takes=s.NewPassword,
    gives=Nothing,
    command=True,
    raises=(*CODE_ERRORS, e.PasswordRefused),
)
