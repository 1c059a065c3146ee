"""Sessions: rotation, reuse, ends, and the change of password (R239)."""

from datetime import timedelta

import pytest

from contracts.errors import NotFound, RateLimited
from contracts.identity import errors as e
from contracts.identity import events, rpc
from servicekit import clock

NEW = "three amber ladders"


def refresh(home, tokens):
    return home.ask(rpc.refresh_session, refresh_token=tokens["refresh_token"])


def test_a_refresh_gives_new_tokens_of_the_same_session(home):
    first = home.log_in(home.account())
    second = refresh(home, first)
    assert second["session_id"] == first["session_id"]
    assert second["refresh_token"] != first["refresh_token"]
    assert second["session_expires_at"] == first["session_expires_at"]
    assert home.kit.tokens._verified(second["access_token"], "gateway").session_id == first["session_id"]


def test_the_token_before_the_current_one_gives_the_same_answer_for_ten_seconds(home, moments):
    first = home.log_in(home.account())
    second = refresh(home, first)
    with moments(9):
        assert refresh(home, first)["refresh_token"] == second["refresh_token"]
    third = refresh(home, second)
    assert third["refresh_token"] not in (first["refresh_token"], second["refresh_token"])


@pytest.mark.parametrize(("age", "seconds"), [(1, 11), (2, 0)])
def test_an_older_token_is_a_copy_so_the_session_ends_everywhere(home, moments, age, seconds):
    all_tokens = [home.log_in(home.account())]
    for _ in range(age):
        all_tokens.append(refresh(home, all_tokens[-1]))
    with moments(seconds):
        with pytest.raises(e.SessionEnded):
            refresh(home, all_tokens[0])
        with pytest.raises(e.SessionEnded):
            refresh(home, all_tokens[-1])
    (revoked,) = home.told(events.sessions_revoked)
    assert revoked["reason"] == "reuse"
    assert (
        home.one("SELECT count(*) FROM audit_entries WHERE action = 'refresh' AND outcome = 'refused'") == 1
    )


@pytest.mark.parametrize("token", ["", "nonsense", "A" * 70, "é"])
def test_a_token_that_is_not_ours_is_refused(home, token):
    with pytest.raises(e.SessionEnded):
        home.ask(rpc.refresh_session, refresh_token=token or "x")


def test_a_session_ends_when_idle_and_at_the_latest_after_twelve_hours(home):
    start = clock.now()
    with clock.frozen(start):
        person = home.account()
        idle, busy = home.log_in(person), home.log_in(person)
    minutes = 0
    while minutes < 12 * 60 - 10:
        minutes += 10
        with clock.frozen(start + timedelta(minutes=minutes)):
            busy = refresh(home, busy)
            if minutes == 20:
                with pytest.raises(e.SessionEnded):
                    refresh(home, idle)
    with clock.frozen(start + timedelta(hours=12, seconds=1)), pytest.raises(e.SessionEnded):
        refresh(home, busy)


def test_an_access_token_never_outlives_its_session(home):
    tokens = home.log_in(home.account())
    almost = tokens["session_expires_at"] - timedelta(seconds=20)
    home.run("UPDATE sessions SET last_seen_at = :at", at=almost)
    with clock.frozen(almost):
        assert refresh(home, tokens)["access_expires_at"] == tokens["session_expires_at"]


def test_the_owner_lists_ends_one_and_ends_all_others(home):
    person = home.account()
    here, there, elsewhere = (home.log_in(person) for _ in range(3))
    work = home.signed_in(here)
    assert len(home.ask(rpc.list_sessions, work)["sessions"]) == 3
    home.ask(rpc.end_session, work, session_id=there["session_id"])
    home.ask(rpc.end_other_sessions, work)
    (left,) = home.ask(rpc.list_sessions, work)["sessions"]
    assert (left["session_id"], left["current"]) == (here["session_id"], True)
    told = home.told(events.sessions_revoked)
    assert [event["session_ids"] for event in told] == [[there["session_id"]], [elsewhere["session_id"]]]
    ended = home.ask(rpc.list_revoked_sessions, since=clock.now() - timedelta(minutes=5))["session_ids"]
    assert set(ended) == {there["session_id"], elsewhere["session_id"]}


def test_nobody_ends_the_session_of_another(home):
    mine, theirs = home.log_in(home.account()), home.log_in(home.account())
    with pytest.raises(NotFound):
        home.ask(rpc.end_session, home.signed_in(mine), session_id=theirs["session_id"])
    refresh(home, theirs)


def test_a_changed_password_ends_the_other_sessions_and_renews_this_one(home):
    person = home.account()
    here, there = home.log_in(person), home.log_in(person)
    work = home.signed_in(here)
    changed = home.ask(rpc.change_password, work, current_password=person.password, password=NEW)
    assert changed["session_id"] == here["session_id"]
    with pytest.raises(e.SessionEnded):
        refresh(home, there)
    refresh(home, changed)
    home.log_in(person, NEW)
    assert home.told(events.password_changed)[0]["to"] == person.email


@pytest.mark.parametrize(
    ("password", "reason"),
    [("short", "too_short"), ("it is Wren after all", "personal"), ("seven quiet herons", "same")],
)
def test_a_new_password_follows_the_policy(home, password, reason):
    person = home.account()
    work = home.signed_in(home.log_in(person))
    with pytest.raises(e.PasswordRefused) as refused:
        home.ask(rpc.change_password, work, current_password=person.password, password=password)
    assert refused.value.details == {"reason": f"password.{reason}"}


def test_a_stolen_session_is_no_way_to_guess_the_password(home):
    person = home.account()
    work = home.signed_in(home.log_in(person))
    for _ in range(3):
        with pytest.raises(e.CurrentPasswordWrong):
            home.ask(rpc.change_password, work, current_password="not the one at all", password=NEW)
    with pytest.raises(RateLimited):
        home.ask(rpc.change_password, work, current_password=person.password, password=NEW)
    home.log_in(person)


def test_the_account_page_shows_the_owners_own_words(home):
    person = home.account()
    account = home.ask(rpc.get_account, home.signed_in(home.log_in(person)))
    assert (account["username"], account["first_name"], account["email"]) == (
        person.username,
        "Wren",
        person.email,
    )


def test_a_revocation_does_not_wait_for_a_letter_that_has_no_route_yet(home):
    person = home.account()
    here = home.log_in(person)
    home.log_in(person)
    home.ask(rpc.change_password, home.signed_in(here), current_password=person.password, password=NEW)
    abouts = dict(home.rows("SELECT routing_key, about FROM outbox ORDER BY id"))
    assert abouts[events.sessions_revoked.key] != abouts[events.password_changed.key]
