"""Contracts are data that both sides execute: these tests read all of it."""

import ast
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from marshmallow import Schema, ValidationError

import contracts
from contracts import fields, registry
from contracts.errors import Category, ContractError, Internal, RateLimited
from contracts.events import Event
from contracts.identity import schemas
from contracts.procedures import ANYONE, Procedure
from contracts.wire import Wire, split

SOURCE = Path(contracts.__file__).parent


def test_every_procedure_is_registered_under_its_own_service():
    for key, procedure in registry.procedures().items():
        assert key == f"{procedure.service}.{procedure.name}"
        assert procedure.service in registry.SERVICES


def test_a_procedure_needs_a_listed_verb():
    with pytest.raises(ValueError, match="verb"):
        Procedure("identity", "frobnicate_account", frozenset({ANYONE}))


def test_a_procedure_says_who_may_call_it():
    with pytest.raises(ValueError, match="who may call"):
        Procedure("identity", "get_account", frozenset())


def test_an_event_is_noun_and_verb():
    with pytest.raises(ValueError, match="past tense"):
        Event("identity", "locked", Wire)


def test_error_codes_are_frozen():
    ours = {code for code in ContractError.registry if not code.startswith("specimen.")}
    assert ours == FROZEN_CODES


def test_every_error_has_a_category_and_survives_the_wire():
    for kind in ContractError.registry.values():
        assert isinstance(kind.category, Category)
        back = ContractError.from_wire(kind(retry_after=3).to_wire())
        assert type(back) is kind
        assert back.details == {"retry_after": 3}


def test_an_unknown_error_code_becomes_internal():
    assert isinstance(ContractError.from_wire({"code": "from.the_future"}), Internal)


def test_two_errors_cannot_share_a_code():
    with pytest.raises(TypeError, match="taken"):
        type("Again", (ContractError,), {"code": RateLimited.code})


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda p: str(p.relative_to(SOURCE)))
def test_contracts_import_marshmallow_and_the_standard_library_alone(path):
    allowed = {"contracts", "marshmallow"} | set(__import__("sys").stdlib_module_names)
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        else:
            continue
        assert {name.split(".")[0] for name in names} <= allowed


def test_personal_fields_are_split_from_clear_ones():
    clear, hidden = split(schemas.LogIn, {"username": "u", "password": "p", "device_token": None})
    assert clear == {}
    assert hidden == {"username": "u", "password": "p", "device_token": None}


def test_no_schema_leaves_a_telling_name_in_clear():
    telling = {
        "password",
        "email",
        "first_name",
        "last_name",
        "member_id",
        "date_of_birth",
        "code",
        "username",
        "access_token",
        "refresh_token",
        "device_token",
        "cell_phone",
        "to",
        "address",
    }
    for procedure in registry.procedures().values():
        for schema in (procedure.takes, procedure.gives):
            assert not _in_clear(schema) & telling, f"{procedure.key} {schema.__name__}"
    for event in registry.events().values():
        assert not _in_clear(event.carries) & telling, event.key


def _in_clear(schema: type[Schema]) -> set[str]:
    return set(schema._declared_fields) - schema.personal_fields()


class Sample(Wire):
    text = fields.Text(longest=5)
    at = fields.Instant()
    day = fields.Day()
    money = fields.Money()
    lines = fields.Paragraphs(longest=10)


def test_paragraphs_end_alike_wherever_they_were_typed():
    loaded = Sample().load({"lines": "  one\r\n\ttwo\r3\n"})
    assert loaded == {"lines": "one\n two\n3"}


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"text": "too long"}, "field.too_long"),
        ({"text": "  "}, "field.required"),
        ({"text": "a\u202eb"}, "field.control_characters"),
        ({"text": "a\x00b"}, "field.control_characters"),
        ({"text": "a\nb"}, "field.control_characters"),
        ({"text": 5}, "field.invalid"),
        ({"lines": "a\u202eb"}, "field.control_characters"),
        ({"lines": "a\n\x0bb"}, "field.control_characters"),
        ({"lines": "too\r\nlong\r\n!!"}, "field.too_long"),
        ({"at": "2026-01-01T00:00:00"}, "field.invalid"),
        ({"at": "yesterday"}, "field.invalid"),
        ({"day": "2026-02-30"}, "field.invalid_date"),
        ({"money": 1.5}, "field.invalid"),
        ({"money": "1.505"}, "field.invalid"),
        ({"money": "NaN"}, "field.invalid"),
        ({"other": 1}, "field.unknown"),
    ],
)
def test_a_wrong_value_is_refused_with_a_message_key(given, key):
    with pytest.raises(ValidationError) as refused:
        Sample().load(given)
    assert list(refused.value.normalized_messages().values()) == [[key]]


