"""A reset that a specialist has sent (R181, R224): the code goes to the address on file, and who reads it
there sets a password. The specialist sees neither."""

from typing import Any
from uuid import UUID

from contracts.errors import NotFound
from contracts.identity import events
from identity.operations.caller_checks import for_caller
from identity.operations.common import keyer, profile_of, recipient
from identity.operations.owner_email import helped
from identity.operations.recovery import issue_code
from identity.rules import budgets, names
from identity.rules.states import RECOVERABLE
from servicekit import clock
from servicekit.work import Work

ACTION = "start_reset_for_owner"


def start_reset_for_owner(work: Work, account_id: UUID, reason: str) -> dict[str, Any]:
    """Mail username and code to the address on file. Returns `SentReset`.

    Raises NotFound (a disabled account, too), CallerNotVerified, RateLimited.
    """
    now = clock.now()
    until = now + work.settings.recovery_code_lifetime
    with for_caller(work, ACTION, account_id) as acting:
        account = helped(acting)
        if account.state not in RECOVERABLE:
            raise NotFound()
        acting.spend(budgets.resend(work.settings, keyer(work), "reset_for_owner", str(account.id)))
        person = profile_of(work, account)
        code = issue_code(work, acting.tx, account.id, now, until)
        mail = recipient(work, account) | {"username": person.username, "code": code, "expires_at": until}
        acting.tx.tell(events.reset_for_owner_started, about=account.id, **mail)
        answer = {"email_masked": names.masked_email(person.email), "code_expires_at": until}
        acting.tx.answer(answer)
        acting.record(reason)
        return answer
