"""One route per operation. Nothing here knows any operation by name."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, jsonify

from contracts.errors import InvalidInput
from gateway import peers, shapes
from gateway.api.v1.body import json_object
from gateway.api.v1.operations import OPERATIONS, PREFIX, Operation
from gateway.security import limits
from gateway.security.doors import door

blueprint = Blueprint("api_v1", __name__, url_prefix=PREFIX)


def run(operation: Operation, path: dict[str, Any]) -> Response:
    """Check the body, call the procedure, and dump the answer."""
    body = json_object(wanted=bool(operation.body_fields))
    stray = body.keys() - operation.body_fields
    if stray:
        raise InvalidInput(fields={name: ["field.unknown"] for name in sorted(stray)})
    limits.check_subject(body)
    named = {operation.path_fields[name]: str(value) for name, value in path.items()}
    answer = peers.call(operation.procedure, **shapes.load(operation.procedure.takes, {**body, **named}))
    if operation.status == 204:
        return Response(status=204)
    response = jsonify(shapes.dump(operation.procedure.gives, answer))
    response.status_code = operation.status
    return response


def _view(operation: Operation) -> Callable[..., Response]:
    def view(**path: Any) -> Response:
        return run(operation, path)

    procedure = operation.procedure
    return door(*procedure.allow, even_if_must_reset=procedure.even_if_must_reset)(view)


for _operation in OPERATIONS:
    blueprint.add_url_rule(
        _operation.rule, _operation.name, _view(_operation), methods=[_operation.method], strict_slashes=True
    )
