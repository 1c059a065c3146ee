"""The JSON API: bodies, cookies, keys, OpenAPI."""

import io
import json
import uuid
from datetime import UTC, datetime

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from werkzeug.test import EnvironBuilder, run_wsgi_app

from contracts.errors import IdempotencyInProgress, IdempotencyKeyReused
from contracts.identity import errors, rpc
from gateway.api.v1.operations import OPERATIONS, PREFIX

STARTED = {"code_expires_at": datetime.now(UTC), "resend_after": datetime.now(UTC)}
LOG_IN = {"username": "rosa.santos", "password": "a long walk by the sea"}
HOLDER = {"first_name": "Rosa", "last_name": "Santos", "date_of_birth": "1980-09-15", "member_id": "P1234567"}
SIGN_UP = {**HOLDER, **LOG_IN, "email": "rosa@example.org", "terms_version": "2026-01"}


@pytest.fixture
def bearer(identity):
    return {"Authorization": f"Bearer {identity.tokens()['access_token']}"}


def test_a_sign_up_through_the_api(api, identity):
    sign_up_id = uuid.uuid4()
    for procedure in (rpc.start_sign_up, rpc.resend_sign_up_code, rpc.change_sign_up_email):
        identity.on(procedure, {"sign_up_id": sign_up_id, **STARTED})
    identity.on(rpc.confirm_sign_up, {})
    started = api.post("/api/v1/sign-ups", json=SIGN_UP)
    assert (started.status_code, started.get_json()["sign_up_id"]) == (202, str(sign_up_id))
    assert api.post(f"/api/v1/sign-ups/{sign_up_id}/code").status_code == 202
    new = {"email": "rosa.santos@example.org"}
    assert api.put(f"/api/v1/sign-ups/{sign_up_id}/email", json=new).status_code == 202
    assert api.post(f"/api/v1/sign-ups/{sign_up_id}/confirmation", json={"code": "123456"}).status_code == 204
    assert identity.made(rpc.confirm_sign_up)[0].fields["sign_up_id"] == sign_up_id


def test_a_sign_up_goes_on_by_email_on_another_device(api, identity):
    identity.on(rpc.confirm_sign_up, {})
    identity.on(rpc.resend_sign_up_code, {"sign_up_id": uuid.uuid4(), **STARTED})
    mail = {"email": "rosa@example.org"}
    assert api.post("/api/v1/sign-ups/code", json=mail).status_code == 202
    assert api.post("/api/v1/sign-ups/confirmation", json={**mail, "code": "123456"}).status_code == 204
    refused = api.post("/api/v1/sign-ups/confirmation", json={"code": "123456"})
    assert refused.get_json()["fields"] == {"email": ["field.required"]}


def test_sessions_through_the_api(api, identity, bearer):
    tokens, session_id = identity.tokens(), uuid.uuid4()
    identity.on(rpc.start_session, tokens)
    identity.on(rpc.refresh_session, tokens)
    identity.on(rpc.end_session, {})
    identity.on(rpc.end_other_sessions, {})
    identity.on(rpc.list_sessions, {"sessions": [
        {"session_id": session_id, "started_at": tokens["access_expires_at"], "current": True,
         "last_seen_at": tokens["access_expires_at"]}]})  # fmt: skip
    made = api.post("/api/v1/sessions", json=LOG_IN)
    assert (made.status_code, made.get_json()["access_token"]) == (201, tokens["access_token"])
    assert not made.headers.getlist("Set-Cookie")
    assert api.post("/api/v1/sessions/refresh", json={"refresh_token": "x"}).status_code == 200
    listed = api.get("/api/v1/sessions", headers=bearer)
    assert listed.get_json()["sessions"][0]["session_id"] == str(session_id)
    assert api.delete(f"/api/v1/sessions/{session_id}", headers=bearer).status_code == 204
    assert api.delete("/api/v1/sessions", headers=bearer).status_code == 204


