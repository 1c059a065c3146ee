"""Whether a doctor takes a patient, and which reason is told first."""

import pytest

from provider_directory.rules.availability import Patient, Terms, why_not

ANY = Patient(age=40, sex="female", existing=False)
KNOWN = Patient(age=40, sex="female", existing=True)

CASES = [
    (Terms("open"), ANY, None),
    (Terms("closed"), ANY, "closed"),
    (Terms("closed"), KNOWN, "closed"),
    (Terms("existing"), ANY, "existing_only"),
    (Terms("existing"), KNOWN, None),
    (Terms("open", age_from=40, age_to=40), ANY, None),
    (Terms("open", age_from=41), ANY, "age"),
    (Terms("open", age_to=39), ANY, "age"),
    (Terms("open", age_to=0), Patient(0, None, False), None),
    (Terms("open", age_to=0), Patient(1, None, False), "age"),
    (Terms("open", age_to=17), Patient(None, None, False), None),
    (Terms("open", sex="male"), ANY, "sex"),
    (Terms("open", sex="male"), Patient(40, "unknown", False), None),
    (Terms("open", sex="male"), Patient(40, None, False), None),
    (Terms("open", full=True), KNOWN, "panel_full"),
    (Terms("closed", age_to=1, sex="male", full=True), ANY, "closed"),
    (Terms("existing", age_to=1, sex="male", full=True), ANY, "existing_only"),
    (Terms("open", age_to=1, sex="male", full=True), ANY, "age"),
    (Terms("open", sex="male", full=True), ANY, "sex"),
]


@pytest.mark.parametrize(("terms", "patient", "reason"), CASES)
def test_the_first_reason_that_holds_is_told(terms, patient, reason):
    assert why_not(terms, patient) == reason
