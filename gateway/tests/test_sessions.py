"""A browser's session: its cookie, its ends, its refreshing, its revocation."""

import threading
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from support_peers import Browser

from contracts.errors import Unauthenticated, Unavailable
from contracts.identity import events, rpc
from contracts.identity.errors import SessionEnded
from servicekit import clock
from support.polling import until

SECOND = timedelta(seconds=1)


def _signed_in(browser):
    return b"nobody" not in browser.get("/probe/open").data


def _cookie(browser, name="__Host-portico"):
    return browser.get_cookie(name, domain="portico.example.org")


def test_the_cookie_is_locked_to_this_host_and_hidden_from_scripts(browser, identity):
    browser.keep_session(identity.tokens())
    lines = browser.get("/probe/open").headers.getlist("Set-Cookie")
    session = next(line for line in lines if line.startswith("__Host-portico="))
    assert {"HttpOnly", "Secure", "SameSite=Lax", "Path=/"} <= set(session.split("; "))
    assert "Domain" not in session and "Max-Age" not in session and "Expires" not in session
    for line in lines:
        assert {"HttpOnly", "Secure", "SameSite=Lax"} <= set(line.split("; ")), line


def test_the_cookie_shows_nothing_of_what_is_in_it(browser, identity):
    tokens = identity.tokens()
    browser.keep_session(tokens)
    value = _cookie(browser).value
    hidden = (tokens["refresh_token"], str(identity.account_id), *tokens["access_token"].split("."))
    assert [part for part in hidden if part in value] == []


def test_a_forged_cookie_is_nobody_and_is_taken_away(browser, identity):
    browser.keep_session(identity.tokens())
    value = _cookie(browser).value
    forged = value[:-3] + ("AAA" if not value.endswith("AAA") else "BBB")
    browser.set_cookie("__Host-portico", forged, domain="portico.example.org", secure=True)
    answer = browser.get("/probe/open")
    assert b"nobody" in answer.data
    assert _cookie(browser) is None


def test_a_device_cookie_is_no_session_cookie(browser, identity):
    browser.keep_session(identity.tokens())
    device = _cookie(browser, "__Host-portico-device").value
    browser.set_cookie("__Host-portico", device, domain="portico.example.org", secure=True)
    assert not _signed_in(browser)


def test_without_tls_the_cookie_has_a_plain_name(identity):
    from support_peers import settings_for

    from gateway.app import create_app

    app = create_app(settings_for(identity, cookie_secure=False), connect=identity.connect)
    with app.test_request_context("/"):
        from gateway.security import sessions

        sessions.open(identity.tokens())
        lines = app.process_response(app.response_class()).headers.getlist("Set-Cookie")
    assert any(line.startswith("portico=") for line in lines)
    assert not any("Secure" in line.split("; ") for line in lines)


@pytest.mark.parametrize(
    ("after", "alive"), [(timedelta(minutes=15) - SECOND, True), (timedelta(minutes=15), False)]
)
def test_a_session_ends_exactly_fifteen_minutes_after_the_last_request(browser, identity, after, alive):
    identity.on(rpc.refresh_session, lambda _: identity.tokens())
    start = datetime.now(UTC)
    with clock.frozen(start):
        browser.keep_session(identity.tokens())
    with clock.frozen(start + after):
        assert _signed_in(browser) is alive
    assert (_cookie(browser) is not None) is alive


def test_each_request_begins_the_fifteen_minutes_anew(browser, identity):
    start = datetime.now(UTC)
    with clock.frozen(start):
        browser.keep_session(identity.tokens(lives=7200))  # no refresh in between
    for minutes in range(14, 14 * 5, 14):
        with clock.frozen(start + timedelta(minutes=minutes)):
            assert _signed_in(browser)


@pytest.mark.parametrize(("before_end", "alive"), [(SECOND, True), (timedelta(0), False)])
def test_a_session_ends_exactly_twelve_hours_after_log_in(browser, identity, before_end, alive):
    start = datetime.now(UTC)
    end = start + timedelta(hours=12)
    identity.on(rpc.refresh_session, lambda _: identity.tokens(session_expires_at=end))
    with clock.frozen(start):
        browser.keep_session(identity.tokens())
    moment = start
    while moment < end - timedelta(minutes=14):
        moment += timedelta(minutes=14)
        with clock.frozen(moment):
            assert _signed_in(browser)
    with clock.frozen(end - before_end):
        assert _signed_in(browser) is alive


def test_an_access_token_about_to_end_is_refreshed_and_a_younger_one_is_not(browser, identity):
    fresh = identity.tokens(lives=60)
    identity.on(rpc.refresh_session, fresh)
    browser.keep_session(identity.tokens(lives=11))
    browser.get("/probe/open")
    assert identity.made(rpc.refresh_session) == []
    browser.keep_session(identity.tokens(lives=9))
    browser.get("/probe/open")
    identity.on(rpc.get_account, identity.account())
    browser.get("/probe/me")
    assert len(identity.made(rpc.refresh_session)) == 1
    assert identity.made(rpc.get_account)[-1].token == fresh["access_token"]


