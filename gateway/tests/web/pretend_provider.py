"""Two offices with a memory, for pages: plain rules, held to the contracts by FakeIdentity.

`ines.office` is verified and linked to nothing; `omar.office` administers PRACTICE and is a user of CLINIC.
"""

import uuid
from collections.abc import Callable
from datetime import timedelta

from pretend_users import DOCTOR, SITE, PretendUsers
from support_peers import Call

from contracts.errors import NotFound
from contracts.identity import rpc as identity
from contracts.provider_directory import access, rpc
from contracts.provider_directory import errors as e
from servicekit import clock

INES, OMAR = "ines.office", "omar.office"
PEOPLE = {INES: "Ines", OMAR: "Omar"}
AGREEMENT = {
    "version": "2026-01",
    "text": "We keep what we see to ourselves.\n\nEverybody has an own account.",
}
PRACTICE = {
    "type": "practitioner", "first_name": "Lena", "last_name": "Okoro", "tax_id": "123456789",
    "provider_id": "PCH004217", "zip_code": "95076", "name": "Lena Okoro, MD",
}  # fmt: skip
CLINIC = {
    "type": "group", "group_name": "Harbor Family Medicine", "tax_id": "987654321",
    "provider_id": "PCH004300", "zip_code": "93901", "name": "Harbor Family Medicine",
}  # fmt: skip
NPI = "1234567893"
REPRESENTATIVE = {"name": "Tomas Reyes", "phone": "+18315550199", "email": "tomas.reyes@example.org"}


