"""The tool for messages that were set aside."""

import json
import os
import subprocess
import sys

import pika
import pytest

from chaos import queues
from servicekit import parked
from support.polling import until


@pytest.fixture
def set_aside(ours):
    """(side, event id, body) of an event that failed at all its tries and would now succeed."""
    first = ours.start()
    ours.tell("story", mode="raise_thrice").result(20)
    (body,) = until(ours.set_aside, 20, "the event to be parked")
    first.stop()  # so that a replayed message can be looked at before it is taken
    return ours, json.loads(body)["event_id"], body


def environment(ours) -> dict[str, str]:
    """What the tool needs to know."""
    return {
        "AMQP_URL": ours.amqp_url,
        "SPECIMEN_DATABASE_URL": ours.database_url,
        "PORTICO_SEAL_KEYS": ours.env["PORTICO_SEAL_KEYS"],
    }


def tool(ours, *arguments: str) -> str:
    """What `python -m servicekit.parked …` prints."""
    env = os.environ | environment(ours)
    argv = [sys.executable, "-m", "servicekit.parked", *arguments]
    return subprocess.run(argv, env=env, check=True, capture_output=True, text=True, timeout=30).stdout


def test_it_lists_shows_and_replays_with_the_original_bytes(set_aside):
    ours, event_id, body = set_aside
    listed = tool(ours, "list", "specimen")
    assert event_id in listed and "RuntimeError" in listed
    shown = tool(ours, "show", "specimen", event_id)
    assert body.decode() in shown
    assert ours.set_aside() == [body]  # looking takes nothing away
    tool(ours, "replay", "specimen", event_id)
    assert queues.bodies(ours.amqp_url, ours.listens_at) == [body]
    ours.start()
    until(lambda: ours.ledger.effects("story-heard"), 10, "the effect of the replayed event")
    assert ours.ledger.effects("story-heard") == 1
    assert ours.set_aside() == []


def test_a_replay_killed_before_it_removes_the_parked_copy_loses_nothing(set_aside, monkeypatch):
    ours, event_id, body = set_aside

    class Killed(BaseException):
        pass

    def die(*_):
        raise Killed()

    with monkeypatch.context() as patch:
        patch.setattr(pika.adapters.blocking_connection.BlockingChannel, "basic_ack", die)
        for name, value in environment(ours).items():
            patch.setenv(name, value)
        with pytest.raises(Killed):
            parked.main(["replay", "specimen", event_id])
    assert ours.set_aside() == [body]
    ours.start()
    until(lambda: ours.ledger.effects("story-heard"), 10, "the effect")
    tool(ours, "replay", "specimen", "--all")
    ours.tell("later").result(20)
    until(lambda: ours.ledger.effects("later-heard"), 10, "an event behind it")
    until(lambda: not ours.kept(), 10, "nothing left")
    assert ours.ledger.effects("story-heard") == 1
