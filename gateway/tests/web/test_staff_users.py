"""Finding somebody's account, and changing its address for its owner (R181, R224)."""

import uuid

import pytest
from checking import check
from pretend_desk import OFFICE
from staff_steps import links
from test_staff_accounts import TWO

from contracts.errors import Unavailable
from contracts.identity import rpc as identity_rpc
from contracts.provider_directory import rpc

FIND = "/staff/accounts"


@pytest.fixture
def account(staff) -> str:
    """The address of Ana's account, who works for an office."""
    staff.account |= {"kind": "provider", "username": "ana.ruiz", "first_name": "Ana", "last_name": "Ruiz"}
    return f"{FIND}/{staff.account['account_id']}"


def test_a_user_is_found_and_her_username_is_looked_up(specialist, account, identity):
    page = check(specialist.submit(FIND, name="Ruiz"))
    assert "ana.ruiz" in page.text and "r***@example.org" in page.text
    assert links(page)["Open"] == account
    sent = identity.made(identity_rpc.search_accounts)[-1].fields
    assert sent["name"] == "Ruiz" and sent["username"] is None
    nothing = specialist.submit(FIND)
    assert nothing.status_code == 422 and "Fill in one of the boxes." in check(nothing).text
    identity.on(identity_rpc.search_accounts, {"accounts": [], "next": None})
    assert "We found no account." in check(specialist.submit(FIND, username="nobody")).text


def test_more_users_come_with_the_same_question(specialist, account, staff, identity):
    more = {"accounts": [staff.account], "next": uuid.UUID(int=5)}
    identity.on(identity_rpc.search_accounts, more)
    page = check(specialist.submit(FIND, name="Ruiz"))
    hidden = {e.attrs["name"]: e.attrs["value"] for e in page.all("input", type="hidden")}
    specialist.submit(FIND, name=hidden["name"], after=hidden["after"])
    assert identity.made(identity_rpc.search_accounts)[-1].fields["after"] == uuid.UUID(int=5)


def test_the_account_of_an_office_leads_to_its_offices(specialist, account, identity):
    page = check(specialist.get(account))
    assert links(page)["Harbor Family Medicine"] == f"/staff/offices/{OFFICE}/why"
    assert "Provider ID" in page.text  # one of the things that an office may be asked for
    identity.on(rpc.search_billing_providers, Unavailable())
    assert "ana.ruiz" in check(specialist.get(account)).text


def test_an_address_changes_after_the_caller_is_verified_and_with_a_reason(specialist, account, staff):
    form = f"{account}/email"
    assert "Verify the caller first." in check(specialist.get(form)).text
    new = {"email": "ana.new@example.org", "reason": "The old one is gone."}
    assert specialist.submit(form, **new).status_code == 403
    specialist.submit(f"{account}/verified", account, **TWO)
    assert set(check(specialist.submit(form, email="x")).errors()) == {"email", "reason"}
    answer = specialist.submit(form, **new)
    page = check(specialist.get(answer.location))
    assert "The new address becomes the account's on" in page.text
    assert "A new address was written down." in page.text and "ana.new@example.org" not in page.text


def test_a_change_of_address_that_waits_is_called_off(specialist, account, staff):
    specialist.submit(f"{account}/verified", account, **TWO)
    specialist.submit(f"{account}/email", email="ana.new@example.org", reason="x")
    page = check(specialist.get(f"{account}/email"))
    assert "Keep the old address" in page.text and not page.all("input", type="email")
    answer = specialist.submit(f"{account}/email-kept", f"{account}/email", reason="It was not her.")
    assert "The account keeps its old address" in check(specialist.get(answer.location)).text
    assert staff.account["email_changes_at"] is None


def test_a_sign_up_that_waits_has_no_address_to_change(specialist, account, staff):
    staff.account["state"] = "unverified"
    assert specialist.get(f"{account}/email").status_code == 404


def test_member_services_sees_no_offices_and_does_not_search_users(clerk, account, identity):
    page = check(clerk.get(account))
    assert "Offices" not in [h.text for h in page.all("h2")]
    assert not identity.made(rpc.search_billing_providers)
    assert clerk.get(FIND).status_code == 403