def test_account_password_and_recovery_through_the_api(api, identity, bearer):
    recovery_id = uuid.uuid4()
    identity.on(rpc.get_account, identity.account())
    identity.on(rpc.change_password, identity.tokens())
    identity.on(rpc.start_recovery, {"recovery_id": recovery_id, **STARTED})
    identity.on(rpc.resend_recovery_code, {"recovery_id": recovery_id, **STARTED})
    identity.on(rpc.confirm_recovery, {})
    assert api.get("/api/v1/me", headers=bearer).get_json()["username"] == "rosa.santos"
    change = {"current_password": "old old old old", "password": "new new new new"}
    assert api.put("/api/v1/me/password", json=change, headers=bearer).status_code == 200
    assert api.post("/api/v1/recoveries", json={**HOLDER, "forgot_username": True}).status_code == 202
    assert api.post(f"/api/v1/recoveries/{recovery_id}/code").status_code == 202
    reset = {"code": "123456", "password": "new new new new"}
    assert api.post(f"/api/v1/recoveries/{recovery_id}/password", json=reset).status_code == 204


def test_the_api_does_not_accept_the_cookie(browser, identity):
    identity.on(rpc.get_account, identity.account())
    browser.keep_session(identity.tokens())
    assert browser.get("/probe/me").status_code == 200
    answer = browser.get("/api/v1/me")
    assert (answer.status_code, answer.get_json()["code"]) == (401, "common.unauthenticated")
    assert not answer.headers.getlist("Set-Cookie")


def test_pages_do_not_accept_the_bearer_token(browser, bearer):
    assert browser.get("/probe/closed", headers=bearer).status_code == 303


def test_every_operation_that_is_not_public_needs_a_token(api):
    for operation in OPERATIONS:
        path = PREFIX + operation.path.replace("{id}", str(uuid.uuid4()))
        answer = api.open(path, method=operation.method, json={} if operation.body_fields else None)
        assert (answer.status_code == 401) is ("anyone" not in operation.procedure.allow), operation.name


def test_an_operation_hands_over_exactly_the_viewers_token_and_the_clients_address(api, identity, bearer):
    identity.on(rpc.get_account, identity.account())
    trace = f"00-{'ab' * 16}-{'cd' * 8}-01"
    api.get(
        "/api/v1/me",
        headers={**bearer, "traceparent": trace, "User-Agent": "curl/9", "X-Forwarded-For": "192.0.2.9"},
    )
    call = identity.made(rpc.get_account)[0]
    assert f"Bearer {call.token}" == bearer["Authorization"]
    assert (call.client.address, call.client.user_agent) == ("127.0.0.1", "curl/9")
    assert call.traceparent.split("-")[1] == "ab" * 16


def test_behind_a_trusted_proxy_the_last_forwarded_address_counts(identity):
    from support_peers import settings_for

    from gateway.app import create_app

    app = create_app(settings_for(identity, trusted_proxies=1), connect=identity.connect)
    identity.on(rpc.start_session, errors.SignInFailed())
    app.test_client().post(
        "/api/v1/sessions", json=LOG_IN, headers={"X-Forwarded-For": "203.0.113.5, 192.0.2.9"}
    )
    assert identity.made(rpc.start_session)[0].client.address == "192.0.2.9"


