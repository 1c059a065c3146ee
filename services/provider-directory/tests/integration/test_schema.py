"""What the database itself guarantees, and that models and migrations describe the same database."""

from contextlib import nullcontext

import pytest
from alembic import command
from sqlalchemy import create_engine, pool, text
from sqlalchemy.exc import IntegrityError

from provider_directory.models import Base
from provider_directory.operations.keeping import LOADER
from provider_directory.repository import saving
from provider_directory.rules.doctors import GroupOf
from servicekit.store.migrating import _config, migrate
from support.schemas import migrated_and_modelled, schema_of

ONE_OFFICE = """
    WITH office AS (
        INSERT INTO billing_providers
            (number, kind, practitioner_id, tax_id_sealed, tax_id_digest, name, registered_on, created_at,
             changed_at)
        SELECT 'PCH1', 'practitioner', id, 'sealed', sha256('digest'), 'Ana Vang', '2026-01-01', now(), now()
        FROM practitioners RETURNING id
    )
    INSERT INTO links (billing_provider_id, account_id, role, state, person_sealed, email_key, linked_at)
    SELECT id, gen_random_uuid(), 'administrator', 'active', '', '', now() FROM office
"""
EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")


def test_models_and_migrations_describe_the_same_database(new_database):
    migrated, modelled = migrated_and_modelled(new_database, "provider_directory", Base.metadata, EXTENSIONS)
    assert migrated == modelled
    assert any("EXCLUDE USING gist" in line for line in migrated)


def test_the_migration_can_be_undone_and_done_again(new_database):
    url = new_database("provider_directory")
    migrate("provider_directory", url)
    before = schema_of(url)
    engine = create_engine(url, poolclass=pool.NullPool)
    with engine.connect() as connection:
        config = _config("provider_directory")
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert schema_of(url) == set()
    migrate("provider_directory", url)
    assert schema_of(url) == before


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE practitioners SET npi = '123'",
        "UPDATE practitioners SET first_name = ''",
        "UPDATE practitioners SET gender = 'F'",
        "UPDATE practitioners SET npi = '2000000002'",
        "UPDATE addresses SET zip_code = '9534'",
        "UPDATE addresses SET zip_code = '00000'",
        "UPDATE addresses SET phone = '209-555-0101'",
        "UPDATE addresses SET practitioner_id = NULL",
        "UPDATE addresses SET use = 'home'",
        "UPDATE listings SET line = 'dental'",
        "UPDATE listings SET accepting = 'maybe'",
        "UPDATE listings SET age_from = 18, age_to = 17",
        "UPDATE listings SET sex = 'unknown'",
        "DELETE FROM addresses",
        "UPDATE panels SET panel_size = -1",
        "INSERT INTO specialties SELECT id, 'doctor', false FROM practitioners",
        "INSERT INTO specialties SELECT id, code, true FROM practitioners,"
        " unnest(ARRAY['207Q00000X', '207R00000X']) AS code",
        "INSERT INTO panel_places SELECT id, 'medi_cal', id, 'held', NULL, NULL, now() FROM practitioners",
        "INSERT INTO panel_places SELECT id, 'ihss', id, 'active', NULL, NULL, now() FROM practitioners",
    ],
)
def test_the_database_refuses_what_can_not_be(listed, kit, change):
    listed({}, {})
    with pytest.raises(IntegrityError), kit.database.transaction() as tx:
        tx.session.execute(text(change))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE billing_providers SET number = 'pch1'",
        "UPDATE billing_providers SET kind = 'group'",
        "UPDATE billing_providers SET practitioner_id = NULL",
        "UPDATE billing_providers SET tax_id_digest = '12-3456789'",
        "UPDATE billing_providers SET tax_id_sealed = NULL",
        "UPDATE billing_providers SET name = ''",
        "UPDATE billing_providers SET ended_on = registered_on - 1",
        "UPDATE links SET role = 'owner'",
        "UPDATE links SET state = 'revoked'",
        "UPDATE links SET role = 'user'",
        "DELETE FROM links",
        "INSERT INTO links"
        " (billing_provider_id, account_id, role, state, person_sealed, email_key, linked_at)"
        " SELECT billing_provider_id, account_id, 'user', 'active', '', '', now() FROM links",
        "INSERT INTO grants (link_id, feature) SELECT id, 'manage_users' FROM links",
        "INSERT INTO grants (link_id, feature) SELECT id, 'claims' FROM links, generate_series(1, 2)",
        "INSERT INTO access_requests"
        " (billing_provider_id, account_id, person_sealed, email_key, state, asked_at)"
        " SELECT billing_provider_id, account_id, '', '', 'open', now() FROM links, generate_series(1, 2)",
        "INSERT INTO agreements VALUES ('1', '', now())",
    ],
)
def test_the_database_refuses_access_that_can_not_be(listed, kit, change):
    listed({})
    with kit.database.transaction() as tx:
        tx.session.execute(text(ONE_OFFICE))
    with pytest.raises(IntegrityError), kit.database.transaction() as tx:
        tx.session.execute(text(change))


def test_when_a_provider_id_has_ended_its_last_administrator_may_go(listed, kit):
    listed({})
    with kit.database.transaction() as tx:
        tx.session.execute(text(ONE_OFFICE))
        tx.session.execute(text("UPDATE billing_providers SET ended_on = registered_on"))
        tx.session.execute(text("UPDATE links SET state = 'revoked', ended_at = now()"))


@pytest.mark.parametrize(("starts_on", "stands"), [("2026-06-30", False), ("2026-07-01", True)])
def test_one_doctor_belongs_to_one_group_once_a_day(listed, kit, starts_on, stands):
    [doctor] = listed({})
    add = text(
        """INSERT INTO affiliations (practitioner_id, group_id, starts_on, ends_on)
           SELECT :doctor, id, :starts_on, :ends_on FROM groups"""
    )
    with kit.database.transaction() as tx:
        saving.save_groups(tx.session, LOADER, "test", [GroupOf("g", "Portico Demo Group")])
        tx.session.execute(add, {"doctor": doctor, "starts_on": "2026-01-01", "ends_on": "2026-06-30"})
    refused = nullcontext() if stands else pytest.raises(IntegrityError)
    with refused, kit.database.transaction() as tx:
        tx.session.execute(add, {"doctor": doctor, "starts_on": starts_on, "ends_on": None})