def test_parallel_requests_of_one_page_refresh_once(app, browser, identity):
    gate, fresh = threading.Barrier(8), identity.tokens()

    def slow(_):
        until(lambda: gate.n_waiting == 0, 5, "everybody to be through the gate")
        return fresh

    identity.on(rpc.refresh_session, slow)
    browser.keep_session(identity.tokens(lives=5))
    value, results = _cookie(browser).value, []

    def visit():
        mine = Browser(app)
        mine.set_cookie("__Host-portico", value, domain="portico.example.org", secure=True)
        gate.wait()
        results.append(_signed_in(mine))

    threads = [threading.Thread(target=visit) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert results == [True] * 8
    assert len(identity.made(rpc.refresh_session)) == 1


def test_when_identity_is_away_a_token_that_still_lives_is_enough(browser, identity):
    identity.on(rpc.refresh_session, Unavailable())
    browser.keep_session(identity.tokens(lives=5))
    assert browser.get("/probe/closed").status_code == 200


def test_when_identity_is_away_and_the_token_is_over_the_page_is_503_and_the_cookie_stays(browser, identity):
    identity.on(rpc.refresh_session, Unavailable())
    start = datetime.now(UTC)
    with clock.frozen(start):
        browser.keep_session(identity.tokens(lives=5))
    with clock.frozen(start + timedelta(minutes=1)):
        assert browser.get("/probe/closed").status_code == 503
        assert browser.get("/probe/open").status_code == 200
    assert _cookie(browser) is not None


def test_a_refresh_token_that_is_over_ends_the_session_here(browser, identity):
    identity.on(rpc.refresh_session, SessionEnded())
    browser.keep_session(identity.tokens(lives=5))
    assert browser.get("/probe/closed").status_code == 303
    assert _cookie(browser) is None


def test_a_revoked_session_is_refused_on_pages_and_by_the_api_at_once(browser, api, identity):
    session_id = uuid.uuid4()
    tokens = identity.tokens(session_id)
    identity.on(rpc.get_account, identity.account())
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    browser.keep_session(tokens)
    assert browser.get("/probe/closed").status_code == 200
    assert api.get("/api/v1/me", headers=bearer).status_code == 200
    identity.tell(
        events.sessions_revoked, account_id=identity.account_id, session_ids=[session_id], reason="ended"
    )
    assert browser.get("/probe/closed").status_code == 303
    refused = api.get("/api/v1/me", headers=bearer)
    assert (refused.status_code, refused.get_json()["code"]) == (401, "identity.session_ended")


def test_what_was_revoked_while_the_broker_was_away_is_known_before_a_token_is_honoured(
    app, browser, identity
):
    tokens = identity.tokens()
    browser.keep_session(tokens)
    identity.lose_connection()
    assert browser.get("/probe/closed").status_code == 503
    identity.revoked = [tokens["session_id"]]
    identity.reconnect()
    identity.wait_until_caught_up(app)
    assert browser.get("/probe/closed").status_code == 303


def test_a_session_that_a_service_calls_ended_is_over_here_too(browser, identity):
    identity.on(rpc.get_account, Unauthenticated())
    browser.keep_session(identity.tokens())
    assert browser.get("/probe/me").status_code == 303
    assert _cookie(browser) is None


def test_logging_out_takes_the_cookie_away(browser, identity):
    browser.keep_session(identity.tokens())
    browser.submit("/probe/log-out", shown_on="/probe/open")
    assert _cookie(browser) is None
    assert _cookie(browser, "__Host-portico-device") is not None


def test_a_token_signed_by_a_stranger_or_without_signature_is_refused(api, identity):
    import jwt
    from support_peers import FakeIdentity

    stranger = FakeIdentity().tokens()["access_token"]
    claims = jwt.decode(identity.tokens()["access_token"], options={"verify_signature": False})
    unsigned = jwt.encode(claims, None, algorithm="none", headers={"kid": "t1"})
    public = next(iter(api.application.extensions["portico.settings"].verify_keys.values()))
    for token in (stranger, unsigned, _hmac_with(public, claims), "x", "é" * 10, "a" * 5000):
        answer = api.get(
            "/api/v1/me", headers={"Authorization": f"Bearer {token}".encode().decode("latin-1")}
        )
        assert answer.status_code == 401, token
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def _hmac_with(public_pem, claims):
    """The classic confusion: the public key taken as an HMAC secret."""
    import base64
    import hashlib
    import hmac
    import json

    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value, default=str).encode()).rstrip(b"=")

    signed = part({"alg": "HS256", "kid": "t1", "typ": "JWT"}) + b"." + part(claims)
    proof = hmac.new(public_pem.encode(), signed, hashlib.sha256).digest()
    return (signed + b"." + base64.urlsafe_b64encode(proof).rstrip(b"=")).decode()
