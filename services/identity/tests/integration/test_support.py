"""What a specialist does for somebody who calls (R178, R181, R183, R224, R225)."""

import uuid

import pytest
from marshmallow import ValidationError

from contracts.errors import Forbidden, NotFound
from contracts.identity import errors as e
from contracts.identity import rpc
from identity import operations
from identity.operations import verify_audit
from servicekit.work import Viewer

NEW = "new.box@example.org"


def staff(home, role="support"):
    return home.work(viewer=Viewer(caller="gateway", account_id=uuid.uuid4(), roles=frozenset([role])))


def find(home, work=None, **by):
    return home.ask(rpc.search_accounts, work or staff(home), **by)["accounts"]


def opened(home, account_id, work=None):
    return home.ask(rpc.get_account_for_staff, work or staff(home), account_id=account_id)


def change_email(home, work, account_id, email=NEW):
    return home.ask(
        rpc.change_email_for_owner, work, account_id=account_id, email=email, reason="Lost the mailbox"
    )


# Finding


@pytest.mark.parametrize(
    "by",
    [
        {"username": "Noor.Desk"},
        {"email": " Front.desk@EXAMPLE.org"},
        {"name": "noor"},
        {"name": "OBRIEN"},
        {"name": "Abadi O'Brien, Noor"},
        {"name": "noor", "email": "front.desk@example.org"},
    ],
)
def test_an_account_is_found_by_username_address_or_words_of_the_name(home, office, by):
    home.account()
    (found,) = find(home, **by)
    assert (found["account_id"], found["username"], found["kind"]) == (office, "noor.desk", "provider")
    assert (found["first_name"], found["email_masked"]) == ("Noor", "f•••••@example.org")


@pytest.mark.parametrize("by", [{"name": "noor okafor"}, {"name": "Noo"}, {"name": "noor", "username": "x"}])
def test_everything_that_is_given_must_fit(home, office, by):
    assert find(home, **by) == []


def test_asking_for_nothing_is_refused_and_for_no_letters_finds_nobody(home, office):
    with pytest.raises(ValidationError):
        home.ask(rpc.search_accounts, staff(home))
    assert find(home, name="'-'") == []


def test_a_long_list_comes_in_pages_that_miss_nobody(home):
    people = [home.account(home.person(username=f"wren.nest{number}")) for number in range(23)]
    home.run("UPDATE accounts SET name_keys = (SELECT name_keys FROM accounts LIMIT 1)")
    work, seen, after = staff(home), [], None
    while True:
        page = home.ask(rpc.search_accounts, work, name="wren", after=after)
        seen += [found["username"] for found in page["accounts"]]
        after = page["next"]
        if after is None:
            break
    assert len(page["accounts"]) == 3
    assert sorted(seen) == sorted(person.username for person in people)


def test_member_services_finds_members_and_nobody_else(home, office, clerk):
    person = home.account()
    work = staff(home, "member_services")
    assert [found["kind"] for found in find(home, work, username=person.username)] == ["member"]
    assert find(home, work, username="noor.desk") == find(home, work, username="mailroom.one") == []
    for account_id in (office, clerk, uuid.uuid4()):
        with pytest.raises(NotFound):
            opened(home, account_id, work)
        with pytest.raises(NotFound):
            home.ask(rpc.record_caller_check, work, account_id=account_id, verified=["username", "email"])


@pytest.mark.parametrize("role", ["mailroom", "provider_services", "provider", "member"])
def test_others_find_nobody_and_do_nothing(home, office, role):
    work = staff(home, role)
    for procedure, fields in (
        (rpc.search_accounts, {"username": "noor.desk"}),
        (rpc.get_account_for_staff, {"account_id": office}),
        (rpc.record_caller_check, {"account_id": office, "verified": ["username", "email"]}),
        (rpc.unlock_account, {"account_id": office, "reason": "Please"}),
        (rpc.change_email_for_owner, {"account_id": office, "reason": "Please", "email": NEW}),
        (rpc.cancel_email_for_owner, {"account_id": office, "reason": "Please"}),
        (rpc.start_reset_for_owner, {"account_id": office, "reason": "Please"}),
    ):
        with pytest.raises(Forbidden):
            home.ask(procedure, work, **fields)


def test_accounts_from_before_are_found_once_a_sweep_has_seen_them(home, office):
    home.run("UPDATE accounts SET email_key = NULL, name_keys = '{}'")
    assert find(home, name="noor") == find(home, email="front.desk@example.org") == []
    operations.sweep(home.work())
    assert len(find(home, name="noor")) == len(find(home, email="front.desk@example.org")) == 1


# Verifying the caller

ACTS = {
    rpc.unlock_account: {},
    rpc.change_email_for_owner: {"email": NEW},
    rpc.cancel_email_for_owner: {},
    rpc.start_reset_for_owner: {},
}
EVERY_ACT = pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)


def do(home, act, work, account_id):
    return home.ask(act, work, account_id=account_id, reason="She asked for it", **ACTS[act])


@EVERY_ACT
def test_nobody_acts_for_a_caller_who_was_not_verified(home, office, act):
    with pytest.raises(e.CallerNotVerified):
        do(home, act, staff(home), office)
    refused = home.rows("SELECT action, outcome, details FROM audit_entries ORDER BY seq DESC LIMIT 1")[0]
    assert (refused.action, refused.outcome) == (act.name, "refused")
    assert refused.details == {"reason": "caller_not_verified"}


@EVERY_ACT
def test_a_check_of_another_specialist_or_account_or_of_too_long_ago_does_not_count(
    home, office, act, moments
):
    home.verified(office)
    work = home.verified(home.account_id(home.account()))
    with pytest.raises(e.CallerNotVerified):
        do(home, act, work, office)
    home.verified(office, work)
    with moments(1801), pytest.raises(e.CallerNotVerified):
        do(home, act, work, office)


@EVERY_ACT
def test_each_act_names_its_check_and_keeps_its_reason_sealed(home, office, act, moments):
    work = home.verified(office)
    if act is rpc.cancel_email_for_owner:
        change_email(home, work, office)
    with moments(1799):
        do(home, act, work, office)
    check = home.one("SELECT id FROM caller_checks")
    entry = home.rows("SELECT * FROM audit_entries ORDER BY seq DESC LIMIT 1")[0]
    assert (entry.action, entry.outcome, entry.subject) == (act.name, "done", office)
    assert (entry.actor, entry.details["check"]) == (str(work.viewer.account_id), str(check))
    assert "She asked" not in str(home.rows("SELECT * FROM audit_entries"))
    assert verify_audit(home.work())[1] is None


@pytest.mark.parametrize(
    "verified", [[], ["username"], ["username", "username"], ["username", "mother's maiden name"]]
)
def test_a_check_needs_two_things_that_are_on_the_list(home, office, verified):
    with pytest.raises(ValidationError):
        home.ask(rpc.record_caller_check, staff(home), account_id=office, verified=verified)


def test_a_check_says_until_when_it_counts_and_its_note_is_sealed(home, office):
    work = staff(home)
    assert opened(home, office, work)["verified_until"] is None
    made = home.ask(
        rpc.record_caller_check, work, account_id=office, verified=["username", "tax_id"], note="Canary note"
    )
    assert opened(home, office, work)["verified_until"] == made["valid_until"]
    assert opened(home, office)["verified_until"] is None, "another specialist verifies for herself"
    assert "Canary" not in str(home.rows("SELECT * FROM caller_checks"))
    assert home.one("SELECT verified FROM caller_checks") == ["tax_id", "username"]
