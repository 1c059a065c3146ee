"""Contact details through the JSON API: ETag and If-Match (R142)."""

import uuid

import pytest

from contracts.errors import NotFound
from contracts.identity import rpc as identity_rpc
from contracts.member import errors as e
from contracts.member import rpc
from contracts.member.contact import ContactPoint
from servicekit import clock

PATH = "/api/v1/me/contact"
PHONE = {"kind": "phone", "use": "cell", "number": "831-555-0142"}
POINT = {
    "contact_point_id": uuid.uuid4(), "version": 3, "kind": "phone", "use": "cell", "number": "+18315550142",
    "text_consent": False, "preferred": False, "verified": False, "needed": False, "warnings": [],
    "changed_at": clock.now(),
}  # fmt: skip
ONE = f"{PATH}/{POINT['contact_point_id']}"
CHANGES = [("PUT", PHONE), ("DELETE", None)]


@pytest.fixture
def bearer(identity):
    return {"Authorization": f"Bearer {identity.tokens()['access_token']}"}


def send(api, method, bearer, body, if_match=None, path=ONE):
    headers = bearer | ({} if if_match is None else {"If-Match": if_match})
    return api.open(path, method=method, json=body, headers=headers)


def test_entries_are_listed_with_the_version_of_each(api, identity, bearer):
    identity.on(rpc.get_contact, {"contact_points": [POINT]})
    answer = api.get(PATH, headers=bearer)
    assert [entry["version"] for entry in answer.get_json()["contact_points"]] == [3]
    assert "ETag" not in answer.headers, "the list is no one entry"


def test_what_was_added_and_changed_is_answered_with_its_etag(api, identity, bearer):
    identity.on(rpc.create_contact_point, POINT | {"version": 1})
    identity.on(rpc.change_contact_point, POINT | {"version": 4})
    added = api.post(PATH, json=PHONE, headers=bearer)
    assert (added.status_code, added.headers["ETag"]) == (201, '"1"')
    changed = send(api, "PUT", bearer, PHONE, '"3"')
    assert (changed.status_code, changed.headers["ETag"]) == (200, '"4"')
    call = identity.made(rpc.change_contact_point)[0]
    assert (call.fields["version"], call.fields["contact_point_id"]) == (3, POINT["contact_point_id"])


def test_an_entry_is_deleted_as_the_version_that_was_seen(api, identity, bearer):
    identity.on(rpc.end_contact_point, {})
    assert send(api, "DELETE", bearer, None, '"3"').status_code == 204
    assert identity.made(rpc.end_contact_point)[0].fields["version"] == 3


def test_an_address_is_verified_as_the_version_that_was_seen(api, identity, bearer):
    sent = {"code_expires_at": clock.later(1800), "resend_after": clock.later(60)}
    identity.on(rpc.start_email_check, sent)
    identity.on(rpc.confirm_email_check, POINT | {"verified": True})
    assert send(api, "POST", bearer, None, path=f"{ONE}/email-check").status_code == 428
    assert send(api, "POST", bearer, None, '"3"', f"{ONE}/email-check").status_code == 201
    assert identity.made(rpc.start_email_check)[0].fields["version"] == 3
    answer = send(api, "POST", bearer, {"code": "12345678"}, path=f"{ONE}/email-check/code")
    assert (answer.status_code, answer.headers["ETag"], answer.get_json()["verified"]) == (200, '"3"', True)


@pytest.mark.parametrize(("method", "body"), CHANGES)
def test_a_change_without_if_match_is_refused(api, identity, bearer, method, body):
    answer = send(api, method, bearer, body)
    assert (answer.status_code, answer.get_json()["code"]) == (428, "http.precondition_required")
    assert not identity.calls[1:], "no service was asked"


@pytest.mark.parametrize("if_match", ["*", "3", '"3", "4"', 'W/"3"', '"0"', '"x"', '""', '"1234567890"'])
@pytest.mark.parametrize(("method", "body"), CHANGES)
def test_if_match_names_one_version(api, identity, bearer, method, body, if_match):
    answer = send(api, method, bearer, body, if_match)
    assert (answer.status_code, answer.get_json()["code"]) == (400, "http.bad_if_match")
    assert not identity.calls[1:]


@pytest.mark.parametrize(("method", "body"), CHANGES)
def test_a_change_of_a_version_that_is_no_more_is_refused_and_the_present_one_named(
    api, identity, bearer, method, body
):
    stale = e.ContactChanged(current=ContactPoint().dump(POINT | {"version": 7}))
    identity.on(rpc.change_contact_point, stale)
    identity.on(rpc.end_contact_point, stale)
    answer = send(api, method, bearer, body, '"3"')
    assert (answer.status_code, answer.get_json()["code"]) == (412, "http.precondition_failed")
    assert answer.headers["ETag"] == '"7"'
    assert "555" not in answer.text


@pytest.mark.parametrize(("method", "body"), CHANGES)
def test_the_version_is_no_field_of_a_body(api, identity, bearer, method, body):
    answer = send(api, method, bearer, {**(body or {}), "version": 3}, '"3"')
    assert answer.status_code in (400, 422)
    assert not identity.calls[1:]


@pytest.mark.parametrize(("method", "body"), CHANGES)
def test_other_conflicts_stay_conflicts_and_what_is_not_there_stays_not_there(
    api, identity, bearer, method, body
):
    for error, status in ((e.ContactPointNeeded(), 409), (NotFound(), 404)):
        identity.on(rpc.change_contact_point, error)
        identity.on(rpc.end_contact_point, error)
        assert send(api, method, bearer, body, '"3"').status_code == status
    assert send(api, method, bearer, body, '"3"', path=f"{PATH}/P1234567").status_code == 404


def test_the_document_says_where_if_match_is_needed_and_an_etag_given(api):
    paths = api.get("/api/v1/openapi.json").get_json()["paths"]
    one = paths["/me/contact/{id}"]
    for method in ("put", "delete"):
        needed = [p["name"] for p in one[method]["parameters"] if p["in"] == "header" and p["required"]]
        assert needed == ["If-Match"]
        assert {"412", "428"} <= set(one[method]["responses"])
        assert "contact_changed" not in str(one[method]["responses"])
    assert "ETag" in one["put"]["responses"]["200"]["headers"]
    assert "headers" not in paths["/me"]["get"]["responses"]["200"]


def test_a_new_address_for_the_account_through_the_api(api, identity, bearer):
    started = {"code_expires_at": clock.now(), "resend_after": clock.now()}
    identity.on(identity_rpc.start_email_change, started)
    identity.on(identity_rpc.resend_email_change_code, started)
    identity.on(identity_rpc.confirm_email_change, {})
    path, new = (
        "/api/v1/me/email-change",
        {"email": "rosa.new@example.org", "current_password": "old old old"},
    )
    answer = api.post(path, json=new, headers=bearer)
    assert (answer.status_code, set(answer.get_json())) == (202, {"code_expires_at", "resend_after"})
    assert api.post(f"{path}/code", headers=bearer).status_code == 202
    assert api.post(f"{path}/confirmation", json={"code": "12345678"}, headers=bearer).status_code == 204
