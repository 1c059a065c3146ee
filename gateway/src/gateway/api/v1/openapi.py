"""OpenAPI 3.1, made from the table of operations and the contracts; nothing is written twice."""

from functools import cache
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import fields as ma

from contracts.fields import Instant, Money
from contracts.wire import Wire
from gateway.api.v1.operations import OPERATIONS, PREFIX, VERSION, Operation
from gateway.statuses import STATUS

PROBLEM = {"$ref": "#/components/schemas/Problem"}
CONTENT = "application/problem+json"


@cache
def document() -> dict[str, Any]:
    """The whole OpenAPI document as JSON types."""
    plugin = MarshmallowPlugin()
    spec = APISpec(
        title="Portico", version="1.0.0", openapi_version="3.1.0", plugins=[plugin],
        info={"description": _DESCRIPTION, "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
        servers=[{"url": PREFIX}],
    )  # fmt: skip
    plugin.converter.add_attribute_function(_own_fields)
    spec.components.schema("Problem", _PROBLEM_SCHEMA)
    spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"})
    for operation in OPERATIONS:
        spec.path(path=operation.path, operations={operation.method.lower(): _describe(spec, operation)})
    return spec.to_dict()


def _describe(spec: APISpec, operation: Operation) -> dict[str, Any]:
    procedure = operation.procedure
    described = {
        "operationId": operation.name,
        "summary": operation.summary,
        "tags": [operation.tag],
        "security": [] if "anyone" in procedure.allow else [{"bearer": []}],
        "parameters": _parameters(operation),
        "responses": {str(operation.status): _success(spec, operation), **_failures(operation)},
    }
    if operation.body_fields:
        content = {"application/json": {"schema": _body(spec, operation)}}
        described["requestBody"] = {"required": True, "content": content}
    return described


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    identifier = {"in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
    found = [{"name": name, **identifier} for name in operation.path_fields]
    if operation.method != "GET":
        found.append(_IDEMPOTENCY_KEY)
    if operation.stale:
        found.append(_IF_MATCH)
    return [*found, _REQUEST_ID]


def _success(spec: APISpec, operation: Operation) -> dict[str, Any]:
    if operation.status == 204:
        return {"description": "Done"}
    schema = _reference(spec, operation.procedure.gives)
    done = {"description": "Done", "content": {"application/json": {"schema": schema}}}
    return done | ({"headers": _ETAG} if VERSION in operation.procedure.gives._declared_fields else {})


def _failures(operation: Operation) -> dict[str, Any]:
    by_status: dict[int, list[str]] = {}
    for status, code in _codes(operation):
        by_status.setdefault(status, []).append(code)
    return {
        str(status): {"description": "One of: " + ", ".join(codes), "content": {CONTENT: {"schema": PROBLEM}}}
        for status, codes in sorted(by_status.items())
    }


def _codes(operation: Operation) -> list[tuple[int, str]]:
    errors = set(operation.procedure.raises) - {operation.stale}
    raised = {(STATUS[error.category], error.code) for error in errors}
    if operation.stale:
        raised |= {(412, "http.precondition_failed"), (428, "http.precondition_required")}
        raised |= {(400, "http.bad_if_match")}
    general = {(400, "http.bad_request"), (429, "common.rate_limited")}
    general |= {(500, "common.internal"), (503, "common.unavailable")}
    if operation.body_fields:
        general |= {(413, "http.request_entity_too_large"), (415, "http.unsupported_media_type")}
        general |= {(400, "http.malformed_json"), (422, "common.invalid_input")}
    if operation.procedure.command:
        general |= {(409, "common.idempotency_in_progress"), (422, "common.idempotency_key_reused")}
    if "anyone" not in operation.procedure.allow:
        general |= {(401, "common.unauthenticated"), (401, "identity.session_ended")}
        general |= {(403, "common.forbidden")}
    return sorted(raised | general)


def _body(spec: APISpec, operation: Operation) -> dict[str, Any]:
    takes = operation.procedure.takes
    names = operation.body_fields
    if names == frozenset(takes._declared_fields):
        return _reference(spec, takes)
    part = takes(only=names)
    name = f"{takes.__name__}_{operation.name}"
    if name not in spec.components.schemas:
        spec.components.schema(name, schema=part)
    _require(spec.components.schemas[name], operation)
    return {"$ref": f"#/components/schemas/{name}"}


def _require(schema: dict[str, Any], operation: Operation) -> None:
    """Where a field was optional because another could stand for it, and that one is not here."""
    needed = {"email"} if "sign_up_id" in operation.leave_out else set()
    required = sorted({*schema.get("required", ()), *needed})
    if required:
        schema["required"] = required
    schema["additionalProperties"] = False


def _reference(spec: APISpec, kind: type[Wire]) -> dict[str, Any]:
    if kind.__name__ not in spec.components.schemas:
        spec.components.schema(kind.__name__, schema=kind)
    return {"$ref": f"#/components/schemas/{kind.__name__}"}


def _own_fields(converter: Any, field: ma.Field, **kwargs: Any) -> dict[str, Any]:
    """What our own fields are to a reader of JSON."""
    if isinstance(field, Instant):
        return {"type": ["string", "null"] if field.allow_none else "string", "format": "date-time"}
    if isinstance(field, Money):
        return {"type": "string", "pattern": r"^-?\d{1,12}\.\d{2}$"}
    if field.metadata.get("secret"):
        return {"format": "password"}
    return {}


_DESCRIPTION = (
    "Members' accounts. Access tokens live one minute: refresh with the refresh token, once each. "
    "Send an Idempotency-Key with every change; the same key and body gets the first answer."
)
_IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key", "in": "header", "required": False,
    "description": "Same key and body: the first answer again. Another body: 422. Still running: 409.",
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{8,64}$"},
}  # fmt: skip
_IF_MATCH = {
    "name": "If-Match", "in": "header", "required": True,
    "description": "The version that was seen, as in its ETag. Missing: 428. Another version by now: 412.",
    "schema": {"type": "string", "pattern": '^"[1-9][0-9]{0,8}"$'},
}  # fmt: skip
_ETAG = {
    "ETag": {"description": "The entry's version, for If-Match", "schema": {"type": "string"}},
}
_REQUEST_ID = {
    "name": "X-Request-Id", "in": "header", "required": False,
    "description": "A UUID that joins this request to ours in logs; answered back.",
    "schema": {"type": "string", "format": "uuid"},
}  # fmt: skip
_PROBLEM_SCHEMA = {
    "type": "object",
    "description": "RFC 9457",
    "required": ["type", "title", "status", "detail", "instance", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string", "format": "uri"},
        "code": {"type": "string"},
        "fields": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
        "reason": {"type": "string"},
        "suggestions": {"type": "array", "items": {"type": "string"}},
        "attempts_left": {"type": "integer"},
        "retry_after": {"type": "integer"},
        "error_id": {"type": "string"},
    },
}
