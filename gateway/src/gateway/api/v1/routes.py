"""One route per operation. Nothing here knows any operation by name."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, jsonify

from contracts.errors import ContractError, InvalidInput
from gateway import peers, shapes
from gateway.api.v1 import versions
from gateway.api.v1.body import json_object
from gateway.api.v1.operations import OPERATIONS, PREFIX, Operation
from gateway.security import limits
from gateway.security.bodies import body_up_to
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
    answer = _call(operation, {**body, **named, **versions.seen(operation)})
    if operation.status == 204:
        return Response(status=204)
    response = jsonify(shapes.dump(operation.procedure.gives, answer))
    response.status_code = operation.status
    return versions.tag(response, answer)


def _call(operation: Operation, fields: dict[str, Any]) -> dict[str, Any]:
    try:
        return peers.call(operation.procedure, **shapes.load(operation.procedure.takes, fields))
    except ContractError as error:
        if operation.stale and isinstance(error, operation.stale):
            raise versions.PreconditionFailed(error) from None
        raise


def _view(operation: Operation) -> Callable[..., Response]:
    def view(**path: Any) -> Response:
        return run(operation, path)

    procedure = operation.procedure
    mark = door(
        *procedure.allow,
        even_if_must_reset=procedure.even_if_must_reset,
        even_if_second_factor_due=procedure.even_if_second_factor_due,
    )
    return mark(body_up_to(operation.largest_body)(view) if operation.largest_body else view)


for _operation in OPERATIONS:
    blueprint.add_url_rule(
        _operation.rule, _operation.name, _view(_operation), methods=[_operation.method], strict_slashes=True
    )
