"""What identity tells.

The mail events carry a sealed recipient. Where nothing matched, `to` is null: the event is told
all the same, so that the work is equal for every answer, and notifications sends nothing.
Of a change of address the code goes to the new one, `email_change_started` and `email_changed` to the old.
`address_code_issued` goes to an address that a peer keeps of the owner.
Of a specialist's change `email_for_owner_started` goes to the old one with a code that calls it off, and
`email_for_owner_noted` to the new; `expires_at` of both is when the change takes effect (R181).
"""

from marshmallow import fields

from contracts.events import Event
from contracts.fields import Id, Instant, Secret, Text
from contracts.wire import PERSONAL, Wire


class Mail(Wire):
    """A message to one person. `to`, `first_name`, `code`, `username` are sealed on the wire.

    `kind` of account (member, provider, staff) says how the letter calls it.
    """

    account_id = Id(load_default=None, allow_none=True)
    to = fields.String(required=True, allow_none=True, metadata=PERSONAL)
    first_name = fields.String(load_default=None, allow_none=True, metadata=PERSONAL)
    language = fields.String(load_default="en")
    kind = fields.String(load_default="member")


class CodeMail(Mail):
    """A message with a one-time code, worthless after `expires_at`."""

    code = Secret(required=True, allow_none=True)
    expires_at = Instant(required=True)


class LockMail(Mail):
    """An account is locked until `locked_until`; null is until somebody unlocks it. That the time is over is
    not told again."""

    locked_until = Instant(load_default=None, allow_none=True)


class RecoveryMail(CodeMail):
    """Username, code, or both in one message (R092, R096, R104)."""

    username = fields.String(required=True, allow_none=True, metadata=PERSONAL)


class Revoked(Wire):
    """Sessions whose access tokens no process may honour any more.

    Ids of ended contexts stand among the sessions': tokens with them are refused alike, the session goes on.
    """

    account_id = Id(required=True)
    session_ids = fields.List(Id(), required=True)
    reason = Text(longest=40, required=True)


sign_up_code_issued = Event("identity", "sign_up_code_issued", CodeMail)
sign_up_repeated = Event("identity", "sign_up_repeated", CodeMail)
first_session_started = Event("identity", "first_session_started", Mail)
account_locked = Event("identity", "account_locked", LockMail)
account_unlocked = Event("identity", "account_unlocked", Mail)
account_disabled = Event("identity", "account_disabled", Mail)
recovery_requested = Event("identity", "recovery_requested", RecoveryMail)
password_changed = Event("identity", "password_changed", Mail)
email_change_code_issued = Event("identity", "email_change_code_issued", CodeMail)
address_code_issued = Event("identity", "address_code_issued", CodeMail)
email_change_started = Event("identity", "email_change_started", Mail)
email_for_owner_started = Event("identity", "email_for_owner_started", RecoveryMail)
email_for_owner_noted = Event("identity", "email_for_owner_noted", CodeMail)
reset_for_owner_started = Event("identity", "reset_for_owner_started", RecoveryMail)
recovery_code_used = Event("identity", "recovery_code_used", Mail)
email_changed = Event("identity", "email_changed", Mail)
sessions_revoked = Event("identity", "sessions_revoked", Revoked, broadcast=True)
