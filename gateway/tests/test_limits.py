"""Floods end at the gateway; rescue and redirects."""

import pytest
from support_peers import Browser, settings_for

from contracts.identity import errors, rpc
from gateway.app import create_app

LOG_IN = {"username": "rosa.santos", "password": "a long walk by the sea"}


def _app(identity, **limits):
    identity.on(rpc.start_session, errors.SignInFailed())
    app = create_app(settings_for(identity, **limits), connect=identity.connect)
    app.extensions["portico.peers"].client()
    return app


def _post(app, address="192.0.2.1", username="rosa.santos"):
    body = {**LOG_IN, "username": username}
    return app.test_client().post("/api/v1/sessions", json=body, environ_base={"REMOTE_ADDR": address})


def test_the_fourth_try_of_three_is_429_with_retry_after_and_reaches_nobody(identity):
    app = _app(identity, limit_attempts="3/minute")
    assert [_post(app).status_code for _ in range(4)] == [401, 401, 401, 429]
    answer = _post(app)
    assert 1 <= int(answer.headers["Retry-After"]) <= 61
    assert answer.get_json()["code"] == "common.rate_limited"
    assert len(identity.made(rpc.start_session)) == 3


def test_another_address_has_tries_of_its_own_but_an_ipv6_neighbour_has_not(identity):
    app = _app(identity, limit_attempts="1/minute")
    assert _post(app, "192.0.2.1").status_code == 401
    assert _post(app, "192.0.2.2").status_code == 401
    assert _post(app, "2001:db8::1").status_code == 401
    assert _post(app, "2001:db8::2").status_code == 429
    assert _post(app, "2001:db8:0:1::2").status_code == 401


def test_one_name_tried_from_many_addresses_is_limited_however_it_is_written(identity):
    app = _app(identity, limit_subject="2/minute")
    tries = [("192.0.2.1", "rosa.santos"), ("192.0.2.2", " ROSA.santos "), ("192.0.2.3", "rosa.santos")]
    assert [_post(app, address, name).status_code for address, name in tries] == [401, 401, 429]
    assert _post(app, "192.0.2.4", "someone.else").status_code == 401


def test_pages_are_limited_with_a_page(identity):
    browser = Browser(_app(identity, limit_requests="3/minute"))
    answers = [browser.get("/") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1].mimetype == "text/html"
    assert int(answers[-1].headers["Retry-After"]) >= 1


def test_a_forwarded_address_without_a_trusted_proxy_gives_no_new_tries(identity):
    app = _app(identity, limit_attempts="1/minute")
    client = app.test_client()
    codes = [
        client.post("/api/v1/sessions", json=LOG_IN, headers={"X-Forwarded-For": f"192.0.2.{n}"}).status_code
        for n in range(2)
    ]
    assert codes == [401, 429]


ELSEWHERE = [
    "//evil.example.org",
    "/\\evil.example.org",
    "\\\\evil.example.org",
    "https://evil.example.org",
    "javascript:alert(1)",
    "evil",
    "/ok//evil",
    "/x\r\ny",
    "/\t/evil.example.org",
    "/a\u2028b",
    " /x",
    "/api/v1/me",
    "/" + "a" * 600,
    "",
    None,
]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_a_next_page_elsewhere_is_refused(target):
    from gateway.security.redirects import safe_next

    assert safe_next(target) is None


@pytest.mark.parametrize("target", ["/", "/my-account", "/my-account?tab=2", "/a/b-c_d/1"])
def test_a_next_page_of_ours_is_kept(target):
    from gateway.security.redirects import safe_next

    assert safe_next(target) == target
