"""`python -m claims load-claims`, with a member process that is really there; and the door of the service."""

import os
import subprocess
import sys

import pytest

from claims.__main__ import PROGRAM
from claims.service import ClaimsService
from contracts.claims import rpc
from contracts.errors import Forbidden, Unauthenticated
from contracts.member import rpc as member
from contracts.registry import procedures
from support.claim_files import claim, interchange


@pytest.fixture
def member_running(start_service):
    """Member, with its invented people."""
    running = start_service("member")
    load = [sys.executable, "-m", "member", "load-demo"]
    subprocess.run(load, env=os.environ | running.env, input="", text=True, check=True, capture_output=True)
    return running


@pytest.fixture
def command(kit, environment, monkeypatch, capsys, tmp_path):
    """`command(*words, env={}, sent=text)`: run load-claims on one file; its code, and what it printed."""

    def run(*words: str, env: dict[str, str], sent: str):
        for name, value in (environment | env).items():
            monkeypatch.setenv(name, value)
        monkeypatch.chdir(tmp_path)
        (tmp_path / "sent.837").write_text(sent)
        return PROGRAM.main(["load-claims", "sent.837", *words]), *capsys.readouterr()

    return run


def test_member_says_whose_claims_they_are(member_running, command, rows, tmp_path):
    keys = ("AMQP_URL", "PORTICO_SEAL_KEYS", "PORTICO_CALL_KEY")
    sent = interchange([*claim(), *claim("ACC-2", subscriber="NM1*IL*1*N*N****MI*NOBODY999")])
    env = {name: member_running.env[name] for name in keys}
    code, out, err = command("--received", "2026-10-20", env=env, sent=sent)
    assert code == 0, err
    assert "2 claims read" in out and "1 accepted: 1 added" in out
    assert "1 x The plan has no member with this Member ID (segment 24)" in out
    assert "100 %  2 claims: 1 accepted, 1 rejected" in err
    (report,) = tmp_path.glob("*.report.csv")
    assert "unknown_member" in report.read_text()
    assert rows("SELECT count(*) FROM claims") == [(1,)]


def test_when_member_does_not_answer_one_line_says_so(command, rows, broker_url, monkeypatch):
    code, out, err = command(
        "--received", "2026-10-20", env={"AMQP_URL": broker_url}, sent=interchange(claim())
    )
    assert code == 1 and "a service that is asked does not answer" in err and "Traceback" not in err
    assert rows("SELECT count(*) FROM claims") == [(0,)]


@pytest.mark.parametrize("batch", ["0", "1001"])
def test_a_batch_is_no_longer_than_what_member_takes_at_once(command, batch):
    with pytest.raises(SystemExit):
        command("--batch", batch, env={}, sent=interchange(claim()))


def test_every_procedure_of_claims_is_served():
    assert set(ClaimsService.served().values()) == {p for p in procedures().values() if p.service == "claims"}


def test_who_is_not_signed_in_as_a_member_learns_nothing(start_service, client_for):
    running = start_service("claims")
    with pytest.raises(Unauthenticated):
        client_for(running.env, "gateway").call(rpc.list_treating_doctors, {})
    for caller in ("member", "identity"):
        with pytest.raises((Forbidden, Unauthenticated)):
            client_for(running.env, caller).call(rpc.list_treating_doctors, {})


def test_nobody_but_claims_asks_member_for_keys(member_running, client_for):
    asked = {"member_ids": ["PCH-1000-0101", "nobody", "pch10000101"]}
    found = client_for(member_running.env, "claims").call(member.find_member_keys, asked)["members"]
    assert [one["member_id"] for one in found] == ["PCH-1000-0101", "pch10000101"]
    assert len({one["member_key"] for one in found}) == 1
    for caller in ("gateway", "identity"):
        with pytest.raises((Forbidden, Unauthenticated)):
            client_for(member_running.env, caller).call(member.find_member_keys, asked)
    said = member_running.logs().lower()
    assert "pch" not in said
