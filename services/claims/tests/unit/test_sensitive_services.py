"""Which services are sensitive (California Civil Code 56.05), and who is told of them."""

import re

import pytest

from claims.rules.sensitive_services import (
    GENDER_AFFIRMING,
    MENTAL_HEALTH,
    NOT_JUDGED,
    PARTNER_VIOLENCE,
    REPRODUCTIVE_HEALTH,
    SEXUAL_INFECTION,
    SUBSTANCE_USE,
    TABLE,
    Service,
    categories,
    may_be_told,
)
from contracts.procedures import MEMBER, STAFF


def service(
    diagnoses="E119", procedure="99213", specialty="207Q00000X", place="11", code_set="icd_10"
) -> Service:
    return Service(procedure, place, specialty, code_set, tuple(diagnoses.split()))


@pytest.mark.parametrize(
    ("given", "category"),
    [
        ({"diagnoses": "F329"}, MENTAL_HEALTH),
        ({"diagnoses": "E119 F411"}, MENTAL_HEALTH),  # also where it is not the first
        ({"diagnoses": "R45851"}, MENTAL_HEALTH),
        ({"procedure": "90834"}, MENTAL_HEALTH),
        ({"procedure": "H0036"}, MENTAL_HEALTH),
        ({"specialty": "2084P0800X"}, MENTAL_HEALTH),
        ({"specialty": "103TC0700X"}, MENTAL_HEALTH),
        ({"specialty": "1041C0700X"}, MENTAL_HEALTH),
        ({"place": "53"}, MENTAL_HEALTH),
        ({"diagnoses": "F1120"}, SUBSTANCE_USE),
        ({"diagnoses": "Z7151"}, SUBSTANCE_USE),
        ({"procedure": "G2067"}, SUBSTANCE_USE),
        ({"procedure": "H0020"}, SUBSTANCE_USE),
        ({"specialty": "207QA0401X"}, SUBSTANCE_USE),
        ({"place": "58"}, SUBSTANCE_USE),
        ({"diagnoses": "O09521"}, REPRODUCTIVE_HEALTH),
        ({"diagnoses": "O9A311"}, REPRODUCTIVE_HEALTH),
        ({"diagnoses": "Z30011"}, REPRODUCTIVE_HEALTH),
        ({"diagnoses": "Z3202"}, REPRODUCTIVE_HEALTH),
        ({"procedure": "58300"}, REPRODUCTIVE_HEALTH),
        ({"procedure": "59841"}, REPRODUCTIVE_HEALTH),
        ({"procedure": "J7298"}, REPRODUCTIVE_HEALTH),
        ({"specialty": "207V00000X"}, REPRODUCTIVE_HEALTH),
        ({"specialty": "367A00000X"}, REPRODUCTIVE_HEALTH),
        ({"diagnoses": "A539"}, SEXUAL_INFECTION),
        ({"diagnoses": "B20"}, SEXUAL_INFECTION),
        ({"diagnoses": "Z113"}, SEXUAL_INFECTION),
        ({"procedure": "87491"}, SEXUAL_INFECTION),
        ({"procedure": "86703"}, SEXUAL_INFECTION),
        ({"diagnoses": "F640"}, GENDER_AFFIRMING),
        ({"procedure": "55970"}, GENDER_AFFIRMING),
        ({"diagnoses": "T7411XA"}, PARTNER_VIOLENCE),
        ({"diagnoses": "Z6911"}, PARTNER_VIOLENCE),
        ({"diagnoses": "Y070"}, PARTNER_VIOLENCE),
    ],
)
def test_a_sensitive_service_is_known_by_any_of_its_codes(given, category):
    assert category in categories(service(**given))


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"diagnoses": "I10 J069 M545"},
        {"diagnoses": "E6601 K219"},
        {"diagnoses": "Z0000"},
        {"procedure": "99396"},
        {"procedure": "83036"},
        {"specialty": "207RC0000X"},
        {"specialty": None},
        {"place": "21"},
        {"diagnoses": "A499 A65"},  # beside the range A50-A64
        {"procedure": "90900"},
        {"procedure": "H0051"},
    ],
)
def test_other_services_are_in_no_category(given):
    assert categories(service(**given)) == frozenset()


def test_what_is_coded_in_icd_9_is_held_back_unseen():
    assert categories(service("25000", code_set="icd_9")) == {NOT_JUDGED}


def test_every_entry_of_the_table_is_a_code_or_a_range_of_codes_of_one_length():
    forms = {
        "diagnoses": r"[A-Z]\d[0-9A-Z]{0,5}",
        "procedures": r"[0-9A-Z]{5}",
        "specialties": r"[0-9A-Z]{3,10}",
        "places": r"\d{2}",
    }
    for codes in TABLE.values():
        for name, form in forms.items():
            for entry in getattr(codes, name):
                ends = entry.split("-")
                assert len(ends) <= 2 and len({len(end) for end in ends}) == 1 and ends == sorted(ends), entry
                assert all(re.fullmatch(form, end) for end in ends), entry


def test_only_the_patient_herself_is_told():
    assert may_be_told({MEMBER})
    assert not any(may_be_told(roles) for roles in ({"representative"}, set(), STAFF, {"provider"}))
