"""The wire's shape as plain data, to be compared with the frozen one.

`PYTHONPATH=tests python -m support.wire_shape > tests/contract/wire_shape.json` freezes today's shape: do
that only when a change is meant, and old readers can live with it.
"""

import json
import sys
from typing import Any

from marshmallow import Schema, fields

from contracts import registry


def shape() -> dict[str, Any]:
    """Every procedure and event with its fields."""
    return {
        "procedures": {
            key: {
                "takes": _fields(procedure.takes),
                "gives": _fields(procedure.gives),
                "raises": sorted(error.code for error in procedure.raises),
                "allow": sorted(procedure.allow),
            }
            for key, procedure in sorted(registry.procedures().items())
        },
        "events": {key: _fields(event.carries) for key, event in sorted(registry.events().items())},
    }


def _fields(schema: type[Schema]) -> dict[str, str]:
    return {name: _describe(field) for name, field in sorted(schema._declared_fields.items())}


def _describe(field: fields.Field) -> str:
    words = [type(field).__name__]
    if isinstance(field, fields.List):
        words.append("of " + _describe(field.inner))
    if isinstance(field, fields.Nested):
        words.append(json.dumps(_fields(type(field.schema)), sort_keys=True))
    words += [word for word, holds in _marks(field) if holds]
    return " ".join(words)


def _marks(field: fields.Field) -> list[tuple[str, bool]]:
    return [
        ("required", bool(field.required)),
        ("nullable", bool(field.allow_none)),
        ("sealed", bool(field.metadata.get("personal"))),
    ]


if __name__ == "__main__":
    json.dump(shape(), sys.stdout, indent=2, sort_keys=True)
    print()
