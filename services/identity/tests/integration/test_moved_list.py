"""The list of accounts that an old portal left: loaded row by row, again, and after a cut (R175)."""

import pytest

from contracts.errors import Unavailable
from contracts.identity import rpc
from identity.adapters import passwords
from identity.rules.moved_rows import REASONS, REQUIRED_COLUMNS

OLD, NEW = "rosebud1", "three amber ladders"
COLUMNS = (*REQUIRED_COLUMNS, "salt")


def log_in(home, password=OLD):
    return home.ask(rpc.start_session, username="old.desk1", password=password)


def change(home, tokens):
    return home.ask(rpc.change_password, home.signed_in(tokens), current_password=OLD, password=NEW)


def test_loading_again_changes_nothing_and_says_so(home, load, row):
    rows = [row(number) for number in range(1, 6)]
    assert load(*rows) == [("added", "")] * 5
    before = home.rows("SELECT * FROM accounts ORDER BY id")
    assert load(*rows) == [("unchanged", "")] * 5
    assert home.rows("SELECT * FROM accounts ORDER BY id") == before


def test_loading_again_after_the_account_was_used_leaves_the_new_password_alone(home, load, row):
    load(row())
    change(home, log_in(home))
    assert load(row()) == [("unchanged", "")]
    assert log_in(home, NEW)["must_reset_password"] is False


def test_a_load_that_was_cut_off_is_completed_by_the_same_command(home, load, row):
    rows = [row(number) for number in range(1, 7)]
    assert load(*rows[:3]) == [("added", "")] * 3
    assert load(*rows) == [("unchanged", "")] * 3 + [("added", "")] * 3


def test_a_load_that_dies_keeps_whole_batches(home, load, monkeypatch, row):
    calls = iter(range(10))

    def dies_in_the_second_batch(found, write=passwords.hash_legacy):
        if next(calls) == 3:
            raise RuntimeError("killed")
        return write(found)

    with monkeypatch.context() as patched, pytest.raises(RuntimeError):
        patched.setattr(passwords, "hash_legacy", dies_in_the_second_batch)
        load(*[row(number) for number in range(1, 7)])
    assert home.one("SELECT count(*) FROM accounts") == home.one("SELECT count(*) FROM usernames") == 2
    assert load(*[row(number) for number in range(1, 7)]) == [("unchanged", "")] * 2 + [("added", "")] * 4


def test_a_username_that_is_anothers_is_refused_and_theirs_stays(home, load, row):
    person, waiting = home.account(), home.person()
    home.sign_up(waiting)
    taken = [row(1, username=person.username.upper()), row(2, username=waiting.username), row(3)]
    assert load(*taken) == [("rejected", "username_taken"), ("rejected", "username_taken"), ("added", "")]
    assert load(row(3, email="other@example.org")) == [("rejected", "username_taken")]
    home.log_in(person)
    assert home.one("SELECT count(*) FROM accounts") == 2


def test_two_lines_with_one_username_make_one_account(load, row):
    assert load(row(1), row(2, username="OLD.desk1")) == [("added", ""), ("rejected", "repeated_username")]


@pytest.mark.parametrize(("changes", "reasons"), [
    ({"username": "two words"}, "bad_username"),
    ({"username": ""}, "bad_username"),
    ({"username": "x" * 65}, "bad_username"),
    ({"email": "nobody"}, "bad_email"),
    ({"email": ""}, "bad_email"),
    ({"first_name": " "}, "bad_name"),
    ({"kind": "staff"}, "bad_kind"),
    ({"language": "tlh"}, "bad_language"),
    ({"kind": "member"}, "bad_member"),
    ({"kind": "member", "member_id": "PCH1", "date_of_birth": "yesterday"}, "bad_member"),
    ({"scheme": "md5"}, "unknown_scheme"),
    ({"hash": "$2b$05$short"}, "unreadable_hash"),
    ({"kind": "boss", "email": "x", "scheme": "rot13"}, "bad_email bad_kind unknown_scheme"),
])  # fmt: skip
def test_a_row_is_refused_alone_with_all_its_reasons(home, load, changes, reasons, row):
    assert load(row(1), row(2, **changes), row(3)) == [("added", ""), ("rejected", reasons), ("added", "")]
    assert set(reasons.split()) <= REASONS.keys()


def test_an_old_username_may_be_shorter_than_a_new_one_may_be(home, load, row):
    assert load(row(username="noor")) == [("added", "")]
    assert home.ask(rpc.start_session, username="Noor", password=OLD)["session_id"]


def test_a_member_is_matched_by_the_member_service_and_then_is_who_she_was(home, load, row):
    person = home.person()
    card = person.card
    line = row(
        kind="member", first_name=card["first_name"], last_name=card["last_name"],
        member_id=card["member_id"], date_of_birth=card["date_of_birth"].isoformat(),
    )  # fmt: skip
    assert load(line, row(2, kind="member", member_id="PCH9", date_of_birth="1990-01-01")) == [
        ("added", ""), ("rejected", "member_not_matched")
    ]  # fmt: skip
    viewer = home.viewer(log_in(home))
    assert (viewer.person_key, viewer.roles) == (person.member_key, frozenset({"member"}))
    assert load(line | {"username": "second.one"}) == [("rejected", "member_has_account")]
    assert home.one("SELECT count(*) FROM usernames") == 1


def test_while_the_member_service_is_away_a_load_stops_and_what_is_committed_stays(home, load, row):
    home.member.is_down = True
    member = row(3, kind="member", member_id="PCH9", date_of_birth="1990-01-01")
    with pytest.raises(Unavailable):
        load(row(1), row(2), member)
    assert home.one("SELECT count(*) FROM accounts") == 2


def test_offices_may_share_an_address(home, load, row):
    assert load(row(1), row(2, email="desk1@example.org")) == [("added", "")] * 2


def test_the_command_reports_every_row_and_says_what_is_missing(home, command, tmp_path, monkeypatch, row):
    file = tmp_path / "old portal.csv"
    lines = [",".join(COLUMNS), *(",".join(row(n).get(name, "") for name in COLUMNS) for n in (1, 2))]
    file.write_text("\n".join([*lines, "half a line"]))
    report = tmp_path / "report.csv"
    code, said = command("load-legacy", str(file), "--report", str(report))
    assert code == 0 and "2 accepted: 2 added" in said and "1 x The line has fewer columns" in said
    assert len(report.read_text().splitlines()) == 4
    file.write_text("username,hash\n")
    assert command("load-legacy", str(file), "--report", str(report))[0] == 1
