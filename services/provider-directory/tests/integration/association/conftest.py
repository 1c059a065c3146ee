"""Invented offices, people who want in, and identity faked from its contract so that the fake can't lie."""

import itertools
import json
import threading
import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, text

from contracts.errors import ContractError, NotFound, RateLimited
from contracts.identity.errors import AttemptsUsedUp
from contracts.procedures import PROVIDER, Procedure
from contracts.provider_directory import rpc
from contracts.registry import events as all_events
from provider_directory.operations.demo import SOURCE, load_offices
from provider_directory.operations.keeping import keep
from provider_directory.rules import demo_doctors, demo_offices
from provider_directory.rules.tax_ids import TaxIds
from provider_directory.service import ProviderDirectoryService
from servicekit import clock
from servicekit.envelope import open_body, schema_of
from servicekit.kit import Kit
from servicekit.work import Client, Viewer, Work

LIMIT = 5
LETTERS = {one.office.number: demo_offices.as_json(one) for one in demo_offices.offices()}


class FakeIdentity:
    """Stands where the peers' client stands: people by account, and exact counts of tries."""

    def __init__(self) -> None:
        self.people: dict[UUID, dict[str, str]] = {}
        self.counted: Counter[UUID] = Counter()
        self.under_way: dict[UUID, UUID] = {}
        self.limited = False
        self._lock = threading.Lock()

    def call(self, procedure: Procedure, fields: dict[str, Any], **_: Any) -> dict[str, Any]:
        """As the real client answers."""
        takes, gives = schema_of(procedure.takes), schema_of(procedure.gives)
        with self._lock:
            answer = getattr(self, procedure.name)(**takes.load(takes.dump(fields)))
        return gives.load(gives.dump(answer or {}))

    def get_recipient(self, account_id: UUID) -> dict[str, Any]:
        if account_id not in self.people:
            raise NotFound()
        return self.people[account_id] | {"language": "en"}

    def reserve_attempt(self, purpose: str, account_id: UUID, subject: str) -> dict[str, Any]:
        if self.limited:
            raise RateLimited(retry_after=60)
        if self.counted[account_id] >= LIMIT:
            raise AttemptsUsedUp()
        self.counted[account_id] += 1
        attempt_id = uuid.uuid4()
        self.under_way[attempt_id] = account_id
        return {"attempt_id": attempt_id, "until": clock.later(10)}

    def record_attempt(
        self, purpose: str, account_id: UUID, subject: str, attempt_id: UUID, right: bool
    ) -> dict[str, Any]:
        assert self.under_way.pop(attempt_id) == account_id
        self.counted[account_id] -= int(right)
        return {"used_up": not right and self.counted[account_id] >= LIMIT}

    def unlock_attempts(self, purpose: str, account_id: UUID, by_account_id: UUID, reason: str) -> None:
        assert reason
        self.counted[account_id] = 0

    def close(self) -> None:
        """Nothing to let go of."""


@dataclass(frozen=True)
class Someone:
    """A person of an office, with an account and perhaps a context."""

    account_id: UUID
    context_id: UUID | None = None
    roles: frozenset[str] = frozenset({PROVIDER})

    def at(self, link: dict[str, Any]) -> "Someone":
        """The same person, acting for this link's Provider ID."""
        return replace(self, context_id=link["context_id"])


