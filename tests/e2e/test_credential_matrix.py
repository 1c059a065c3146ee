"""Every route that yields a credential × every account state.

The rows come from the API's table, the procedures' registry and the pages' own code: a route that begins to
yield a credential and is not in the table below fails the build.
"""

import ast
import importlib
import inspect
import pkgutil
import uuid

import pytest

from contracts.registry import procedures
from gateway import compositions
from gateway.api.v1.operations import OPERATIONS
from gateway.web import blueprints
from identity.rules import totp
from servicekit import clock
from support.journey import Api
from support.page_client import PageClient
from support.states import STATES, WRONG, Registrar, Subject

NEW_PASSWORD = "nine copper whales hum"
YES, RESET, NO = "yes", "only to set a password", "no"

MATRIX = {
    "POST /api/v1/sessions": {"active": YES, "must_reset": RESET},
    "POST /api/v1/sessions/refresh": {"active": YES, "locked": YES, "must_reset": RESET},
    "PUT /api/v1/me/password": {"active": YES, "locked": YES, "must_reset": YES},
    # The password is set by now.
    "POST /api/v1/me/second-factor/authenticator/confirmation": {
        "active": YES,
        "locked": YES,
        "must_reset": YES,
    },
    "POST /api/v1/me/second-factor/confirmation": {"active": YES, "locked": YES, "must_reset": YES},
    "PUT /api/v1/me/context": {},
    "POST /log-in": {"active": YES, "must_reset": RESET},
    "POST /provider-portal/log-in": {"active": YES, "must_reset": RESET},
    "POST /my-account/security/password": {"active": YES, "locked": YES},
    "POST /my-account/new-password": {"active": YES, "locked": YES, "must_reset": YES},
}
"""What the holder of the right secret gets; a state that is not named gets nothing. A lock keeps guessers
out; it does not end what the owner has open. A dormant account's owner proves by recovery who she is."""

ELSEWHERE = {
    "POST /staff/second-factor",
    "POST /staff/second-factor/recovery-code",
    "POST /staff/second-factor/set-up/confirm",
    "POST /provider/agreement",
    "POST /provider/associate/agreement",
    "POST /provider/users/link-account/agreement",
    "POST /provider/users/linked-accounts/switch",
    "POST /provider/users/linked-accounts/<uuid:link_id>/unlink",
}
"""For staff and offices alone, who have a session already; the staff's journeys and the authorization matrix
hold these."""


def api_routes() -> set[str]:
    """Operations whose procedure yields a credential."""
    return {f"{o.method} /api/v1{o.path}" for o in OPERATIONS if o.procedure.yields_credential}


def page_routes() -> set[str]:
    """POST routes of pages that come to open a session, found in the code."""
    openers = {f"{name}.{opener}(" for name, module in composition_modules() for opener in opening(module)}
    openers |= {opener.replace("(", ",") for opener in openers}  # `form.sent(identity.log_in, …)`
    found = set()
    for blueprint in blueprints:
        module = inspect.getmodule(blueprint_views(blueprint))
        known = dict(functions(module))
        yielding = {name for name, body in known.items() if any(opener in body for opener in openers)}
        while more := {n for n, b in known.items() if any(f"{y}(" in b for y in yielding)} - yielding:
            yielding |= more
        found |= {f"{method} {rule}" for method, rule, name in routes_of(blueprint) if name in yielding}
    return found


def composition_modules():
    """(name, module) of each composition."""
    for found in pkgutil.iter_modules(compositions.__path__):
        yield found.name, importlib.import_module(f"{compositions.__name__}.{found.name}")


def opening(module) -> set[str]:
    """Its functions that open a session, directly or by another of them."""
    known = dict(functions(module))
    names = {name for name, body in known.items() if "sessions.open(" in body}
    while more := {n for n, b in known.items() if any(f"{one}(" in b for one in names)} - names:
        names |= more
    return names


def functions(module) -> list[tuple[str, str]]:
    """(name, source of the body) of a module's functions."""
    tree = ast.parse(inspect.getsource(module))
    return [
        (node.name, "\n".join(ast.unparse(part) for part in node.body))
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
    ]


def blueprint_views(blueprint):
    """Any view of a blueprint, to find its module."""
    from flask import Flask

    app = Flask("probe")
    app.register_blueprint(blueprint)
    return next(view for name, view in app.view_functions.items() if name != "static")


def routes_of(blueprint):
    """(method, rule, function name) of a blueprint's POST routes."""
    from flask import Flask

    app = Flask("probe")
    app.register_blueprint(blueprint)
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static" and "POST" in rule.methods:
            yield "POST", rule.rule, app.view_functions[rule.endpoint].__name__


def test_every_route_that_yields_a_credential_is_in_the_matrix():
    assert api_routes() | page_routes() == set(MATRIX) | ELSEWHERE


def test_every_procedure_that_yields_a_credential_has_a_route():
    routed = {o.procedure.key for o in OPERATIONS}
    assert {key for key, p in procedures().items() if p.yields_credential} <= routed


