"""A page of 2 users of an office beside a page of 200: the same statements, and what the rest costs."""

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
    for limit in (2, PEOPLE):
        asked = UserSearch().load({"limit": limit})

        def page(asked=asked):
            pack(OfficeUsers, "reply", list_users(work, **asked), kit.sealer)

        page()
        row = measure(lambda: page, seconds=3.0).row(f"list_users, a page of {limit} of {PEOPLE}")  # noqa: B023
        print(f"{row}   {statements(kit, page)} statements")


def statements(kit, do):
    """How many SQL statements `do` makes."""
    seen = []

    def note(conn, cursor, statement, parameters, context, executemany):
        seen.append(statement)

    event.listen(kit.database.engine, "before_cursor_execute", note)
    do()
    event.remove(kit.database.engine, "before_cursor_execute", note)
    return len(seen)
