"""The fixtures that every other test stands on."""

from concurrent.futures import ThreadPoolExecutor

import pika
import pytest
import sqlalchemy
from sqlalchemy.engine import make_url

from portico_local import databases
from support.backends import RUN, WORKER


def _scalar(url, statement):
    engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.pool.NullPool)
    with engine.connect() as connection:
        return connection.scalar(sqlalchemy.text(statement))


def test_a_worker_gets_a_virtual_host_that_takes_messages(broker_url):
    connection = pika.BlockingConnection(pika.URLParameters(broker_url))
    channel = connection.channel()
    channel.queue_declare("a", exclusive=True)
    channel.confirm_delivery()
    channel.basic_publish("", "a", b"hello", mandatory=True)
    assert channel.basic_get("a", auto_ack=True)[2] == b"hello"
    connection.close()


def test_virtual_hosts_may_be_made_at_once(local_backends):
    names = [f"test-{RUN}-{WORKER}-at-once-{number}" for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        urls = list(pool.map(local_backends.rabbitmq.add_vhost, names))
    for url in urls:
        pika.BlockingConnection(pika.URLParameters(url)).close()


def test_a_new_database_belongs_to_its_service_and_starts_empty(new_database):
    url = new_database("member")
    assert _scalar(url, "select current_user") == make_url(url).username
    assert _scalar(url, "select count(*) from pg_tables where schemaname = 'public'") == 0


def test_a_service_may_not_enter_anothers_database(new_database, server_for):
    if not server_for("member").own_roles:
        pytest.fail("run this against the local server: unset MEMBER_DATABASE_URL")
    own, other = make_url(new_database("identity")), make_url(new_database("member"))
    with pytest.raises(sqlalchemy.exc.OperationalError, match="permission denied"):
        _scalar(own.set(database=other.database), "select 1")


def test_a_service_may_not_make_databases_or_roles(new_database):
    url = new_database("member")
    assert (
        _scalar(url, "select rolsuper or rolcreatedb or rolcreaterole from pg_roles where rolname = user")
        is False
    )


def test_text_is_compared_alike_on_every_machine(new_database):
    url = new_database("member")
    assert _scalar(url, "select datlocale from pg_database where datname = current_database()") == "C.UTF-8"
    assert _scalar(url, "select lower('JOSÉ ÅNGSTRÖM')") == "josé ångström"


def test_each_worker_has_its_own_copy_of_a_migrated_database(database_url_for, own_database, server_for):
    mine, another = make_url(database_url_for("specimen")), make_url(own_database("specimen"))
    assert mine.database != another.database
    assert databases.exists(server_for("specimen"), another.database)
    assert make_url(database_url_for("specimen")) == mine
    for url in (mine, another):
        assert _scalar(url, "select count(*) from alembic_version") == 1


def test_a_broker_of_its_own_keeps_durable_messages_through_a_restart(own_broker):
    connection = pika.BlockingConnection(pika.URLParameters(own_broker.url))
    channel = connection.channel()
    channel.queue_declare("kept", durable=True, arguments={"x-queue-type": "quorum"})
    channel.confirm_delivery()
    channel.basic_publish("", "kept", b"still here")
    own_broker.restart()
    again = pika.BlockingConnection(pika.URLParameters(own_broker.url)).channel()
    assert again.basic_get("kept", auto_ack=True)[2] == b"still here"
