"""What an 834 says about how a member is reached: N3 and N4, PER, and language (LUI)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contracts.member.contact import ContactEntry
from member.rules import contact
from member.rules.contact_area import ZIP_CODES, county_name
from member.rules.x12 import codes
from member.rules.x12.loops import MemberLoop
from servicekit.x12 import Fault, Segment

ADDRESS_LOOPS = {"2100A": "home", "2100C": "mailing"}
PHONE_USES = {"CP": "cell", "HP": "home", "WP": "work", "TE": "other", "AP": "other"}
"""PER03: which number it is. TE says no more than that it is one."""
UNKNOWN_COUNTY = "Unknown"
READING, WRITING, SPEAKING, NATIVE = "5", "6", "7", "8"
LANGUAGE_ORDER = (WRITING, READING, "", SPEAKING, NATIVE)
"""LUI04: the language of what the plan writes to her comes from the first of these uses that is given."""

_REASON_OF_FIELD = {"state": "bad_state", "zip_code": "bad_zip", "number": "bad_phone", "email": "bad_email"}
_ENTRY = {kind: ContactEntry(only=("kind", "use", *names)) for kind, names in contact.FIELDS.items()}


@dataclass(frozen=True, slots=True)
class Reported:
    """One way to reach her, as the sender says it. `said` is what an entry of its kind says."""

    kind: str
    use: str
    said: dict[str, Any]


def reported(loop: MemberLoop) -> Iterator[Reported | Fault]:
    """Her addresses, telephone numbers and e-mail addresses, each or why it is none. At most one of a use."""
    seen = set()
    for found in [*_addresses(loop), *_numbers(loop)]:
        use = (found.kind, found.use) if isinstance(found, Reported) else None
        if use is None or use not in seen:
            yield found
        seen.add(use)


def county(loop: MemberLoop) -> str | None:
    """The county where she lives, if it is one of the plan's."""
    for home in loop.find("2100A", "N4"):
        name = _county(home, _zip(home.get(3)))
        return name if name in ZIP_CODES else None
    return None


def language(loop: MemberLoop) -> str | Fault | None:
    """The language that she reads; None when none is given."""
    given = {segment.get(4): segment for segment in reversed(loop.find("2100A", "LUI"))}
    segment = next((given[use] for use in LANGUAGE_ORDER if use in given), None)
    if segment is None:
        return None
    return codes.language(segment.get(2)) or Fault("unknown_language", "2100A", segment.number)


def _addresses(loop: MemberLoop) -> Iterator[Reported | Fault]:
    for place, use in ADDRESS_LOOPS.items():
        for street, town in zip(loop.find(place, "N3"), loop.find(place, "N4"), strict=False):
            zip_code = _zip(town.get(3))
            fields = {
                "line1": street.get(1),
                "line2": street.get(2) or None,
                "city": town.get(1),
                "state": town.get(2),
                "zip_code": zip_code,
                "county": _county(town, zip_code),
            }
            yield _checked(contact.ADDRESS, use, fields, Fault("bad_address", place, town.number))


def _zip(text: str) -> str:
    """`95060`, `95060-1234`; 0000 behind it says nothing."""
    plus_four = text[5:].lstrip("-")
    return f"{text[:5]}-{plus_four}" if plus_four and plus_four != "0000" else text[:5]


def _county(town: Segment, zip_code: str) -> str:
    """From the county's code or name (N406), else from the ZIP code if that is all in one county."""
    said = town.get(6) if town.get(5) in ("CY", "") else ""
    known = codes.county(said) if town.get(2) == "CA" else None
    if known or (said and not said.isdigit()):
        return known or county_name(said)
    of_zip = [name for name, zip_codes in ZIP_CODES.items() if zip_code[:5] in zip_codes]
    return of_zip[0] if len(of_zip) == 1 else UNKNOWN_COUNTY


def _numbers(loop: MemberLoop) -> Iterator[Reported | Fault]:
    for segment in loop.find("2100A", "PER"):
        pairs = [(segment.get(at), segment.get(at + 1)) for at in (3, 5, 7)]
        extension = next((text for kind, text in pairs if kind == "EX"), None)
        for kind, text in pairs:
            wrong = Fault("bad_phone" if kind in PHONE_USES else "bad_email", "2100A", segment.number)
            if kind in PHONE_USES:
                yield _number(PHONE_USES[kind], text, extension, wrong)
            elif kind == "EM":
                yield _checked(contact.EMAIL, "personal", {"email": text}, wrong)


def _number(use: str, text: str, extension: str | None, wrong: Fault) -> Reported | Fault:
    found = contact.number(text, extension)
    if found is None:
        return wrong
    said = {"number": found.e164, "extension": found.extension, "text_consent": False}
    return _checked(contact.PHONE, use, said, wrong)


def _checked(kind: str, use: str, fields: dict[str, Any], wrong: Fault) -> Reported | Fault:
    """What the fields say if an entry may say it: the same rules as for a member's own entry."""
    errors = _ENTRY[kind].validate({"kind": kind, "use": use, **fields})
    if not errors:
        return Reported(kind, use, contact.says(kind, fields))
    reasons = [_REASON_OF_FIELD[name] for name in errors if name in _REASON_OF_FIELD]
    return Fault(reasons[0] if reasons else wrong.reason, wrong.loop, wrong.at)
