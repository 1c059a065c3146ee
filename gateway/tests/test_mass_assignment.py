"""Nobody sets more than an operation lets set: role, Provider ID, verified and the like are refused."""

import uuid

import pytest

from contracts.procedures import ANYONE, SIGNED_IN, STAFF
from gateway.api.v1.operations import OPERATIONS, PREFIX, Operation

COVETED = {
    "role": "administrator", "roles": ["support"], "kind": "staff", "provider_id": str(uuid.uuid4()),
    "billing_provider_id": str(uuid.uuid4()), "context_id": str(uuid.uuid4()),
    "account_id": str(uuid.uuid4()), "member_key": str(uuid.uuid4()), "verified": True,
    "state": "active", "must_reset": False, "version": 7,
}  # fmt: skip
CHANGES = [operation for operation in OPERATIONS if operation.method in ("POST", "PUT", "DELETE")]


def who_may(operation: Operation) -> list[str]:
    """Roles with which the door opens."""
    allowed = operation.procedure.allow
    return sorted(allowed & STAFF) or (["member"] if SIGNED_IN in allowed else sorted(allowed - {ANYONE}))


@pytest.mark.parametrize("operation", CHANGES, ids=lambda operation: operation.name)
def test_what_an_operation_does_not_take_is_refused_by_name_and_nothing_is_done(api, identity, operation):
    roles = who_may(operation)
    token = identity.tokens(roles=roles, kind=roles[0] if roles else "member")["access_token"]
    headers = {"Authorization": f"Bearer {token}", "If-Match": '"1"'}
    body = {name: value for name, value in COVETED.items() if name not in operation.body_fields}
    path = PREFIX + operation.path.replace("{id}", str(uuid.uuid4()))
    answer = api.open(path, method=operation.method, json=body, headers=headers)
    if operation.body_fields:
        assert answer.status_code == 422
        assert answer.get_json()["fields"] == {name: ["field.unknown"] for name in sorted(body)}
    else:
        assert (answer.status_code, answer.get_json()["code"]) == (400, "http.unexpected_body")
    assert identity.made(operation.procedure) == []


def test_what_can_be_coveted_is_taken_only_where_it_is_the_point():
    taken = {(o.name, name) for o in OPERATIONS for name in o.body_fields & set(COVETED)}
    assert taken == {
        ("put_me_context", "context_id"),
        ("put_office_users_id_access", "role"),
        ("post_office_access_requests_id_decision", "role"),
        ("post_office_users_search", "role"),
        ("post_me_pcp_changes", "provider_id"),
        ("post_me_pcp_exceptions", "provider_id"),
        ("post_me_links_match", "provider_id"),
        ("post_me_contact", "kind"),
        ("put_me_contact_id", "kind"),
        ("post_cases", "kind"),
        ("post_me_contact", "state"),  # of the United States
        ("put_me_contact_id", "state"),
        ("post_office_agreement", "version"),
    }
