"""How an entry reads on a page."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

USES = {
    "address": {
        "home": "Home address",
        "mailing": "Mailing address",
        "confidential": "Confidential address",
        "other": "Other address",
    },
    "phone": {"cell": "Cell phone", "home": "Home phone", "work": "Work phone", "other": "Other phone"},
    "email": {"personal": "Personal email", "other": "Other email"},
}
"""English; `use_words` is what pages show."""

ELSEWHERE = "Other"
"""The county of an address outside the plan's counties, as the form saves it."""
UNKNOWN = "Unknown"
"""The county of an address that somebody else reported without one."""


def use_words(kind: str, use: str) -> str:
    """`Mailing address`."""
    return gettext(USES[kind].get(use, use))


def is_confidential(entry: Mapping[str, Any]) -> bool:
    """Whether all her mail goes to this entry (R143)."""
    return (entry["kind"], entry["use"]) == ("address", "confidential")


def county_words(county: str) -> str:
    """`Santa Cruz County`; `Another county` for one that was not named, nothing for one that isn't known."""
    if county == UNKNOWN:
        return ""
    return gettext("Another county") if county == ELSEWHERE else gettext("%(name)s County", name=county)


def number(e164: str) -> str:
    """`+18315550142` as `831-555-0142`; numbers of other countries as they are."""
    if e164.startswith("+1") and len(e164) == 12:
        return f"{e164[2:5]}-{e164[5:8]}-{e164[8:]}"
    return e164


def lines(entry: Mapping[str, Any]) -> list[str]:
    """What an entry says, line by line: an address as on an envelope and its county; else one line."""
    if entry["kind"] == "address":
        place = f"{entry['city']}, {entry['state']} {entry['zip_code']}"
        county = county_words(entry["county"])
        return [line for line in (entry["line1"], entry["line2"], place, county) if line]
    if entry["kind"] == "phone":
        said = number(entry["number"])
        more = entry["extension"]
        return [gettext("%(number)s, extension %(extension)s", number=said, extension=more) if more else said]
    return [entry["email"]]


def value(kind: str, name: str, said: Any) -> str:
    """One field as words, for comparing what was typed with what is on file."""
    if name == "use":
        return use_words(kind, str(said or ""))
    if name in ("preferred", "text_consent"):
        return gettext("Yes") if said else gettext("No")
    return number(str(said)) if name == "number" and said else str(said or "–")
