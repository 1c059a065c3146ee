"""How looks at a record read: who, what and why, to the member and to staff."""

from flask_babel import gettext

ROLES = {
    "member_services": "Member Services",
    "mailroom": "Mailroom",
    "support": "Portal support",
    "provider_services": "Provider Services",
    "provider": "A doctor's office",
}
WHAT = {
    "record": "The record",
    "looks": "The list of looks",
    "card_batch": "What the ID card says",
    "address_reports": "A change of address",
    "roster": "The line on the list of the doctor's patients",
}
REASONS = {
    "own_case": "A case of hers that is being worked on",
    "member_on_the_phone": "She was on the telephone",
    "member_in_person": "She came in person",
    "written_request": "She wrote to us",
    "pcp_exception": "A request to change doctors",
    "returned_mail": "Mail came back",
    "quality_check": "A check of our own work",
    "compliance": "A privacy or compliance check",
    "card_fulfilment": "An ID card was printed",
    "address_report": "A new address was passed on",
    "office_roster": "The office opened its list of patients",
}
"""English, as staff read it; the functions below are what pages show."""

TO_HER = {
    "own_case": "To work on your request",
    "member_on_the_phone": "You called us",
    "member_in_person": "You came to see us",
    "written_request": "You wrote to us",
    "pcp_exception": "You asked to change doctors",
    "quality_check": "To check our own work",
    "card_fulfilment": "To print your ID card",
    "address_report": "To pass your new address on",
    "office_roster": "Your primary doctor's office opened its list of patients",
}
WHAT_OF_HERS = {
    "record": "Your record",
    "card_batch": "What your ID card says",
    "address_reports": "Your new address",
    "roster": "Your line on the list of your doctor's patients",
}
"""Where the member reads other words."""


def role(code: str) -> str:
    """`Member Services`."""
    return gettext(ROLES[code]) if code in ROLES else code


def what(code: str) -> str:
    """`The record`."""
    return gettext(WHAT[code]) if code in WHAT else code


def what_of_hers(code: str) -> str:
    """What, for the member."""
    return gettext(WHAT_OF_HERS[code]) if code in WHAT_OF_HERS else what(code)


def reason(code: str) -> str:
    """Why, for staff."""
    return gettext(REASONS[code]) if code in REASONS else code


def reason_to_her(code: str) -> str:
    """Why, for the member."""
    return gettext(TO_HER[code]) if code in TO_HER else reason(code)
