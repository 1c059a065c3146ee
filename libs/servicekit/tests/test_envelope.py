import json

import pytest

from contracts.errors import InvalidInput
from servicekit.envelope import Undecodable, load, open_body, pack, pack_error, read, to_json
from servicekit.seal import Sealer
from support.specimen.contract import Behaviour, EchoRefused

sealer = Sealer({"k1": b"k" * 32})
FIELDS = {"key": "a", "mode": "ok", "seconds": 0.0, "note": "canary-note"}


def test_personal_fields_and_private_parts_are_not_on_the_wire():
    raw = to_json(pack(Behaviour, "p", FIELDS, sealer, token="canary-token"))
    assert b"canary" not in raw
    assert json.loads(raw)["fields"] == {"key": "a", "mode": "ok", "seconds": 0.0}


def test_a_body_opens_to_what_was_packed():
    fields, private = open_body("p", pack(Behaviour, "p", FIELDS, sealer, token="t"), sealer)
    assert (fields, private) == (FIELDS, {"token": "t"})


def test_a_body_packed_for_one_procedure_does_not_open_for_another():
    with pytest.raises(Undecodable):
        open_body("q", pack(Behaviour, "p", FIELDS, sealer), sealer)


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'"text"'])
def test_what_is_not_a_json_object_is_undecodable(raw):
    with pytest.raises(Undecodable):
        read(raw)


@pytest.mark.parametrize("body", [{"fields": 1}, {"sealed": 5}, {"sealed": "k1.x"}, {"sealed": None}])
def test_a_body_of_another_shape_is_undecodable(body):
    with pytest.raises(Undecodable):
        open_body("p", body, sealer)


def test_a_refused_field_is_named_and_its_value_is_not():
    with pytest.raises(InvalidInput) as refused:
        load(Behaviour, {"key": "x" * 999, "canary": 1})
    assert refused.value.details == {"fields": {"key": ["field.too_long"], "canary": ["field.unknown"]}}


def test_json_that_is_not_plain_cannot_be_sent():
    with pytest.raises(TypeError):
        to_json({"day": object()})


def test_an_errors_details_are_sealed_and_its_code_is_not():
    packed = pack_error("p:reply", EchoRefused(suggestions=["canary-1"]), sealer)
    assert packed["error"] == {"code": "specimen.echo_refused", "category": "conflict"}
    assert "canary" not in json.dumps(packed)
    assert open_body("p:reply", packed, sealer)[1] == {"details": {"suggestions": ["canary-1"]}}
