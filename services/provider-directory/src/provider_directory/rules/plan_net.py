"""FHIR R4 Plan-Net resources: what makes one acceptable, and what it says of a doctor, group or place.

Each `read_…` gives what was read and the reasons against it (keys of REASONS). What our tables have no
column for is lost nowhere: every accepted resource is kept as it was received, but for Tax IDs.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from provider_directory.rules import fields, npi, specialties
from provider_directory.rules.doctors import COUNTIES, Doctor, GroupOf, Place

NPI_SYSTEM = "http://hl7.org/fhir/sid/us-npi"
NUCC_SYSTEM = "http://nucc.org/provider-taxonomy"
TAX_ID_SYSTEMS = frozenset({
    "urn:oid:2.16.840.1.113883.4.4", "http://hl7.org/fhir/sid/us-ein",
    "urn:oid:2.16.840.1.113883.4.1", "http://hl7.org/fhir/sid/us-ssn",
})  # fmt: skip
TAX_ID_TYPES = frozenset({"TAX", "EN", "SS", "SB"})
"""Codes of HL7 table 0203: tax, employer and social security numbers. Who is in business alone is taxed by
the last."""
KINDS = (
    "Organization",
    "Location",
    "Practitioner",
    "PractitionerRole",
    "HealthcareService",
    "OrganizationAffiliation",
    "Endpoint",
    "InsurancePlan",
)
"""In this order: what is pointed to comes before what points to it."""

REASONS = {
    "not_utf8": "The line is not UTF-8 text",
    "not_json": "The line is not a JSON object",
    "line_too_long": "The line is longer than 1 MiB",
    "wrong_kind": "The resource is of another type than its file",
    "bad_id": "The resource has no id, or one that FHIR does not allow",
    "duplicate_id": "The id stands on an earlier line",
    "malformed": "An element has another type than FHIR R4 says",
    "inactive": "The resource is not active",
    "missing_npi": "The practitioner has no NPI",
    "bad_npi": "The NPI is not ten digits with a right check digit",
    "duplicate_npi": "The NPI stands on an earlier line or belongs to another record",
    "missing_name": "A name is missing",
    "bad_name": "A name is too long or holds control characters",
    "bad_gender": "The gender is none of FHIR's codes",
    "missing_address": "The address has no street or city",
    "bad_zip": "The ZIP code is not five or nine digits",
    "bad_state": "The state is not two letters",
    "bad_date": "A date is not one of the calendar",
    "bad_specialty": "A specialty is not a NUCC code",
    "unknown_practitioner": "The practitioner it points to is not in the directory",
    "unknown_organization": "The organization it points to is not in the directory",
    "unknown_location": "The location it points to is not in the directory",
}
"""Reason keys with their sentences for the report."""

GROUP_KINDS = {"prvgrp": "group", "fac": "facility", "payer": "payer", "ntwk": "network"}
ACCEPTING = {"newpt": "open", "existptonly": "existing", "existptfam": "existing", "nopt": "closed"}

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Role:
    """What a PractitionerRole says: who works where, as what, in which networks."""

    practitioner_ref: str
    group_ref: str | None
    location_refs: tuple[str, ...]
    specialties: tuple[str, ...]
    networks: tuple[str, ...]
    accepting: str
    starts_on: date


def read_organization(resource: Json) -> tuple[GroupOf, list[str]]:
    """The organisation."""
    reasons = [] if resource.get("active", True) else ["inactive"]
    number, problem = _npi(resource)
    name = fields.tidy(resource.get("name") or "")
    kinds = (GROUP_KINDS.get(code) for code in _codes(resource.get("type")))
    kind = next((kind for kind in kinds if kind), "other")
    return GroupOf(resource["id"], name, kind, number), reasons + problem + _bad_names(name)


def without_tax_ids(resource: Json) -> Json:
    """The resource without identifiers that are Tax IDs: what is kept as received holds none (R011)."""
    numbers = resource.get("identifier")
    if not isinstance(numbers, list):
        return resource
    return {**resource, "identifier": [number for number in numbers if not _is_tax_id(number)]}


def read_location(resource: Json) -> tuple[Place, list[str]]:
    """The practice of its organisation."""
    reasons = [] if resource.get("status", "active") == "active" else ["inactive"]
    name = fields.tidy(resource.get("name") or "")
    group_ref = _ref(resource.get("managingOrganization"))
    place, problems = _place(resource, resource.get("address") or {}, name)
    owned = Place(**{**_as_dict(place), "group_ref": group_ref})
    unknown = [] if group_ref else ["unknown_organization"]
    return owned, reasons + _bad_names(name) + problems + unknown


def read_practitioner(resource: Json) -> tuple[tuple[Doctor, list[Place]], list[str]]:
    """The practitioner with her addresses."""
    reasons = [] if resource.get("active", True) else ["inactive"]
    number, problem = _npi(resource)
    names = resource.get("name") or [{}]
    name = next((name for name in names if name.get("use") == "official"), names[0])
    given = [fields.tidy(part) for part in name.get("given") or [""]]
    last = fields.tidy(name.get("family") or "")
    gender = resource.get("gender", "unknown")
    codes, bad = _specialties(item.get("code") for item in resource.get("qualification") or [])
    doctor = Doctor(
        npi=number or "",
        first_name=given[0],
        middle_name=" ".join(given[1:]) or None,
        last_name=last,
        credential=", ".join(name.get("suffix") or []) or None,
        gender=gender,
        languages=tuple(dict.fromkeys(_codes(resource.get("communication")))),
        specialties=codes,
        source_ref=resource["id"],
    )
    places, problems = _places(resource, f"{given[0]} {last}".strip(), doctor.npi)
    reasons += problem if number or problem else ["missing_npi"]
    reasons += _bad_names(given[0], last) + bad + problems + _bad_dates(resource)
    if gender not in ("female", "male", "other", "unknown"):
        reasons.append("bad_gender")
    return (doctor, places), list(dict.fromkeys(reasons))


def read_role(resource: Json) -> tuple[Role, list[str]]:
    """Who works where. Without a period it holds since the day the resource was last updated."""
    reasons = [] if resource.get("active", True) else ["inactive"]
    codes, bad = _specialties(resource.get("specialty") or [])
    started = (resource.get("period") or {}).get("start") or resource.get("meta", {}).get("lastUpdated", "")
    starts_on = fields.day(started[:10])
    role = Role(
        practitioner_ref=_ref(resource.get("practitioner")) or "",
        group_ref=_ref(resource.get("organization")),
        location_refs=tuple(filter(None, map(_ref, resource.get("location") or []))),
        specialties=codes,
        networks=tuple(_networks(resource)),
        accepting=_accepting(resource),
        starts_on=starts_on or date.min,
    )
    wrong = _bad_dates(resource) or ([] if starts_on else ["bad_date"])
    return role, reasons + bad + wrong


def _npi(resource: Json) -> tuple[str | None, list[str]]:
    found = [i.get("value") for i in resource.get("identifier") or [] if i.get("system") == NPI_SYSTEM]
    if not found:
        return None, []
    number = str(found[0])
    return (number, []) if npi.is_npi(number) else (number, ["bad_npi"])


def _bad_names(*names: str) -> list[str]:
    if not all(names):
        return ["missing_name"]
    return ["bad_name"] if any(map(fields.hides, names)) else []


def _codes(concepts: Any) -> Iterator[str]:
    for concept in concepts or []:
        for coding in concept.get("coding") or []:
            yield coding.get("code", "")


def _specialties(concepts: Any) -> tuple[tuple[str, ...], list[str]]:
    codes = [
        coding.get("code", "")
        for concept in concepts
        for coding in (concept or {}).get("coding") or []
        if coding.get("system") == NUCC_SYSTEM
    ]
    bad = [] if all(map(specialties.is_code, codes)) else ["bad_specialty"]
    return tuple(dict.fromkeys(codes)), bad


def _places(resource: Json, name: str, number: str) -> tuple[list[Place], list[str]]:
    places, reasons = [], []
    for nth, address in enumerate(resource.get("address") or []):
        place, problems = _place(resource, address, name)
        known = {**_as_dict(place), "npi": number, "source_ref": f"{resource['id']}/{nth}"}
        places.append(Place(**known))
        reasons += problems
    return places, reasons


def _place(resource: Json, address: Json, name: str) -> tuple[Place, list[str]]:
    lines = [fields.tidy(line) for line in address.get("line") or []]
    city, state = fields.tidy(address.get("city") or ""), address.get("state") or ""
    zip_code = fields.zip_code(str(address.get("postalCode") or ""))
    county = address.get("district")
    number, extension = _phone(resource)
    place = Place(
        source_ref=resource["id"],
        name=name,
        line1=lines[0] if lines else "",
        line2=", ".join(lines[1:]) or None,
        city=city,
        state=state,
        zip_code=zip_code or "",
        county=county if county in COUNTIES and state == "CA" else None,
        phone=number,
        extension=extension,
    )
    reasons = [] if lines and lines[0] and city else ["missing_address"]
    reasons += [] if fields.is_state(state) else ["bad_state"]
    return place, reasons + ([] if zip_code else ["bad_zip"])


def _is_tax_id(number: Any) -> bool:
    if not isinstance(number, Mapping):
        return False
    kind = number.get("type")
    codings = kind.get("coding") if isinstance(kind, Mapping) else None
    codes = {one.get("code") for one in codings or () if isinstance(one, Mapping)}
    return number.get("system") in TAX_ID_SYSTEMS or not TAX_ID_TYPES.isdisjoint(codes)


def _as_dict(place: Place) -> dict[str, Any]:
    return {name: getattr(place, name) for name in Place.__slots__}


def _phone(resource: Json) -> tuple[str | None, str | None]:
    for contact in resource.get("telecom") or []:
        if contact.get("system") == "phone":
            return fields.phone(contact.get("value") or "")
    return None, None


def _ref(reference: Any) -> str | None:
    text = (reference or {}).get("reference") or ""
    return text.rpartition("/")[2] or None


def _bad_dates(resource: Json) -> list[str]:
    periods = [resource.get("period"), *(item.get("period") for item in resource.get("qualification") or [])]
    days = [period[end] for period in periods if period for end in ("start", "end") if end in period]
    return [] if all(fields.is_partial_day(text[:10]) for text in days) else ["bad_date"]


def _extensions(resource: Json, name: str) -> Iterator[Json]:
    return (
        item for item in resource.get("extension") or [] if item.get("url", "").rpartition("/")[2] == name
    )


def _networks(resource: Json) -> Iterator[str]:
    for item in _extensions(resource, "network-reference"):
        if ref := _ref(item.get("valueReference")):
            yield ref


def _accepting(resource: Json) -> str:
    for item in _extensions(resource, "newpatients"):
        for part in item.get("extension") or []:
            for code in _codes([part.get("valueCodeableConcept") or {}]):
                return ACCEPTING.get(code, "closed")
    return "open"
