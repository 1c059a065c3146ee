"""What becomes of an invitation that was sent: seen, accepted, sent again, cancelled, over (R046, R047)."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Barrier

import pytest

from contracts.errors import Forbidden, NotFound, RateLimited
from contracts.provider_directory.errors import InvitationNotOpen, InvitationSettled, ProviderAlreadyLinked
from contracts.provider_directory.invitations import BatchRef, InvitationFound, invitation_issued
from contracts.provider_directory.users import UserSearch
from provider_directory.operations import invitation_letters, invitations
from provider_directory.operations.users import list_users
from provider_directory.rules.people import Person
from servicekit import clock

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
CLAIMS = {"feature": "claims", "provider_scope": None, "site_scope": None}


def person(email, **said):
    return {"first_name": "Eve", "last_name": "Vang", "email": email, "zip_code": "95340"} | said


def table(work, **asked):
    return list_users(work, **UserSearch().load(asked))


@pytest.fixture
def tokens(contents_of):
    """`tokens()`: token by address, of the newest letter each."""
    return lambda: {one["to"]: one["token"] for one in contents_of(invitation_issued)}


@pytest.fixture
def newcomer(kit, identity_service, viewer_of):
    """`newcomer("Eve", "Vang", email)`: a call of somebody with an account and no office."""

    def make(email="eve@example.org"):
        account_id = uuid.uuid4()
        identity_service.people[account_id] = Person("Eve", "Vang", email)
        return kit.work(viewer=viewer_of(account_id))

    return make


def test_who_was_revoked_may_be_invited_again(office, tokens, kit, viewer_of, identity_service, send):
    ben = office.add("Ben", "Ruiz", "ben@example.org", state="revoked")
    assert send(office.work, person("ben@example.org"))["outcomes"][0]["outcome"] == "sent"
    work = kit.work(viewer=viewer_of(ben.account_id))
    link = invitations.confirm_invitation(work, token=tokens()["ben@example.org"])
    assert (link["link_id"], link["state"]) == (ben.link_id, "active")


def test_the_letter_has_all_it_needs_and_no_table_has_the_token(office, contents_of, run_sql, send):
    with clock.frozen(NOON):
        send(office.work, person("eve@example.org"))
    [letter] = contents_of(invitation_issued)
    assert (letter["to"], letter["first_name"]) == ("eve@example.org", "Eve")
    assert (letter["office"], letter["expires_at"]) == ("Portico Demo Group", NOON + timedelta(days=7))
    for table_name in ("invitations", "invitation_batches", "outbox"):
        rows = str(run_sql(f"SELECT * FROM {table_name}"))
        assert letter["token"] not in rows and "eve@example.org" not in rows


def test_a_token_shows_what_it_opens_and_any_other_shows_the_same_nothing(
    office, tokens, newcomer, run_sql, send
):
    with clock.frozen(NOON):
        send(office.work, *(person(f"{name}@example.org") for name in ("used", "late", "gone", "open")))
        found = tokens()
        invitations.confirm_invitation(newcomer(), token=found["used@example.org"])
        [[gone]] = run_sql("SELECT id FROM invitations ORDER BY number OFFSET 2 LIMIT 1")
        invitations.cancel_invitation(office.work, invitation_id=gone)
        shown = invitations.find_invitation(newcomer(), token=found["open@example.org"])
        assert shown["open"] and shown["office"] == "Portico Demo Group" and shown["first_name"] == "Eve"
        assert (shown["email"], shown["role"]) == ("open@example.org", "user")
        closed = [
            InvitationFound().dump(invitations.find_invitation(newcomer(), token=token))
            for token in (found["used@example.org"], found["gone@example.org"], "made-up")
        ]
    with clock.frozen(NOON + timedelta(days=7)):
        late = invitations.find_invitation(newcomer(), token=found["late@example.org"])
    assert [late, *closed] == [invitations.CLOSED] * 4


def test_accepting_gives_the_role_and_the_permissions_of_the_invitation(office, tokens, newcomer, told, send):
    send(
        office.work,
        person("eve@example.org", grants=[CLAIMS]),
        person("ann@example.org", role="administrator"),
    )
    eve, ann = newcomer(), newcomer("other@example.org")
    link = invitations.confirm_invitation(eve, token=tokens()["eve@example.org"])
    assert (link["role"], link["state"], link["name"]) == ("user", "active", "Portico Demo Group")
    assert invitations.confirm_invitation(ann, token=tokens()["ann@example.org"])["role"] == "administrator"
    rows = {one["email"]: one for one in table(office.work)["users"]}
    assert rows["eve@example.org"]["features"] == ["claims"]
    assert rows["other@example.org"]["role"] == "administrator"  # whose account it is, not who was invited
    assert "invited" not in {one["status"] for one in rows.values()}
    # Told with the agreement: until then nobody acts (R022).
    assert told("access_granted.v1") == told("association_confirmed.v1") == 0


def test_a_token_used_by_ten_accounts_at_once_lets_one_in(office, tokens, newcomer, send, states):
    send(office.work, person("eve@example.org"))
    token, begin = tokens()["eve@example.org"], Barrier(10)

    def race(work):
        begin.wait()
        try:
            return bool(invitations.confirm_invitation(work, token=token))
        except InvitationNotOpen:
            return False

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(race, [newcomer() for _ in range(10)])) == 1
    assert states() == {"accepted": 1}


def test_who_has_access_already_keeps_it_and_the_invitation_stays(office, tokens, kit, viewer_of, send):
    ben = office.add("Ben", "Ruiz", "ben@example.org")
    send(office.work, person("ben.other@example.org", role="administrator"))
    token = tokens()["ben.other@example.org"]
    with pytest.raises(ProviderAlreadyLinked):
        invitations.confirm_invitation(kit.work(viewer=viewer_of(ben.account_id)), token=token)
    assert invitations.find_invitation(office.work, token=token)["open"]
    assert table(office.work, status="active")["users"][1]["role"] == "user"


def test_who_had_asked_for_access_and_accepts_an_invitation_waits_for_no_answer_any_more(
    office, tokens, newcomer, send, run_sql
):
    send(office.work, person("eve@example.org"))
    eve = newcomer()
    run_sql(
        """INSERT INTO access_requests (billing_provider_id, account_id, person_sealed, email_key, state,
                                        asked_at)
           SELECT billing_provider_id, :eve, person_sealed, email_key, 'open', now() FROM links""",
        eve=eve.viewer.account_id,
    )
    invitations.confirm_invitation(eve, token=tokens()["eve@example.org"])
    assert run_sql("SELECT state FROM access_requests") == [("withdrawn",)]


def test_a_second_letter_kills_the_first_and_begins_the_time_anew(office, tokens, newcomer, invite):
    with clock.frozen(NOON):
        sent = invite(office.work, "eve@example.org")
        first = tokens()["eve@example.org"]
    id = uuid.UUID(str(sent["invitation_id"]))
    with clock.frozen(NOON + timedelta(seconds=59)), pytest.raises(RateLimited) as early:
        invitations.resend_invitation(office.work, invitation_id=id)
    assert early.value.details["retry_after"] == 2
    with clock.frozen(NOON + timedelta(days=6)):
        invitations.resend_invitation(office.work, invitation_id=id)
        second = tokens()["eve@example.org"]
    with clock.frozen(NOON + timedelta(days=12)):
        assert not invitations.find_invitation(newcomer(), token=first)["open"]
        with pytest.raises(InvitationNotOpen):
            invitations.confirm_invitation(newcomer(), token=first)
        assert invitations.confirm_invitation(newcomer(), token=second)["state"] == "active"


def test_each_further_letter_may_follow_after_twice_as_long(office, invite, kit):
    sent = invite(office.work, "eve@example.org")
    id, at = uuid.UUID(str(sent["invitation_id"])), clock.now()
    for minutes in (1, 2, 4, 8):
        with clock.frozen(at + timedelta(minutes=minutes, seconds=-2)), pytest.raises(RateLimited):
            invitations.resend_invitation(office.work, invitation_id=id)
        at += timedelta(minutes=minutes, seconds=1)
        with clock.frozen(at):
            invitations.resend_invitation(office.work, invitation_id=id)


def test_what_is_settled_is_neither_sent_nor_cancelled(office, tokens, newcomer, invite):
    used = invite(office.work, "used@example.org")["invitation_id"]
    invitations.confirm_invitation(newcomer(), token=tokens()["used@example.org"])
    gone = invite(office.work, "gone@example.org")["invitation_id"]
    invitations.cancel_invitation(office.work, invitation_id=uuid.UUID(str(gone)))
    for id, state in ((used, "accepted"), (gone, "cancelled")):
        for do in (invitations.resend_invitation, invitations.cancel_invitation):
            with pytest.raises(InvitationSettled) as refused:
                do(office.work, invitation_id=uuid.UUID(str(id)))
            assert refused.value.details == {"state": state}


def test_an_invitation_that_expired_shows_so_before_and_after_the_job_and_can_be_sent_again(
    office, invite, job, states
):
    with clock.frozen(NOON):
        id = uuid.UUID(str(invite(office.work, "eve@example.org")["invitation_id"]))
    with clock.frozen(NOON + timedelta(days=8)):
        for do in (lambda _: None, invitation_letters.expire):
            job(do)
            [row] = table(office.work, status="invited")["users"]
            assert (row["invitation_state"], row["actions"]) == ("expired", ["resend", "cancel"])
        assert states() == {"expired": 1}
        invitations.resend_invitation(office.work, invitation_id=id)
        assert states() == {"sent": 1}


@pytest.mark.parametrize("over", ["expired", "bounced"])
def test_who_is_invited_anew_has_one_invitation_and_the_earlier_one_is_sent_no_more(
    office, invite, job, kit, states, over
):
    with clock.frozen(NOON):
        old = uuid.UUID(str(invite(office.work, "eve@example.org")["invitation_id"]))
    failed = {"about_id": old, "template": "office.invitation", "queued_at": NOON + timedelta(seconds=2)}
    with clock.frozen(NOON + timedelta(days=8)):
        if over == "expired":
            job(invitation_letters.expire)
        else:
            invitation_letters.hear_failed(kit.work(), **failed)
        assert invite(office.work, "Eve@Example.org")["outcome"] == "sent"
        with pytest.raises(InvitationSettled):
            invitations.resend_invitation(office.work, invitation_id=old)
        assert [row["invitation_state"] for row in table(office.work, status="invited")["users"]] == ["sent"]
    assert states() == {"cancelled": 1, "sent": 1}


def _at_once(*acts):
    begin = Barrier(len(acts))

    def run(act):
        begin.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.exception() for done in [pool.submit(run, act) for act in acts]]


def test_an_old_letter_sent_again_while_the_address_is_invited_anew_leaves_one_open_twenty_times(
    open_office, invite, job, run_sql
):
    for _ in range(20):
        work = open_office().work
        with clock.frozen(NOON):
            old = uuid.UUID(str(invite(work, "eve@example.org")["invitation_id"]))
        with clock.frozen(NOON + timedelta(days=8)):
            job(invitation_letters.expire)
            resend = partial(invitations.resend_invitation, work, invitation_id=old)
            refused, failed = _at_once(resend, partial(invite, work, "eve@example.org"))
        assert failed is None and isinstance(refused, InvitationSettled | None)
        open_ones = run_sql("SELECT billing_provider_id FROM invitations WHERE state = 'sent'")
        assert len(open_ones) == len(set(open_ones))


@pytest.mark.parametrize("do", ["send", "resend", "cancel", "batches", "batch"])
def test_users_and_other_offices_have_no_part_in_it(office, open_office, invite, do, send):
    sent = invite(office.work, "eve@example.org")
    [batch] = invitations.list_invitation_batches(office.work, after=None, limit=5)["batches"]
    id = uuid.UUID(str(sent["invitation_id"]))
    acts = {
        "send": lambda work: send(work, person("x@example.org")),
        "resend": lambda work: invitations.resend_invitation(work, invitation_id=id),
        "cancel": lambda work: invitations.cancel_invitation(work, invitation_id=id),
        "batches": lambda work: invitations.list_invitation_batches(work, after=None, limit=5),
        "batch": lambda work: invitations.get_invitation_batch(
            work, **BatchRef().load({"batch_id": str(batch["batch_id"])})
        ),
    }
    with pytest.raises(Forbidden):
        acts[do](office.work_of(office.add()))
    if do in ("resend", "cancel", "batch"):
        with pytest.raises(NotFound):
            acts[do](open_office().work)


def test_an_invitation_whose_letter_came_back_shows_so_until_it_is_sent_again(
    office, invite, tokens, states, kit
):
    with clock.frozen(NOON):
        id = uuid.UUID(str(invite(office.work, "eve@example.org")["invitation_id"]))
    failed = {"about_id": id, "template": "office.invitation", "queued_at": NOON + timedelta(seconds=2)}
    with clock.frozen(NOON + timedelta(hours=1)):
        for _ in range(2):
            invitation_letters.hear_failed(kit.work(), **failed)
        [row] = table(office.work, status="invited")["users"]
        assert (row["invitation_state"], row["actions"]) == ("bounced", ["resend", "cancel"])
        assert not invitations.find_invitation(kit.work(), token=tokens()["eve@example.org"])["open"]
        invitations.resend_invitation(office.work, invitation_id=id)
        invitation_letters.hear_failed(kit.work(), **failed)
    assert states() == {"sent": 1}


def test_a_letter_about_something_else_bounces_nothing(office, invite, states, kit):
    invite(office.work, "eve@example.org")
    gone = {"about_id": uuid.uuid4(), "template": "office.invitation", "queued_at": clock.now()}
    invitation_letters.hear_failed(kit.work(), **gone)
    assert states() == {"sent": 1}
