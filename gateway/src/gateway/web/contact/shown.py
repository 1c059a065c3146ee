"""How an entry reads on a page."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from gateway.web import telephones

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


def lines(entry: Mapping[str, Any]) -> list[str]:
    """What an entry says, line by line: an address as on an envelope and its county; else one line."""
    if entry["kind"] == "address":
        place = f"{entry['city']}, {entry['state']} {entry['zip_code']}"
        county = county_words(entry["county"])
        return [line for line in (entry["line1"], entry["line2"], place, county) if line]
    if entry["kind"] == "phone":
        said = telephones.shown(entry["number"])
        more = entry["extension"]
        return [gettext("%(number)s, extension %(extension)s", number=said, extension=more) if more else said]
    return [entry["email"]]


def value(kind: str, name: str, said: Any) -> str:
    """One field as words, for comparing what was typed with what is on file."""
    if name == "use":
        return use_words(kind, str(said or ""))
    if name in ("preferred", "text_consent"):
        return gettext("Yes") if said else gettext("No")
    return telephones.shown(str(said)) if name == "number" and said else str(said or "–")
