"""Offices with people in them, and identity faked from its contract."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, text

from contracts.identity import rpc as identity
from contracts.procedures import PROVIDER
from contracts.provider_directory.invitations import InvitationList
from provider_directory.operations.inviting import create_invitations
from provider_directory.rules.people import PURPOSE, Person, email_key
from provider_directory.rules.tax_ids import TaxIds
from servicekit import clock
from servicekit.envelope import open_body, read
from servicekit.work import Client, Viewer, Work


class FakeIdentity:
    """Answers `get_recipient` as identity would; a fake that its contract would refuse fails."""

    def __init__(self) -> None:
        self.people: dict[UUID, Person] = {}

    def call(self, procedure, fields, **_) -> dict[str, Any]:
        assert procedure is identity.get_recipient
        asked = procedure.takes().load(procedure.takes().dump(fields))
        person = self.people[asked["account_id"]]
        known = {"first_name": person.first_name, "last_name": person.last_name, "email": person.email}
        wire = {name: known[name] for name in procedure.gives._declared_fields if name in known}
        return procedure.gives().load(wire | {"language": "en"})

    def close(self) -> None:
        """Nothing to let go of."""


@dataclass
class Somebody:
    """A link as a test knows it."""

    link_id: UUID
    account_id: UUID
    context_id: UUID
    person: Person


@dataclass
class Office:
    """A Provider ID with its administrator, and more people by and by."""

    id: UUID
    number: str
    group_id: UUID
    add: Callable[..., Somebody]
    work_of: Callable[[Somebody], Work]
    admin: Somebody = field(init=False)

    @property
    def work(self) -> Work:
        """A call of the administrator's."""
        return self.work_of(self.admin)


@pytest.fixture
def identity_service(kit) -> FakeIdentity:
    """Who identity knows."""
    kit.client.close()
    kit.client = FakeIdentity()
    return kit.client


@pytest.fixture
def run_sql(kit) -> Callable[..., Any]:
    """`run_sql(statement, **values)`: its result, committed."""

    def run(statement: str, **values: Any) -> Any:
        with kit.database.transaction() as tx:
            result = tx.session.execute(text(statement), values)
            return result.all() if result.returns_rows else result.rowcount

    run("TRUNCATE staff_acts, cases, invitation_batches, inbox, account_locks CASCADE")
    return run


@pytest.fixture
def viewer_of() -> Callable[[UUID, UUID | None], Viewer]:
    """`viewer_of(account_id, context_id)`: somebody of an office."""

    def make(account_id: UUID, context_id: UUID | None = None) -> Viewer:
        return Viewer(
            caller="gateway", account_id=account_id, context_id=context_id, roles=frozenset({PROVIDER})
        )

    return make


@pytest.fixture
def staff(kit) -> Callable[..., Work]:
    """`staff("support")`: a call of somebody of the plan with these roles."""

    def work(*roles: str, account_id: UUID | None = None) -> Work:
        who = Viewer(caller="gateway", account_id=account_id or uuid.uuid4(), roles=frozenset(roles))
        return kit.work(viewer=who, client=Client(address="192.0.2.7"))

    return work


@pytest.fixture
def open_office(kit, run_sql, identity_service, viewer_of) -> Callable[..., Office]:
    """`open_office(name="…")`: a group with a remittance and two practice addresses and an administrator."""

    def open_(
        name: str = "Portico Demo Group", remittance: str = "95340", practices=("93901", "02101")
    ) -> Office:
        office_id, group_id, number = uuid.uuid4(), uuid.uuid4(), f"PCH{uuid.uuid4().int % 10**6:06}"
        _save_office(kit, run_sql, office_id, group_id, number, name)
        for use, zip_code in (("remittance", remittance), *(("practice", one) for one in practices)):
            _save_address(run_sql, group_id, use, zip_code)

        def add(first_name: str = "Ana", last_name: str = "Vang", email: str = "", **columns) -> Somebody:
            email = email or f"{uuid.uuid4().hex[:8]}@example.org"
            return _add(
                kit, run_sql, identity_service, office_id, Person(first_name, last_name, email), columns
            )

        def work_of(one: Somebody) -> Work:
            return kit.work(
                viewer=viewer_of(one.account_id, one.context_id), client=Client(address="192.0.2.1")
            )

        office = Office(office_id, number, group_id, add, work_of)
        office.admin = add("Ada", "Admin", role="administrator")
        return office

    return open_


@pytest.fixture
def office(open_office) -> Office:
    """One office."""
    return open_office()


@pytest.fixture
def send() -> Callable[..., dict]:
    """`send(work, *people)`: the answer to Send Invitation."""

    def create(work: Work, *people: dict) -> dict:
        return create_invitations(work, **InvitationList().load({"people": list(people)}))

    return create


@pytest.fixture
def job(kit) -> Callable[[Callable[[Work], Any]], Any]:
    """`job(do)`: one turn of a job of the service."""
    return lambda do: do(kit.work())


@pytest.fixture
def states(run_sql) -> Callable[[], dict[str, int]]:
    """`states()`: how many invitations are in which state."""
    return lambda: dict(run_sql("SELECT state, count(*) FROM invitations GROUP BY state"))


