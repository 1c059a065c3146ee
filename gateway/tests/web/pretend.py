"""An identity service with a memory, for pages: held to the contracts by FakeIdentity, its rules plain.

Its accounts live in this process. The newest code is `123456`, a wrong one has three tries.
"""

import uuid
from datetime import timedelta

from pretend_care import PretendCare
from pretend_contact import PretendContact
from pretend_desk import PretendDesk
from pretend_provider import PEOPLE as OFFICE_PEOPLE
from pretend_provider import PretendOffice
from pretend_staff import PEOPLE, PretendStaff
from support_peers import Call, FakeIdentity

from contracts.errors import NotFound, RateLimited
from contracts.identity import errors as e
from contracts.identity import rpc
from servicekit import clock

CODE = "123456"
PASSWORD = "three quiet green rivers"
CARD = {"first_name": "Rosa", "last_name": "Santos", "date_of_birth": "1980-09-15", "member_id": "P1234567"}


class PretendIdentity(FakeIdentity):
    """Answers sign-up, log-in, recovery and account procedures. `rosa.santos` with PASSWORD may log in."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.passwords = {"rosa.santos": PASSWORD}
        self.tries, self.must_reset, self.used, self.ended = 3, False, False, False
        self.sessions: list[dict] = []
        self.email, self.new_email = "rosa@example.org", ""
        for procedure in vars(rpc).values():
            answer = getattr(self, f"_{getattr(procedure, 'name', '')}", None)
            if answer:
                self.on(procedure, answer)
        self.contact, self.care, self.staff = PretendContact(), PretendCare(), PretendStaff(self.tokens)
        self.office = PretendOffice(self.tokens)
        self.desk = PretendDesk(self.account_id, self.staff, self.office.users.answers())
        answers = self.contact.answers() | self.care.answers() | self.staff.answers() | self.office.answers()
        answers |= self.desk.answers()
        for procedure, answer in answers.items():
            self.on(procedure, answer)

    def _viewer(self, procedure, token):
        """Identity knows of an ended session before anybody else."""
        if self.ended and token:
            raise e.SessionEnded()
        return super()._viewer(procedure, token)

    def _started(self, name: str) -> dict:
        return {name: uuid.uuid4(), **self._times()}

    def _times(self) -> dict:
        now = clock.now()
        self.used = False
        return {"code_expires_at": now + timedelta(minutes=30), "resend_after": now + timedelta(minutes=1)}

    def _start_sign_up(self, call: Call) -> dict:
        if call.fields["member_id"] != CARD["member_id"]:
            raise e.MemberNotMatched()
        if call.fields["username"].casefold() in self.passwords:
            raise e.UsernameTaken(suggestions=["rosa.santos80", "rosasantos1"])
        self._check(call.fields["password"])
        self.passwords[call.fields["username"].casefold()] = call.fields["password"]
        return self._started("sign_up_id")

    def _check(self, password: str) -> None:
        if len(password) < 15:
            raise e.PasswordRefused(reason="password.too_short")

    def _start_provider_sign_up(self, call: Call) -> dict:
        self._check(call.fields["password"])
        return self._started("sign_up_id")

    def _start_provider_recovery(self, call: Call) -> dict:
        return self._started("recovery_id")

    def _resend_sign_up_code(self, call: Call) -> dict:
        return self._started("sign_up_id")

    def _change_sign_up_email(self, call: Call) -> dict:
        return self._started("sign_up_id")

    def _redeem(self, code: str) -> None:
        if self.used:
            raise e.CodeUsed()
        if code == "000000":
            raise e.CodeExpired()
        if code != CODE:
            self.tries -= 1
            if self.tries <= 0:
                raise e.CodeAttemptsExhausted(retry_after=300)
            raise e.CodeWrong(attempts_left=self.tries)
        self.used, self.tries = True, 3

    def _confirm_sign_up(self, call: Call) -> dict:
        self._redeem(call.fields["code"])
        return {}

    def _start_session(self, call: Call) -> dict:
        if call.fields["username"] in PEOPLE and call.fields["password"] == PASSWORD:
            self.staff.role = PEOPLE[call.fields["username"]]
            return self.staff.due()
        if call.fields["username"] in OFFICE_PEOPLE and call.fields["password"] == PASSWORD:
            return self.office.log_in(call.fields["username"])
        if self.passwords.get(call.fields["username"].casefold()) != call.fields["password"]:
            raise e.SignInFailed()
        return self._tokens()

    def _tokens(self) -> dict:
        made = self.tokens(must_reset=self.must_reset)
        now = clock.now()
        agent = "Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0 Safari/537.36"
        for one in self.sessions:
            one["current"] = False
        one = {"session_id": made["session_id"], "started_at": now, "last_seen_at": now, "current": True}
        self.sessions.insert(0, {**one, "device": agent, "address": "192.0.2.7"})
        return made

    def _refresh_session(self, call: Call) -> dict:
        return self.tokens()

    def _list_sessions(self, call: Call) -> dict:
        return {"sessions": self.sessions}

    def _end_session(self, call: Call) -> dict:
        left = [one for one in self.sessions if one["session_id"] != call.fields["session_id"]]
        if len(left) == len(self.sessions):
            raise NotFound()
        self.sessions = left
        return {}

    def _end_other_sessions(self, call: Call) -> dict:
        self.sessions = [one for one in self.sessions if one["current"]]
        return {}

    def _get_account(self, call: Call) -> dict:
        name = self.office.first_name
        clerk = {"kind": "provider", "first_name": name, "username": f"{name.lower()}.office"}
        return self.account() | {"must_reset_password": self.must_reset} | (clerk if name else {})

    def _change_password(self, call: Call) -> dict:
        if call.fields["current_password"] != self.passwords["rosa.santos"]:
            raise e.CurrentPasswordWrong()
        self._check(call.fields["password"])
        self.passwords["rosa.santos"] = call.fields["password"]
        self.must_reset = False
        return self._tokens()

    def account(self) -> dict:
        return super().account() | {"email": self.email}

    def _start_email_change(self, call: Call) -> dict:
        if call.fields["current_password"] != self.passwords["rosa.santos"]:
            raise e.CurrentPasswordWrong()
        self.new_email = call.fields["email"]
        return self._times()

    def _resend_email_change_code(self, call: Call) -> dict:
        if not self.new_email:
            raise NotFound()
        return self._times()

    def _confirm_email_change(self, call: Call) -> dict:
        self._redeem(call.fields["code"])
        self.email, self.new_email = self.new_email, ""
        return {}

    def _start_recovery(self, call: Call) -> dict:
        return self._started("recovery_id")

    def _resend_recovery_code(self, call: Call) -> dict:
        raise RateLimited(retry_after=45)

    def _confirm_recovery(self, call: Call) -> dict:
        self._check(call.fields["password"])
        self._redeem(call.fields["code"])
        self.passwords["rosa.santos"] = call.fields["password"]
        return {}
