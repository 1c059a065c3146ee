"""How coverage, cards and doctors read on a page."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import format_date, gettext

from gateway.web import telephones

LINES = {"medi_cal": "Medi-Cal", "ihss": "Portico Care IHSS"}
"""Names of the lines of business (R170); names are not translated."""

REASONS = {
    "closed": "Not taking new patients",
    "existing_only": "Taking only people who have been her or his patient before",
    "age": "Does not see patients of your age",
    "sex": "Sees patients of another sex only",
    "panel_full": "Has no place left",
    "out_of_area": "Outside the plan's counties",
    "current": "Your primary doctor already",
}
STATES = {
    "ordered": "Ordered",
    "printed": "Printed",
    "mailed": "Mailed",
    "returned": "Came back to us. Check your address, then order again.",
}
REQUESTS = {"open": "We are looking at it", "approved": "Approved", "denied": "Not approved"}
DENIALS = {
    "doctor_declined": "The doctor declined",
    "limits_stand": "The doctor's limits stand",
    "out_of_area": "Outside the plan's counties",
    "next_month_stands": "The change begins next month, as usual",
    "duplicate": "Asked for twice",
    "other": "Another reason",
}
"""Why a request was not approved: the member reads what staff chose."""
GENDERS = {"female": "Female", "male": "Male"}
"""English; the functions below are what pages show."""


def line(code: str) -> str:
    """`Medi-Cal`."""
    return LINES.get(code, code)


def reason(code: str) -> str:
    """Why a doctor can't be chosen."""
    return gettext(REASONS[code]) if code in REASONS else gettext("Can't be chosen now")


def state(code: str) -> str:
    """How far an order is."""
    return gettext(STATES[code]) if code in STATES else code


def request_state(code: str) -> str:
    """What became of a request for an exception."""
    return gettext(REQUESTS[code]) if code in REQUESTS else code


def denial(code: str) -> str:
    """Why a request was not approved."""
    return gettext(DENIALS[code]) if code in DENIALS else gettext(DENIALS["other"])


def day(value: date | None) -> str:
    """`October 1, 2026`; without one, `no end date`."""
    return format_date(value, "long") if value else gettext("no end date")


def name(doctor: Mapping[str, Any]) -> str:
    """`Lena Okoro, MD`."""
    full = f"{doctor['first_name']} {doctor['last_name']}".strip()
    return f"{full}, {doctor['credential']}" if doctor.get("credential") else full


def address(of: Mapping[str, Any]) -> list[str]:
    """An address as on an envelope."""
    place = f"{of.get('city', '')}, {of.get('state', '')} {of.get('zip_code', '')}"
    return [text for text in (of.get("line1"), of.get("line2"), place.strip(" ,")) if text]


def phone(of: Mapping[str, Any]) -> str:
    """A practice's telephone number, or nothing."""
    return telephones.shown(of["phone"]) if of.get("phone") else ""
