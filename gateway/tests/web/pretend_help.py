"""Rosa's online account with a memory, as those who help its owner work with it: plain rules."""

import uuid
from datetime import timedelta

from support_peers import Call

from contracts.errors import NotFound
from contracts.identity import errors as ie
from contracts.identity import rpc as identity
from contracts.notifications import rpc as notifications
from contracts.notifications.errors import DeliverySettled
from servicekit import clock


class PretendHelp:
    """The account is locked; nobody verified the caller yet. `waiting` are mails not sent yet."""

    def __init__(self) -> None:
        super().__init__()
        self.account = {
            "account_id": uuid.UUID(int=700), "kind": "member", "username": "rosa.santos",
            "first_name": "Rosa", "last_name": "Santos", "state": "locked",
            "email_masked": "r***@example.org", "locked_at": clock.now(), "email_changes_at": None,
        }  # fmt: skip
        self.verified_until, self.waiting = None, {uuid.UUID(int=801)}

    def help(self) -> dict:
        return {
            identity.search_accounts: lambda _: {"accounts": [self.account], "next": None},
            identity.get_account_for_staff: self._account,
            identity.record_caller_check: self._check,
            identity.unlock_account: self._unlock,
            identity.start_reset_for_owner: self._reset,
            notifications.list_deliveries: self._mails,
            notifications.resend_delivery: self._send_now,
        }

    def _account(self, call: Call) -> dict:
        if call.fields["account_id"] != self.account["account_id"] or self.account["state"] == "unverified":
            raise NotFound()
        return self.account | {"verified_until": self.verified_until}

    def _check(self, call: Call) -> dict:
        self.verified_until = clock.now() + timedelta(minutes=30)
        return {"check_id": uuid.uuid4(), "valid_until": self.verified_until}

    def _act(self) -> None:
        if self.verified_until is None:
            raise ie.CallerNotVerified()

    def _unlock(self, call: Call) -> dict:
        self._act()
        self.account |= {"state": "active", "locked_at": None}
        return {}

    def _reset(self, call: Call) -> dict:
        self._act()
        return {"email_masked": self.account["email_masked"], "code_expires_at": clock.now()}

    def _mails(self, call: Call) -> dict:
        if call.fields["account_id"] != self.account["account_id"]:
            return {"deliveries": []}
        mail = {
            "delivery_id": uuid.uuid4(), "template": "signup.code", "state": "sent",
            "created_at": clock.now(), "changed_at": clock.now(), "attempts": 1,
            "next_try_at": None, "failure": None,
        }  # fmt: skip
        late = {"template": "login.locked", "state": "retrying", "attempts": 2, "failure": "server_busy"}
        late |= {"delivery_id": uuid.UUID(int=801), "next_try_at": clock.now()}
        return {"deliveries": [mail | late if self.waiting else mail, mail]}

    def _send_now(self, call: Call) -> dict:
        if call.fields["delivery_id"] not in self.waiting:
            raise DeliverySettled(state="sent")
        self.waiting.clear()
        return {}