@pytest.fixture
def invite(send) -> Callable[..., dict]:
    """`invite(work, "eve@example.org", "Eve", "Vang", role=…)`: the outcome of a list of one."""

    def one(work: Work, email: str, first_name: str = "Eve", last_name: str = "Vang", **said: Any) -> dict:
        person = {
            "email": email,
            "first_name": first_name,
            "last_name": last_name,
            "zip_code": "95340",
        } | said
        [outcome] = send(work, person)["outcomes"]
        return outcome

    return one


@pytest.fixture
def told(run_sql, kit) -> Callable[..., list[str]]:
    """`told()`: the keys of all events told so far, in order; `told("access_ended.v1")`: how many of one."""

    def look(key: str | None = None):
        keys = [row[0] for row in run_sql("SELECT routing_key FROM outbox ORDER BY id")]
        return keys if key is None else keys.count(key)

    return look


@pytest.fixture
def contents_of(run_sql, kit) -> Callable[..., list[dict]]:
    """`contents_of(event)`: what each told event of this kind carries, unsealed."""

    def look(happened) -> list[dict]:
        rows = run_sql("SELECT body FROM outbox WHERE routing_key = :key ORDER BY id", key=happened.key)
        found = []
        for [body] in rows:
            envelope = read(bytes(body))
            sealed = {"sealed": envelope["sealed"]} if "sealed" in envelope else {}
            fields, _ = open_body(
                f"{happened.exchange}:{happened.key}", {"fields": envelope["data"]} | sealed, kit.sealer
            )
            found.append(happened.carries().load(fields))
        return found

    return look


@pytest.fixture
def statements(kit) -> Callable[[Callable[[], Any]], list[str]]:
    """`statements(do)`: the SQL that `do` makes."""
    return lambda do: [statement for statement, _ in _questions(kit, do)]


@pytest.fixture
def rows_read(kit) -> Callable[[Callable[[], Any]], int]:
    """`rows_read(do)`: how many rows the database sends for what `do` asks."""
    return lambda do: sum(rows for _, rows in _questions(kit, do))


def _questions(kit, do: Callable[[], Any]) -> list[tuple[str, int]]:
    """Each statement that `do` makes, and how many rows come back."""
    seen: list[tuple[str, int]] = []

    def note(conn, cursor, statement, parameters, context, executemany) -> None:
        seen.append((statement, cursor.rowcount))

    event.listen(kit.database.engine, "after_cursor_execute", note)
    try:
        do()
    finally:
        event.remove(kit.database.engine, "after_cursor_execute", note)
    return seen


def _save_office(kit, run_sql, office_id: UUID, group_id: UUID, number: str, name: str) -> None:
    keys = TaxIds(kit.sealer, kit.settings.index_key)
    tax_id = keys.columns(f"{group_id.int % 10**9:09}")
    run_sql(
        """INSERT INTO groups
           (id, tax_id_sealed, tax_id_digest, name, kind, source, source_ref, created_at, changed_at)
           VALUES (:id, :tax_id_sealed, :tax_id_digest, :name, 'group', 'test', :ref, now(), now())""",
        id=group_id, name=name, ref=str(group_id), **tax_id,
    )  # fmt: skip
    run_sql(
        """INSERT INTO billing_providers
           (id, number, kind, group_id, tax_id_sealed, tax_id_digest, name, registered_on, created_at,
            changed_at)
           VALUES (:id, :number, 'group', :group_id, :tax_id_sealed, :tax_id_digest, :name, '2020-01-01',
                   now(), now())""",
        id=office_id, number=number, group_id=group_id, name=name, **tax_id,
    )  # fmt: skip


def _save_address(run_sql, group_id: UUID, use: str, zip_code: str) -> None:
    run_sql(
        """INSERT INTO addresses
           (group_id, use, name, line1, city, state, zip_code, source, source_ref, created_at, changed_at)
           VALUES (:group_id, :use, 'Portico Clinic', '1 Main Street', 'Merced', 'CA', :zip_code, 'test',
           :ref,
                   now(), now())""",
        group_id=group_id, use=use, zip_code=zip_code, ref=f"{group_id}-{use}-{zip_code}",
    )  # fmt: skip


def _add(kit, run_sql, identity_service, office_id: UUID, person: Person, columns: dict) -> Somebody:
    account_id = columns.get("account_id") or uuid.uuid4()
    identity_service.people[account_id] = person
    usual = {"role": "user", "state": "active", "all_features": False, "agreed_at": clock.now()}
    values = usual | columns
    if values.pop("locked", False):
        run_sql("INSERT INTO account_locks (account_id) VALUES (:id)", id=account_id)
    [[link_id, context_id]] = run_sql(
        """INSERT INTO links (billing_provider_id, account_id, role, state, person_sealed, email_key,
                              all_features, linked_at, agreed_at, ended_at)
           VALUES (:office_id, :account_id, :role, :state, :sealed, :key, :all_features, :now, :agreed_at,
                   CASE WHEN :state = 'active' THEN NULL ELSE CAST(:now AS timestamptz) END)
           RETURNING id, context_id""",
        **values | {"account_id": account_id, "office_id": office_id, "now": clock.now()},
        sealed=kit.sealer.seal(PURPOSE, person.to_bytes()),
        key=email_key(kit.settings.index_key, person.email),
    )  # fmt: skip
    return Somebody(link_id, account_id, context_id, person)
