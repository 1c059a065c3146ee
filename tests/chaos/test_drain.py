"""SIGTERM: what runs is finished, what waits is left to another process, and nothing is done twice."""

import os
import signal

from support.polling import until

WORK_SECONDS = 1.5
MANY = 6


def test_work_in_flight_is_finished_and_the_rest_is_done_once_by_another_process(ours):
    first = ours.start(SPECIMEN_MAX_WORKERS="2")
    for number in range(MANY):
        ours.tell(f"story-{number}", mode="sleep", seconds=WORK_SECONDS).result(20)
    calls = [ours.call(f"call-{number}", mode="sleep", seconds=WORK_SECONDS) for number in range(MANY)]
    until(lambda: ours.ledger.attempts_like("") >= 2, 20, "work in flight")
    os.kill(first.pid, signal.SIGTERM)
    ours.start(SPECIMEN_MAX_WORKERS="2")
    keys = [f"story-{number}-heard" for number in range(MANY)] + [f"call-{number}" for number in range(MANY)]
    assert [call.result(40) for call in calls] == [{"count": 1}] * MANY
    until(lambda: all(map(ours.ledger.effects, keys)), 40, "every effect")
    assert {key: ours.ledger.effects(key) for key in keys} == dict.fromkeys(keys, 1)
    assert {key: ours.ledger.attempts(key) for key in keys} == dict.fromkeys(keys, 1)
    assert first.process.child.wait(20) == 0


def test_a_call_in_flight_is_answered_by_the_process_that_ends(ours):
    service = ours.start()
    asked = ours.call("effect", mode="sleep", seconds=2)
    until(lambda: ours.ledger.attempts("effect"), 10, "the call to have begun")
    os.kill(service.pid, signal.SIGTERM)
    assert asked.result(10) == {"count": 1}
    assert service.process.child.wait(10) == 0
    assert ours.ledger.attempts("effect") == 1
