"""An office's person whose context ends: the session goes on without it, and a page can say why."""

import uuid

import pytest

from contracts.errors import Unavailable
from contracts.identity import events, rpc
from contracts.identity.errors import SessionEnded


@pytest.fixture
def context_id():
    return uuid.uuid4()


@pytest.fixture
def inside(browser, identity, context_id):
    """A browser that acts in a context; identity's next tokens are without it."""
    session_id = uuid.uuid4()
    browser.keep_session(identity.tokens(session_id, context_id=context_id))
    identity.on(rpc.refresh_session, lambda call: identity.tokens(session_id))
    return browser


def end(identity, context_id):
    """What identity tells."""
    identity.tell(
        events.sessions_revoked, account_id=identity.account_id, session_ids=[context_id], reason="revoked"
    )


def test_the_session_goes_on_without_the_context_at_once(inside, identity, context_id):
    assert inside.get("/probe/office").text == f"context={context_id} ended=False"
    end(identity, context_id)
    assert inside.get("/probe/office").text == "context=None ended=True"
    assert inside.get("/probe/office").text == "context=None ended=False"
    assert len(identity.made(rpc.refresh_session)) == 1


def test_another_context_that_ends_is_no_matter(inside, identity, context_id):
    end(identity, uuid.uuid4())
    assert inside.get("/probe/office").text == f"context={context_id} ended=False"
    assert identity.made(rpc.refresh_session) == []


def test_a_renewal_from_before_the_end_is_renewed_again(inside, identity, context_id):
    answers = iter([identity.tokens(context_id=context_id), identity.tokens()])
    identity.on(rpc.refresh_session, lambda call: next(answers))
    end(identity, context_id)
    assert inside.get("/probe/office").text == "context=None ended=True"


def test_an_end_that_only_a_service_knows_of_brings_the_page_again(inside, identity, context_id):
    identity.on(rpc.get_account, identity.account())
    identity.ended_contexts.append(context_id)
    first = inside.get("/probe/behind")
    assert (first.status_code, first.location) == (303, "/probe/behind")
    assert inside.get("/probe/behind").text == "rosa.santos ended=True"
    assert inside.get("/probe/behind").text == "rosa.santos ended=False"


def test_when_it_cannot_be_renewed_now_nothing_is_shown_and_nobody_is_logged_out(
    inside, identity, context_id
):
    identity.on(rpc.refresh_session, Unavailable())
    end(identity, context_id)
    assert inside.get("/probe/office").status_code == 503
    identity.on(rpc.refresh_session, lambda call: identity.tokens())
    assert inside.get("/probe/office").text == "context=None ended=True"


def test_when_the_session_is_over_as_well_it_leads_to_log_in(inside, identity, context_id):
    identity.on(rpc.refresh_session, SessionEnded())
    end(identity, context_id)
    assert "/log-in" in inside.get("/probe/office").location


def test_the_api_is_told_so_and_goes_on_with_the_next_token(api, identity, context_id):
    identity.on(rpc.get_account, identity.account())
    tokens = [identity.tokens(context_id=context)["access_token"] for context in (context_id, None)]
    statuses = [_me(api, token).status_code for token in tokens]
    end(identity, context_id)
    refused = _me(api, tokens[0])
    assert statuses == [200, 200]
    assert (refused.status_code, refused.get_json()["code"]) == (401, "identity.context_ended")
    assert _me(api, tokens[1]).status_code == 200


def _me(api, token):
    return api.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})
