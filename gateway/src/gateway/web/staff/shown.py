"""How codes of the staff's pages read."""

from collections.abc import Mapping
from typing import Any

from flask_babel import format_date, gettext

from contracts.member.card_desk import ORDER_REASONS, RETURN_REASONS
from contracts.member.pcp_desk import DENIALS
from contracts.member.staff import LOOK_REASONS
from gateway.web.care import looks_shown
from gateway.web.care import shown as care

WORDS: dict[str, dict[str, str]] = {
    "sex": {"female": "Female", "male": "Male", "unknown": "Unknown"},
    "order": {
        "ordered": "Ordered",
        "printed": "Printed",
        "mailed": "Mailed",
        "returned": "Returned",
        "cancelled": "Cancelled",
    },
    "order_reason": {
        "member_request": "Member request",
        "lost": "Lost",
        "damaged": "Damaged",
        "not_received": "Not received",
        "returned": "Came back to us",
        "data_changed": "Name or doctor changed",
        "new_member": "New member",
    },
    "return_reason": {
        "moved": "Moved",
        "no_such_address": "No such address",
        "unclaimed": "Unclaimed",
        "refused": "Refused",
        "deceased": "Deceased",
        "other": "Another reason",
    },
    "pcp_reason": {
        "member_request": "Member Request",
        "moved": "Moved",
        "pcp_left_network": "PCP left the network",
        "plan_assigned": "Assigned by the plan",
        "provider_requested": "Asked for by the provider",
    },
    "rule": {
        "closed": "Not taking new patients",
        "existing_only": "Existing patients only",
        "age": "Limits of age",
        "sex": "Limits of sex",
        "panel_full": "No place left",
        "out_of_area": "Outside the plan's counties",
        "same_month": "Before the first of next month",
    },
    "exception": {"open": "Open", "approved": "Approved", "denied": "Denied"},
    "report": {"reported": "Reported", "forwarded": "Sent to the county"},
    "report_action": {"added": "added", "changed": "changed", "ended": "ended"},
    "denial": care.DENIALS,
    "account": {
        "unverified": "Waits for its sign-up code",
        "active": "Active",
        "locked": "Locked",
        "must_reset": "Needs a new password",
        "dormant": "Moved here, not used yet",
        "disabled": "Disabled",
    },
    "mail": {
        "signup.code": "Sign-up code",
        "signup.repeated": "Sign-up, though an account exists",
        "signup.first_login_email": "First log-in",
        "login.locked": "Account locked",
        "login.unlocked": "Account unlocked",
        "account.disabled": "Account disabled",
        "recover.username": "Username",
        "recover.code": "Code for a new password",
        "recover.both": "Username and code",
        "password.changed": "Password changed",
        "email.code": "Code for a new email address",
        "email.check": "Code for an email address in the contact details",
        "email.entry_ended": "Email address taken out of the contact details",
        "email.change_started": "Change of email address asked for",
        "email.changed": "Email address changed",
        "email.owner_started": "Change of email address by telephone",
        "email.owner_noted": "Notice of a new email address",
        "recover.sent": "Code for a new password, sent by staff",
        "second_factor.recovery_code_used": "Recovery code used",
    },
    "mail_state": {
        "queued": "Waiting",
        "sending": "Being sent",
        "retrying": "Will be tried again",
        "sent": "Sent",
        "failed": "Failed",
        "expired": "Too late to send",
        "uncertain": "May have arrived",
        "nobody": "No one to send it to",
    },
    "failure": {
        "address_refused": "The address was refused",
        "server_busy": "The mail server was busy",
        "timed_out": "The mail server did not answer",
    },
    "check": {
        "full_name": "Full name",
        "username": "Username",
        "email": "Email address",
        "date_of_birth": "Date of birth",
        "member_id": "Member ID",
        "home_address": "Home address",
        "office_name": "Name of the office",
        "provider_id": "Provider ID",
        "tax_id": "Tax ID",
        "office_called_back": "Office called back at the number on file",
    },
}
"""English by kind and code; `said` is what pages show."""


def said(kind: str, code: str | None) -> str:
    """`Not taking new patients`; a code without words reads as it is."""
    english = WORDS[kind].get(code or "")
    return gettext(english) if english else (code or "").replace("_", " ").replace(".", ": ")


def options(kind: str, codes: tuple[str, ...]) -> list[tuple[str, str]]:
    """(code, words) for a select."""
    return [(code, said(kind, code)) for code in codes]


def look_reasons() -> list[tuple[str, str]]:
    """Why a record may be opened."""
    return [(code, looks_shown.reason(code)) for code in LOOK_REASONS]


def order_reasons() -> list[tuple[str, str]]:
    """Why a card is ordered."""
    return options("order_reason", ORDER_REASONS)


def return_reasons() -> list[tuple[str, str]]:
    """Why a letter came back."""
    return options("return_reason", RETURN_REASONS)


def denials() -> list[tuple[str, str]]:
    """Why an exception is denied."""
    return options("denial", DENIALS)


def short_day(value: Any) -> str:
    """`Sep 15, 1980`."""
    return format_date(value, "medium") if value else ""


def full_name(person: Mapping[str, Any]) -> str:
    """`Rosa M Santos`."""
    names = (person["first_name"], person.get("middle_name"), person["last_name"])
    return " ".join(name for name in names if name)
