import io
import json
import logging

import pytest

from servicekit import clock, logs, trace


@pytest.fixture
def lines(monkeypatch):
    out = io.StringIO()
    monkeypatch.setattr(logs, "_stream", out)
    return lambda: [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_log_line_is_json_with_the_fields_given(lines):
    logs.log("call.answered", procedure="identity.get_account", outcome="ok")
    assert lines()[0]["log"] == "call.answered"
    assert lines()[0]["procedure"] == "identity.get_account"


def test_a_field_that_is_not_listed_is_refused():
    with pytest.raises(ValueError, match="email"):
        logs.log("call.answered", email="ana@example.org")


def test_an_exception_is_logged_without_its_text(lines):
    try:
        raise RuntimeError("canary text")
    except RuntimeError as failure:
        logs.log_crash("call.crashed", failure)
    assert lines()[0]["error_type"] == "RuntimeError"
    assert "test_logs_and_trace.py" in lines()[0]["where"][-1]
    assert "canary" not in json.dumps(lines())


def test_a_librarys_arguments_and_exception_texts_stay_out(lines):
    root = logging.getLogger()
    before = root.handlers[:], root.level
    try:
        logs.configure("specimen")
        try:
            raise ValueError("canary in exception")
        except ValueError:
            logging.getLogger("nameko").exception("error handling worker %s: %s", "w", "canary in arguments")
        logging.getLogger("other").warning("canary preformatted by f-string")
    finally:
        root.handlers[:], root.level = before[0], before[1]
        logs._SERVICE["name"] = "portico"
    assert "canary" not in json.dumps(lines())
    assert lines()[0]["cause"] == "error handling worker %s: %s"


def test_a_trace_continues_what_came_in():
    here = trace.begin("abcdefgh-1", "00-" + "a" * 32 + "-" + "b" * 16 + "-01")
    assert (here.correlation_id, here.trace_id) == ("abcdefgh-1", "a" * 32)
    assert here.span_id != "b" * 16


@pytest.mark.parametrize("bad", [None, "", "short", "has space in it", "x" * 65, "new\nline-here"])
def test_a_hostile_correlation_id_is_replaced(bad):
    assert trace.begin(bad).correlation_id != bad


@pytest.mark.parametrize("bad", [None, "", "00-zz-11-01", "00-" + "0" * 32 + "-" + "b" * 16 + "-01"])
def test_a_malformed_traceparent_starts_a_new_trace(bad):
    assert trace.begin("abcdefgh", bad).trace_id not in ("", "0" * 32)


def test_a_log_line_carries_the_correlation_id(lines):
    trace.begin("correlate-me")
    logs.log("x")
    assert lines()[0]["correlation_id"] == "correlate-me"


def test_a_frozen_clock_gives_the_plans_day():
    from datetime import UTC, date, datetime

    with clock.frozen(datetime(2026, 2, 1, 7, 59, tzinfo=UTC)):
        assert clock.today("America/Los_Angeles") == date(2026, 1, 31)
    with clock.frozen(datetime(2026, 2, 1, 8, 0, tzinfo=UTC)):
        assert clock.today("America/Los_Angeles") == date(2026, 2, 1)


def test_the_clock_refuses_a_moment_without_a_zone():
    from datetime import datetime

    with pytest.raises(ValueError, match="time zone"), clock.frozen(datetime(2026, 1, 1)):
        pass
