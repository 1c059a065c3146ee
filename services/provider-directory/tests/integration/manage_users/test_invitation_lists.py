"""Invite New User, Add to List, Send Invitation: each row has its own outcome, each letter goes out once
(R040–R046)."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest

from contracts.errors import InvalidInput, RateLimited
from contracts.provider_directory.access import GRANTABLE
from contracts.provider_directory.invitations import BatchCreated, BatchRef, BatchWithRows, invitation_issued
from contracts.provider_directory.users import OfficeUsers, UserSearch
from provider_directory.operations import invitation_letters, invitations
from provider_directory.operations.users import list_users
from servicekit import clock

EVENING = datetime(2026, 11, 21, 7, tzinfo=UTC)
"""An hour before midnight in California."""

CLAIMS = {"feature": "claims", "provider_scope": None, "site_scope": None}


def person(email, **said):
    return {"first_name": "Eve", "last_name": "Vang", "email": email, "zip_code": "95340"} | said


def crowd(count, start=0):
    return [
        person(f"p{number}@example.org", first_name=f"P{number}") for number in range(start, start + count)
    ]


def test_each_row_has_its_own_outcome_and_the_right_ones_are_sent(office, contents_of, send):
    office.add("Ben", "User", "ben@example.org")
    send(office.work, person("known@example.org"))
    answer = send(
        office.work,
        person("new@example.org"),
        person("NEW@example.org"),
        person("Ben@Example.org"),
        person("known@example.org"),
        person("not an address"),
        person("zip@example.org", zip_code="90001"),
        person("second@example.org", zip_code="02101-1234"),
        person("", first_name=""),
    )
    assert [(one["outcome"], one["problems"]) for one in BatchCreated().dump(answer)["outcomes"]] == [
        ("sent", {}),
        ("failed", {"email": "invite.same_email_twice"}),
        ("failed", {"email": "invite.already_user"}),
        ("failed", {"email": "invite.already_invited"}),
        ("failed", {"email": "field.invalid_email"}),
        ("failed", {"zip_code": "zip.hint_remit_then_practice"}),
        ("sent", {}),
        ("failed", {"first_name": "field.required", "email": "field.required"}),
    ]
    assert (answer["total"], answer["failed"], answer["sent"]) == (8, 6, 2) and answer["finished_at"]
    assert [one["to"] for one in contents_of(invitation_issued)] == [
        "known@example.org", "new@example.org", "second@example.org",
    ]  # fmt: skip


HIDDEN = ["Eve\u200b", "\ufeffEve", "E\u202eve", "E\u0007ve"]


@pytest.mark.parametrize("name", HIDDEN, ids=ascii)
def test_a_name_with_characters_that_nobody_sees_refuses_its_row_and_the_table_can_be_read(
    office, send, name
):
    answer = send(office.work, person("a@example.org", first_name=name), person("b@example.org"))
    assert [one["outcome"] for one in answer["outcomes"]] == ["failed", "sent"]
    assert answer["outcomes"][0]["problems"] == {"first_name": "field.control_characters"}
    shown = OfficeUsers().dump(list_users(office.work, **UserSearch().load({})))
    assert len(OfficeUsers().load(shown)["users"]) == 2


def test_who_shall_have_every_permission_has_every_permission(office, send, run_sql):
    send(office.work, person("all@example.org", all_features=True), person("none@example.org"))
    given = [row[0] for row in run_sql("SELECT grants FROM invitations ORDER BY number")]
    assert [[one["feature"] for one in grants] for grants in given] == [sorted(GRANTABLE), []]


def test_beyond_the_letters_of_a_day_a_list_is_refused_whole_and_goes_through_the_next(
    office, open_office, send, states, kit
):
    kit.settings = replace(kit.settings, invitations_a_day=4)
    elsewhere = open_office()
    with clock.frozen(EVENING):
        first = send(office.work, *crowd(3), person("not an address"))["outcomes"]
        with pytest.raises(RateLimited) as refused:
            send(office.work, *crowd(2, start=3))
        assert refused.value.details == {"reason": "invite.letters_used_up", "retry_after": 3600 + 1}
        assert states() == {"sent": 3, "failed": 1}
        send(elsewhere.work, *crowd(3, start=3))
    with clock.frozen(EVENING + timedelta(minutes=5)):
        for one in first[:2]:
            id = uuid.UUID(str(one["invitation_id"]))
            outcome = None if one is first[0] else RateLimited
            with pytest.raises(outcome) if outcome else nullcontext():
                invitations.resend_invitation(office.work, invitation_id=id)
    with clock.frozen(EVENING + timedelta(hours=1)):
        assert send(office.work, *crowd(2, start=3))["failed"] == 0


def test_the_same_list_again_invites_nobody_twice(office, told, send):
    send(office.work, *crowd(3))
    again = send(office.work, *crowd(3))
    assert {one["problems"]["email"] for one in again["outcomes"]} == {"invite.already_invited"}
    assert told("invitation_issued.v1") == 3


def test_an_address_that_two_administrators_invite_at_once_gets_one_letter(open_office, told, send, states):
    for _ in range(20):
        office = open_office()
        bea = office.add("Bea", "Boss", role="administrator")
        begin = Barrier(2)

        def race(work, begin=begin):
            begin.wait()
            return send(work, person("eve@example.org"))["outcomes"][0]["outcome"]

        with ThreadPoolExecutor(2) as pool:
            outcomes = list(pool.map(race, (office.work, office.work_of(bea))))
        assert sorted(outcomes) == ["failed", "sent"]
    assert told("invitation_issued.v1") == 20
    assert states() == {"sent": 20, "failed": 20}


def test_a_permission_for_a_foreign_site_refuses_the_list(office, send):
    with pytest.raises(InvalidInput):
        send(office.work, person("eve@example.org", grants=[CLAIMS | {"site_scope": str(uuid.uuid4())}]))


def test_a_long_list_is_accepted_at_once_and_sent_by_and_by(office, job, told, send, states):
    answer = send(office.work, *crowd(250), person("bad", zip_code="1"))
    assert (answer["total"], answer["failed"], answer["sent"], answer["finished_at"]) == (251, 1, 0, None)
    assert {one["outcome"] for one in answer["outcomes"]} == {"accepted", "failed"}
    assert told("invitation_issued.v1") == 0
    seen = []
    while job(invitation_letters.send_staged):
        [batch] = invitations.list_invitation_batches(office.work, after=None, limit=5)["batches"]
        seen.append(batch["sent"])
    [batch] = invitations.list_invitation_batches(office.work, after=None, limit=5)["batches"]
    assert seen == [100, 200] and batch["sent"] == 250 and batch["finished_at"]
    assert told("invitation_issued.v1") == 250 and states() == {"sent": 250, "failed": 1}


def test_several_processes_send_each_letter_once(office, kit, contents_of, send):
    send(office.work, *crowd(400))
    begin = Barrier(4)

    def run(_):
        begin.wait()
        while invitation_letters.send_staged(kit.work()):
            pass

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(run, range(4)))
    invitation_letters.send_staged(kit.work())
    sent = [one["to"] for one in contents_of(invitation_issued)]
    assert len(sent) == 400 == len(set(sent))


def test_a_turn_that_dies_in_the_middle_is_done_again_and_nobody_gets_two(
    office, kit, job, contents_of, run_sql, send, states
):
    send(office.work, *crowd(150))
    run_sql(
        """CREATE FUNCTION trip() RETURNS trigger LANGUAGE plpgsql AS $$
           BEGIN IF (SELECT count(*) FROM outbox) > 60 THEN RAISE 'killed'; END IF; RETURN NULL; END $$"""
    )
    run_sql("CREATE TRIGGER trip AFTER INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION trip()")
    try:
        with pytest.raises(Exception, match="killed"):
            job(invitation_letters.send_staged)
    finally:
        run_sql("DROP TRIGGER trip ON outbox")
        run_sql("DROP FUNCTION trip")
    assert states() == {"staged": 150} and contents_of(invitation_issued) == []
    while job(invitation_letters.send_staged):
        pass
    sent = [one["to"] for one in contents_of(invitation_issued)]
    assert len(sent) == 150 == len(set(sent))


def test_cancelling_one_that_waits_for_its_letter_finishes_the_list(office, job, run_sql, send):
    send(office.work, *crowd(30))
    [[id]] = run_sql("SELECT id FROM invitations ORDER BY number LIMIT 1")
    invitations.cancel_invitation(office.work, invitation_id=id)
    job(invitation_letters.send_staged)
    [batch] = invitations.list_invitation_batches(office.work, after=None, limit=5)["batches"]
    assert (batch["sent"], batch["cancelled"]) == (29, 1) and batch["finished_at"]


def test_the_outcome_of_each_row_is_kept_and_the_failed_ones_can_be_listed(office, send):
    answer = send(
        office.work,
        person("a@example.org"),
        person("bad one"),
        person("b@example.org"),
        person("", zip_code=""),
    )
    asked = {"batch_id": str(answer["batch_id"]), "limit": 2}

    def look(**more):
        found = invitations.get_invitation_batch(office.work, **BatchRef().load(asked | more))
        return BatchWithRows().dump(found)

    first = look()
    rest = look(after=first["next"])
    assert [one["row"] for one in first["invitations"] + rest["invitations"]] == [0, 1, 2, 3]
    assert rest["next"] is None
    failed = look(failed_only=True)["invitations"]
    assert [(one["row"], one["email"], one["state"]) for one in failed] == [
        (1, "bad one", "failed"),
        (3, "", "failed"),
    ]
    assert failed[0]["problems"] == {"email": "field.invalid_email"}


def test_lists_are_paged_the_newest_first(office, send):
    ids = [send(office.work, person(f"{number}@example.org"))["batch_id"] for number in range(3)]
    first = invitations.list_invitation_batches(office.work, after=None, limit=2)
    rest = invitations.list_invitation_batches(office.work, after=first["next"], limit=2)
    assert [one["batch_id"] for one in first["batches"] + rest["batches"]] == ids[::-1]
    assert rest["next"] is None


def test_a_list_costs_the_same_questions_for_three_people_and_for_three_hundred(
    open_office, statements, send
):
    few, many = open_office(), open_office()
    send(few.work, person("first@example.org"))
    counts = [
        len([one for one in statements(lambda w=one.work, n=n: send(w, *crowd(n))) if "outbox" not in one])
        for one, n in ((few, 26), (many, 300))
    ]
    assert counts[0] == counts[1]


@pytest.mark.long
def test_ten_thousand_are_accepted_in_one_call_and_each_gets_one_letter(
    office, kit, contents_of, send, states
):
    answer = send(office.work, *crowd(10_000))
    assert answer["total"] == 10_000 and answer["failed"] == 0
    while invitation_letters.send_staged(kit.work()):
        pass
    sent = [one["to"] for one in contents_of(invitation_issued)]
    assert len(sent) == 10_000 == len(set(sent))
    assert states() == {"sent": 10_000}


def test_going_on_behind_another_offices_list_is_like_behind_none(open_office, send):
    office, elsewhere = open_office(), open_office()
    send(office.work, person("a@example.org"))
    theirs = send(elsewhere.work, person("b@example.org"))["batch_id"]
    for after in (theirs, uuid.uuid4()):
        assert invitations.list_invitation_batches(office.work, after=after, limit=5)["batches"] == []
