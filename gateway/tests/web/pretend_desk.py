"""An office, its people and cases as the plan's people see them, with a memory: plain rules, held to the
contracts by FakeIdentity. `looks` are the reasons that were written down, the newest last; `colleagues` the
plan's people by id."""

import uuid
from datetime import date, timedelta

from pretend_provider import CLINIC, REPRESENTATIVE
from support_peers import Call

from contracts.errors import NotFound
from contracts.identity import errors as ie
from contracts.identity import rpc as identity
from contracts.provider_directory import cases as c
from contracts.provider_directory import errors as e
from contracts.provider_directory import rpc
from contracts.provider_directory.access import FEATURES
from servicekit import clock

OFFICE, TEAM = uuid.UUID(int=900), uuid.UUID(int=901)
OMAR, ANA = uuid.UUID(int=910), uuid.UUID(int=911)
CLAIMS = {"feature": "claims", "provider_scope": None, "site_scope": None}
SITE = CLAIMS | {"feature": "eligibility", "site_scope": str(uuid.UUID(int=930))}
DOCTOR = {"id": uuid.UUID(int=931), "name": "Lena Okoro"}
PLACE = {"id": uuid.UUID(int=930), "name": "Harbor Family Medicine, 5 Harbor Way, Salinas"}
ROBIN = uuid.UUID(int=940)
DAYS = [date(2026, 12, 4), date(2026, 12, 7)]