class PretendOffice:
    """Answers association, links, own access and requests; `users` has Manage Users and invitations."""

    def __init__(self, tokens: Callable[..., dict]) -> None:
        self.tokens, self.links, self.context = tokens, [], None
        self.administered, self.held, self.agreement_due = False, False, False
        self.grants: list[dict] = []
        self.asked: list[str] = []
        self.changes: list[dict] = []
        self.requests: list[dict] = []
        self.first_name = ""
        self.users = PretendUsers()
        self.users.linked = self._invited

    def answers(self) -> dict:
        """What to answer, by procedure."""
        return {
            identity.change_context: self._change_context,
            rpc.match_billing_provider: self._match,
            rpc.create_link: self._create_link,
            rpc.create_access_request: lambda _: {"request_id": uuid.uuid4()},
            rpc.list_links: lambda _: {"links": self.links},
            rpc.end_link: self._end_link,
            rpc.confirm_agreement: self._confirm,
            rpc.get_provider_home: self._home,
            rpc.get_own_access: self._own_access,
            rpc.create_permission_request: self._ask,
            rpc.list_access_requests: lambda _: {"requests": self.requests, "next": None},
            rpc.change_access_request: self._decide,
            rpc.create_case: lambda _: {"case_id": uuid.uuid4(), "number": 40017},
        } | self.users.answers()

    def log_in(self, username: str) -> dict:
        """A session of one of the two."""
        self.first_name = PEOPLE[username]
        if username == OMAR and not self.links:
            self.links = [self.link(PRACTICE, "administrator"), self.link(CLINIC, "user")]
        self.context = None
        return self._tokens()

    def link(self, office: dict, role: str) -> dict:
        """An active link."""
        return {
            "link_id": uuid.uuid4(), "context_id": uuid.uuid4(), "billing_provider_id": uuid.uuid4(),
            "name": office["name"], "number": office["provider_id"], "kind": office["type"], "role": role,
            "state": "active", "linked_at": clock.now(), "agreement_due": False,
        }  # fmt: skip

    def end(self, link: dict) -> None:
        """The link is revoked somewhere else."""
        link.update(state="revoked", context_id=None)

    def active(self) -> dict:
        """The link of the context."""
        return next(link for link in self.links if link["context_id"] == self.context)

    def wants_access(self, feature: str | None = None) -> dict:
        """Somebody asks the administrator for something."""
        person = {"first_name": "Ana", "last_name": "Ruiz", "email": "ana.ruiz@example.org"}
        self.requests.append({
            "request_id": uuid.uuid4(), "person": person, "feature": feature, "message": "I am at the desk.",
            "asked_at": clock.now() - timedelta(days=4), "reminded_at": clock.now() - timedelta(days=1),
        })  # fmt: skip
        return self.requests[-1]

    def changed(self, action: str, before: dict | None, after: dict | None) -> None:
        """Something about the own access was changed."""
        self.changes.insert(0, {
            "change_id": len(self.changes) + 1, "changed_at": clock.now(), "actor_kind": "administrator",
            "actor_name": "Vera Lindt", "action": action, "before": before, "after": after,
        })  # fmt: skip

    def _tokens(self) -> dict:
        # Longer than any test: a refresh is another test's affair.
        return self.tokens(roles=["provider"], kind="provider", context_id=self.context, lives=3600)

    def _change_context(self, call: Call) -> dict:
        wanted = call.fields["context_id"]
        if wanted and wanted not in [link["context_id"] for link in self.links]:
            raise NotFound()
        self.context = wanted
        return self._tokens()

    def _match(self, call: Call) -> dict:
        typed = call.fields
        if self.held:
            raise e.AssociationHeld(case_number=40016)
        if typed["provider_id"] == NPI:
            raise e.LooksLikeNpi()
        office = next((o for o in (PRACTICE, CLINIC) if o["provider_id"] == typed["provider_id"]), None)
        wrong = office is None or typed["tax_id"].replace("-", "") != office["tax_id"]
        if wrong or typed["zip_code"][:5] != office["zip_code"]:
            raise e.ProviderNotMatched()
        if typed["type"] != office["type"]:
            raise e.ProviderTypeWrong(type=office["type"])
        if any(link["number"] == office["provider_id"] and link["context_id"] for link in self.links):
            raise e.ProviderAlreadyLinked()
        return {
            "match_token": office["provider_id"], "expires_at": clock.now() + timedelta(minutes=30),
            "outcome": "administrator_exists" if self.administered else "free", "name": office["name"],
            "kind": office["type"], "administrator_initial": "V." if self.administered else None,
            "agreement": AGREEMENT,
        }  # fmt: skip

    def _create_link(self, call: Call) -> dict:
        office = next(o for o in (PRACTICE, CLINIC) if o["provider_id"] == call.fields["match_token"])
        self.links.append(self.link(office, "administrator"))
        return self.links[-1]

    def _invited(self) -> dict:
        self.links.append(self.link(PRACTICE, "user"))
        return self.links[-1]

    def _end_link(self, call: Call) -> dict:
        link = next(one for one in self.links if one["link_id"] == call.fields["link_id"])
        if link["role"] == "administrator":
            raise e.LastAdministrator()
        self.end(link)
        return {}

    def _confirm(self, call: Call) -> dict:
        self.agreement_due = False
        return {}

    def _features(self) -> list[str]:
        everything = self.active()["role"] == access.ADMINISTRATOR
        given = {g["feature"] for g in self.grants}
        return [one for one in access.FEATURES if everything or one in given]

    def _home(self, call: Call) -> dict:
        return {
            "link": self.active(), "features": self._features(), "representative": REPRESENTATIVE,
            "practitioner_count": 1, "open_request_count": len(self.requests),
            "agreement": AGREEMENT if self.agreement_due else None,
        }  # fmt: skip

    def _own_access(self, call: Call) -> dict:
        vera = {"first_name": "Vera", "last_name": "Lindt"}
        return {
            "link": self.active(), "features": self._features(), "all_features": False, "grants": self.grants,
            "practitioners": [DOCTOR], "sites": [SITE], "administrators": [vera], "requested": self.asked,
            "changes": self.changes, "next": None,
        }  # fmt: skip

    def _ask(self, call: Call) -> dict:
        narrow = [g for g in self.grants if g["provider_scope"] or g["site_scope"]]
        if call.fields["feature"] in set(self._features()) - {g["feature"] for g in narrow}:
            raise e.PermissionThere()
        self.asked.append(call.fields["feature"])
        return {"request_id": uuid.uuid4()}

    def _decide(self, call: Call) -> dict:
        found = [one for one in self.requests if one["request_id"] == call.fields["request_id"]]
        if not found:
            raise e.RequestDecided(state="approved")
        self.requests.remove(found[0])
        return {}
