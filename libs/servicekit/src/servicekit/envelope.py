"""Message bodies: plain JSON with one sealed part for what is personal.

A body is `{"fields": {...}, "sealed": "<token>"}`; the sealed part holds the personal fields and, for a
call, the viewer's token and the client's address.
"""

import json
from functools import cache
from typing import Any

from marshmallow import ValidationError

from contracts.errors import ContractError, InvalidInput
from contracts.wire import Wire, split
from servicekit.seal import SealBroken, Sealer


class Undecodable(Exception):
    """Not JSON, not our shape, or a seal that does not open."""


@cache
def schema_of(kind: type[Wire]) -> Wire:
    """One instance per schema: building one costs more than a round trip saves."""
    return kind()


def to_json(value: Any) -> bytes:
    """Canonical JSON: sorted keys, UTF-8, no spaces. Raises TypeError for anything but plain types."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def pack(
    kind: type[Wire], purpose: str, fields: dict[str, Any], sealer: Sealer, **private: Any
) -> dict[str, Any]:
    """Dump `fields` by `kind` and seal the personal ones, with `private` beside them."""
    clear, hidden = split(kind, schema_of(kind).dump(fields))
    body: dict[str, Any] = {"fields": clear}
    kept = {key: value for key, value in private.items() if value is not None}
    if hidden or kept:
        body["sealed"] = sealer.seal(purpose, to_json({"fields": hidden, **kept}))
    return body


def pack_error(purpose: str, error: ContractError, sealer: Sealer) -> dict[str, Any]:
    """An error as a reply: code and category in clear, its details sealed, since they may repeat what a
    person typed (a taken username and its neighbours)."""
    wire = error.to_wire()
    details = wire.pop("details")
    body: dict[str, Any] = {"error": wire}
    if details:
        body["sealed"] = sealer.seal(purpose, to_json({"details": details}))
    return body


def read(raw: bytes | str) -> dict[str, Any]:
    """The JSON object in `raw`. Raises Undecodable."""
    try:
        body = json.loads(raw)
    except (ValueError, UnicodeDecodeError) as broken:
        raise Undecodable("not JSON") from broken
    if not isinstance(body, dict):
        raise Undecodable("not an object")
    return body


def open_body(purpose: str, body: dict[str, Any], sealer: Sealer) -> tuple[dict[str, Any], dict[str, Any]]:
    """(all fields, private part) of a body, still as JSON types. Raises Undecodable."""
    fields = body.get("fields", {})
    private: dict[str, Any] = {}
    if "sealed" in body:
        try:
            private = json.loads(sealer.unseal(purpose, body["sealed"]))
        except (SealBroken, ValueError, AttributeError) as broken:
            raise Undecodable("the seal does not open") from broken
    if not isinstance(fields, dict):
        raise Undecodable("fields is not an object")
    return {**fields, **private.pop("fields", {})}, private


def load(kind: type[Wire], fields: dict[str, Any]) -> dict[str, Any]:
    """Check and load `fields` by `kind`. Raises InvalidInput with message keys per field."""
    try:
        return schema_of(kind).load(fields)
    except ValidationError as refused:
        raise InvalidInput(fields=refused.normalized_messages()) from None
