"""Route × role × object, made from the gateway's own tables and asserted cell by cell.

A route that is new is in it by itself; an id of a new kind in a path stops it until somebody says of what.
"""

import re

import pytest

from contracts.procedures import MEMBER, PROVIDER, SIGNED_IN
from e2e.authorization.routes import API, Route, all_routes
from e2e.authorization.world import (
    KINDS,
    NOT_THERE,
    OTHER,
    OWN,
    SAME_TAX_ID,
    STAFF_ROLES,
    World,
    build,
)
from gateway.app import create_app
from gateway.config import Settings
from support.cast import Actor

pytestmark = pytest.mark.timeout(600)

ROLES_OF = {
    "anonymous": frozenset(), "member": frozenset({MEMBER}), "unassociated": frozenset({PROVIDER}),
    "user": frozenset({PROVIDER}), "administrator": frozenset({PROVIDER}),
    "other office": frozenset({PROVIDER}),
} | {role: frozenset({role}) for role in STAFF_ROLES}  # fmt: skip
STAYS = {
    "DELETE /api/v1/sessions", "POST /my-account/security/end-others", "PUT /api/v1/me/context",
    "POST /provider/users/linked-accounts/switch",
}  # fmt: skip
"""Not tried by who is let in: the rest of the matrix needs the sessions as they are."""

ROUTES = all_routes(
    create_app(
        Settings(
            amqp_url="amqp://nowhere", caller_key=bytes(32), seal_keys="k1:" + "A" * 43, verify_keys={},
            secret_key="only for its table of routes",
        ),
        connect=lambda *_: None,
    )
)  # fmt: skip


@pytest.fixture(scope="module")
def world(cast, doctors) -> World:
    return build(cast)


def ask(actor: Actor, route: Route, ids: dict[str, str]):
    path = route.path(ids)
    if route.kind == API:
        return actor.send(route.method, path.removeprefix("/api/v1"), route.body, **route.headers)
    answer = actor.visit(route.method, path)
    if route.method == "POST" and answer.status_code == 303:
        actor.visit("GET", "/contact-us")  # what the next page would say is said
    return answer


def let_in(route: Route, role: str) -> bool:
    """What the door says."""
    return SIGNED_IN in route.door.allow and role != "anonymous" or bool(route.door.allow & ROLES_OF[role])


def cell(route: Route, answer, role: str) -> str:
    """What a request came to."""
    where = answer.headers.get("Location", "")
    if answer.status_code == 401 or (answer.status_code == 303 and "log-in" in where):
        return "log in first"
    if answer.status_code == 303 and where == "/provider" and route.in_an_office and role == "unassociated":
        return "choose an office first"
    if answer.status_code in (400, 415, 422, 428):
        return "refused as it stands"
    return {403: "forbidden", 404: "not there"}.get(answer.status_code, "let in")


def expected(route: Route, role: str) -> str:
    """What the matrix says of a role and an object that is there and the role's own."""
    if role == "anonymous":
        return "log in first"
    if not let_in(route, role):
        return "forbidden"
    if route.in_an_office and role == "unassociated":
        return "forbidden" if route.kind == API else "choose an office first"
    if role == "user" and (route.for_administrators or route.needs_a_permission):
        return "forbidden"
    return "let in"


def plain(answer, ids: dict[str, str]) -> tuple:
    """An answer without what is new each time: two that are equal tell nobody which of both it was."""
    text = answer.text
    for id_ in ids.values():
        text = text.replace(id_, "ID")
    text = re.sub(r'(csrf_token|form_token)"[^>]*value="[^"]*"', r"\1", text)
    text = re.sub(r'"instance":"[^"]*"|<input type="hidden"[^>]*>', "", text)
    where = answer.headers.get("Location", "")
    for id_ in ids.values():
        where = where.replace(id_, "ID")
    return answer.status_code, where, text


def test_every_id_in_a_path_is_of_a_kind_that_the_matrix_knows():
    assert {kind for route in ROUTES for kind in route.names.values()} <= set(KINDS) | {
        "sign_up_id", "recovery_id",
    }  # fmt: skip


@pytest.mark.parametrize("role", ROLES_OF)
def test_who_is_not_let_in_gets_nowhere_whatever_the_method_and_the_object(world, role):
    """Every route that this role may not use, with an object of its own office where there is one."""
    actor, ids = world.actors[role], world.ids(OWN)
    wanted, got = {}, {}
    for route in ROUTES:
        if expected(route, role) != "let in":
            wanted[str(route)] = expected(route, role)
            got[str(route)] = cell(route, ask(actor, route, ids), role)
    assert got == wanted
    assert len(wanted) > 20


@pytest.mark.parametrize("role", [role for role in ROLES_OF if role != "anonymous"])
def test_who_is_let_in_reads_what_is_her_own(world, role):
    """Every route to read that this role may use; of objects that only some offices have, her own."""
    whose = OTHER if role == "other office" else OWN
    actor = world.actors[role]
    there = {kind: id_ for kind, id_ in world.objects[whose].items() if kind != "own_link_id"}
    if role in world.own_links:
        there["own_link_id"] = world.own_links[role]
    ids = world.ids(whose) | there
    refused = {}
    for route in ROUTES:
        known = all(kind in there for kind in route.names.values())
        if route.method == "GET" and known and expected(route, role) == "let in":
            outcome = cell(route, ask(actor, route, ids), role)
            if outcome != "let in":
                refused[str(route)] = outcome
    assert refused == {}


@pytest.mark.parametrize("whose", [SAME_TAX_ID, OTHER])
@pytest.mark.parametrize("role", ["member", "unassociated", "user", "administrator"])
def test_ids_of_others_answer_exactly_like_ids_of_nothing(world, role, whose):
    """Every route with an id, whatever it does; the other office's things are as they were afterwards."""
    actor, theirs, nothing = world.actors[role], world.ids(whose), world.ids(NOT_THERE)
    told = {}
    for route in ROUTES:
        if not route.names or expected(route, role) != "let in":
            continue
        of_theirs, of_nothing = ask(actor, route, theirs), ask(actor, route, nothing)
        if plain(of_theirs, theirs) != plain(of_nothing, nothing):
            told[str(route)] = (of_theirs.status_code, of_nothing.status_code)
    assert told == {}


@pytest.mark.parametrize("whose", [SAME_TAX_ID, OTHER])
def test_an_administrator_of_another_office_reaches_nothing_by_its_id(world, whose):
    """Not only like nothing: it is said that it is not there."""
    actor, ids = world.actors["administrator"], world.ids(whose)
    reached = {}
    for route in ROUTES:
        in_office = route.in_an_office and route.names
        if in_office and expected(route, "administrator") == "let in":
            outcome = cell(route, ask(actor, route, ids), "administrator")
            if outcome != "not there":
                reached[str(route)] = outcome
    assert reached == {}
