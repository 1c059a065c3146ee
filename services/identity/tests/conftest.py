"""Real work on a real database. The member service is faked from its contract, so that the fake can't lie."""

import itertools
import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import jwt
import pytest
from sqlalchemy import event, text

from contracts.errors import Unavailable
from contracts.events import Event
from contracts.identity import events as facts
from contracts.identity import rpc
from contracts.member import rpc as member_rpc
from contracts.procedures import Procedure
from contracts.registry import events as all_events
from identity import operations
from identity.__main__ import PROGRAM
from identity.adapters import passwords
from identity.config import Settings
from servicekit.config import decode_key
from servicekit.envelope import open_body, schema_of
from servicekit.kit import Kit
from servicekit.tokens import viewer_of
from servicekit.work import Client, Deadline, Viewer, Work

PASSWORD = "seven quiet herons"
OTHER_PASSWORD = "three amber ladders"
TABLES = (
    "accounts, usernames, devices, attempts, sign_ups, recoveries, email_changes, codes, sessions, "
    "authenticators, recovery_codes, ended_contexts, caller_checks, owner_email_changes, "
    "audit_entries, audit_head, audit_checkpoints, outbox, inbox, idempotency"
)


class FakeMember:
    """Stands where the peers' client stands. Input and output go through member's own schemas."""

    def __init__(self) -> None:
        self.enrolled: dict[tuple, UUID] = {}
        self.may_register = True
        self.is_down = False

    def enrol(self, card: dict[str, Any]) -> UUID:
        """Add a member; their key."""
        return self.enrolled.setdefault(self._key(card), uuid.uuid4())

    def call(self, procedure: Procedure, fields: dict[str, Any], **_: Any) -> dict[str, Any]:
        """As the real client answers."""
        assert procedure is member_rpc.match_member
        if self.is_down:
            raise Unavailable(reason="deadline")
        takes, gives = schema_of(procedure.takes), schema_of(procedure.gives)
        key = self.enrolled.get(self._key(takes.load(takes.dump(fields))))
        return gives.load(
            gives.dump({"member_key": key, "may_register": key is not None and self.may_register})
        )

    @staticmethod
    def _key(card: dict[str, Any]) -> tuple:
        return tuple(card[name] for name in ("first_name", "last_name", "date_of_birth", "member_id"))


@dataclass
class Person:
    """Somebody with an ID card, and what they choose."""

    card: dict[str, Any]
    member_key: UUID
    username: str
    email: str
    password: str = PASSWORD
    device: dict[str, Any] = field(default_factory=dict)

    def form(self, **changes: Any) -> dict[str, Any]:
        """The sign-up form."""
        return self.card | {
            "email": self.email, "username": self.username, "password": self.password,
            "terms_version": "2026-01",
        } | changes  # fmt: skip


class Home:
    """The identity service without its broker: use cases in, outbox out."""

    def __init__(self, kit: Kit, member: FakeMember):
        self.kit, self.member = kit, member
        self._numbers = itertools.count(1)
        self._addresses = itertools.count(1)

    def work(self, *, address: str | None = "fresh", seconds: float = 30, **more: Any) -> Work:
        """A call from the gateway; from an address of its own unless one is named."""
        if address == "fresh":
            number = next(self._addresses)
            address = f"192.0.2.{number % 250}/{number}"
        client = Client(address=address, user_agent="Browser", device=more.pop("device", None))
        more.setdefault("viewer", Viewer(caller="gateway"))
        return self.kit.work(client=client, deadline=Deadline(seconds), **more)

    def ask(self, procedure: Procedure, work: Work | None = None, **fields: Any) -> dict[str, Any]:
        """Call as the door does: through the contract's schemas both ways."""
        takes, gives = schema_of(procedure.takes), schema_of(procedure.gives)
        verb = getattr(operations, procedure.name)
        answer = verb(work or self.work(), **takes.load(takes.dump(fields))) or {}
        return gives.load(gives.dump(answer))

    def person(self, **changes: Any) -> Person:
        """A new enrolled member, invented."""
        n = next(self._numbers)
        card = {
            "first_name": "Wren", "last_name": f"Okafor{n}", "date_of_birth": date(1980, 2, 3),
            "member_id": f"PCH{n:07}",
        }  # fmt: skip
        made = Person(card, self.member.enrol(card), f"wren.box{n}", f"box{n}@example.org")
        return Person(**(vars(made) | changes))

    def sign_up(self, person: Person, **changes: Any) -> dict[str, Any]:
        """SUBMIT."""
        return self.ask(rpc.start_sign_up, **person.form(**changes))

    def account(self, person: Person | None = None) -> Person:
        """A person whose account is active."""
        person = person or self.person()
        started = self.sign_up(person)
        self.ask(rpc.confirm_sign_up, sign_up_id=started["sign_up_id"], code=self.code())
        return person

    def log_in(
        self, person: Person, password: str | None = None, work: Work | None = None, **more: Any
    ) -> dict:
        """LOG IN."""
        return self.ask(
            rpc.start_session, work, username=person.username, password=password or person.password, **more
        )

    def viewer(self, tokens: dict[str, Any]) -> Viewer:
        """Who the access token says asks."""
        timeless = {"verify_exp": False, "verify_iat": False, "verify_signature": False}
        return viewer_of(jwt.decode(tokens["access_token"], options=timeless), "gateway")

    def signed_in(self, tokens: dict[str, Any], **more: Any) -> Work:
        """A call by the owner of these tokens."""
        return self.work(viewer=self.viewer(tokens), **more)

    def specialist(self) -> Work:
        """A call by support staff."""
        return self.work(
            viewer=Viewer(caller="gateway", account_id=uuid.uuid4(), roles=frozenset(["support"]))
        )

    def verified(self, account_id: UUID, work: Work | None = None) -> Work:
        """A call by a specialist who has verified this account's owner."""
        work = work or self.specialist()
        self.ask(rpc.record_caller_check, work, account_id=account_id, verified=["full_name", "username"])
        return work

    def recover(self, person: Person, username: bool = False, password: bool = True) -> dict[str, Any]:
        """The recovery form."""
        return self.ask(rpc.start_recovery, **person.card, forgot_username=username, reset_password=password)

    def account_id(self, person: Person) -> UUID:
        """Their account's id."""
        return self.one("SELECT id FROM accounts WHERE member_key = :key", key=person.member_key)

    def told(self, event: Event | None = None) -> list[dict[str, Any]]:
        """What is in the outbox, opened, the oldest first; each with its event's name."""
        kinds = {(e.exchange, e.key): e for e in all_events().values()}
        found = []
        for row in self.rows("SELECT exchange, routing_key, body FROM outbox ORDER BY id"):
            kind = kinds[(row.exchange, row.routing_key)]
            envelope = json.loads(bytes(row.body))
            body = {"fields": envelope["data"], "sealed": envelope.get("sealed")}
            body = {name: value for name, value in body.items() if value}
            fields, _ = open_body(f"{kind.exchange}:{kind.key}", body, self.kit.sealer)
            if event in (None, kind):
                found.append(kind.carries().load(fields) | {"event": kind.name})
        return found

    def code(self, event: Event = facts.sign_up_code_issued) -> str:
        """The code in the newest mail."""
        return self.told(event)[-1]["code"]

    def rows(self, query: str, **values: Any) -> list:
        """Ask the database."""
        with self.kit.database.transaction() as tx:
            return list(tx.session.execute(text(query), values).all() if "SELECT" in query.upper() else [])

    def one(self, query: str, **values: Any) -> Any:
        """The first column of the only row."""
        (row,) = self.rows(query, **values)
        return row[0]

    def run(self, statement: str, **values: Any) -> None:
        """Change the database behind the service's back."""
        with self.kit.database.transaction() as tx:
            tx.session.execute(text(statement), values)


