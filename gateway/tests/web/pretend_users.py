"""The users and invitations of an office with a memory, for pages: plain rules, held to the contracts."""

import uuid
from datetime import timedelta

from support_peers import Call

from contracts.errors import NotFound
from contracts.provider_directory import errors as e
from contracts.provider_directory import rpc
from contracts.provider_directory import users as u
from servicekit import clock

REMITTANCE, PRACTICE_ZIP = "95076", "95060"
DOCTOR = {"id": uuid.UUID(int=501), "name": "Lena Okoro, MD"}
SITE = {"id": uuid.UUID(int=500), "name": "Creekside, Watsonville"}
TOKEN = "an-invitation-that-is-open"  # noqa: S105 - of a pretended letter
NAMED = ("first_name", "last_name", "email")
ORDERS = {"name": "first_name", "email": "email", "role": "role", "status": "status"}


class PretendUsers:
    """Answers Manage Users and invitations. `rows` are OfficeUsers, `batches` lists with their rows."""

    def __init__(self) -> None:
        self.page_size = 50
        self.reason: str | None = None
        self.rows = [
            self.user("Omar", "Haddad", "administrator", own=True),
            self.user("Ana", "Ruiz", "user", grants=[{"feature": "claims"}]),
            self.user("Bo", "Chen", "user", status="revoked"),
            self.user("Cleo", "Marsh", "administrator"),
        ]
        self.batches: list[dict] = []
        self.invitation_open, self.linked = True, None

    def answers(self) -> dict:
        """What to answer, by procedure."""
        return {
            rpc.list_users: self._list,
            rpc.get_user: lambda call: {"user": self._of(call), "practitioners": [DOCTOR], "sites": [SITE]},
            rpc.change_access: self._change,
            rpc.revoke_access: self._revoke,
            rpc.restore_access: lambda call: self._turn(call, "active"),
            rpc.list_access_changes: self._changes,
            rpc.create_invitations: self._invite,
            rpc.list_invitation_batches: lambda _: {"batches": self.batches, "next": None},
            rpc.get_invitation_batch: self._batch,
            rpc.resend_invitation: self._resend,
            rpc.cancel_invitation: self._cancel,
            rpc.find_invitation: self._find,
            rpc.confirm_invitation: self._accept,
        }

    def user(self, first: str, last: str, role: str, status: str = "active", **more) -> dict:
        """A row of the table."""
        email = f"{first}.{last}@example.org".lower()
        row = {
            "link_id": uuid.uuid4(), "invitation_id": None, "invitation_state": None, "expires_at": None,
            "first_name": first, "last_name": last, "email": email, "role": role, "status": status,
            "version": 1, "own": False, "grants": [], "features": [], "actions": [],
        } | more  # fmt: skip
        return self._judged(row)

    def named(self, first: str) -> dict:
        """The row of somebody."""
        return next(row for row in self.rows if row["first_name"] == first)

    def _judged(self, row: dict) -> dict:
        none = {"provider_scope": None, "site_scope": None}
        row["grants"] = [none | grant for grant in row["grants"]]
        row["features"] = sorted({grant["feature"] for grant in row["grants"]})
        if row["status"] == "invited":
            row["actions"] = ["resend", "cancel"]
        elif row["status"] == "revoked":
            row["actions"] = ["restore"]
        else:
            admin = row["role"] == "administrator"
            row["actions"] = ["edit", "remove_administrator" if admin else "make_administrator"]
            row["actions"] += [] if row["own"] else ["revoke"]
        return row

    def _list(self, call: Call) -> dict:
        asked = call.fields
        fits = [
            row for row in self.rows
            if (asked["text"] or "") in " ".join(row[name] for name in NAMED).lower()
            and asked["role"] in (None, row["role"]) and asked["status"] in (None, row["status"])
        ]  # fmt: skip
        fits.sort(key=lambda row: row[ORDERS[asked["order"]]], reverse=asked["direction"] == "down")
        begin = int(asked["after"] or 0)
        end = begin + self.page_size
        return {"users": fits[begin:end], "next": str(end) if end < len(fits) else None}

    def _of(self, call: Call) -> dict:
        found = [row for row in self.rows if row["link_id"] == call.fields["link_id"]]
        if not found:
            raise NotFound()
        return found[0]

    def _change(self, call: Call) -> dict:
        row, wanted = self._of(call), call.fields
        if wanted["version"] != row["version"]:
            raise e.AccessChanged(current=u.OfficeUser().dump(row))
        administrators = [one for one in self.rows if one["role"] == "administrator"]
        if wanted["role"] == "user" and administrators == [row]:
            raise e.LastAdministrator()
        row["role"] = wanted["role"] or row["role"]
        row["grants"] = row["grants"] if wanted["grants"] is None else wanted["grants"]
        row["version"] += 1
        return self._judged(row)

    def _revoke(self, call: Call) -> dict:
        if self._of(call)["own"]:
            raise e.OwnAccess()
        return self._turn(call, "revoked")

    def _turn(self, call: Call, status: str) -> dict:
        row = self._of(call)
        row.update(status=status, version=row["version"] + 1)
        return self._judged(row)

    def _changes(self, call: Call) -> dict:
        self._of(call)
        had, has = {"role": "user", "grants": []}, {"role": "user", "grants": [{"feature": "claims"}]}
        change = {
            "change_id": 7, "changed_at": clock.now(), "actor_kind": "support", "actor_name": None,
            "action": "grants_changed", "before": had, "after": has, "added": [{"feature": "claims"}],
            "removed": [], "reason": self.reason,
        }  # fmt: skip
        return {"changes": [change], "next": None, "practitioners": [], "sites": []}

    def _invite(self, call: Call) -> dict:
        rows, outcomes = [], []
        for at, person in enumerate(call.fields["people"]):
            problems = self._problems(person)
            rows.append(self._row(at, person, problems))
            out = {"outcome": "failed" if problems else "sent", "problems": problems}
            outcomes.append(out | {"invitation_id": rows[-1]["invitation_id"]})
        batch = self._count(rows) | {"batch_id": uuid.uuid4(), "created_at": clock.now(), "rows": rows}
        self.batches.insert(0, batch | {"finished_at": clock.now()})
        return {name: value for name, value in self.batches[0].items() if name != "rows"} | {
            "outcomes": outcomes
        }

    def _problems(self, person: dict) -> dict:
        if person["email"] in [row["email"] for row in self.rows if row["status"] != "invited"]:
            return {"email": "invite.already_user"}
        fits = person["zip_code"][:5] in (REMITTANCE, PRACTICE_ZIP)
        return {} if fits else {"zip_code": "zip.hint_remit_then_practice"}

    def _row(self, at: int, person: dict, problems: dict) -> dict:
        row = {name: person[name] for name in ("first_name", "last_name", "email", "role")}
        row |= {"invitation_id": uuid.uuid4(), "row": at, "problems": problems, "sent_at": None}
        if not problems:
            invited = self.user(person["first_name"], person["last_name"], person["role"], "invited")
            invited |= {"link_id": None, "invitation_id": row["invitation_id"], "email": person["email"]}
            self.rows.append(invited | {"invitation_state": "sent"})
        return row | {"state": "failed" if problems else "sent", "expires_at": None}

    def _count(self, rows: list[dict]) -> dict:
        failed = sum(row["state"] == "failed" for row in rows)
        return {"total": len(rows), "failed": failed, "sent": len(rows) - failed, "cancelled": 0}

    def _batch(self, call: Call) -> dict:
        found = [one for one in self.batches if one["batch_id"] == call.fields["batch_id"]]
        if not found:
            raise NotFound()
        rows = [row for row in found[0]["rows"] if row["problems"] or not call.fields["failed_only"]]
        told = {name: value for name, value in found[0].items() if name != "rows"}
        return told | {"invitations": rows, "next": None}

    def _invitation(self, call: Call) -> dict:
        for row in self.rows:
            if row["invitation_id"] == call.fields["invitation_id"]:
                return row
        raise NotFound()

    def _resend(self, call: Call) -> dict:
        self._invitation(call)
        return {}

    def _cancel(self, call: Call) -> dict:
        if self._invitation(call)["invitation_state"] == "accepted":
            raise e.InvitationSettled(state="accepted")
        self.rows.remove(self._invitation(call))
        return {}

    def _find(self, call: Call) -> dict:
        if call.fields["token"] != TOKEN or not self.invitation_open:
            names = ("office", "role", "first_name", "email", "expires_at")
            return {"open": False} | dict.fromkeys(names)
        return {
            "open": True, "office": "Lena Okoro, MD", "role": "user", "first_name": "Ines",
            "email": "ines@example.org", "expires_at": clock.now() + timedelta(days=3),
        }  # fmt: skip

    def _accept(self, call: Call) -> dict:
        if call.fields["token"] != TOKEN or not self.invitation_open:
            raise e.InvitationNotOpen()
        self.invitation_open = False
        return self.linked()
