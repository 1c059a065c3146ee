"""What identity answers."""

from contracts.errors import InvalidInput, NotFound, RateLimited
from contracts.identity import email_change
from contracts.identity import errors as e
from contracts.identity import schemas as s
from contracts.procedures import ANYONE, MEMBER_SERVICES, SIGNED_IN, SUPPORT, Procedure, by_service
from contracts.registry import SERVICES
from contracts.wire import Nothing

PUBLIC = frozenset({ANYONE})
OWNER = frozenset({SIGNED_IN})
HELPERS = frozenset({SUPPORT, MEMBER_SERVICES})
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
)
end_other_sessions = Procedure("identity", "end_other_sessions", allow=OWNER, command=True)
list_revoked_sessions = Procedure(
    "identity",
    "list_revoked_sessions",
    allow=EVERY_PROCESS,
    takes=s.Since,
    gives=s.RevokedSessions,
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

search_accounts = Procedure(
    "identity",
    "search_accounts",
    allow=HELPERS,
    takes=s.AccountSearch,
    gives=s.AccountsForStaff,
)
unlock_account = Procedure(
    "identity",
    "unlock_account",
    allow=HELPERS,
    takes=s.AccountAction,
    raises=(NotFound,),
    command=True,
)
disable_account = Procedure(
    "identity",
    "disable_account",
    allow=HELPERS,
    takes=s.AccountAction,
    raises=(NotFound,),
    command=True,
)
