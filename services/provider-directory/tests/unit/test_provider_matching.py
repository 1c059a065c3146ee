"""Step 1 of association, as a table (R011–R018, R024, R025)."""

from dataclasses import replace
from uuid import UUID

import pytest

from contracts.provider_directory.association import ProviderIdentity
from provider_directory.rules.matching import NOBODY, OnFile, Verdict, judge, typed_as
from provider_directory.rules.names import plain, same_name
from provider_directory.rules.tax_ids import TaxIds
from servicekit.seal import Sealer

KEYS = TaxIds(Sealer({"k1": bytes(32)}), bytes(range(32)))
ANA = OnFile(
    UUID(int=1), "practitioner", "PCH200001", KEYS.digest("000000211"), "Ana María Robles MD", "Ana María",
    "Robles", frozenset({"95060", "02101"}),
)  # fmt: skip
CLINIC = OnFile(
    UUID(int=2), "group", "PCH100001", KEYS.digest("000000201"), "García-López & Sons, Inc.",
    zip_codes=frozenset({"95340"}), members=(("Siobhán", "O’Shaughnessy"),),
)  # fmt: skip
HER_FORM = {
    "type": "practitioner", "first_name": "Ana María", "last_name": "Robles", "tax_id": "00-0000211",
    "provider_id": "PCH200001", "zip_code": "95060",
}  # fmt: skip
CLINIC_FORM = {
    "type": "group", "group_name": "García-López & Sons, Inc.", "tax_id": "000000201",
    "provider_id": "PCH100001", "zip_code": "95340",
}  # fmt: skip


def verdict(form, on_file, **changes):
    return judge(typed_as(ProviderIdentity().load(form | changes), KEYS.digest), on_file)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"tax_id": "000000211"},
        {"tax_id": "00 0000211"},
        {"tax_id": "00–0000211"},
        {"zip_code": "95060-1234"},
        {"zip_code": "950601234"},
        {"zip_code": "02101"},
        {"zip_code": "2101"},
        {"zip_code": "2101-1234"},
        {"zip_code": "21011234"},
        {"provider_id": "pch200001"},
        {"provider_id": " PCH200001 "},
        {"first_name": "ana maria", "last_name": "ROBLES"},
        {"first_name": "Anamaria"},
        {"first_name": "Ana-María,"},
    ],
)
def test_her_record_is_found_however_she_spells_it(changes):
    assert verdict(HER_FORM, ANA, **changes) is Verdict.MATCHED


@pytest.mark.parametrize(
    "name", ["GARCIA LOPEZ AND SONS INC", "Garcia-Lopez & Sons", "García López Sons Inc 2", "Inc."]
)
def test_another_name_is_another_group(name):
    assert verdict(CLINIC_FORM, CLINIC, group_name=name) is Verdict.NOT_MATCHED


@pytest.mark.parametrize(
    "name",
    ["GARCIA LOPEZ SONS INC", "garcialopez&sons,inc", "García‑López  &  Sons Inc.", "GARCÍA-LÓPEZ/SONS INC"],
)
def test_signs_accents_case_and_spaces_of_a_group_name_do_not_matter(name):
    assert verdict(CLINIC_FORM, CLINIC, group_name=name) is Verdict.MATCHED


@pytest.mark.parametrize(
    "changes",
    [
        {"tax_id": "000000212"},
        {"zip_code": "95061"},
        {"provider_id": "PCH200002"},
        {"first_name": "Ana"},
        {"last_name": "Roble"},
        {"type": "group", "group_name": "Somebody Else"},
    ],
)
def test_one_wrong_field_is_no_match(changes):
    assert verdict(HER_FORM, ANA, **changes) is Verdict.NOT_MATCHED
    assert verdict(HER_FORM, None, **changes) is Verdict.NOT_MATCHED


@pytest.mark.parametrize("zip_code", ["210", "950601", "9506012345", "A5060", "٩٥٠٦٠", "95060-12"])
def test_what_is_no_zip_code_is_told_at_the_field(zip_code):
    errors = ProviderIdentity().validate(HER_FORM | {"zip_code": zip_code})
    assert errors == {"zip_code": ["field.invalid_zip"]}


@pytest.mark.parametrize("tax_id", ["00000021", "0000002111", "00-000021A", "٠٠٠٠٠٠٢١١"])
def test_a_tax_id_has_nine_digits(tax_id):
    assert ProviderIdentity().validate(HER_FORM | {"tax_id": tax_id}) == {"tax_id": ["field.invalid_tax_id"]}


def test_each_type_needs_its_own_names():
    nameless = {name: HER_FORM[name] for name in ("tax_id", "provider_id", "zip_code")}
    assert set(ProviderIdentity().validate(nameless)) == {"first_name", "last_name"}
    assert set(ProviderIdentity().validate(nameless | {"type": "group"})) == {"group_name"}


@pytest.mark.parametrize(
    ("form", "on_file", "changes"),
    [
        (CLINIC_FORM, CLINIC, {"type": "practitioner", "first_name": "Siobhan", "last_name": "OShaughnessy"}),
        (
            CLINIC_FORM,
            CLINIC,
            {"type": "practitioner", "first_name": "García", "last_name": "López Sons Inc"},
        ),
        (HER_FORM, ANA, {"type": "group", "group_name": "Ana Maria Robles"}),
        (HER_FORM, ANA, {"type": "group", "group_name": "Ana Maria Robles, MD"}),
        (
            HER_FORM,
            replace(ANA, groups=("Robles Medical",)),
            {"type": "group", "group_name": "ROBLES MEDICAL"},
        ),
    ],
)
def test_only_the_wrong_type_is_told_when_all_else_is_right(form, on_file, changes):
    assert verdict(form, on_file, **changes) is Verdict.TYPE_WRONG
    for wrong in ({"tax_id": "000000999"}, {"zip_code": "99999"}, {"provider_id": "PCH999999"}):
        assert verdict(form, on_file, **changes, **wrong) is Verdict.NOT_MATCHED


def test_nobody_is_matched_by_the_stand_in():
    as_nobody = {
        "first_name": "Nemo", "last_name": "Nobody", "tax_id": "000000000", "provider_id": NOBODY.number,
    }  # fmt: skip
    assert verdict(HER_FORM, None, **as_nobody) is Verdict.NOT_MATCHED
    at_home = replace(NOBODY, zip_codes=frozenset({"95060"}), tax_id_digest=KEYS.digest("000000000"))
    assert (
        verdict(HER_FORM, at_home, **as_nobody) is Verdict.MATCHED
    )  # so it is neither the ZIP code nor the Tax ID that saves us


@pytest.mark.parametrize("sign", ["", " ", "-", "’", "ʻ", "...", "¡!"])
def test_a_name_of_signs_alone_is_like_no_name(sign):
    assert plain(sign) == ""
    assert not same_name(sign, sign)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Øster", "oster"), ("Łódź", "lodz"), ("ŒUVRE", "oeuvre"), ("ﬁne", "FINE"), ("Dʻa", "da")],
)
def test_letters_that_no_keyboard_has_are_like_their_plain_ones(one, other):
    assert same_name(one, other)


def test_digits_count_in_the_name_of_a_group():
    assert not same_name("Portico Demo Medical Group 1", "Portico Demo Medical Group 2")
