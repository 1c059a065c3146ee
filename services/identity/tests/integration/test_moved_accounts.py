"""Accounts of an old portal: loaded, used once with the old password, then with a new one (R175, R176)."""

import base64
import contextlib
import hashlib
import threading
from collections import Counter
from datetime import date, timedelta
from uuid import UUID

import bcrypt
import pytest
from django.contrib.auth import hashers

from contracts.errors import Unavailable
from contracts.identity import errors as e
from contracts.identity import events, rpc
from contracts.procedures import ANYONE, PROVIDER
from contracts.registry import procedures
from identity import operations
from identity.adapters import passwords
from identity.rules import legacy_hashes
from servicekit import clock
from servicekit.viewer import admit

OLD, NEW, WRONG = "rosebud1", "three amber ladders", "not the one at all"
"""The old password is one that would be refused today: it is short."""


def _ssha(name: str, digest: str) -> str:
    return (
        f"{{{name}}}"
        + base64.b64encode(hashlib.new(digest, OLD.encode() + b"sea").digest() + b"sea").decode()
    )


def _salted(digest: str) -> str:
    return "sea$" + hashlib.new(digest, b"sea" + OLD.encode()).hexdigest()


SCHEMES = {
    "bcrypt": ("bcrypt", bcrypt.hashpw(OLD.encode(), bcrypt.gensalt(5)).decode()),
    "bcrypt_2a": ("bcrypt", bcrypt.hashpw(OLD.encode(), bcrypt.gensalt(4, b"2a")).decode()),
    "bcrypt_2y": ("bcrypt", bcrypt.hashpw(OLD.encode(), bcrypt.gensalt(4)).decode().replace("$2b", "$2y")),
    "pbkdf2_sha256": ("pbkdf2_sha256", hashers.PBKDF2PasswordHasher().encode(OLD, "sea", 2000)),
    "pbkdf2_sha1": ("pbkdf2_sha1", hashers.PBKDF2SHA1PasswordHasher().encode(OLD, "sea", 1000)),
    "sha1": ("sha1", _salted("sha1")),
    "sha256": ("sha256", _salted("sha256")),
    "ssha": ("sha1", _ssha("SSHA", "sha1")),
    "ssha256": ("sha256", _ssha("SSHA256", "sha256")),
}


def written(scheme):
    """The cells of the list that hold the hash."""
    name, text = SCHEMES[scheme]
    return {"scheme": name, "hash": text}


EVERY_SCHEME = pytest.mark.parametrize("scheme", SCHEMES)


def log_in(home, password=OLD, number=1, work=None):
    return home.ask(rpc.start_session, work, username=f"old.desk{number}", password=password)


def change(home, tokens, password=NEW, current=OLD):
    return home.ask(rpc.change_password, home.signed_in(tokens), current_password=current, password=password)


def kept_hash(home):
    return home.one("SELECT password_hash FROM accounts WHERE source_key IS NOT NULL")


@EVERY_SCHEME
def test_the_old_password_opens_the_account_and_is_hashed_anew_at_once(home, load, scheme, row):
    load(row(**written(scheme)))
    assert passwords.is_legacy(kept_hash(home))
    assert log_in(home)["must_reset_password"] is True
    assert kept_hash(home).startswith("$argon2id$")
    assert home.one("SELECT legacy_family FROM accounts") is None
    assert log_in(home)["must_reset_password"] is True


@EVERY_SCHEME
def test_a_wrong_password_fails_as_for_a_name_that_nobody_has(home, load, cost_of, scheme, row):
    load(row(**written(scheme)), row(2, **written(scheme)))
    with pytest.raises(e.SignInFailed) as refused:
        log_in(home, WRONG)
    assert refused.value.details == {}
    costs = [cost_of(lambda: log_in(home, WRONG, number)) for number in (2, 77)]  # noqa: B023
    assert costs[0] == costs[1] and costs[0].hashings == 1
    assert passwords.is_legacy(home.rows("SELECT password_hash FROM accounts")[0][0])


