"""What a row of a member list must hold, and the reasons why one is refused."""

from datetime import date

import pytest

from member.rules.enrolment_rows import REASONS, read_person

TODAY = date(2026, 10, 15)
GOOD = {
    "BENE_MBI_ID": "1S00EU8FA10",
    "BENE_LAST_NAME": "Nevárez403",
    "BENE_1ST_NAME": "Víctor493",
    "BENE_MIDL_NAME": "M",
    "BENE_BRTH_DT": "1945-12-26",
    "BENE_DEATH_DT": "",
    "BENE_SEX_CD": "1",
}

REFUSED = [
    ({"BENE_MBI_ID": ""}, {"missing_member_id"}),
    ({"BENE_MBI_ID": " - "}, {"missing_member_id"}),
    ({"BENE_MBI_ID": "12345"}, {"bad_member_id"}),
    ({"BENE_MBI_ID": "1S00EU8FÁ10"}, {"bad_member_id"}),
    ({"BENE_1ST_NAME": ""}, {"missing_first_name"}),
    ({"BENE_1ST_NAME": " \u00a0 "}, {"missing_first_name"}),
    ({"BENE_1ST_NAME": "970"}, {"missing_first_name"}),
    ({"BENE_LAST_NAME": ""}, {"missing_last_name"}),
    ({"BENE_LAST_NAME": "x" * 101}, {"name_too_long"}),
    ({"BENE_LAST_NAME": "Ne\x00varez"}, {"hidden_characters"}),
    ({"BENE_MIDL_NAME": "\x1b[31m"}, {"hidden_characters"}),
    ({"BENE_BRTH_DT": ""}, {"missing_birth_date"}),
    ({"BENE_BRTH_DT": "1945-02-29"}, {"bad_birth_date"}),
    ({"BENE_BRTH_DT": "12/26/1945"}, {"bad_birth_date"}),
    ({"BENE_BRTH_DT": "19451226"}, {"bad_birth_date"}),
    ({"BENE_BRTH_DT": "١٩٤٥-١٢-٢٦"}, {"bad_birth_date"}),
    ({"BENE_BRTH_DT": "2026-10-16"}, {"future_birth_date"}),
    ({"BENE_BRTH_DT": "1889-12-31"}, {"birth_date_too_old"}),
    ({"BENE_DEATH_DT": "yesterday"}, {"bad_death_date"}),
    ({"BENE_DEATH_DT": "2026-10-16"}, {"future_death_date"}),
    ({"BENE_DEATH_DT": "1945-12-25"}, {"death_before_birth"}),
    ({"BENE_SEX_CD": "F"}, {"bad_sex_code"}),
    (
        {"BENE_1ST_NAME": "", "BENE_LAST_NAME": "", "BENE_BRTH_DT": ""},
        {"missing_first_name", "missing_last_name", "missing_birth_date"},
    ),
]


@pytest.mark.parametrize(("change", "reasons"), REFUSED, ids=[" ".join(sorted(row[1])) for row in REFUSED])
def test_a_bad_row_is_refused_with_every_reason(change, reasons):
    person, found = read_person(GOOD | change, today=TODAY)
    assert person is None
    assert set(found) == reasons
    assert set(found) <= REASONS.keys()


def test_digits_that_pad_a_name_go_and_accents_stay():
    person, reasons = read_person(GOOD, today=TODAY)
    assert reasons == ()
    assert (person.first_name, person.middle_name, person.last_name) == ("Víctor", "M", "Nevárez")


def test_digits_stay_when_asked():
    person, _ = read_person(GOOD, today=TODAY, strip_digits=False)
    assert person.last_name == "Nevárez403"


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        ({"BENE_MBI_ID": "1s00-eu8 fa10"}, "member_id", "1S00EU8FA10"),
        ({"BENE_MIDL_NAME": ""}, "middle_name", None),
        ({"BENE_1ST_NAME": "Jose\u0301 2nd"}, "first_name", "José nd"),
        ({"BENE_1ST_NAME": " Ana12  Luz "}, "first_name", "Ana Luz"),
        ({"BENE_LAST_NAME": "O"}, "last_name", "O"),
        ({"BENE_BRTH_DT": "1944-02-29"}, "date_of_birth", date(1944, 2, 29)),
        ({"BENE_BRTH_DT": "2026-10-15"}, "date_of_birth", TODAY),
        ({"BENE_DEATH_DT": "2026-10-15"}, "date_of_death", TODAY),
        ({"BENE_SEX_CD": "2"}, "sex", "female"),
        ({"BENE_SEX_CD": ""}, "sex", "unknown"),
    ],
)
def test_a_good_row_becomes_a_person(change, field, value):
    person, reasons = read_person(GOOD | change, today=TODAY)
    assert reasons == ()
    assert getattr(person, field) == value


def test_columns_that_a_list_need_not_have_may_be_missing():
    row = {key: GOOD[key] for key in ("BENE_MBI_ID", "BENE_LAST_NAME", "BENE_1ST_NAME", "BENE_BRTH_DT")}
    person, reasons = read_person(row, today=TODAY)
    assert reasons == () and person.sex == "unknown" and person.date_of_death is None
