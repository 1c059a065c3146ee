"""The audit: what is written, and that tampering is found (R237)."""

import io
import json
import uuid

import pytest

from contracts.errors import ContractError
from contracts.identity import rpc
from identity.operations import sweep, verify_audit


def refused(do):
    with pytest.raises(ContractError):
        do()


@pytest.fixture
def busy(home):
    """Identity after some use: 10 entries or more, sealed in the middle."""
    person = home.account()
    tokens = home.log_in(person)
    refused(lambda: home.log_in(person, "not the one at all"))
    sweep(home.work())
    home.ask(rpc.end_session, home.signed_in(tokens), session_id=tokens["session_id"])
    refused(lambda: home.sign_up(home.person(), first_name="Other"))
    home.recover(person)
    for _ in range(3):
        refused(lambda: home.log_in(person, "not the one at all"))
    return home


def test_every_change_and_every_refusal_leaves_a_row(busy):
    found = [tuple(row) for row in busy.rows("SELECT action, outcome FROM audit_entries ORDER BY seq")]
    assert found == [
        ("sign_up", "done"), ("confirm_sign_up", "done"), ("log_in", "done"), ("log_in", "refused"),
        ("end_session", "done"), ("match_member", "refused"), ("start_recovery", "done"),
        ("log_in", "refused"), ("log_in", "refused"), ("log_in", "refused"),
    ]  # fmt: skip


def test_a_row_says_who_for_whom_when_and_from_where_and_nothing_personal(home):
    person = home.account()
    home.log_in(person, work=home.work(address="203.0.113.77"))
    row = home.rows("SELECT * FROM audit_entries ORDER BY seq DESC LIMIT 1")[0]
    assert (row.actor, row.subject, row.action) == ("gateway", home.account_id(person), "log_in")
    assert home.kit.sealer.unseal("identity.audit", row.address) == b"203.0.113.77"
    whole = str(home.rows("SELECT * FROM audit_entries"))
    canaries = [
        person.username,
        person.email,
        person.password,
        person.card["member_id"],
        "Okafor",
        "203.0.113.77",
    ]
    assert [canary for canary in canaries if canary in whole] == []


def test_a_specialists_reason_is_kept_sealed(home):
    person = home.account()
    account = home.account_id(person)
    home.ask(rpc.disable_account, home.specialist(), account_id=account, reason="Canary reason")
    row = home.rows("SELECT * FROM audit_entries ORDER BY seq DESC LIMIT 1")[0]
    assert "Canary" not in str(row)
    assert home.kit.sealer.unseal("identity.audit", row.details["reason"]) == b"Canary reason"


def test_a_whole_audit_is_sound(busy, command):
    assert command("verify-audit") == (0, "audit: 10 entries are sound, none is missing\n")


@pytest.mark.parametrize(("tampering", "finding"), [
    ("UPDATE audit_entries SET outcome = 'done' WHERE seq = 4", "entry 4 was changed"),
    ("UPDATE audit_entries SET at = at + interval '1 microsecond' WHERE seq = 4", "entry 4 was changed"),
    ("""UPDATE audit_entries SET details = '{"full": true}' WHERE seq = 4""", "entry 4 was changed"),
    ("UPDATE audit_entries SET subject = NULL WHERE seq = 8", "entry 8 was changed"),
    ("UPDATE audit_entries SET address = NULL WHERE seq = 10", "entry 10 was changed"),
    ("DELETE FROM audit_entries WHERE seq = 1", "entry 1 is missing"),
    ("DELETE FROM audit_entries WHERE seq = 5", "entry 5 is missing"),
    ("DELETE FROM audit_entries WHERE seq >= 9", "entry 9 is missing"),
    ("DELETE FROM audit_entries", "entry 1 is missing"),
    ("DELETE FROM audit_head", "the head of the chain is missing"),
    ("UPDATE audit_head SET hash = '\\x00'", "entry 10 is not the one that was written last"),
    ("UPDATE audit_entries SET seq = CASE seq WHEN 8 THEN -9 ELSE seq END; "
     "UPDATE audit_entries SET seq = 8 WHERE seq = 9; UPDATE audit_entries SET seq = 9 WHERE seq = -9",
     "entry 8 was changed"),
])  # fmt: skip
def test_tampering_is_found_and_the_row_is_named(busy, command, tampering, finding):
    busy.run(tampering)
    code, said = command("verify-audit")
    assert code == 1
    assert finding in said


