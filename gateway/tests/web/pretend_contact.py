"""Rosa's contact details with a memory, for pages: plain rules, held to the contracts by FakeIdentity."""

import uuid

from support_peers import Call

from contracts.errors import NotFound
from contracts.identity.errors import CodeWrong
from contracts.member import contact as c
from contracts.member import errors as e
from contracts.member import rpc
from servicekit import clock

CODE = "123456"
HOME = {
    "kind": "address", "use": "home", "line1": "12 Pajaro Lane", "line2": "Unit 4", "city": "Watsonville",
    "state": "CA", "zip_code": "95076", "county": "Santa Cruz",
}  # fmt: skip
CELL = {"kind": "phone", "use": "cell", "number": "+18315550142", "text_consent": True, "preferred": True}
WORK = {"kind": "phone", "use": "work", "number": "+18315550143", "extension": "12"}
OTHER = {"kind": "email", "use": "personal", "email": "rosa.home@example.org"}


class PretendContact:
    """Answers the procedures of contact details; `entries` are ContactPoints."""

    def __init__(self) -> None:
        self.entries = [self._point(entry) for entry in (HOME, CELL, WORK, OTHER)]

    def answers(self) -> dict:
        """What to answer, by procedure."""
        return {
            rpc.get_contact: lambda _: {"contact_points": [self._shown(one) for one in self.entries]},
            rpc.create_contact_point: self._create,
            rpc.change_contact_point: self._change,
            rpc.end_contact_point: self._end,
            rpc.start_email_check: self._start_check,
            rpc.confirm_email_check: self._confirm_check,
        }

    def of(self, kind: str) -> list[dict]:
        """The entries of a kind."""
        return [entry for entry in self.entries if entry["kind"] == kind]

    def change_elsewhere(self, entry: dict, **fields) -> None:
        """Another tab was quicker."""
        entry.update(fields, version=entry["version"] + 1)

    def _create(self, call: Call) -> dict:
        self.entries.append(self._point(call.fields))
        return self._shown(self.entries[-1])

    def _change(self, call: Call) -> dict:
        seen = self._seen(call)
        said = {name: call.fields[name] for name in c.ContactEntry._declared_fields}
        seen.update(said, version=seen["version"] + 1, verified=False)
        return self._shown(seen)

    def _end(self, call: Call) -> dict:
        seen = self._seen(call)
        if self._shown(seen)["needed"]:
            raise e.ContactPointNeeded()
        self.entries.remove(seen)
        return {}

    def _start_check(self, call: Call) -> dict:
        self._seen(call)
        return {"code_expires_at": clock.later(1800), "resend_after": clock.later(60)}

    def _confirm_check(self, call: Call) -> dict:
        found = self._found(call)
        if call.fields["code"] != CODE:
            raise CodeWrong(attempts_left=4)
        found["verified"] = True
        return self._shown(found)

    def _seen(self, call: Call) -> dict:
        found = self._found(call)
        if found["version"] != call.fields["version"]:
            raise e.ContactChanged(current=c.ContactPoint().dump(self._shown(found)))
        return found

    def _found(self, call: Call) -> dict:
        found = [one for one in self.entries if one["contact_point_id"] == call.fields["contact_point_id"]]
        if not found:
            raise NotFound()
        return found[0]

    def _point(self, said: dict) -> dict:
        nothing = dict.fromkeys(c.ContactEntry._declared_fields)
        return nothing | {"text_consent": False, "preferred": False} | said | {
            "contact_point_id": uuid.uuid4(), "version": 1, "verified": False, "changed_at": clock.now(),
        }  # fmt: skip

    def _shown(self, point: dict) -> dict:
        away = point["kind"] == "address" and point["county"] not in c.COUNTIES
        needed = point["kind"] == "address" and len(self.of("address")) == 1
        return point | {"needed": needed, "warnings": ["contact.out_of_area"] if away else []}