@pytest.fixture(scope="module")
def registrar(suite, newcomer):
    made = Registrar(suite, newcomer)
    yield made
    made.close()


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("door", ["api", "pages"])
def test_what_each_route_yields_to_an_account_in_this_state(suite, registrar, state, door):
    subject = registrar.bring(state)
    routes = [route for route in MATRIX if ("/api/" in route) == (door == "api")]
    got = {route: TRIES[route](suite, subject) for route in routes}
    assert got == {route: MATRIX[route].get(state, NO) for route in routes}


@pytest.mark.parametrize("state", STATES)
def test_a_wrong_secret_yields_nothing_in_any_state(suite, registrar, state):
    subject = registrar.bring(state)
    subject.person.password, subject.refresh_token = WRONG, "x" + subject.refresh_token
    assert {route: TRIES[route](suite, subject) for route in MATRIX} == dict.fromkeys(MATRIX, NO)


def through_api_log_in(suite, subject: Subject) -> str:
    answer = Api(suite.gateway_url).log_in(subject.person.username, subject.person.password)
    return _of_tokens(answer, 201)


def through_refresh(suite, subject: Subject) -> str:
    body = {"refresh_token": subject.refresh_token or "nothing"}
    answer = Api(suite.gateway_url).send("POST", "/sessions/refresh", body)
    if answer.status_code == 200:
        subject.refresh_token = answer.json()["refresh_token"]
        subject.access_token = answer.json()["access_token"]
    return _of_tokens(answer, 200)


def through_api_password(suite, subject: Subject) -> str:
    body = {"current_password": subject.person.password, "password": NEW_PASSWORD}
    answer = Api(suite.gateway_url, subject.access_token or "none").send("PUT", "/me/password", body)
    if answer.status_code == 200:
        _remember(subject, answer.json(), NEW_PASSWORD)
    return _of_tokens(answer, 200)


def through_authenticator(suite, subject: Subject) -> str:
    api = Api(suite.gateway_url, subject.access_token or "none")
    password = {"current_password": subject.person.password}
    started = api.send("POST", "/me/second-factor/authenticator", password)
    subject.secret = started.json().get("secret", totp.new_secret())
    body = {"code": _code(subject, -30)}
    answer = api.send("POST", "/me/second-factor/authenticator/confirmation", body)
    if answer.status_code == 200:
        _remember(subject, answer.json()["tokens"], subject.person.password)
        return YES
    return _of_tokens(answer, 200)


def through_second_factor(suite, subject: Subject) -> str:
    api = Api(suite.gateway_url, subject.access_token or "none")
    answer = api.send("POST", "/me/second-factor/confirmation", {"code": _code(subject, 0)})
    if answer.status_code == 200:
        _remember(subject, answer.json(), subject.person.password)
    return _of_tokens(answer, 200)


def through_context(suite, subject: Subject) -> str:
    api = Api(suite.gateway_url, subject.access_token or "none")
    return _of_tokens(api.send("PUT", "/me/context", {"context_id": str(uuid.uuid4())}), 200)


def _code(subject: Subject, seconds: int) -> str:
    """What the authenticator shows so many seconds from now; not that, for who has no right secret."""
    code = totp.code_at(subject.secret, clock.later(seconds))
    return code if subject.person.password != WRONG else f"{(int(code) + 1) % 10**6:06}"


def _of_tokens(answer, good: int) -> str:
    if answer.status_code != good:
        assert "access_token" not in answer.text
        return NO
    return RESET if answer.json()["must_reset_password"] else YES


def _remember(subject: Subject, tokens: dict, password: str) -> None:
    subject.access_token, subject.refresh_token = tokens["access_token"], tokens["refresh_token"]
    subject.person.password = password


def through_log_in_page(suite, subject: Subject, path: str = "/log-in") -> str:
    browser, person = PageClient(suite.gateway_url), subject.person
    browser.post(path, path, username=person.username, password=person.password)
    if not browser.has_session():
        return NO
    return YES if browser.get("/my-account").status_code == 200 else RESET


def through_offices_log_in_page(suite, subject: Subject) -> str:
    return through_log_in_page(suite, subject, "/provider-portal/log-in")


def through_password_page(suite, subject: Subject, path: str = "/my-account/security/password") -> str:
    fields = {"current_password": subject.person.password, "password": f"{NEW_PASSWORD} {len(path)}"}
    answer = subject.browser.post(path, path, **fields, verify_password=fields["password"])
    saved = answer.status_code == 303 and subject.browser.get("/my-account").status_code == 200
    if saved:
        subject.person.password = fields["password"]
    return YES if saved and not answer.headers["Location"].endswith("/new-password") else NO


def through_new_password_page(suite, subject: Subject) -> str:
    return through_password_page(suite, subject, "/my-account/new-password")


TRIES = {
    "POST /api/v1/sessions": through_api_log_in,
    "POST /api/v1/sessions/refresh": through_refresh,
    "PUT /api/v1/me/password": through_api_password,
    "POST /api/v1/me/second-factor/authenticator/confirmation": through_authenticator,
    "POST /api/v1/me/second-factor/confirmation": through_second_factor,
    "PUT /api/v1/me/context": through_context,
    "POST /log-in": through_log_in_page,
    "POST /provider-portal/log-in": through_offices_log_in_page,
    "POST /my-account/security/password": through_password_page,
    "POST /my-account/new-password": through_new_password_page,
}