@dataclass
class Cost:
    """What a block of work cost: SQL statements (their beginnings) and password hashings."""

    statements: list[str] = field(default_factory=list)
    hashings: int = 0


@pytest.fixture
def cost_of(home: Home) -> Callable[[Callable[[], Any]], Cost]:
    """`cost_of(do)`: run it, whatever it raises, and say what it cost."""

    def measure(do: Callable[[], Any]) -> Cost:
        cost, before = Cost(), _hashings()

        def count(connection, cursor, statement, *_):
            cost.statements.append(" ".join(statement.split())[:60])

        event.listen(home.kit.database.engine, "before_cursor_execute", count)
        try:
            do()
        except Exception:  # noqa: BLE001 - the caller compares outcomes itself
            pass
        finally:
            event.remove(home.kit.database.engine, "before_cursor_execute", count)
        cost.hashings = _hashings() - before
        return cost

    return measure


def _hashings() -> int:
    return sum(int(kind._value.get()) for kind in (passwords.REAL, passwords.DUMMY, passwords.NEW))


@pytest.fixture
def settings(database_url_for, test_secrets) -> Settings:
    """Settings on this worker's database; nothing here needs a broker."""
    return Settings(
        service="identity",
        amqp_url="amqp://127.0.0.1:9/",
        database_url=database_url_for("identity"),
        seal_keys=test_secrets["PORTICO_SEAL_KEYS"],
        call_key=decode_key(test_secrets["PORTICO_CALL_KEY"]),
        verify_keys=json.loads(test_secrets["PORTICO_VERIFY_KEYS"]),
        signing_key=test_secrets["IDENTITY_SIGNING_KEY"],
        index_key=decode_key(test_secrets["IDENTITY_INDEX_KEY"]),
    )


@pytest.fixture
def home_for(settings) -> Iterator[Callable[..., Home]]:
    """`home_for(lock_after=5)`: identity with these settings, on an emptied database."""
    kits: list[Kit] = []

    def make(**changes: Any) -> Home:
        kit = Kit(Settings(**(vars(settings) | changes)))
        kits.append(kit)
        with kit.database.transaction() as tx:
            tx.session.execute(text(f"TRUNCATE {TABLES} CASCADE"))
            tx.session.execute(text("INSERT INTO audit_head VALUES (1, 0, :zero)"), {"zero": bytes(32)})
        member = FakeMember()
        kit.client = member
        return Home(kit, member)

    yield make
    for kit in kits:
        kit.database.close()


@pytest.fixture
def home(home_for) -> Home:
    """Identity with the settings it has by default."""
    return home_for()


@pytest.fixture
def moments() -> Callable[[float], Any]:
    """`with moments(seconds):` the clock so much later."""
    from servicekit import clock

    return lambda seconds: clock.frozen(clock.now() + timedelta(seconds=seconds))


@pytest.fixture
def command(home, monkeypatch, capsys, test_secrets):
    """`command("verify-audit")`: the exit code and what was printed."""

    def run(*arguments):
        for name, value in test_secrets.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("AMQP_URL", home.kit.settings.amqp_url)
        monkeypatch.setenv("IDENTITY_DATABASE_URL", home.kit.settings.database_url)
        return PROGRAM.main(arguments), capsys.readouterr().out

    return run