def test_text_is_trimmed():
    assert Sample().load({"text": "  ab "}) == {"text": "ab"}


def test_an_instant_keeps_its_moment_and_becomes_utc():
    loaded = Sample().load({"at": "2026-10-01T00:00:00-07:00"})["at"]
    assert loaded == datetime(2026, 10, 1, 7, tzinfo=UTC)
    assert Sample().dump({"at": loaded}) == {"at": "2026-10-01T07:00:00Z"}


def test_a_naive_instant_cannot_be_sent():
    with pytest.raises(ValueError, match="time zone"):
        Sample().dump({"at": datetime(2026, 1, 1)})


def test_money_is_exact():
    assert Sample().load({"money": "12.5"}) == {"money": Decimal("12.50")}
    assert Sample().dump({"money": Decimal("12.5")}) == {"money": "12.50"}
    with pytest.raises(ValueError, match="whole cents"):
        Sample().dump({"money": Decimal("0.005")})


def test_a_birth_date_is_not_in_the_future():
    fields.not_future(date.today())
    with pytest.raises(ValidationError, match="field.future_date"):
        fields.not_future(date.today() + timedelta(days=2))


@pytest.mark.parametrize(
    "address", ["a@b", "a b@example.org", "@example.org", "example.org", "a@", "a@.org."]
)
def test_an_implausible_address_is_refused(address):
    with pytest.raises(ValidationError, match="field.invalid_email"):
        schemas.email_address(address)


@pytest.mark.parametrize(
    "address", ["a@example.org", "josé.o'hara+card@sub.example.org", '"a@b"@example.org']
)
def test_a_plausible_address_is_taken(address):
    schemas.email_address(address)


FROZEN_CODES = {
    "common.forbidden",
    "common.idempotency_in_progress",
    "common.idempotency_key_reused",
    "common.internal",
    "common.invalid_input",
    "common.not_found",
    "common.rate_limited",
    "common.unauthenticated",
    "common.unavailable",
    "identity.attempts_used_up",
    "identity.caller_not_verified",
    "identity.code_attempts_exhausted",
    "identity.code_expired",
    "identity.code_used",
    "identity.code_wrong",
    "identity.context_ended",
    "identity.current_password_wrong",
    "identity.member_not_matched",
    "identity.must_reset_password",
    "identity.password_refused",
    "identity.second_factor_enrolled",
    "identity.second_factor_required",
    "identity.second_factor_wrong",
    "identity.session_ended",
    "identity.sign_in_failed",
    "identity.username_taken",
    "member.card_address_returned",
    "member.card_order_moved",
    "member.card_order_open",
    "member.card_order_printed",
    "member.cards_taken",
    "member.contact_changed",
    "member.contact_full",
    "member.contact_point_needed",
    "member.feature_not_granted",
    "member.not_covered",
    "member.pcp_exception_not_needed",
    "member.pcp_exception_open",
    "member.pcp_exception_settled",
    "member.pcp_is_current",
    "member.pcp_unavailable",
    "member.preferences_changed",
    "notifications.delivery_settled",
    "provider_directory.access_changed",
    "provider_directory.administrator_exists",
    "provider_directory.agreement_changed",
    "provider_directory.agreement_needed",
    "provider_directory.association_held",
    "provider_directory.case_changed",
    "provider_directory.invitation_not_open",
    "provider_directory.invitation_settled",
    "provider_directory.last_administrator",
    "provider_directory.looks_like_npi",
    "provider_directory.match_expired",
    "provider_directory.own_access",
    "provider_directory.permission_there",
    "provider_directory.provider_already_linked",
    "provider_directory.provider_not_matched",
    "provider_directory.provider_type_wrong",
    "provider_directory.provider_unavailable",
    "provider_directory.request_decided",
}
