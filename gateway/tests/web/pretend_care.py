"""Rosa's coverage, cards and doctors with a memory, for pages: plain rules, held to the contracts."""

import uuid
from datetime import date

from support_peers import Call

from contracts.claims import rpc as claims
from contracts.errors import InvalidInput, NotFound
from contracts.member import errors as e
from contracts.member import rpc
from contracts.provider_directory import rpc as directory
from servicekit import clock

PRACTICE = {
    "name": "Creekside Family Clinic", "line1": "5 Main Street", "line2": "Suite 2", "city": "Salinas",
    "state": "CA", "zip_code": "93901", "county": "Monterey", "phone": "+18315550190",
}  # fmt: skip
OCTOBER_1 = date(2026, 10, 1)


def doctor(number: int, first: str, last: str, **more) -> dict:
    """A doctor; `more` as in FoundDoctor."""
    named = {"provider_id": uuid.UUID(int=number), "first_name": first, "last_name": last}
    return named | {"credential": "MD", "specialty": "Family medicine", "practice": PRACTICE} | more


LENA, OMAR, INES = doctor(1, "Lena", "Okoro"), doctor(2, "Omar", "Haddad"), doctor(3, "Inês", "Á")
NPI_OF_OMAR, NPI_OF_NOBODY = "2000000010", "2000000028"
FREE = {"available": True, "reason": None, "accepting": "open", "gender": "male", "languages": ["en", "es"]}


