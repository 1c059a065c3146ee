"""`python -m member load-members FILE`: what is accepted, what is refused, and what a second run does."""

import re

MEMBERS = "SELECT first_name, last_name, version, source FROM members ORDER BY last_name"
SPANS = "SELECT line, starts_on::text, ends_on::text FROM coverage_spans ORDER BY starts_on"


def test_people_are_added_with_open_coverage(load, people, rows):
    done = load([people(1, LAST_NAME="Nevárez403"), people(2, LAST_NAME="O'Brien")])
    assert done.code == 0, done.err
    assert rows(MEMBERS) == [("Mai", "Nevárez", 1, "member_list"), ("Mai", "O'Brien", 1, "member_list")]
    assert rows(SPANS) == [("medi_cal", "2026-10-01", None)] * 2
    assert done.outcomes == {2: ("added", set()), 3: ("added", set())}


def test_a_second_run_changes_nothing(load, people, rows):
    load([people(1), people(2)])
    everything = "SELECT * FROM members JOIN coverage_spans ON member_key = members.key ORDER BY members.key"
    before = rows(everything)
    done = load([people(1), people(2)])
    assert rows(everything) == before
    assert "2 accepted: 0 added, 0 changed, 2 unchanged" in done.out


def test_a_run_with_other_facts_changes_only_those_who_differ(load, people, rows):
    load([people(1), people(2)])
    done = load([people(1), people(2, LAST_NAME="Xiong")])
    assert rows(MEMBERS) == [("Mai", "Vang", 1, "member_list"), ("Mai", "Xiong", 2, "member_list")]
    assert done.outcomes == {2: ("unchanged", set()), 3: ("changed", set())}


def test_the_same_member_id_typed_otherwise_is_the_same_member(load, people, rows):
    load([people(1, MBI_ID="1S00EU8FA10")])
    done = load([people(1, MBI_ID="1s00-eu8-fa10", LAST_NAME="Xiong")])
    assert done.outcomes == {2: ("changed", set())}
    assert rows("SELECT count(*) FROM members") == [(1,)]


def test_bad_rows_are_refused_alone_and_with_reasons(load, people, rows):
    done = load(
        [
            people(1),
            people(2, BRTH_DT="1980-02-30"),
            people(3, **{"1ST_NAME": "", "LAST_NAME": ""}),
            people(4, MBI_ID="?"),
            people(5, BRTH_DT="2999-01-01"),
            people(6),
        ]
    )
    assert done.code == 0
    assert done.outcomes == {
        2: ("added", set()),
        3: ("rejected", {"bad_birth_date"}),
        4: ("rejected", {"missing_first_name", "missing_last_name"}),
        5: ("rejected", {"bad_member_id"}),
        6: ("rejected", {"future_birth_date"}),
        7: ("added", set()),
    }
    assert rows("SELECT count(*) FROM members") == [(2,)]
    assert "6 rows read" in done.out and "4 rejected" in done.out
    assert "1 x The birth date is not a calendar day written YYYY-MM-DD (line 3)" in done.out


def test_broken_lines_are_refused_and_the_others_loaded(load, list_file, people, rows):
    path = list_file([people(1), people(2)])
    header, first, second = path.read_bytes().split(b"\r\n")[:3]
    broken = [b'x,"y', b"short,row", b"\xff" + first, second + b",more"]
    path.write_bytes(b"\xef\xbb\xbf" + b"\n".join([header, first, *broken, second]))
    done = load(path)
    assert [outcome for outcome, _ in done.outcomes.values()] == ["added", *["rejected"] * 4, "added"]
    assert [reasons for _, reasons in done.outcomes.values()][1:5] == [
        {"broken_quotes"},
        {"too_few_columns"},
        {"not_utf8"},
        {"too_many_columns"},
    ]
    assert rows("SELECT count(*) FROM members") == [(2,)]


def test_the_first_of_two_rows_with_one_member_id_counts_in_whatever_batch(load, people, rows):
    same = [people(1), people(1, LAST_NAME="Second"), people(2), people(3), people(1, LAST_NAME="Third")]
    done = load(same, "--batch", "2")
    assert [outcome for outcome, _ in done.outcomes.values()] == [
        "added",
        "rejected",
        "added",
        "added",
        "rejected",
    ]
    assert done.outcomes[6] == ("rejected", {"duplicate_member_id"})
    assert ("Mai", "Vang", 1, "member_list") in rows(MEMBERS)