def test_three_wrong_passwords_lock_a_moved_account_like_any_other(home, load, row):
    load(row())
    for _ in range(3):
        with pytest.raises(e.SignInFailed):
            log_in(home, WRONG)
    with pytest.raises(e.SignInFailed):
        log_in(home)
    assert home.told(events.account_locked)[0]["to"] == "desk1@example.org"


def test_while_old_hashes_are_left_everybodys_password_costs_the_costliest_of_each_family(
    home, load, monkeypatch, row
):
    person = home.account()
    left = ("bcrypt", "bcrypt_2a", "pbkdf2_sha256", "sha1")
    load(*[row(number, **written(scheme)) for number, scheme in enumerate(left, 1)])
    done = Counter()

    def counted(recipe, password, make=legacy_hashes.Recipe.make):
        done[recipe.family] += 2**recipe.work if recipe.family == "bcrypt" else recipe.work
        return make(recipe, password)

    monkeypatch.setattr(legacy_hashes.Recipe, "make", counted)
    tries = {name: {"username": name, "password": WRONG} for name in ("old.desk1", "old.desk2", "old.desk3")}
    tries |= {"argon2": {"username": person.username, "password": WRONG}, "nobody": {"username": "no.body"}}
    for fields in tries.values():
        done.clear()
        with pytest.raises(e.SignInFailed):
            home.ask(rpc.start_session, **{"password": WRONG} | fields)
        assert done == {"bcrypt": 2**5, "pbkdf2_sha256": 2000}, fields["username"]


def test_when_the_last_old_hash_is_gone_no_old_hashing_is_done(home, load, monkeypatch, row):
    load(row())
    log_in(home)
    monkeypatch.setattr(legacy_hashes.Recipe, "make", None)
    log_in(home)
    with pytest.raises(e.SignInFailed):
        home.ask(rpc.start_session, username="no.body", password=WRONG)


def test_nothing_but_a_new_password_is_allowed_until_there_is_one(home, load, row):
    load(row())
    viewer = home.viewer(log_in(home))
    allowed = set()
    for procedure in procedures().values():
        if ANYONE not in procedure.allow and procedure.allow & {PROVIDER, "signed_in"}:
            with contextlib.suppress(e.MustResetPassword):
                admit(viewer, procedure)
                allowed.add(procedure.key)
    assert {"identity.change_password", "identity.get_account", "identity.end_session"} <= allowed
    assert not {"identity.list_sessions", "identity.start_email_change", "identity.change_context"} & allowed
    assert all(key.startswith("identity.") for key in allowed)


def test_an_abandoned_reset_is_asked_for_again_next_time(home, load, row):
    load(row())
    for _ in range(3):
        tokens = log_in(home)
        assert tokens["must_reset_password"] and home.viewer(tokens).must_reset
        refreshed = home.ask(rpc.refresh_session, refresh_token=tokens["refresh_token"])
        assert refreshed["must_reset_password"]
    assert change(home, tokens)["must_reset_password"] is False
    assert log_in(home, NEW)["must_reset_password"] is False


@pytest.mark.parametrize("old", ["a long old password", "séven quiet herons"])
def test_the_old_password_is_refused_as_the_new_one(home, load, old, row):
    load(row(hash=bcrypt.hashpw(old.encode(), bcrypt.gensalt(4)).decode()))
    tokens = log_in(home, old)
    with pytest.raises(e.PasswordRefused) as refused:
        change(home, tokens, old, old)
    assert refused.value.details == {"reason": "password.same"}
    assert change(home, tokens, NEW, old)["must_reset_password"] is False


def test_the_old_password_is_refused_in_a_recovery_before_it_was_ever_used(home, load, row):
    old = "a long old password"
    load(row(hash=bcrypt.hashpw(old.encode(), bcrypt.gensalt(4)).decode()))
    recovery = recover(home)
    with pytest.raises(e.PasswordRefused) as refused:
        reset(home, recovery, old)
    assert refused.value.details == {"reason": "password.same"}
    reset(home, recovery, NEW)
    assert log_in(home, NEW)["must_reset_password"] is False


def recover(home, number=1):
    return home.ask(
        rpc.start_provider_recovery, username=f"old.desk{number}", email=f"desk{number}@example.org"
    )