class PretendCare:
    """Answers coverage, cards and doctors. `order`, `coming`, `covered`, `asked`, `addresses`, `treated`
    are hers to change."""

    def __init__(self) -> None:
        self.order, self.coming, self.covered, self.full = None, None, True, set()
        self.wishes: dict = {}
        self.asked: list[dict] = []
        self.treated = [{"npi": NPI_OF_OMAR, "last_service_on": date(2026, 8, 3)}]
        self.address = {"contact_point_id": uuid.uuid4(), "use": "home", "address": {
            "line1": "12 Pajaro Lane", "line2": None, "city": "Watsonville", "state": "CA",
            "zip_code": "95076",
        }, "undeliverable": False}  # fmt: skip
        self.addresses = [self.address]

    def answers(self) -> dict:
        """What to answer, by procedure."""
        return {
            rpc.get_coverage: self._coverage,
            rpc.get_id_cards: self._cards,
            rpc.create_card_order: self._order,
            rpc.cancel_card_order: self._cancel_order,
            rpc.get_pcp: self._pcp,
            claims.list_treating_doctors: lambda _: {"doctors": self.treated},
            directory.find_practitioners: self._practitioners,
            rpc.search_pcps: self._search,
            rpc.change_pcp: self._change,
            rpc.cancel_pcp_change: self._cancel_change,
            rpc.submit_pcp_exception: self._ask,
            rpc.get_preferences: lambda _: self.wishes,
            rpc.change_preferences: self._wish,
        }

    def _wish(self, call: Call) -> dict:
        if call.fields["version"] != self.wishes.get("version", 1):
            raise e.PreferencesChanged(current=self.wishes)
        self.wishes = call.fields | {"version": call.fields["version"] + 1}
        return self.wishes

    def _coverage(self, call: Call) -> dict:
        now = {"line": "medi_cal", "starts_on": date(2024, 1, 1), "ends_on": None, "state": "active"}
        later = {"line": "ihss", "starts_on": date(2027, 1, 1), "ends_on": None, "state": "future"}
        old = {
            "line": "medi_cal", "starts_on": date(2020, 1, 1), "ends_on": date(2022, 5, 31), "state": "ended",
        }  # fmt: skip
        gap = {"line": "medi_cal", "starts_on": date(2022, 6, 1), "ends_on": date(2023, 12, 31)}
        return {"active": [now, later] if self.covered else [], "inactive": [old], "gaps": [gap]}

    def _cards(self, call: Call) -> dict:
        card = {
            "line": "medi_cal", "first_name": "Rosa", "last_name": "Santos", "member_id": "P1234567",
            "date_of_birth": date(1980, 9, 15), "starts_on": date(2024, 1, 1), "doctor": LENA,
            "reference": uuid.UUID(int=77),
        }  # fmt: skip
        return {
            "cards": [card] if self.covered else [], "none_because": None if self.covered else "ended",
            "starts_on": None, "coming": [self.coming] if self.coming else [], "order": self.order,
            "may_order": self.covered and self.order is None,
            "addresses": self.addresses,
        }  # fmt: skip

    def _order(self, call: Call) -> dict:
        if self.order:
            raise e.CardOrderOpen(number=self.order["number"], state="ordered", expected_by="2026-12-04")
        named = [a for a in self.addresses if a["contact_point_id"] == call.fields["contact_point_id"]]
        if not named:
            raise NotFound()
        if named[0]["undeliverable"] and not call.fields["address_confirmed"]:
            raise e.CardAddressReturned()
        self.order = {
            "order_id": uuid.uuid4(), "number": 100001, "state": "ordered", "ordered_at": clock.now(),
            "printed_at": None, "mailed_at": None, "expected_by": date(2026, 12, 4),
            "address": self.address["address"],
        }  # fmt: skip
        return {"order": self.order}

    def _cancel_order(self, call: Call) -> dict:
        if not self.order or self.order["order_id"] != call.fields["order_id"]:
            raise NotFound()
        if self.order["state"] != "ordered":
            raise e.CardOrderPrinted()
        self.order = None
        return {}

    def _pcp(self, call: Call) -> dict:
        span = {"line": "medi_cal", "doctor": LENA, "starts_on": date(2025, 1, 1), "ends_on": None}
        past = {
            "line": "medi_cal",
            "doctor": INES,
            "starts_on": date(2020, 1, 1),
            "ends_on": date(2022, 5, 31),
        }
        return {
            "lines": ["medi_cal"] if self.covered else [], "current": [span] if self.covered else [],
            "coming": [self.coming] if self.coming else [], "past": [past], "next_start": OCTOBER_1,
            "exceptions": self.asked,
        }  # fmt: skip

    def _practitioners(self, call: Call) -> dict:
        omar = {name: OMAR[name] for name in ("provider_id", "first_name", "last_name", "credential")}
        practice = PRACTICE | {"extension": None}
        known = omar | {"npi": NPI_OF_OMAR, "specialty": "Heart doctor", "practice": practice}
        return {"practitioners": [known] if NPI_OF_OMAR in call.fields["npis"] else []}

    def _search(self, call: Call) -> dict:
        named = [
            call.fields[name] for name in ("first_name", "last_name", "gender", "county", "city", "zip_code")
        ]
        if not any(named):
            raise InvalidInput(fields={"last_name": ["pcp.name_one_criterion"]})
        if not self.covered:
            raise e.NotCovered()
        closed = FREE | {"available": False, "reason": "closed", "accepting": "closed"}
        mine = FREE | {"available": False, "reason": "current"}
        found = [LENA | mine, OMAR | (closed if 2 in self.full else FREE), INES | FREE]
        if call.fields["last_name"] == "Nobody":
            found = []
        more = "page-2" if found and not call.fields["after"] else None
        return {"line": "medi_cal", "doctors": found, "next": more, "effective_on": OCTOBER_1}

    def _change(self, call: Call) -> dict:
        chosen = next(d for d in (LENA, OMAR, INES) if d["provider_id"] == call.fields["provider_id"])
        if chosen is LENA:
            raise e.PcpIsCurrent()
        if chosen is OMAR and 2 in self.full:
            raise e.PcpUnavailable(reason="panel_full")
        self.coming = {
            "change_id": uuid.uuid4(), "line": "medi_cal", "doctor": chosen, "effective_on": OCTOBER_1,
        }  # fmt: skip
        return {"change": self.coming}

    def _cancel_change(self, call: Call) -> dict:
        if not self.coming or self.coming["change_id"] != call.fields["change_id"]:
            raise NotFound()
        self.coming = None
        return {}

    def ask(self, **changes) -> dict:
        """A request for an exception of hers, the newest first."""
        made = {
            "exception_id": uuid.uuid4(), "number": 3001 + len(self.asked), "line": "medi_cal",
            "doctor": OMAR, "rules": ["closed"], "wished_on": None, "state": "open", "by_staff": False,
            "submitted_at": clock.now(), "decided_at": None, "denial": None,
        } | changes  # fmt: skip
        self.asked.insert(0, made)
        return made

    def _ask(self, call: Call) -> dict:
        if call.fields["provider_id"] == OMAR["provider_id"] and 2 not in self.full:
            raise e.PcpExceptionNotNeeded()
        waiting = next((one for one in self.asked if one["state"] == "open"), None)
        if waiting:
            raise e.PcpExceptionOpen(number=waiting["number"])
        return {"exception": self.ask()}
