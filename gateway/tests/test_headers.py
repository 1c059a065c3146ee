"""What every answer carries."""

import pytest

from gateway.security.headers import ALWAYS, CONTENT_SECURITY_POLICY

PATHS = """/ /probe/open /probe/closed /probe/crash /probe/away /nothing /static/nothing.css
/api/v1/nothing /api/v1/me /api/docs /api/docs.css /api/v1/openapi.json""".split()


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_security_headers_and_is_not_stored(browser, path):
    answer = browser.get(path)
    for name, value in ALWAYS.items():
        assert answer.headers[name] == value
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_nothing_inline_and_nothing_foreign_is_allowed():
    assert CONTENT_SECURITY_POLICY.startswith("default-src 'none'")
    assert "unsafe" not in CONTENT_SECURITY_POLICY and "http" not in CONTENT_SECURITY_POLICY


def test_without_tls_no_transport_promise_is_made(app):
    assert "Strict-Transport-Security" not in app.test_client().get("/").headers


def test_static_files_have_hashed_names_kept_for_a_year_and_the_same_headers(app, browser):
    from flask import url_for

    from gateway.static_files import ROOT

    name = next(path for path in sorted(ROOT.rglob("*")) if path.is_file()).relative_to(ROOT).as_posix()
    with app.test_request_context():
        hashed = url_for("static", filename=name)
    assert hashed != f"/static/{name}"
    answer = browser.get(hashed)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert all(answer.headers[header] == value for header, value in ALWAYS.items())
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_plain_static_name_works_for_a_minute_and_nothing_outside_is_served(browser):
    from gateway.static_files import ROOT

    name = next(path for path in sorted(ROOT.rglob("*")) if path.is_file()).relative_to(ROOT).as_posix()
    assert "max-age=60" in browser.get(f"/static/{name}").headers["Cache-Control"]
    for path in ("/static/../config.py", "/static/%2e%2e/config.py", "/static/..%2fconfig.py", "/static/"):
        assert browser.get(path).status_code == 404
