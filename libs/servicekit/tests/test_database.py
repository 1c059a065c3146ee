"""Sessions that are cheaper than a transaction, and connections that are tried before use."""

import pytest
from sqlalchemy import text

from servicekit.seal import Sealer
from servicekit.store import Database, pinging
from servicekit.store.tables import inbox


@pytest.fixture
def database(database_url_for, test_secrets):
    made = Database(database_url_for("claims"), Sealer.parse(test_secrets["PORTICO_SEAL_KEYS"]), pool_size=1)
    yield made
    made.close()


def backend_of(session) -> int:
    return session.connection().connection.dbapi_connection.info.backend_pid


def end_its_connection(database, another) -> int:
    """End the pooled connection at the server, as a restart does; its backend's id."""
    with database.reading() as session:
        ended = backend_of(session)
    with another.transaction() as tx:
        tx.session.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": ended})
    return ended


@pytest.fixture
def another(database):
    made = Database(database.engine.url.render_as_string(hide_password=False), database.sealer, pool_size=1)
    yield made
    made.close()


def test_reading_takes_a_select_and_refuses_a_change(database):
    with database.reading() as session:
        assert session.execute(inbox.select()).all() == []
        with pytest.raises(TypeError, match="transaction"):
            session.execute(inbox.delete())


def test_a_statement_of_each_at_once_stays_though_the_block_fails(database):
    with pytest.raises(ZeroDivisionError), database.each_at_once() as session:
        session.execute(text("CREATE TABLE kept ()"))
        1 / 0  # noqa: B018
    with database.transaction() as tx:
        assert tx.session.execute(text("SELECT to_regclass('kept')")).scalar_one() == "kept"


def test_after_reading_a_transaction_is_one_again(database):
    with database.reading() as session:
        session.execute(inbox.select())
    with pytest.raises(ZeroDivisionError), database.transaction() as tx:
        tx.session.execute(text("CREATE TABLE undone ()"))
        1 / 0  # noqa: B018
    with database.transaction() as tx:
        assert tx.session.execute(text("SELECT to_regclass('undone')")).scalar_one() is None


def test_a_connection_that_died_while_it_rested_is_replaced_unseen(database, another, monkeypatch):
    monkeypatch.setattr(pinging, "RESTED_SECONDS", 0.0)
    ended = end_its_connection(database, another)
    with database.reading() as session:
        session.execute(inbox.select())
        assert backend_of(session) != ended