@pytest.mark.parametrize(("body", "kind", "status", "code"), [
    (b"username=rosa", "application/x-www-form-urlencoded", 415, "http.unsupported_media_type"),
    (b"{}", "text/plain", 415, "http.unsupported_media_type"),
    (b"", "application/json", 400, "http.malformed_json"),
    (b"{", "application/json", 400, "http.malformed_json"),
    (b"[]", "application/json", 400, "http.malformed_json"),
    (b"null", "application/json", 400, "http.malformed_json"),
    (b'"text"', "application/json", 400, "http.malformed_json"),
    (b'{"username": "a", "username": "b"}', "application/json", 400, "http.malformed_json"),
    (b'{"x": {"a": 1, "a": 1}}', "application/json", 400, "http.malformed_json"),
    (b'{"username": NaN}', "application/json", 400, "http.malformed_json"),
    (b'{"username": "\\ud800"}', "application/json", 400, "http.malformed_json"),
    (b'{"username": "\xff"}', "application/json", 400, "http.malformed_json"),
    (b"[" * 20_000, "application/json", 400, "http.malformed_json"),
    (b'{"a":' * 10_000, "application/json", 400, "http.malformed_json"),
    (b'{"username": ' + b"9" * 10_000 + b"}", "application/json", 400, "http.malformed_json"),
    (b'{"username": "' + b"a" * 70_000 + b'"}', "application/json", 413, "http.request_entity_too_large"),
    (b'{"username": "a", "password": "b", "x": 1}', "application/json", 422, "common.invalid_input"),
    (b'{"username": {"$ne": ""}, "password": ["a"]}', "application/json", 422, "common.invalid_input"),
    (b'{"username": "a\\u0000b", "password": "b"}', "application/json", 422, "common.invalid_input"),
    (b'{"username": "a\\u202eb", "password": "b"}', "application/json", 422, "common.invalid_input"),
    (b'{"username": null, "password": "b"}', "application/json", 422, "common.invalid_input"),
])  # fmt: skip
def test_a_body_that_is_not_one_plain_json_object_is_refused(api, identity, body, kind, status, code):
    answer = api.post("/api/v1/sessions", data=body, content_type=kind)
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)
    assert identity.made(rpc.start_session) == []


def test_a_body_without_a_length_is_limited_too(app):
    body = io.BytesIO(b'{"username": "' + b"a" * 70_000 + b'"}')
    environ = EnvironBuilder(path="/api/v1/sessions", method="POST").get_environ()
    environ |= {"CONTENT_TYPE": "application/json", "wsgi.input": body, "wsgi.input_terminated": True}
    environ.pop("CONTENT_LENGTH", None)
    _, status, _ = run_wsgi_app(app, environ)
    assert status.startswith("413")


def test_words_of_the_library_never_reach_the_client(api):
    answer = api.post(
        "/api/v1/recoveries", json={**HOLDER, "forgot_username": "perhaps", "date_of_birth": "x", "y": 1}
    )
    fields = answer.get_json()["fields"]
    assert fields == {"y": ["field.unknown"]}
    fields = api.post(
        "/api/v1/recoveries", json={**HOLDER, "forgot_username": "perhaps", "date_of_birth": "x"}
    )
    assert fields.get_json()["fields"] == {
        "forgot_username": ["field.invalid"],
        "date_of_birth": ["field.invalid_date"],
    }


def test_a_body_or_query_where_none_is_taken_is_refused(api, bearer):
    with_body = api.delete("/api/v1/sessions", json={"all": True}, headers=bearer)
    assert with_body.get_json()["code"] == "http.unexpected_body"
    with_query = api.get("/api/v1/me?member_id=P1234567", headers=bearer)
    assert with_query.get_json()["code"] == "http.unexpected_query"


def test_an_id_that_is_no_uuid_is_nowhere(api, bearer):
    assert api.delete("/api/v1/sessions/P1234567", headers=bearer).status_code == 404


def test_an_idempotency_key_gives_the_service_the_same_key_again_and_other_callers_another(api, identity):
    identity.on(rpc.end_other_sessions, {})
    mine, other = identity.tokens()["access_token"], identity.tokens(account_id=uuid.uuid4())["access_token"]
    for token, key in (
        (mine, "key-00001"),
        (mine, "key-00001"),
        (mine, "key-00002"),
        (other, "key-00001"),
        (mine, None),
    ):
        headers = {"Authorization": f"Bearer {token}"} | ({"Idempotency-Key": key} if key else {})
        assert api.delete("/api/v1/sessions", headers=headers).status_code == 204
    keys = [call.idempotency_key for call in identity.made(rpc.end_other_sessions)]
    assert keys[0] == keys[1]
    assert len(set(keys)) == 4
    assert all(keys)


