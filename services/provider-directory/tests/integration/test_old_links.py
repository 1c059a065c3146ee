"""Migration 0012: links for which the agreement was confirmed go on, the contexts of the others end."""

import json

import pytest
from sqlalchemy import create_engine, pool, text

from servicekit.store.migrating import migrate

OFFICE = """
    WITH doctor AS (
        INSERT INTO practitioners
            (npi, first_name, last_name, gender, source, source_ref, created_at, changed_at)
        VALUES ('2000000010', 'Ana', 'Vang', 'female', 'test', 'ana', now(), now()) RETURNING id
    ), office AS (
        INSERT INTO billing_providers
            (number, kind, practitioner_id, tax_id_sealed, tax_id_digest, name, registered_on, created_at,
             changed_at)
        SELECT 'PCH1', 'practitioner', id, 'sealed', sha256('digest'), 'Ana Vang', '2026-01-01', now(), now()
        FROM doctor RETURNING id
    )
    INSERT INTO links
        (billing_provider_id, account_id, role, state, person_sealed, email_key, linked_at, ended_at)
    SELECT id, gen_random_uuid(), role, state, '', '', now(), CASE state WHEN 'revoked' THEN now() END
    FROM office, (VALUES ('administrator', 'active'), ('user', 'active'), ('user', 'revoked')) a (role, state)
"""
CONFIRMED = """
    INSERT INTO agreement_acceptances (link_id, account_id, version, accepted_at)
    SELECT id, account_id, agreements.version, published_at FROM links, agreements
    WHERE role = 'administrator'
"""


@pytest.fixture
def rows(new_database, environment, kit):
    """`rows(statement)`: of a database of before, in the place of this worker's."""
    environment["PROVIDER_DIRECTORY_DATABASE_URL"] = url = new_database("provider_directory")
    migrate("provider_directory", url, "0011")
    engine = create_engine(url, poolclass=pool.NullPool)

    def ask(statement):
        with engine.begin() as connection:
            found = connection.execute(text(statement))
            return found.mappings().all() if found.returns_rows else []

    ask(OFFICE)
    ask("INSERT INTO agreements VALUES ('1', 'Words.', '2026-01-05'), ('2', 'More words.', '2026-06-05')")
    ask(CONFIRMED)
    return ask


def test_links_go_on_from_the_first_agreement_and_the_contexts_of_the_others_end(rows, directory):
    ordered = "SELECT * FROM links ORDER BY role, state"
    before = rows(ordered)
    done = directory("migrate")
    assert done.code == 0, done.err
    head, user, gone = rows(ordered)
    [first] = rows("SELECT min(accepted_at) AS at FROM agreement_acceptances")
    assert (head["agreed_at"], user["agreed_at"], gone["agreed_at"]) == (first["at"], None, None)
    contexts = [one["context_id"] for one in before]
    assert [head["context_id"], gone["context_id"]] == [contexts[0], contexts[2]]
    assert user["context_id"] != contexts[1]
    [told] = rows("SELECT routing_key, body FROM outbox")
    data = json.loads(bytes(told["body"]))["data"]
    assert (told["routing_key"], data["context_ids"]) == ("access_ended.v1", [str(contexts[1])])