def reset(home, recovery, password):
    code = home.code(events.recovery_requested)
    home.ask(rpc.confirm_recovery, recovery_id=recovery["recovery_id"], code=code, password=password)


def test_the_owner_of_a_moved_account_is_not_told_that_it_is_new(home, load, row):
    load(row())
    log_in(home)
    assert home.told(events.first_session_started) == []


@pytest.mark.parametrize("scheme", ["bcrypt", "pbkdf2_sha256", "sha1"])
def test_twenty_first_log_ins_at_once_all_succeed_and_leave_one_new_hash(home, load, scheme, row):
    load(row(**written(scheme)))
    got = []

    def enter() -> None:
        got.append(log_in(home)["must_reset_password"])

    threads = [threading.Thread(target=enter) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert got == [True] * 20
    assert kept_hash(home).startswith("$argon2id$") and passwords.verify(kept_hash(home), OLD)
    assert home.one("SELECT count(*) FROM sessions") == 20


def test_twenty_wrong_and_right_first_log_ins_at_once_never_let_a_wrong_one_in(home, load, row):
    load(row())
    ends = []

    def enter(password: str) -> None:
        try:
            log_in(home, password)
            ends.append((password, "in"))
        except (e.SignInFailed, Unavailable):
            ends.append((password, "out"))

    threads = [threading.Thread(target=enter, args=(password,)) for password in (OLD, WRONG) * 10]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(ends) == 20 and (WRONG, "in") not in ends


def test_no_old_hash_and_no_name_is_in_the_tables_or_in_the_report(home, load, tmp_path, row):
    load(*[row(number, **written(scheme)) for number, scheme in enumerate(SCHEMES)], row(99, email="Canary"))
    tables = str(home.rows("SELECT * FROM accounts")) + (tmp_path / "accounts.report.csv").read_text()
    for _, text in SCHEMES.values():
        assert text not in tables and text.rpartition("$")[2] not in tables
    assert not any(word in tables for word in ("Noor", "Abadi", "old.desk", "example.org", "Canary"))


def state_of(home, number=1) -> str:
    (found,) = home.ask(rpc.search_accounts, home.specialist(), email=f"desk{number}@example.org")["accounts"]
    return found["state"]


def test_before_the_cut_off_nothing_sleeps(home_for, load_into, row):
    home = home_for(legacy_cut_off=clock.today("America/Los_Angeles") + timedelta(days=1))
    load_into(home, row())
    operations.sweep(home.work())
    assert log_in(home)["session_id"]


def test_from_the_cut_off_on_accounts_that_were_never_used_sleep_and_no_others(home_for, load_into, row):
    home = home_for(legacy_cut_off=date(2020, 1, 1))
    load_into(home, row(1), row(2), row(3))
    log_in(home, number=2)
    reset(home, recover(home, 3), NEW)
    operations.sweep(home.work())
    assert [state_of(home, number) for number in (1, 2, 3)] == ["dormant", "must_reset", "active"]
    with pytest.raises(e.SignInFailed):
        log_in(home)
    assert log_in(home, number=2)["session_id"] and log_in(home, NEW, 3)["session_id"]


def test_a_sleeping_account_is_answered_like_one_that_nobody_has(home, load, cost_of, row):
    load(row())
    home.run("UPDATE accounts SET state = 'dormant'")
    costs = [cost_of(lambda: log_in(home, OLD, number)) for number in (1, 77)]  # noqa: B023
    assert costs[0] == costs[1] and costs[0].hashings == 1


def test_recovery_wakes_a_sleeping_account_but_no_disabled_one(home_for, load_into, row):
    home = home_for(legacy_cut_off=date(2020, 1, 1))
    load_into(home, row(1), row(2))
    operations.sweep(home.work())
    reset(home, recover(home), NEW)
    assert state_of(home) == "active" and log_in(home, NEW)["must_reset_password"] is False
    second: UUID = home.one("SELECT id FROM accounts WHERE state = 'dormant'")
    home.ask(rpc.disable_account, home.specialist(), account_id=second, reason="Left the office")
    recover(home, 2)
    assert home.told(events.recovery_requested)[-1]["to"] is None
