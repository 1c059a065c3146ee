"""A page of 2 users of an office beside a page of 200, alone and beside 10,000 invitations that wait: the
same statements, about the same rows, and what the rest costs."""

import uuid
from contextlib import closing

import pytest
from sqlalchemy import event, text

from bench.timing import measure
from contracts.procedures import PROVIDER
from contracts.provider_directory.users import OfficeUsers, UserSearch
from provider_directory.config import Settings
from provider_directory.operations.users import list_users
from provider_directory.rules.people import PURPOSE, Person, email_key
from servicekit.envelope import pack
from servicekit.kit import Kit
from servicekit.work import Viewer

pytestmark = pytest.mark.bench
PEOPLE = 200
INVITATIONS = 10_000
OFFICE = """
    WITH owner AS (
        INSERT INTO groups (name, kind, source, source_ref, created_at, changed_at)
        VALUES ('Portico Demo Group', 'group', 'bench', 'bench', now(), now()) RETURNING id
    )
    INSERT INTO billing_providers
        (number, kind, group_id, tax_id_sealed, tax_id_digest, name, registered_on, created_at, changed_at)
    SELECT 'PCH000001', 'group', id, 'sealed', sha256('bench'), 'Portico Demo Group', '2020-01-01', now(),
        now()
    FROM owner
    RETURNING id
"""
LINK = """
    INSERT INTO links (billing_provider_id, account_id, role, state, person_sealed, email_key, linked_at)
    VALUES (:office, :account, :role, 'active', :sealed, :key, now()) RETURNING id, context_id
"""

INVITED = """
    WITH batch AS (
        INSERT INTO invitation_batches (billing_provider_id, created_by, created_at, total)
        SELECT id, gen_random_uuid(), now(), :count FROM billing_providers RETURNING id, billing_provider_id
    )
    INSERT INTO invitations
        (batch_id, row, billing_provider_id, person_sealed, email_key, role, state, created_at, changed_at)
    SELECT id, n - 1, billing_provider_id, sealed, sha256(sealed::bytea), 'user', 'staged', now(), now()
    FROM batch, unnest(CAST(:sealed AS text[])) WITH ORDINALITY AS new (sealed, n) ORDER BY n
"""
GRANTS = "INSERT INTO grants (link_id, feature) SELECT :id, unnest(ARRAY['claims', 'eligibility'])"


@pytest.fixture
def kit(database_url_for, test_secrets):
    """The directory's kit on a database of its own, without a broker."""
    env = test_secrets | {
        "AMQP_URL": "amqp://guest:guest@127.0.0.1:1/",
        "PROVIDER_DIRECTORY_DATABASE_URL": database_url_for("provider_directory"),
    }
    with closing(Kit(Settings.from_env("provider_directory", env))) as kit:
        yield kit


@pytest.fixture
def work(kit):
    """A call of the administrator of an office of 200, each with permissions."""
    account = uuid.uuid4()
    with kit.database.transaction() as tx:
        office = tx.session.execute(text(OFFICE)).scalar_one()
        for number in range(PEOPLE):
            person = Person(f"Ana{number}", "Vang", f"ana{number}@example.org")
            link_id, context = tx.session.execute(
                text(LINK),
                {
                    "office": office,
                    "account": account if number == 0 else uuid.uuid4(),
                    "role": "administrator" if number == 0 else "user",
                    "sealed": kit.sealer.seal(PURPOSE, person.to_bytes()),
                    "key": email_key(kit.settings.index_key, person.email),
                },
            ).one()
            if number == 0:
                context_id = context
            else:
                tx.session.execute(text(GRANTS), {"id": link_id})
    viewer = Viewer(caller="gateway", account_id=account, context_id=context_id, roles=frozenset({PROVIDER}))
    return kit.work(viewer=viewer)


def test_a_page_of_users(kit, work):
    print()
    for invitations in (0, INVITATIONS):
        if invitations:
            invite(kit, invitations)
        for limit in (2, PEOPLE):
            show(kit, work, f"a page of {limit} of {PEOPLE} and {invitations} invited", limit=limit)
    show(kit, work, "the same, looking for a name", limit=20, text="ana199")


def show(kit, work, what, **asked):
    """Print what a page costs."""
    search = UserSearch().load(asked)

    def page():
        pack(OfficeUsers, "reply", list_users(work, **search), kit.sealer)

    page()
    row = measure(lambda: page, seconds=3.0).row(f"list_users, {what}")
    statements, rows = questions(kit, page)
    print(f"{row}   {statements} statements, {rows} rows")


def invite(kit, count):
    """So many invitations that wait."""
    sealed = [
        kit.sealer.seal(PURPOSE, Person(f"Eve{number}", "Vang", f"eve{number}@example.org").to_bytes())
        for number in range(count)
    ]
    with kit.database.transaction() as tx:
        tx.session.execute(text(INVITED), {"count": count, "sealed": sealed})


def questions(kit, do):
    """How many SQL statements `do` makes, and how many rows come back."""
    seen = []

    def note(conn, cursor, statement, parameters, context, executemany):
        seen.append(cursor.rowcount)

    event.listen(kit.database.engine, "after_cursor_execute", note)
    do()
    event.remove(kit.database.engine, "after_cursor_execute", note)
    return len(seen), sum(seen)
