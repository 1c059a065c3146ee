"""Doctors who treated a member, as claims tell (R118)."""

from marshmallow import fields

from contracts.fields import Day, Text
from contracts.procedures import MEMBER, Procedure
from contracts.wire import PERSONAL, Wire

MOST = 20


class TreatingDoctor(Wire):
    """The rendering practitioner of claims, and the last day on which she gave a service."""

    npi = Text(required=True)
    last_service_on = Day(required=True)


class TreatingDoctors(Wire):
    """The 20 who treated her last, the newest first. Who acts for her is not told of those who gave sensitive
    services (California Civil Code 56.05)."""

    doctors = fields.List(fields.Nested(TreatingDoctor), required=True, metadata=PERSONAL)


list_treating_doctors = Procedure(
    "claims", "list_treating_doctors", allow=frozenset({MEMBER}), gives=TreatingDoctors, deadline=3.0
)
