"""A process that sends a long list is killed with SIGKILL half-way: nobody is left out, nobody gets two."""

import json
from collections import Counter

import pika
import pytest

from contracts.provider_directory.invitations import invitation_issued
from servicekit.topology import declare, listener_queue
from support.polling import until

PEOPLE = 1_500


@pytest.fixture
def start(start_service, environment):
    """`start()`: a directory process, ready."""
    given = {name: value for name, value in environment.items() if name != "AMQP_URL"}
    return lambda: start_service("provider_directory", given)


@pytest.fixture
def letters(broker_url, run_sql):
    """`letters()`: ids of events by invitation, in the queue for notifications (empty at first) and in what
    waits to be published."""
    queue = listener_queue("notifications", invitation_issued)
    connection = pika.BlockingConnection(pika.URLParameters(broker_url))
    channel = connection.channel()
    declare(channel, "notifications", [invitation_issued], [])
    channel.queue_purge(queue)

    def look() -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        rows = run_sql(
            "SELECT about, event_id FROM outbox WHERE routing_key = :key", key=invitation_issued.key
        )
        for about, event_id in rows:
            found.setdefault(about, set()).add(str(event_id))
        while (got := channel.basic_get(queue, auto_ack=True))[0] is not None:
            body = json.loads(got[2])
            found.setdefault(body["data"]["invitation_id"], set()).add(body["event_id"])
        return found

    yield look
    channel.queue_delete(queue)
    connection.close()


def test_a_killed_process_leaves_the_list_so_that_another_one_ends_it(office, send, states, letters, start):
    first = start()
    people = [
        {"first_name": "Eve", "last_name": "Vang", "email": f"p{number}@example.org", "zip_code": "95340"}
        for number in range(PEOPLE)
    ]
    assert send(office.work, *people)["sent"] == 0
    until(lambda: states().get("sent", 0) > 0, 30, "the first letters are told")
    first.kill()
    half = states()
    start()
    until(lambda: states() == {"sent": PEOPLE}, 60, "the list is done")
    told = letters()
    assert half.get("staged", 0) > 0, "it was killed too late to show anything"
    assert len(told) == PEOPLE
    assert Counter(map(len, told.values())) == {1: PEOPLE}