def test_a_malformed_idempotency_key_is_refused(api, bearer):
    for key in ("short", "x" * 65, "rosa@example.org", 'a"b"c"d"e'):
        answer = api.delete("/api/v1/sessions", headers={**bearer, "Idempotency-Key": key})
        assert (answer.status_code, answer.get_json()["code"]) == (400, "http.bad_idempotency_key"), key


def test_a_reused_key_is_422_and_a_running_one_409(api, identity):
    identity.on(rpc.start_session, IdempotencyKeyReused())
    assert api.post("/api/v1/sessions", json=LOG_IN).status_code == 422
    identity.on(rpc.start_session, IdempotencyInProgress())
    assert api.post("/api/v1/sessions", json=LOG_IN).status_code == 409


def test_a_page_sent_twice_is_one_change_and_a_changed_page_another(browser, identity):
    recovery_id, tries = uuid.uuid4(), []

    def first_is_running(call):
        tries.append(call.idempotency_key)
        if len(tries) == 1:
            raise IdempotencyInProgress()
        return {"recovery_id": recovery_id, **STARTED}

    identity.on(rpc.start_recovery, first_is_running)
    for name in ("Rosa", "Rosa", "Rose"):
        answer = browser.submit(
            "/probe/recover", shown_on="/probe/open", first_name=name, form_token="a" * 24
        )
        assert answer.text == str(recovery_id)
    assert len(tries) == 4
    assert tries[0] == tries[1] == tries[2] != tries[3]


def test_neither_log_nor_url_holds_what_was_sent(api, identity, log_lines):
    identity.on(rpc.start_session, errors.SignInFailed())
    api.post("/api/v1/sessions?next=P1234567", json={"username": "canary.name", "password": "canary-secret"})
    api.post("/api/v1/sessions", json={"username": "canary.name", "password": "canary-secret"})
    api.get("/api/v1/canary/P1234567")
    text = log_lines.getvalue()
    assert len(text.splitlines()) >= 3 and '"route": "POST /api/v1/sessions"' in text
    assert "canary" not in text and "P1234567" not in text


def test_the_openapi_document_is_valid_and_has_every_operation(app, api):
    document = api.get("/api/v1/openapi.json").get_json()
    assert document["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(document).validate()
    described = {(path, method.upper()) for path, item in document["paths"].items() for method in item}
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("api_v1.")]
    routed = {
        (rule.rule.removeprefix(PREFIX).replace("<uuid:", "{").replace(">", "}"), method)
        for rule in rules for method in rule.methods - {"HEAD", "OPTIONS"}
    }  # fmt: skip
    assert described == routed == {(operation.path, operation.method) for operation in OPERATIONS}


def test_the_document_says_what_bodies_hold(api):
    schemas = api.get("/api/v1/openapi.json").get_json()["components"]["schemas"]
    assert set(schemas["SignUp"]["required"]) >= {
        "first_name",
        "member_id",
        "email",
        "password",
        "terms_version",
    }
    assert schemas["SignUp"]["additionalProperties"] is False
    assert schemas["Tokens"]["properties"]["access_expires_at"]["format"] == "date-time"
    by_email = next(schema for name, schema in schemas.items() if name.endswith("post_sign_ups_confirmation"))
    assert set(by_email["required"]) == {"code", "email"} == set(by_email["properties"])
    assert json.dumps(schemas).count("personal") == 0


def test_the_docs_page_needs_nothing_from_elsewhere_and_shows_every_operation(api):
    page = api.get("/api/docs").text
    assert "<script" not in page and "style=" not in page
    assert "//" not in page.replace("https://", "//").split("<body>")[0].replace("<!doctype html>", "")
    for operation in OPERATIONS:
        assert f'id="{operation.name}"' in page