class PretendDesk:
    """Harbor Family Medicine: Omar administers, Ana is a user who may do claims and may have done more."""

    def __init__(self, me: uuid.UUID, staff, others: dict) -> None:
        self.me, self.staff, self.others = me, staff, others
        self.looks: list[str] = []
        self.page_size = 20
        self.issues: list[dict] = []
        self.cases: list[dict] = []
        self.held: set[uuid.UUID] = set()
        self.colleagues = {ROBIN: ("Robin", "Marsh")}
        ana = staff.account["account_id"]
        self.people = [
            self.person_of(OMAR, "Omar", "Haddad", "administrator", [], None),
            self.person_of(ANA, "Ana", "Ruiz", "user", [CLAIMS], ana),
        ]
        had = {"role": "user", "state": "active", "all_features": False, "grants": [CLAIMS, SITE]}
        has = had | {"grants": [CLAIMS]}
        self.history = [
            self._change(12, "grants_changed", "administrator", had, has, [], [SITE]),
            self._change(11, "grants_changed", "self", has, had, [SITE], []),
            self._change(10, "invited", "system", None, has, [CLAIMS], []),
        ]

    def answers(self) -> dict:
        """What to answer, by procedure."""
        return {
            rpc.search_billing_providers: self._search,
            rpc.get_office: self._office,
            rpc.change_administrator: self._administrator,
            rpc.change_access_for_staff: self._restore,
            rpc.list_access_changes: self._changes,
            rpc.get_welcome_letter: self._letter,
            rpc.record_letter_issued: self._issue,
            rpc.unlock_association: self._free,
            rpc.search_cases: self._queue,
            rpc.get_case: self._case,
            rpc.change_case: self._change_case,
            identity.change_email_for_owner: self._email,
            identity.cancel_email_for_owner: self._keep_email,
            identity.list_colleagues: self._colleagues,
        }

    # The office

    def person_of(self, link_id, first_name, last_name, role, grants, account_id) -> dict:
        """A row of the office."""
        features = list(FEATURES) if role == "administrator" else sorted({g["feature"] for g in grants})
        return {
            "link_id": link_id, "invitation_id": None, "invitation_state": None, "expires_at": None,
            "first_name": first_name, "last_name": last_name, "role": role, "status": "active", "version": 1,
            "email": f"{first_name.lower()}.{last_name.lower()}@example.org", "own": False,
            "features": features, "grants": grants, "actions": [], "account_id": account_id,
        }  # fmt: skip

    def _change(self, change_id, action, actor_kind, before, after, added, removed) -> dict:
        return {
            "change_id": change_id, "changed_at": clock.now() - timedelta(days=12 - change_id),
            "actor_kind": actor_kind, "actor_name": "Omar Haddad" if actor_kind == "administrator" else None,
            "action": action, "before": before, "after": after, "added": added, "removed": removed,
            "reason": None,
        }  # fmt: skip

    def _short(self, office_id=OFFICE, name=CLINIC["name"], number=CLINIC["provider_id"]) -> dict:
        return {
            "billing_provider_id": office_id, "number": number, "name": name, "kind": "group",
            "ended_on": None,
        }  # fmt: skip

    def _search(self, call: Call) -> dict:
        asked = call.fields
        wanted = (
            asked["number"] == CLINIC["provider_id"] or asked["account_id"] or asked["representative_id"]
            or asked["tax_id"] == "98-7654321" or (asked["name"] or "").casefold() == "har"
        )  # fmt: skip
        if not wanted:
            return {"offices": [], "next": None}
        if asked["after"]:
            return {"offices": [self._short(uuid.UUID(int=902), "Harborview", "PCH004301")], "next": None}
        return {"offices": [self._short()], "next": OFFICE if asked["name"] else None}

    def _seen(self, call: Call) -> None:
        if call.fields["billing_provider_id"] != OFFICE:
            raise NotFound()
        self.looks.append(call.fields["reason"])

    def _office(self, call: Call) -> dict:
        self._seen(call)
        asked = call.fields
        if asked["link_id"]:
            return self.shown() | {"users": [self.person(asked["link_id"])], "next": None}
        begin = int(asked["after"] or 0)
        end = begin + self.page_size
        some = self.people[begin:end]
        return self.shown() | {"users": some, "next": str(end) if end < len(self.people) else None}

    def shown(self) -> dict:
        """The office as staff see it, with everybody."""
        waiting = [case for case in self.cases if case["state"] != "closed"]
        return self._short() | {
            "tax_id": CLINIC["tax_id"], "registered_on": date(2024, 5, 1), "representative_id": TEAM,
            "representative": REPRESENTATIVE, "users": self.people, "next": None,
            "administrators": [
                {"id": one["link_id"], "name": f"{one['first_name']} {one['last_name']}"}
                for one in self.people if one["role"] == "administrator"
            ],
            "practitioners": [DOCTOR], "sites": [PLACE],
            "cases": [{name: case[name] for name in c.CaseShort().fields} for case in waiting],
        }  # fmt: skip

    def person(self, link_id: uuid.UUID) -> dict:
        """One of its people. Raises NotFound."""
        found = [one for one in self.people if one["link_id"] == link_id]
        if not found:
            raise NotFound()
        return found[0]

    def _administrator(self, call: Call) -> dict:
        made = self.person(call.fields["link_id"])
        made.update(role="administrator", features=list(FEATURES), grants=[], status="active")
        if call.fields["instead_of_link_id"]:
            self.person(call.fields["instead_of_link_id"]).update(role="user", features=[])
        return made

    def _restore(self, call: Call) -> dict:
        user = self.person(call.fields["link_id"])
        then = next((x for x in self.history if x["change_id"] == call.fields["change_id"]), None)
        if then is None:
            raise NotFound()
        if user["role"] == "administrator" and then["after"]["role"] == "user":
            raise e.LastAdministrator()
        user.update(role=then["after"]["role"], grants=then["after"]["grants"])
        return user

    def _changes(self, call: Call) -> dict:
        if call.fields["link_id"] not in (OMAR, ANA):
            return self.others[rpc.list_access_changes](call)
        before, limit = call.fields["before"] or 1000, call.fields["limit"]
        found = [one for one in self.history if one["change_id"] < before]
        kept = [] if call.fields["link_id"] == OMAR else found[:limit]
        return {"changes": kept, "next": None, "practitioners": [DOCTOR], "sites": [PLACE]}

    # The letter

    def _letter(self, call: Call) -> dict:
        self._seen(call)
        place = {
            "use": "remittance", "name": "Harbor Family Medicine", "line1": "PO Box 77", "line2": None,
            "city": "Salinas", "state": "CA", "zip_code": "93901",
        }  # fmt: skip
        practice = place | {"use": "practice", "line1": "5 Harbor Way", "line2": "Suite 2"}
        return self._short() | {
            "tax_id": CLINIC["tax_id"], "registered_on": date(2024, 5, 1), "first_name": None,
            "last_name": None, "addresses": [place, practice], "representative": REPRESENTATIVE,
            "issues": self.issues,
        }  # fmt: skip

    def _issue(self, call: Call) -> dict:
        self._seen(call)
        self.issues.insert(0, {"issued_at": clock.now(), "by_account_id": self.me})
        return self.issues[0]

    def _free(self, call: Call) -> dict:
        if call.fields["account_id"] not in self.held:
            raise NotFound()
        self.held.remove(call.fields["account_id"])
        return {}

    # Cases

    def open(self, kind: str = "locked_out", **changes) -> dict:
        """A case in the queue."""
        made = {
            "case_id": uuid.uuid4(), "number": 40001 + len(self.cases), "kind": kind, "state": "open",
            "version": 1, "account_id": None, "billing_provider_id": OFFICE, "assigned_to": None,
            "opened_at": clock.now(), "changed_at": clock.now(), "scheduled_on": None,
            "preferred_days": DAYS if kind == "training" else [], "message": "It says locked.",
            "context": {"page": "/provider-portal/log-in"}, "contact_name": "Ana Ruiz",
            "contact_phone": "831-555-0117", "contact_email": "ana.ruiz@example.org", "notes": [],
        } | changes  # fmt: skip
        self.cases.append(made)
        return made

    def _queue(self, call: Call) -> dict:
        asked = call.fields
        fits = [
            case for case in self.cases
            if (case["number"] == asked["number"] if asked["number"] else case["state"] == asked["state"])
            and asked["kind"] in (None, case["kind"]) and case["number"] > (asked["after"] or 0)
            and (not asked["mine"] or case["assigned_to"] == self.me)
        ]  # fmt: skip
        short = [{name: case[name] for name in c.CaseShort().fields} for case in fits[:2]]
        return {"cases": short, "next": fits[1]["number"] if len(fits) > 2 else None}

    def _case(self, call: Call) -> dict:
        for case in self.cases:
            if case["case_id"] == call.fields["case_id"]:
                return case
        raise NotFound()

    def _change_case(self, call: Call) -> dict:
        case, wanted = self._case(call), call.fields
        if wanted["version"] != case["version"]:
            raise e.CaseChanged(current=c.Case().dump(case))
        case["notes"].append({"text": wanted["note"], "by_account_id": self.me, "at": clock.now()})
        case.update(version=case["version"] + 1, state=wanted["state"] or case["state"])
        case.update({"assigned_to": self.me} if wanted["take"] else {})
        case.update({"scheduled_on": wanted["scheduled_on"]} if wanted["scheduled_on"] else {})
        return case

    # The address of an account

    def _verified(self) -> None:
        if self.staff.verified_until is None:
            raise ie.CallerNotVerified()

    def _email(self, call: Call) -> dict:
        self._verified()
        at = clock.now() + timedelta(days=2)
        self.staff.account["email_changes_at"] = at
        return {"takes_effect_at": at}

    def _keep_email(self, call: Call) -> dict:
        self._verified()
        if self.staff.account["email_changes_at"] is None:
            raise NotFound()
        self.staff.account["email_changes_at"] = None
        return {}

    # Colleagues

    def _colleagues(self, call: Call) -> dict:
        ours = [one for one in call.fields["account_ids"] if one in self.colleagues]
        named = [(one, *self.colleagues[one]) for one in ours]
        return {
            "colleagues": [
                {"account_id": one, "first_name": first, "last_name": last} for one, first, last in named
            ]
        }
