"""Whether a doctor takes this patient, and why not (R127).

`closed` takes nobody, `existing` only the patients she has. The reasons have an order; the first is told.
"""

from dataclasses import dataclass

OPEN, EXISTING, CLOSED = "open", "existing", "closed"


@dataclass(frozen=True, slots=True)
class Patient:
    """Who would be the patient. An age (years) or sex that is not known is not held against her."""

    age: int | None
    sex: str | None
    existing: bool


@dataclass(frozen=True, slots=True)
class Terms:
    """Whom a doctor takes at one practice. Ages are years, both included; `full`: no place is left."""

    accepting: str
    age_from: int | None = None
    age_to: int | None = None
    sex: str | None = None
    full: bool = False


def why_not(terms: Terms, patient: Patient) -> str | None:
    """The reason (closed, existing_only, age, sex, panel_full), or None when she takes the patient."""
    if terms.accepting == CLOSED:
        return "closed"
    if terms.accepting == EXISTING and not patient.existing:
        return "existing_only"
    if patient.age is not None and not _within(terms, patient.age):
        return "age"
    if terms.sex and patient.sex in ("female", "male") and patient.sex != terms.sex:
        return "sex"
    return "panel_full" if terms.full else None


def _within(terms: Terms, age: int) -> bool:
    oldest = 200 if terms.age_to is None else terms.age_to
    return (terms.age_from or 0) <= age <= oldest
