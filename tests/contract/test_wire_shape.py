"""The wire keeps its shape: a change is made on purpose, in the frozen file, and is reviewed there."""

import json
from pathlib import Path

from support.wire_shape import shape

FROZEN = Path(__file__).with_name("wire_shape.json")


def test_the_wire_has_the_frozen_shape():
    assert shape() == json.loads(FROZEN.read_text())
