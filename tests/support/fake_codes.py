"""Identity's codes for addresses as their contract describes them, for the member service's tests."""

from contracts.identity import rpc as identity
from contracts.identity.errors import CodeUsed, CodeWrong
from servicekit import clock
from servicekit.envelope import schema_of

CODE = "12345678"


class FakeCodes:
    """Stands where the peers' client stands. `during` runs while a code is looked at; `used` are those that
    were right once."""

    def __init__(self):
        self.asked, self.mailed, self.used, self.during = [], {}, set(), None

    def call(self, procedure, fields, **_):
        takes, gives = schema_of(procedure.takes), schema_of(procedure.gives)
        asked = takes.load(takes.dump(fields))
        self.asked.append(asked)
        do = self._mail if procedure is identity.start_address_check else self._check
        return gives.load(gives.dump(do(asked)))

    def _mail(self, asked):
        self.mailed[asked["subject"]] = asked["email"]
        return {"code_expires_at": clock.later(1800), "resend_after": clock.later(60)}

    def _check(self, asked):
        if self.during:
            self.during()
        if asked["code"] != CODE or self.mailed.get(asked["subject"]) != asked["email"]:
            raise CodeWrong(attempts_left=4)
        if asked["subject"] in self.used:
            raise CodeUsed()
        self.used.add(asked["subject"])
        return {}
