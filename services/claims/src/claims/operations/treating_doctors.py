"""Doctors who treated the member (R118)."""

from typing import Any

from sqlalchemy.orm import Session

from claims.repository import treating
from claims.rules.sensitive_services import Service, categories, may_be_told
from contracts.claims.treating_doctors import MOST
from servicekit.work import Viewer, Work


def list_treating_doctors(work: Work) -> dict[str, Any]:
    """The fields of `TreatingDoctors`."""
    with work.reading() as session:
        hidden = [] if may_be_told(work.viewer.roles) else _sensitive(session, work.viewer)
        found = treating.doctors(session, work.viewer, hidden, MOST)
    return {"doctors": [{"npi": row.npi, "last_service_on": row.last_service_on} for row in found]}


def _sensitive(session: Session, viewer: Viewer) -> list[str]:
    """Who gave the viewer a sensitive service, whatever else they gave her."""
    return sorted(
        {
            row.npi
            for row in treating.services(session, viewer)
            if categories(
                Service(
                    row.procedure_code, row.place_of_service, row.specialty, row.diagnosis_code_set,
                    tuple(row.diagnoses),
                )
            )
        }
    )  # fmt: skip
