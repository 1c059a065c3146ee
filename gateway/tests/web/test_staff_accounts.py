"""Somebody's online account in the hands of Member Services: e-mails, unlock, a code (R225)."""

import uuid

from checking import check
from staff_steps import links, open_record

from contracts.errors import NotFound, Unavailable
from contracts.identity import rpc as identity_rpc
from contracts.notifications import rpc

TWO = {"verified": ["full_name", "date_of_birth"]}


def account(clerk):
    """Her account, from her record."""
    return links(open_record(clerk))["Emails, unlock, new password"]


def test_the_account_shows_its_state_and_how_far_each_email_came(clerk):
    page = check(clerk.get(account(clerk)))
    for said in (
        "rosa.santos", "Locked", "Account locked", "Will be tried again", "The mail server was busy",
        "Sign-up code", "Sent", "r***@example.org",
    ):  # fmt: skip
        assert said in page.text, said
    assert "rosa@example.org" not in page.text


def test_account_and_emails_are_asked_at_once(clerk, identity):
    target = account(clerk)
    before = len(identity.calls)
    clerk.get(target)
    assert [call.procedure.key for call in identity.calls[before:]] == [
        "identity.get_account_for_staff",
        "notifications.list_deliveries",
    ]


def test_nobody_acts_before_the_caller_is_verified_by_two_things(clerk, staff):
    target = account(clerk)
    answer = clerk.submit(f"{target}/unlock", target, reason="She called.")
    assert answer.status_code == 403 and "Verify the caller first" in check(answer).text
    answer = clerk.submit(f"{target}/verified", target, verified="full_name")
    assert answer.status_code == 422 and check(answer).errors()["verified"] == "Check at least two."
    assert staff.verified_until is None
    answer = clerk.submit(f"{target}/verified", target, **TWO)
    page = check(clerk.get(answer.location))
    assert "how you verified the caller" in page.text and "You can act until" in page.text


def test_an_account_is_unlocked_with_a_reason(clerk, staff):
    target = account(clerk)
    clerk.submit(f"{target}/verified", target, **TWO)
    assert "reason" in check(clerk.submit(f"{target}/unlock", target)).errors()
    answer = clerk.submit(f"{target}/unlock", target, reason="She mistyped her password.")
    page = check(clerk.get(answer.location))
    assert "The account is unlocked." in page.text
    assert "Unlock" not in [button.text for button in page.all("button")]
    assert staff.account["state"] == "active"


def test_a_code_for_a_new_password_goes_to_the_accounts_own_address(clerk):
    target = account(clerk)
    clerk.submit(f"{target}/verified", target, **TWO)
    answer = clerk.submit(f"{target}/reset", target, reason="She forgot her password.")
    assert "on its way to r***@example.org" in check(clerk.get(answer.location)).text


def test_an_email_that_waits_for_its_next_try_is_sent_now(clerk):
    target = account(clerk)
    page = check(clerk.get(target))
    (letter,) = [f.attrs["action"] for f in page.all("form") if "/e-mails/" in f.attrs["action"]]
    answer = clerk.submit(letter, target)
    page = check(clerk.get(answer.location))
    assert "The email is being sent now" in page.text and "Send now" not in page.text
    answer = clerk.submit(letter, target)
    assert answer.status_code == 409 and "This email needs no sending" in check(answer).text


def test_of_an_account_that_she_does_not_help_with_not_even_the_emails_are_shown(clerk, identity):
    target = account(clerk)
    identity.on(identity_rpc.get_account_for_staff, NotFound())  # as identity answers of an office's person
    assert clerk.get(target).status_code == 404


def test_a_sign_up_that_waits_can_have_its_code_again(clerk, staff, identity):
    staff.account["state"] = "unverified"
    staff.waiting.clear()
    target = account(clerk)
    page = check(clerk.get(target))
    assert "This sign-up waits for its code." in page.text and "Sign-up code" in page.text
    answer = clerk.submit(f"{target}/sign-up-code", target, email="rosa@example.org")
    assert "a new code is on its way" in check(clerk.get(answer.location)).text
    assert identity.made(identity_rpc.resend_sign_up_code)[-1].fields["email"] == "rosa@example.org"
    assert "email" in check(clerk.submit(f"{target}/sign-up-code", target, email="rosa")).errors()


def test_an_account_that_is_not_there_is_not_found_and_another_role_gets_nothing(clerk, identity):
    target = f"/staff/accounts/{uuid.uuid4()}"
    assert clerk.get(target).status_code == 404


def test_another_role_gets_the_same_for_an_account_as_for_none(mailroom, staff):
    for account_id in (staff.account["account_id"], uuid.uuid4()):
        assert mailroom.get(f"/staff/accounts/{account_id}").status_code == 403


def test_the_account_comes_without_its_emails_when_notifications_is_away(clerk, identity):
    identity.on(rpc.list_deliveries, Unavailable())
    page = check(clerk.get(account(clerk)))
    assert "rosa.santos" in page.text and "This is not working right now." in page.text
