"""My access and requests for access (R020, R184–R187)."""

import pytest
from checking import check
from office_steps import at_work
from pretend_users import DOCTOR

from contracts.provider_directory import rpc

MINE, REQUESTS = "/provider/my-access", "/provider/users/requests"
CLAIMS = {"feature": "claims", "provider_scope": None, "site_scope": None}


@pytest.fixture
def ana(browser, identity):
    """Somebody who may see the claims of one doctor, and no more."""
    at_work(browser, identity, which=1)
    identity.office.grants = [CLAIMS | {"provider_scope": DOCTOR["id"]}]
    return browser


@pytest.fixture
def omar(browser, identity):
    """An administrator for whose answer somebody waits."""
    at_work(browser, identity)
    identity.office.wants_access()
    return browser


def test_own_permissions_are_shown_with_provider_and_site(ana):
    page = check(ana.get(MINE))
    assert "Claims – Lena Okoro, MD" in page.text
    assert "Who is my administrator?Vera Lindt" in page.text


def test_what_changed_is_shown_with_when_and_by_whom(ana, identity):
    user = {"role": "user", "state": "active"}
    narrow = CLAIMS | {"provider_scope": str(DOCTOR["id"])}
    identity.office.changed("grants_changed", user | {"grants": [CLAIMS]}, user | {"grants": [narrow]})
    page = check(ana.get(MINE))
    assert "Permissions changed" in page.text and "Vera Lindt" in page.text
    assert "removed: Claims – all providers and sites" in page.text
    assert "added: Claims – Lena Okoro, MD" in page.text
    assert page.one("time").attrs["datetime"]


def offered(browser) -> list[str]:
    return [one.attrs["value"] for one in check(browser.get(MINE)).all("option") if one.attrs["value"]]


def test_what_is_missing_can_be_asked_for_once(ana, identity):
    identity.office.grants = [CLAIMS]
    assert "claims" not in offered(ana) and "eligibility" in offered(ana)
    answer = ana.submit(MINE, feature="eligibility", message="For the front desk")
    page = check(ana.get(answer.location))
    assert "Your administrator was asked." in page.text and "Asked for already: Eligibility" in page.text
    assert "eligibility" not in offered(ana)


def test_providers_and_sites_that_are_missing_can_be_asked_for(ana, identity):
    assert "claims" in offered(ana)
    answer = ana.submit(MINE, feature="claims", message="The Main Street site is gone")
    assert "Asked for already: Claims" in check(ana.get(answer.location)).text
    assert identity.made(rpc.create_permission_request)[0].fields["feature"] == "claims"


def test_asking_for_nothing_or_for_what_is_there_is_refused(ana, identity):
    identity.office.grants = [CLAIMS]
    assert "feature" in check(ana.submit(MINE, feature="")).errors()
    assert "You have this permission already." in check(ana.submit(MINE, feature="claims")).text


def test_administrators_see_who_waits_and_the_home_page_says_so(omar):
    assert "1 request for access waits for your answer." in check(omar.get("/provider")).text
    page = check(omar.get(REQUESTS))
    assert "Ana Ruiz" in page.text and "I am at the desk." in page.text


def test_approving_gives_the_role_and_the_permissions_that_were_checked(omar, identity):
    one = identity.office.requests[0]
    answer = omar.submit(
        REQUESTS, request_id=str(one["request_id"]), role="user", features="claims", decision="approve"
    )
    assert "The request is approved." in check(omar.get(answer.location)).text
    told = identity.made(rpc.change_access_request)[0].fields
    assert told["role"] == "user" and told["grants"] == [CLAIMS]


def test_denying_needs_a_reason(omar, identity):
    one = identity.office.requests[0]
    asked = {"request_id": str(one["request_id"]), "role": "user", "decision": "deny"}
    page = check(omar.submit(REQUESTS, **asked))
    assert page.errors() == {f"reason-{one['request_id']}": "Fill in this box."}
    omar.submit(REQUESTS, **asked, reason="We do not know you.")
    assert identity.made(rpc.change_access_request)[0].fields["reason"] == "We do not know you."


def test_a_request_that_was_answered_meanwhile_is_told(omar, identity):
    one = identity.office.requests.pop()
    page = check(omar.submit(REQUESTS, request_id=str(one["request_id"]), role="user", decision="approve"))
    assert "This request was answered already." in page.text
