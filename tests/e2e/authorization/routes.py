"""The routes of the gateway, from its own tables, with what the matrix must know beside their doors."""

import re
from dataclasses import dataclass, field

from gateway.api.v1.operations import OPERATIONS, PREFIX, Operation
from gateway.security.doors import Door, door_of

API, PAGE = "api", "page"

ADMINISTRATORS = (
    r"/provider/users(/(invit|person|requests).*)?",
    rf"{PREFIX}/office/(users|invitations|invitation-batches|access-requests)\b.*",
)
"""Routes of an office that only its administrators may use (R038)."""

IN_AN_OFFICE = (rf"{PREFIX}/office\b.*",)
"""Operations of the API that need a context; pages say it in their door."""

WITH_A_PERMISSION = (r"/provider/patients",)
"""Routes of an office that its users need a permission for, to see anything at all."""

CHOICES = {"kind": "phone"}
"""Which of the words a path allows is tried."""

BODIES = {
    "PUT /me/context": {"context_id": None},
    "POST /me/links/match": {
        "type": "group", "group_name": "Nobody", "tax_id": "000000001", "provider_id": "NOBODY01",
        "zip_code": "93901",
    },
    "POST /me/links": {"match_token": "nothing", "agreement_version": "2026-01"},
    "POST /me/access-requests": {"match_token": "nothing"},
    "POST /office/agreement": {"version": "no such version"},
    "POST /office/permission-requests": {"feature": "claims"},
    "PUT /office/users/{id}/access": {"role": "user", "grants": []},
    "POST /office/users/{id}/revocation": {"reason": "left"},
    "POST /office/invitations": {
        "people": [
            {
                "first_name": "Vera", "last_name": "Lindt", "email": "vera@example.org", "zip_code": "93901",
                "role": "user", "grants": [],
            }
        ]
    },
    "POST /office/access-requests/{id}/decision": {"decision": "deny", "reason": "not known here"},
    "POST /invitations/acceptance": {"token": "nothing"},
    "PUT /me/contact/{id}": {"kind": "phone", "use": "work", "number": "831-555-0177"},
    "POST /me/contact": {"kind": "phone", "use": "work", "number": "831-555-0177"},
}  # fmt: skip
"""What is sent where an empty body would be refused before anybody asks whose the object is."""


@dataclass(frozen=True)
class Route:
    """One method of one path. `names` maps a part of the path to the kind of object its id is of."""

    kind: str
    method: str
    rule: str
    door: Door
    names: dict[str, str]
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.rule}"

    @property
    def for_administrators(self) -> bool:
        """Whether an office's users may not."""
        return any(re.fullmatch(pattern, self.rule) for pattern in ADMINISTRATORS)

    @property
    def needs_a_permission(self) -> bool:
        """Whether an office's user without any permission may not."""
        return self.rule in WITH_A_PERMISSION

    @property
    def in_an_office(self) -> bool:
        """Whether it needs a context."""
        return self.door.needs_context or any(re.fullmatch(pattern, self.rule) for pattern in IN_AN_OFFICE)

    @property
    def body(self) -> dict | None:
        """What an operation of the API is sent."""
        if self.kind == PAGE or self.method == "GET":
            return None
        return BODIES.get(str(self).replace(PREFIX, ""), {})

    def path(self, ids: dict[str, str]) -> str:
        """The path with an id for every kind of object."""
        path = self.rule
        for name, kind in self.names.items():
            path = re.sub(rf"<uuid:{name}>|{{{name}}}", ids[kind], path)
        choose = lambda found: CHOICES.get(found[2]) or found[1].split(",")[0].strip(" '")  # noqa: E731
        return re.sub(r"<any\(([^)]*)\):(\w+)>", choose, path)


def all_routes(app) -> list[Route]:
    """Every route that is not for everybody."""
    found = [*(_operation(app, o) for o in OPERATIONS), *_pages(app)]
    return sorted((route for route in found if not route.door.public), key=str)


def _operation(app, operation: Operation) -> Route:
    door = door_of(app.view_functions[f"api_v1.{operation.name}"])
    names = {name: _kind(operation.path, kind) for name, kind in operation.path_fields.items()}
    seen = {"If-Match": '"1"'} if operation.stale else {}
    return Route(API, operation.method, PREFIX + operation.path, door, names, seen)


def _pages(app) -> list[Route]:
    found = []
    for rule in app.url_map.iter_rules():
        door = door_of(app.view_functions[rule.endpoint])
        if rule.rule.startswith(PREFIX) or door is None:
            continue
        names = {name: _kind(rule.rule, name) for name in re.findall(r"<uuid:(\w+)>", rule.rule)}
        found += [Route(PAGE, m, rule.rule, door, names) for m in rule.methods & {"GET", "POST"}]
    return found


def _kind(rule: str, name: str) -> str:
    """Of what kind of object an id in a path is: ids of the same name differ by where they stand."""
    if name == "batch_id" and rule.startswith("/staff/cards"):
        return "card_batch_id"
    if name == "link_id" and rule.startswith(("/provider/users/linked-accounts", "/me/links")):
        return "own_link_id"
    if name == "entry_id" or "/email-check" in rule:
        return "email_entry_id" if "/email" in rule else "contact_point_id"
    return name