def test_a_chain_written_anew_by_somebody_without_the_key_is_found(busy):
    """They delete an entry from before the checkpoint, and recompute every hash, and the head."""
    from identity.rules.chain import GENESIS, Entry, link

    rows = [row for row in busy.rows("SELECT * FROM audit_entries ORDER BY seq") if row.seq != 2]
    busy.run("DELETE FROM audit_entries WHERE seq = 2")
    last = GENESIS
    for seq, row in enumerate(rows, 1):
        new = link(last, seq, Entry(**{name: getattr(row, name) for name in Entry.__slots__}))
        busy.run("UPDATE audit_entries SET seq = :seq, prev_hash = :last, hash = :new WHERE seq = :old",
                 seq=seq, last=last, new=new, old=row.seq)  # fmt: skip
        last = new
    busy.run("UPDATE audit_head SET seq = :seq, hash = :hash", seq=len(rows), hash=last)
    assert verify_audit(busy.work()) == (3, "entry 4 is not what was sealed")


def test_a_chain_cut_off_before_its_checkpoint_is_found_though_the_head_agrees(busy):
    (last,) = busy.rows("SELECT seq, hash FROM audit_entries WHERE seq = 3")
    busy.run("DELETE FROM audit_entries WHERE seq > 3")
    busy.run("UPDATE audit_head SET seq = :seq, hash = :hash", seq=last.seq, hash=last.hash)
    assert verify_audit(busy.work()) == (3, "entry 4 is missing: the chain was sealed at 4")


def test_entries_of_parallel_work_make_one_chain(home):
    from concurrent.futures import ThreadPoolExecutor

    people = [home.person() for _ in range(12)]
    with ThreadPoolExecutor(12) as pool:
        list(pool.map(home.sign_up, people))
    assert verify_audit(home.work()) == (12, None)


def test_sweeping_frees_names_wipes_expired_sign_ups_and_keeps_accounts(home, moments, command):
    kept, gone = home.account(), home.person()
    home.sign_up(gone)
    with moments(24 * 3600 + 1):
        sweep(home.work())
        sweep(home.work())
    (row,) = home.rows(
        "SELECT state, profile, password_hash FROM sign_ups WHERE member_key = :k", k=gone.member_key
    )
    assert tuple(row) == ("expired", "", "")
    assert home.one("SELECT count(*) FROM usernames") == 1
    home.log_in(kept)
    assert command("sweep")[0] == 0


def test_demo_accounts_are_made_once_and_can_log_in(home, command, monkeypatch):
    line = {
        "member_key": str(uuid.uuid4()), "member_id": "DEMO000001", "first_name": "Ada", "last_name": "Demo",
        "date_of_birth": "1975-05-06", "email": "ada@example.org", "account": True, "username": "ada.demo",
        "password": "seven quiet herons",
    }  # fmt: skip
    people = "\n".join(
        json.dumps(person) for person in (line, {**line, "account": False, "username": "no.demo"})
    )
    for _ in range(2):
        monkeypatch.setattr("sys.stdin", io.StringIO(people))
        code, said = command("load-demo")
        assert code == 0
    logins = [json.loads(text) for text in said.splitlines()]
    assert [login["username"] for login in logins] == [
        "support.demo", "members.demo", "mailroom.demo", "services.demo", "office.demo", "ada.demo"
    ]  # fmt: skip
    assert home.one("SELECT count(*) FROM accounts") == 6
    for login in logins:
        tokens = home.ask(rpc.start_session, username=login["username"], password=login["password"])
        assert tokens["second_factor_due"] == (login["kind"] == "staff")
        assert login.get("role", login["kind"]) in home.viewer(tokens).roles


def test_models_and_migrations_agree(settings):
    from identity.models import Base
    from servicekit.store.migrating import differences

    assert differences(Base.metadata, settings.database_url) == []