class Desk:
    """The directory without its broker: procedures in, outbox out."""

    def __init__(self, kit: Kit, identity: FakeIdentity):
        self.kit, self.identity = kit, identity
        self._numbers = itertools.count(1)

    def someone(self, first_name: str = "Wren", last_name: str = "Okafor", **more: Any) -> Someone:
        """A new account."""
        who = Someone(uuid.uuid4(), **more)
        email = f"box{next(self._numbers)}@example.org"
        self.identity.people[who.account_id] = {
            "first_name": first_name, "last_name": last_name, "email": email,
        }  # fmt: skip
        return who

    def work(self, who: Someone | None, **more: Any) -> Work:
        """A call by this person."""
        known = (
            {"account_id": who.account_id, "context_id": who.context_id, "roles": who.roles} if who else {}
        )
        more.setdefault("client", Client(address="192.0.2.7"))
        return self.kit.work(viewer=Viewer(caller="gateway", **known), **more)

    def ask(self, procedure: Procedure, who: Someone | None, **fields: Any) -> dict[str, Any]:
        """Call as the door does: through the contract's schemas both ways."""
        takes, gives = schema_of(procedure.takes), schema_of(procedure.gives)
        verb = getattr(ProviderDirectoryService, procedure.name)
        answer = verb(None, self.work(who), **takes.load(takes.dump(fields)))
        return gives.load(gives.dump(answer or {}))

    def outcome(self, procedure: Procedure, who: Someone | None, **fields: Any) -> str:
        """`ok`, or the code of the error."""
        try:
            self.ask(procedure, who, **fields)
        except ContractError as refused:
            return refused.code
        return "ok"

    @staticmethod
    def letter(number: str, **changes: Any) -> dict[str, Any]:
        """What step 1 asks for, as the Welcome Letter of an invented office says it."""
        said = LETTERS[number]
        names = {name: said[name] or None for name in ("first_name", "last_name", "group_name")}
        shared = {"type": said["type"], "tax_id": said["tax_id"], "zip_code": said["zip_codes"][0]}
        return names | shared | {"provider_id": number} | changes

    def match(self, who: Someone, number: str, **changes: Any) -> dict[str, Any]:
        """Step 1 with the Welcome Letter in hand."""
        return self.ask(rpc.match_billing_provider, who, **self.letter(number, **changes))

    def link(self, who: Someone, number: str) -> dict[str, Any]:
        """Both steps."""
        matched = self.match(who, number)
        version = matched["agreement"]["version"]
        return self.ask(rpc.create_link, who, match_token=matched["match_token"], agreement_version=version)

    def administrator(self, number: str, **names: Any) -> Someone:
        """Somebody new who is the first of this Provider ID, acting for it."""
        who = self.someone(**names)
        return who.at(self.link(who, number))

    def member(self, boss: Someone, number: str, **access: Any) -> Someone:
        """Somebody new whom the administrator lets in, acting for the Provider ID."""
        return self.let_in(self.someone("Sol", "Ibarra"), boss, number, **access)

    def let_in(self, who: Someone, boss: Someone, number: str, **access: Any) -> Someone:
        """The administrator lets this person in, who confirms the agreement and acts for the Provider ID."""
        here = self.approve(who, boss, number, **access)
        return self.agree(here)

    def agree(self, who: Someone) -> Someone:
        """The person confirms the agreement that her home page shows, if it shows any."""
        if due := self.ask(rpc.get_provider_home, who)["agreement"]:
            self.ask(rpc.confirm_agreement, who, version=due["version"])
        return who

    def approve(self, who: Someone, boss: Someone, number: str, **access: Any) -> Someone:
        """The administrator lets this person in, who has confirmed nothing yet."""
        token = self.match(who, number)["match_token"]
        asked = self.ask(rpc.create_access_request, who, match_token=token)
        self.ask(rpc.change_access_request, boss, decision="approve", **asked, **access)
        [link] = [one for one in self.links(who) if one["number"] == number]
        return who.at(link)

    def links(self, who: Someone) -> list[dict[str, Any]]:
        """Manage Linked Accounts."""
        return self.ask(rpc.list_links, who)["links"]

    def told(self, name: str) -> list[dict[str, Any]]:
        """The events of this name in the outbox, opened, the oldest first."""
        [kind] = [event for event in all_events().values() if event.name == name]
        found = []
        for row in self.rows("SELECT body FROM outbox WHERE routing_key = :key ORDER BY id", key=kind.key):
            envelope = json.loads(bytes(row.body))
            body = {"fields": envelope["data"]} | {k: envelope[k] for k in ("sealed",) if k in envelope}
            fields, _ = open_body(f"{kind.exchange}:{kind.key}", body, self.kit.sealer)
            found.append(kind.carries().load(fields))
        return found

    def rows(self, query: str, **values: Any) -> list:
        """Ask the database."""
        with self.kit.database.transaction() as tx:
            return list(tx.session.execute(text(query), values))

    def run(self, statement: str, **values: Any) -> None:
        """Change the database behind the service's back."""
        with self.kit.database.transaction() as tx:
            tx.session.execute(text(statement), values)


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What each answers, all begun together."""
    begin = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        begin.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def _load(kit: Kit) -> None:
    """The invented offices with those of the invented doctors and groups who belong to them."""
    people, groups = demo_doctors.doctors()[:26], [*demo_doctors.groups()[:2], *demo_offices.GROUPS]
    here = {group.source_ref for group in groups}
    places = [*demo_doctors.places(), *demo_offices.places()]
    belongings = [*demo_doctors.belongings()[:26], *demo_offices.belongings()]
    keys = TaxIds(kit.sealer, kit.settings.index_key)
    with kit.database.transaction() as tx:
        keep(
            tx, SOURCE, keys, people, groups, [one for one in places if one.group_ref in here or one.npi],
            belongings=[one for one in belongings if one.group_ref in here],
        )  # fmt: skip
        load_offices(tx, keys)


@pytest.fixture
def desk(kit) -> Desk:
    """The directory with the invented offices; nothing is told yet."""
    kit.client.close()
    kit.client = FakeIdentity()
    _load(kit)
    made = Desk(kit, kit.client)
    made.run("TRUNCATE outbox, cases CASCADE")
    return made


@pytest.fixture
def together() -> Callable[..., list[Any]]:
    """`together(do, other)`: what each answers, all begun at once."""
    return at_once


@pytest.fixture
def statements_of(desk) -> Callable[[Callable[[], Any]], list[str]]:
    """`statements_of(do)`: the SQL statements (their beginnings) of a call, whatever it raises."""

    def measure(do: Callable[[], Any]) -> list[str]:
        seen: list[str] = []

        def note(connection, cursor, statement, *_):
            seen.append(" ".join(statement.split())[:80])

        event.listen(desk.kit.database.engine, "before_cursor_execute", note)
        try:
            do()
        except ContractError:
            pass
        finally:
            event.remove(desk.kit.database.engine, "before_cursor_execute", note)
        return seen

    return measure