def test_a_refused_row_does_not_use_up_its_member_id(load, people, rows):
    done = load([people(1, BRTH_DT=""), people(1)])
    assert done.outcomes == {2: ("rejected", {"missing_birth_date"}), 3: ("added", set())}


def test_twins_stay_two_people(load, people, rows):
    load([people(1, LAST_NAME="Garcia"), people(2, LAST_NAME="Garcia")])
    assert rows("SELECT count(*), count(DISTINCT member_id_digest) FROM members") == [(2, 2)]


def test_death_ends_coverage_and_later_spans(load, people, rows, kit):
    load([people(1), people(2)])
    done = load([people(1, DEATH_DT="2026-10-09"), people(2)])
    assert done.outcomes == {2: ("changed", set()), 3: ("unchanged", set())}
    assert sorted(rows(SPANS), key=str) == [
        ("medi_cal", "2026-10-01", "2026-10-09"),
        ("medi_cal", "2026-10-01", None),
    ]
    again = load([people(1, DEATH_DT="2026-10-09"), people(2)])
    assert again.outcomes == {2: ("unchanged", set()), 3: ("unchanged", set())}


def test_who_died_before_the_plan_began_is_kept_without_coverage(load, people, rows):
    load([people(1, DEATH_DT="2020-01-01")])
    assert rows("SELECT count(*) FROM members") == [(1,)]
    assert rows(SPANS) == []


def test_coverage_that_comes_later_is_a_change(load, people, rows):
    load([people(1, DEATH_DT="2020-01-01")])
    done = load([people(1, DEATH_DT="2020-01-01")], "--covered-from", "2019-12-01")
    assert done.outcomes == {2: ("changed", set())}
    assert rows(SPANS) == [("medi_cal", "2019-12-01", "2020-01-01")]


def test_known_coverage_is_left_as_it_is(load, people, rows):
    load([people(1)])
    load([people(1), people(2)], "--covered-from", "2027-01-01")
    assert rows(SPANS) == [("medi_cal", "2026-10-01", None), ("medi_cal", "2027-01-01", None)]


def test_the_member_id_is_not_readable_in_the_database(load, people, rows, kit):
    load([people(1)])
    [(everything,)] = rows("SELECT row_to_json(members)::text FROM members")
    assert "TEST000001" not in everything
    [(sealed,)] = rows("SELECT member_id_sealed FROM members")
    assert kit.sealer.unseal("member.member_id", sealed) == b"TEST000001"


def test_progress_is_shown_and_nothing_personal_is_printed(load, people):
    done = load([people(number, LAST_NAME="Canaryname") for number in range(50)], "--batch", "10")
    assert re.search(r"^100 %  50 rows: 50 accepted, 0 rejected$", done.err, re.M)
    said = done.out + done.err + done.report.read_text()
    assert "canaryname" not in said.lower() and "TEST0" not in said


def test_a_file_that_can_not_be_used_is_one_clear_line(load, member, tmp_path):
    absent = member("load-members", tmp_path / "absent.csv", "--report", tmp_path / "r.csv")
    assert absent.code == 1
    assert absent.err == f"member: {tmp_path}/absent.csv: No such file or directory\n"
    empty = tmp_path / "empty.csv"
    empty.write_text("")
    done = load(empty)
    assert done.code == 1
    assert "has no column BENE_MBI_ID" in done.err and "Traceback" not in done.err


def test_a_database_without_tables_is_one_clear_line(
    member, new_database, environment, list_file, people, tmp_path
):
    environment["MEMBER_DATABASE_URL"] = new_database("member")
    done = member("load-members", list_file([people(1)]), "--report", tmp_path / "r.csv")
    assert done.code == 1
    assert done.err.endswith("member: the database has no tables yet; run `python -m member migrate` first\n")
    assert "Traceback" not in done.err


def test_the_report_lies_in_the_working_folder_when_nothing_else_is_said(
    member, list_file, people, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    done = member("load-members", list_file([people(1)]))
    assert done.code == 0, done.err
    assert (tmp_path / "written.report.csv").read_text().splitlines()[1] == "2,added,,"
    assert not list(tmp_path.glob("*.part"))
