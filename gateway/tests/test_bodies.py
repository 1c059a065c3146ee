"""How much a request may carry."""

import uuid

import pytest

from contracts.procedures import PROVIDER
from contracts.provider_directory import rpc
from contracts.provider_directory.invitations import MOST_PEOPLE
from servicekit import clock

INVITE = "/api/v1/office/invitations"
GRANTS = [{"feature": name} for name in ("eligibility", "referrals", "claims")]
PERSON = {"first_name": "Dana", "last_name": "Fox", "zip_code": "95076", "role": "user", "grants": GRANTS}
CROWD = [PERSON | {"email": f"p{number}@example.org"} for number in range(MOST_PEOPLE)]


@pytest.fixture
def bearer(identity):
    """An office's person."""
    tokens = identity.tokens(roles=[PROVIDER], kind="provider", context_id=uuid.uuid4())
    return {"Authorization": f"Bearer {tokens['access_token']}"}


def accepted(call):
    """Every row is on its way by and by."""
    outcome = {"outcome": "accepted", "problems": {}}
    count = len(call.fields["people"])
    return {
        "batch_id": uuid.uuid4(), "created_at": clock.now(), "finished_at": None, "total": count,
        "failed": 0, "sent": 0, "cancelled": 0,
        "outcomes": [outcome | {"invitation_id": uuid.uuid4()} for _ in range(count)],
    }  # fmt: skip


def test_ten_thousand_people_are_invited_in_one_body(api, identity, bearer):
    identity.on(rpc.create_invitations, accepted)
    answer = api.post(INVITE, json={"people": CROWD}, headers=bearer)
    assert (answer.status_code, answer.get_json()["total"]) == (201, MOST_PEOPLE)


def test_more_than_it_takes_is_refused(api, identity, bearer):
    body = b'{"people": "' + b"x" * (8 * 1024 * 1024) + b'"}'
    answer = api.post(INVITE, data=body, headers=bearer, content_type="application/json")
    assert (answer.status_code, answer.get_json()["code"]) == (413, "http.request_entity_too_large")
    assert identity.made(rpc.create_invitations) == []


def test_other_operations_take_no_more_than_before(api, bearer):
    body = {"message": "x" * 70_000, "feature": "claims"}
    answer = api.post("/api/v1/office/permission-requests", json=body, headers=bearer)
    assert answer.status_code == 413


def test_nothing_is_read_of_who_has_no_token(app):
    class Unread:
        def read(self, *_):
            raise AssertionError("it was read")

        readline = read

    environ = {"REQUEST_METHOD": "POST", "PATH_INFO": INVITE, "CONTENT_TYPE": "application/json"}
    environ |= {"CONTENT_LENGTH": "1000000", "wsgi.input": Unread(), "wsgi.url_scheme": "https"}
    environ |= {
        "HTTP_HOST": "portico.example.org",
        "SERVER_NAME": "portico.example.org",
        "SERVER_PORT": "443",
    }
    with app.request_context(environ):
        assert app.full_dispatch_request().status_code == 401
