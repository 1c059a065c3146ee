"""Every refusal has one status, one code and one shape."""

import uuid

import pytest

from contracts.errors import Category, ContractError
from contracts.registry import procedures
from gateway.problem_titles import TITLES
from gateway.statuses import STATUS

procedures()  # imports every service's errors

CODES = sorted(
    code for code, kind in ContractError.registry.items() if kind.__module__.startswith("contracts.")
)
"""Errors of the contracts; other tests in the process may have brought errors of their own."""


def test_every_category_has_a_status_of_its_own():
    assert set(STATUS) == set(Category)
    assert len(set(STATUS.values())) == 8


def test_every_registered_error_code_has_a_title_and_no_title_is_left_over():
    assert set(TITLES) == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_every_error_reaches_the_api_as_problem_json(api, code):
    answer = api.get(f"/api/v1/probe/refuse/{code}")
    body = answer.get_json()
    assert answer.mimetype == "application/problem+json"
    assert (answer.status_code, body["status"]) == (STATUS[ContractError.registry[code].category],) * 2
    assert (body["code"], body["title"], body["attempts_left"]) == (code, TITLES[code], 2)
    assert body["instance"] == f"urn:uuid:{answer.headers['X-Request-Id']}"
    assert "address" not in body


def test_waiting_is_told_in_the_header_too(browser):
    assert browser.get("/probe/refuse/common.rate_limited").headers["Retry-After"] == "7"
    assert int(browser.get("/probe/away").headers["Retry-After"]) >= 1


def test_an_unknown_path_of_the_api_is_a_problem_and_of_the_site_a_page(browser):
    api = browser.get("/api/v1/nothing")
    assert (api.status_code, api.mimetype, api.get_json()["code"]) == (
        404,
        "application/problem+json",
        "http.not_found",
    )
    page = browser.get("/nothing")
    assert (page.status_code, page.mimetype) == (404, "text/html")


def test_a_wrong_method_names_the_right_ones(api):
    answer = api.patch("/api/v1/sessions")
    assert answer.status_code == 405
    assert {"GET", "POST", "DELETE"} <= set(answer.headers["Allow"].split(", "))


def test_a_crash_tells_an_error_id_and_nothing_else(browser, log_lines):
    answer = browser.get("/probe/crash")
    assert answer.status_code == 500
    assert b"Rosa" not in answer.data and b"Traceback" not in answer.data
    log = log_lines.getvalue()
    assert "RuntimeError" in log and "http.crashed" in log
    assert "Rosa" not in log and "P1234567" not in log


def test_a_request_id_is_kept_when_it_is_a_uuid_and_replaced_when_it_could_be_a_name(api):
    mine = str(uuid.uuid4())
    assert api.get("/api/docs", headers={"X-Request-Id": mine}).headers["X-Request-Id"] == mine
    made = api.get("/api/docs", headers={"X-Request-Id": "rosa.santos.P1234567"}).headers["X-Request-Id"]
    assert uuid.UUID(made)


def test_an_error_page_that_fails_itself_is_plain_text(browser, monkeypatch):
    def broken(*args):
        raise RuntimeError("template")

    monkeypatch.setattr("gateway.web.error_page", broken)
    answer = browser.get("/nothing")
    assert (answer.status_code, answer.mimetype) == (404, "text/plain")
