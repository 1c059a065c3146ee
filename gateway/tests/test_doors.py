"""Every route says who may use it, and is held to it."""

import pytest
from flask import Blueprint, Flask

from gateway import web
from gateway.api.v1.operations import OPERATIONS
from gateway.app import create_app
from gateway.security.doors import ANYONE, SIGNED_IN, DoorMissing, door, door_of, refuse_forgotten


def test_every_route_of_the_application_declares_a_door(app):
    forgotten = [name for name, view in app.view_functions.items() if door_of(view) is None]
    assert forgotten == []
    assert len(app.view_functions) > len(OPERATIONS)


def test_a_route_without_a_door_stops_the_start_and_is_named():
    app = Flask("forgetful", static_folder=None)
    app.add_url_rule("/kept", "kept", door(ANYONE)(lambda: "kept"))
    app.add_url_rule("/open", "forgotten", lambda: "open")
    with pytest.raises(DoorMissing, match="forgotten"):
        refuse_forgotten(app)


def test_the_application_does_not_start_with_such_a_route(settings, identity, monkeypatch):
    careless = Blueprint("careless", __name__)
    careless.add_url_rule("/careless", "page", lambda: "open")
    monkeypatch.setattr("gateway.web.blueprints", (*web.blueprints, careless))
    with pytest.raises(DoorMissing, match="careless.page"):
        create_app(settings, connect=identity.connect)


def test_a_route_that_slipped_in_later_is_refused(settings, identity):
    app = create_app(settings, connect=identity.connect)
    app.add_url_rule("/late", "late", lambda: "open")
    assert app.test_client().get("/late").status_code == 403


def test_a_door_for_nobody_or_for_an_unknown_role_is_refused():
    with pytest.raises(ValueError):
        door()
    with pytest.raises(ValueError):
        door("everybody")


def test_an_api_door_is_what_its_procedure_allows(app):
    for operation in OPERATIONS:
        found = door_of(app.view_functions[f"api_v1.{operation.name}"])
        assert found.allow == operation.procedure.allow
        assert found.even_if_must_reset == operation.procedure.even_if_must_reset
        assert found.even_if_second_factor_due == operation.procedure.even_if_second_factor_due


def test_a_page_for_members_lets_members_in_and_a_page_for_providers_does_not(browser, identity):
    browser.keep_session(identity.tokens())
    assert browser.get("/probe/member").status_code == 200
    assert browser.get("/probe/provider").status_code == 403


def test_a_page_for_the_signed_in_sends_strangers_to_log_in_and_back(browser):
    answer = browser.get("/probe/closed?tab=2")
    assert answer.status_code == 303
    assert answer.location.endswith("?next=/probe/closed?tab%3D2")


def test_who_must_reset_the_password_gets_nowhere_else(browser, identity):
    browser.keep_session(identity.tokens(must_reset=True))
    answer = browser.get("/probe/closed")
    assert answer.status_code == 303
    assert "password" in answer.location


def test_who_must_reset_the_password_gets_403_from_the_api_but_may_change_it(api, identity):
    bearer = {"Authorization": f"Bearer {identity.tokens(must_reset=True)['access_token']}"}
    assert api.get("/api/v1/sessions", headers=bearer).get_json()["code"] == "identity.must_reset_password"
    identity.on(*_account(identity))
    assert api.get("/api/v1/me", headers=bearer).status_code == 200


def test_who_owes_the_second_factor_is_sent_there_and_gets_nowhere_else(browser, identity):
    browser.keep_session(identity.tokens(second_factor_due=True))
    for page in ("/probe/closed", "/probe/member"):
        answer = browser.get(page)
        assert (answer.status_code, "second-factor" in answer.location) == (303, True)
    assert browser.get("/probe/second-step").text == "due=True"


def test_who_owes_the_second_factor_gets_403_from_the_api(api, identity):
    bearer = {"Authorization": f"Bearer {identity.tokens(second_factor_due=True)['access_token']}"}
    refused = api.get("/api/v1/me", headers=bearer)
    assert (refused.status_code, refused.get_json()["code"]) == (403, "identity.second_factor_required")


def test_the_second_factor_comes_before_a_new_password(browser, identity):
    browser.keep_session(identity.tokens(second_factor_due=True, must_reset=True))
    assert "second-factor" in browser.get("/probe/closed").location


def _account(identity):
    from contracts.identity import rpc

    return rpc.get_account, identity.account()


def test_signed_in_is_a_known_door():
    assert door_of(door(SIGNED_IN)(lambda: "")).public is False
