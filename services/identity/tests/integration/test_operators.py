"""What an operator does to staff's accounts at the command line."""

import io
import json

from contracts.identity import events, rpc

PASSWORD = "three amber ladders"


def test_demo_staff_get_in_with_the_code_that_the_command_prints(home, command, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert command("load-demo")[0] == 0
    login = json.loads(command("demo-staff")[1].splitlines()[1])
    assert login["username"] == "members.demo"
    code = command("demo-code", "members.demo")[1].strip()
    work = home.signed_in(home.ask(rpc.start_session, username=login["username"], password=login["password"]))
    assert home.viewer(home.ask(rpc.confirm_second_factor, work, code=code)).second_factor_due is False


def test_an_operator_makes_a_staff_account_by_the_password_policy(home, command, monkeypatch):
    who = ["--first-name", "Ida", "--last-name", "Clerk", "--email", "ida@example.org"]
    arguments = ["create-staff", "--username", "ida.clerk", "--role", "mailroom", *who]
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    assert command(*arguments)[0] == 1
    for expected in (0, 1):  # nobody has the username, then somebody has
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
        assert command(*arguments)[0] == expected
    tokens = home.ask(rpc.start_session, username="ida.clerk", password=PASSWORD)
    assert tokens["second_factor_due"]
    assert home.viewer(tokens).roles == {"staff", "mailroom"}


def test_an_operator_takes_a_lost_second_factor_away(home, command, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    command("load-demo")
    login = json.loads(command("demo-staff")[1].splitlines()[0])
    tokens = home.ask(rpc.start_session, username=login["username"], password=login["password"])
    assert command("reset-second-factor", "--username", "Support.Demo")[0] == 0
    assert home.told(events.sessions_revoked)[-1]["session_ids"] == [tokens["session_id"]]
    work = home.signed_in(home.ask(rpc.start_session, username=login["username"], password=login["password"]))
    assert home.ask(rpc.get_second_factor, work) == {"enrolled": False, "recovery_codes_left": 0}
    assert command("reset-second-factor", "--username", "nobody.here")[0] == 1
