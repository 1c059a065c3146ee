"""What the console asks for, with a memory: members, cards, exceptions, an account, the second factor; plain
rules, held to the contracts by FakeIdentity. The code of the authenticator is `135790`."""

import uuid
from datetime import date, timedelta

from pretend_care import FREE, INES, LENA, OCTOBER_1, OMAR
from pretend_help import PretendHelp
from pretend_mailroom import FARM, HOME, PretendMailroom
from support_peers import Call

from contracts.errors import NotFound
from contracts.identity import errors as ie
from contracts.identity import rpc as identity
from contracts.member import errors as e
from contracts.member import rpc
from servicekit import clock

CODE, PAPER = "135790", "KSVQ-7D2M"
KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PEOPLE = {
    "members.demo": "member_services",
    "mailroom.demo": "mailroom",
    "services.demo": "provider_services",
    "support.demo": "support",
}
TODAY = date(2026, 9, 15)
MEMBER = uuid.UUID(int=500)


class PretendStaff(PretendMailroom, PretendHelp):
    """One member, Rosa. `paper` are the unused recovery codes; `looks` who looked, the newest first."""

    def __init__(self, tokens) -> None:
        super().__init__()
        self._tokens = tokens
        self.role, self.enrolled, self.paper = "member_services", True, {PAPER}
        self.looks: list[dict] = []
        self.coming, self.asked, self.forwarded = None, [], False
        self.places = [self._place(HOME, "home", "12 Pajaro Lane"), self._place(FARM, "mailing", "PO Box 9")]
        self.needs = {"version": 1, "needs_interpreter": False, "spoken_language": "es", "notices": {}}

    def answers(self) -> dict:
        """What to answer, by procedure."""
        return self._factor() | self._members() | self.mailroom() | self.help()

    # The second factor

    def _factor(self) -> dict:
        started = {"secret": KEY, "uri": f"otpauth://totp/Portico:members.demo?secret={KEY}&issuer=Portico"}
        return {
            identity.get_second_factor: lambda _: {
                "enrolled": self.enrolled, "recovery_codes_left": len(self.paper),
            },
            identity.start_authenticator: lambda _: started,
            identity.confirm_authenticator: self._enrol,
            identity.confirm_second_factor: self._prove,
            identity.change_recovery_codes: self._new_paper,
        }  # fmt: skip

    def proved(self) -> dict:
        """Tokens of a session that may do everything."""
        return self._tokens(roles=[self.role], kind="staff")

    def due(self) -> dict:
        """Tokens right after the password."""
        return self._tokens(roles=[self.role], kind="staff", second_factor_due=True)

    def _enrol(self, call: Call) -> dict:
        codes = self._new_paper(call)
        self.enrolled = True
        return codes | {"tokens": self.proved()}

    def _prove(self, call: Call) -> dict:
        code = call.fields["code"]
        if code != CODE and code not in {paper.replace("-", "") for paper in self.paper}:
            raise ie.SecondFactorWrong(attempts_left=2)
        self.paper = {paper for paper in self.paper if paper.replace("-", "") != code}
        return self.proved()

    def _new_paper(self, call: Call) -> dict:
        if call.fields["code"] != CODE:
            raise ie.SecondFactorWrong(attempts_left=2)
        self.paper = {f"AAAA-{n:04}" for n in range(10)}
        return {"recovery_codes": sorted(self.paper)}

    # Members

    def _members(self) -> dict:
        return {
            rpc.search_members: self._search,
            rpc.get_member_for_staff: self._record,
            rpc.list_record_looks_for_staff: self._staff_looks,
            rpc.list_record_looks: lambda _: {"looks": self.looks, "next": None},
            rpc.change_interpreter_need: self._interpreter,
            rpc.change_confidential_address: self._hide,
            rpc.end_confidential_address: self._show_again,
            rpc.create_card_order_for_member: self._order,
            rpc.cancel_card_order_for_member: self._cancel_order,
            rpc.search_pcps_for_member: self._doctors,
            rpc.change_pcp_for_member: self._change,
            rpc.cancel_pcp_change_for_member: self._cancel_change,
            rpc.submit_pcp_exception_for_member: self._ask,
            rpc.search_pcp_exceptions: self._exceptions,
            rpc.change_pcp_exception: self._decide,
            rpc.search_address_reports: self._reports,
            rpc.record_address_reports_forwarded: self._forward,
        }

    def _search(self, call: Call) -> dict:
        hers = {
            "member_key": MEMBER, "first_name": "Rosa", "last_name": "Santos", "county": "Santa Cruz",
            "date_of_birth": date(1980, 9, 15), "member_id_end": "4567", "covered": True,
        }  # fmt: skip
        asked = call.fields
        hit = asked["member_id"] == "P1234567" or (asked["last_name"] or "").casefold() == "santos"
        return {"members": [hers] if hit else [], "more": hit and not asked["member_id"]}

    def _look(self, call: Call) -> dict:
        asked = call.fields
        if asked["member_key"] != MEMBER:
            raise NotFound()
        if asked["look_id"] and asked["look_id"] not in {one["look_id"] for one in self.looks}:
            raise NotFound()
        before = next((one for one in self.looks if one["look_id"] == asked["look_id"]), asked)
        look = {
            "look_id": uuid.uuid4(), "role": "member_services", "what": "record", "at": clock.now(),
            "reason": before["reason"], "reason_text": before["reason_text"], "account_id": uuid.UUID(int=9),
        }  # fmt: skip
        self.looks.insert(0, look)
        return look

    def _record(self, call: Call) -> dict:
        look = self._look(call)
        span = {"line": "medi_cal", "starts_on": date(2024, 1, 1), "ends_on": None, "state": "active"}
        held = {"line": "medi_cal", "doctor": LENA, "starts_on": date(2025, 1, 1), "ends_on": None}
        open_order = any(order["state"] in ("ordered", "printed") for order in self.orders)
        return {
            "look_id": look["look_id"], "member_key": MEMBER, "today": TODAY,
            "person": {
                "first_name": "Rosa", "middle_name": "Maria", "last_name": "Santos", "member_id": "P1234567",
                "date_of_birth": date(1980, 9, 15), "date_of_death": None, "sex": "female", "language": "es",
                "county": "Santa Cruz",
            },
            "coverage": {"active": [span], "inactive": [], "gaps": []},
            "pcp": {
                "lines": ["medi_cal"], "current": [held], "coming": [self.coming] if self.coming else [],
                "past": [held | {"doctor": INES, "ends_on": date(2025, 12, 31)}],
                "exceptions": self.asked, "next_start": OCTOBER_1,
            },
            "contact_points": self.places,
            "orders": self.orders[:5], "none_because": None, "may_order": not open_order,
            "preferences": self.needs,
        }  # fmt: skip

    def _place(self, point_id: uuid.UUID, use: str, line: str) -> dict:
        return {
            "contact_point_id": point_id, "version": 1, "kind": "address", "use": use, "line1": line,
            "city": "Watsonville", "state": "CA", "zip_code": "95076", "county": "Santa Cruz",
            "text_consent": False, "preferred": False, "verified": False, "needed": use == "mailing",
            "warnings": [], "changed_at": clock.now(),
        }  # fmt: skip

    def _hide(self, call: Call) -> dict:
        said = {name: call.fields[name] for name in ("line2", "city", "state", "zip_code", "county")}
        secret = self._place(uuid.uuid4(), "confidential", call.fields["line1"]) | said
        self.places = [place for place in self.places if place["use"] != "confidential"] + [secret]
        return secret

    def _show_again(self, call: Call) -> dict:
        left = [place for place in self.places if place["use"] != "confidential"]
        if len(left) == len(self.places):
            raise NotFound()
        if not left:
            raise e.ContactPointNeeded()
        self.places = left
        return {}

    def _staff_looks(self, call: Call) -> dict:
        look = self._look(call)
        look["what"] = "looks"
        return {"looks": self.looks, "next": None, "look_id": look["look_id"]}

    def _interpreter(self, call: Call) -> dict:
        if call.fields["version"] != self.needs["version"]:
            raise e.PreferencesChanged(current=self.needs)
        asked = {name: call.fields[name] for name in ("needs_interpreter", "spoken_language")}
        self.needs = self.needs | asked | {"version": self.needs["version"] + 1}
        return self.needs

    # Doctors

    def _doctors(self, call: Call) -> dict:
        closed = FREE | {"available": False, "reason": "closed", "accepting": "closed"}
        found = [LENA | FREE | {"available": False, "reason": "current"}, OMAR | closed, INES | FREE]
        return {"line": "medi_cal", "doctors": found, "next": None, "effective_on": OCTOBER_1}

    def _change(self, call: Call) -> dict:
        asked = call.fields
        chosen = next(d for d in (LENA, OMAR, INES) if d["provider_id"] == asked["provider_id"])
        if chosen is OMAR and not asked["despite_limits"]:
            raise e.PcpUnavailable(reason="closed")
        return {"change": self._coming(chosen, asked["effective_on"])}

    def _coming(self, doctor: dict, day: date | None) -> dict:
        self.coming = {
            "change_id": uuid.uuid4(), "line": "medi_cal", "doctor": doctor, "effective_on": day or OCTOBER_1,
        }  # fmt: skip
        return self.coming

    def _cancel_change(self, call: Call) -> dict:
        if not self.coming or self.coming["change_id"] != call.fields["change_id"]:
            raise NotFound()
        self.coming = None
        return {}

    def ask(self, **changes) -> dict:
        """A request in the exception queue."""
        made = {
            "exception_id": uuid.uuid4(), "number": 3001 + len(self.asked), "line": "medi_cal",
            "doctor": OMAR, "rules": ["closed", "same_month"], "wished_on": TODAY + timedelta(days=3),
            "state": "open", "by_staff": True, "submitted_at": clock.now(), "decided_at": None,
            "denial": None, "reason_text": "She knows this doctor.",
        } | changes  # fmt: skip
        self.asked.insert(0, made)
        return made

    def _ask(self, call: Call) -> dict:
        if any(one["state"] == "open" for one in self.asked):
            raise e.PcpExceptionOpen(number=self.asked[0]["number"])
        return {"exception": self.ask(reason_text=call.fields["reason_text"])}

    def _exceptions(self, call: Call) -> dict:
        fields = {
            name: v for name, v in (self.asked[0] if self.asked else {}).items() if name != "reason_text"
        }
        hit = self.asked and self.asked[0]["state"] == call.fields["state"]
        return {"exceptions": [fields | {"member_key": MEMBER}] if hit else [], "next": None}

    def _decide(self, call: Call) -> dict:
        one = next((x for x in self.asked if x["exception_id"] == call.fields["exception_id"]), None)
        if one is None:
            raise NotFound()
        if one["state"] != "open":
            raise e.PcpExceptionSettled(state=one["state"])
        approved = call.fields["decision"] == "approve"
        one.update(state="approved" if approved else "denied", denial=call.fields["denial"])
        day = call.fields["effective_on"] or one["wished_on"]
        return {"exception": one, "change": self._coming(one["doctor"], day) if approved else None}

    # New addresses

    def _reports(self, call: Call) -> dict:
        state = call.fields["state"]
        report = {
            "report_id": uuid.UUID(int=900), "number": 41, "member_key": MEMBER, "first_name": "Rosa",
            "last_name": "Santos", "date_of_birth": date(1980, 9, 15), "member_id": "P1234567",
            "action": "changed", "use": "home", "state": state, "reported_at": clock.now(),
            "forwarded_at": clock.now() if self.forwarded else None,
            "address": {
                "line1": "77 Alder Court", "city": "Salinas", "state": "CA", "zip_code": "93901",
                "county": "Monterey",
            },
        }  # fmt: skip
        return {"reports": [report] if self.forwarded == (state == "forwarded") else [], "next": None}

    def _forward(self, call: Call) -> dict:
        moved = [] if self.forwarded else call.fields["report_ids"]
        self.forwarded = True
        return {"forwarded": moved}
