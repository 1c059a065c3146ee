"""A file is loaded once: said again, killed half-way, two at the same time; and wrong envelopes."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from member.operations.enrolling import LOADER
from member.repository.enrolling import wait_for_other_loads
from support.polling import until

MEMBERS = 2_000
COUNT = "SELECT count(*) FROM members"
EVERYTHING = """
    SELECT last_name, version, line, starts_on::text, ends_on::text,
           (SELECT count(*) FROM contact_points WHERE contact_points.member_key = members.key)
    FROM members LEFT JOIN coverage_spans ON coverage_spans.member_key = members.key ORDER BY 1, 3, 4
"""


def wiped(kit) -> None:
    with kit.database.transaction() as tx:
        tx.session.connection().exec_driver_sql("TRUNCATE members, enrolment_transactions CASCADE")


@pytest.fixture
def long_file(tmp_path, interchange, member_loop) -> Path:
    """Each member is added, ended and added again later in the file: done twice it would not be the same."""
    half = MEMBERS // 2
    added = [line for n in range(half) for line in member_loop(n)]
    ended = [line for n in range(half) for line in member_loop(n, "024", dtp="DTP*357*D8*20261231", hd=[])]
    again = [line for n in range(half) for line in member_loop(n, hd=["HD*021**HMO", "DTP*348*D8*20270301"])]
    bad = member_loop(half, who="DMG*D8*19800230*F")
    path = tmp_path / "long.834"
    path.write_text(interchange([*added, *bad, *ended], [*again, *bad]))
    return path


@pytest.fixture
def started(environment, kit, tmp_path):
    """Start `load-834` as a process of its own."""
    running = []

    def start(path: Path) -> subprocess.Popen:
        command = [sys.executable, "-m", "member", "load-834", path, "--batch", "50"]
        process = subprocess.Popen(
            [*command, "--report", tmp_path / f"report{len(running)}.csv"],
            env=os.environ | environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.communicate()


def test_a_killed_load_goes_on_where_it_was(started, long_file, rows, kit, load_834, tmp_path):
    process = started(long_file)
    done = "SELECT members_done FROM enrolment_transactions"

    def half_way() -> bool:
        assert process.poll() is None, process.communicate()
        return any(row[0] >= 1_200 for row in rows(done))

    until(half_way, 60, "more than half is loaded")
    process.send_signal(signal.SIGKILL)
    process.wait(10)
    left = sum(row[0] for row in rows(done))
    assert 1_200 <= left < 1.5 * MEMBERS and not (tmp_path / "report0.csv").exists()

    resumed = load_834(long_file)
    assert resumed.code == 0, resumed.err
    outcomes = resumed.members
    assert outcomes[: MEMBERS // 2] == ["unchanged"] * (MEMBERS // 2)
    assert len(outcomes) == 1.5 * MEMBERS + 2 and outcomes.count("rejected") == 2
    assert dict(resumed.reasons) == {("2100A", "bad_birth_date"): 2}, "one was refused before it was killed"
    after = rows(EVERYTHING)
    wiped(kit)
    load_834(long_file)
    assert after == [(*row[:1], after[0][1], *row[2:]) for row in rows(EVERYTHING)]


def test_a_file_that_was_loaded_changes_nothing_even_after_a_newer_one(
    load_834, interchange, member_loop, rows
):
    old = interchange(member_loop(1))
    load_834(old)
    load_834(interchange(member_loop(1, "024", dtp="DTP*357*D8*20261231", hd=[]), number=2))
    before = rows(EVERYTHING)
    again = load_834(old)
    assert (again.code, again.members) == (0, ["unchanged"])
    assert rows(EVERYTHING) == before


def test_the_same_control_numbers_with_other_content_change_nothing_and_are_told(
    load_834, interchange, member_loop, rows
):
    load_834(interchange(member_loop(1)))
    done = load_834(interchange(member_loop(2)))
    assert done.code == 1
    assert "transaction 0001 is refused: This sender has used these control numbers before" in done.err
    assert [row["outcome"] for row in done.rows] == ["refused"]
    assert rows(COUNT) == [(1,)]


def test_the_same_control_numbers_of_another_sender_are_another_transaction(
    load_834, interchange, member_loop, rows
):
    load_834(interchange(member_loop(1)))
    other = interchange(member_loop(2)).replace("ZZ*COUNTY ", "ZZ*STATE  ")
    assert load_834(other).members == ["added"]
    assert rows(COUNT) == [(2,)]


def test_two_loads_at_once_do_no_harm(started, long_file, rows):
    both = [started(long_file), started(long_file)]
    codes = []
    for process in both:
        _, err = process.communicate(timeout=100)
        codes.append(process.returncode)
        assert process.returncode == 0 or "another load is running on this database" in err, err
        assert "Traceback" not in err
    assert 0 in codes
    assert rows(COUNT) == [(MEMBERS // 2,)]
    assert rows("SELECT DISTINCT version, count(*) FROM members GROUP BY 1") == [(1, MEMBERS // 2)]


def test_a_load_beside_another_waits_and_then_says_so(load_834, interchange, member_loop, kit, rows):
    with kit.database.transaction() as other:
        wait_for_other_loads(other.session, LOADER)
        done = load_834(interchange(member_loop(1)))
    assert (done.code, rows(COUNT)) == (1, [(0,)])
    assert "another load is running on this database" in done.err and not done.report.exists()
    assert load_834(interchange(member_loop(1))).members == ["added"]


def test_a_transaction_whose_envelope_is_wrong_is_refused_alone(load_834, interchange, member_loop, rows):
    sent = interchange(member_loop(1), member_loop(2), member_loop(3))
    wrong = sent.replace("SE*14*0002", "SE*13*0002")
    assert wrong != sent
    done = load_834(wrong)
    assert done.code == 1 and done.members == ["added", "added"]
    assert "transaction 0002 is refused: SE01 is not the number of segments in the transaction" in done.err
    assert rows("SELECT last_name FROM members ORDER BY 1") == [("Vang1",), ("Vang3",)]
    mended = load_834(sent)
    assert (mended.code, mended.members) == (0, ["unchanged", "added", "unchanged"])


def test_a_file_that_is_cut_off_is_refused_whole(load_834, interchange, member_loop, rows):
    sent = interchange(member_loop(1), member_loop(2))
    done = load_834(sent[: sent.index("SE*14*0002")])
    assert done.code == 1 and done.err.count("is refused") == 2 and rows(COUNT) == [(0,)]
    middle = load_834(sent[: sent.index("SE*14*0002") - 9])
    assert middle.code == 1 and "it is cut off" in middle.err and "Traceback" not in middle.err
    assert rows(COUNT) == [(0,)]


def test_a_batch_of_nobody_is_no_batch(load_834, interchange, member_loop, rows):
    with pytest.raises(SystemExit):
        load_834(interchange(member_loop(1)), options=("--batch", "0"))
    assert rows("SELECT count(*) FROM enrolment_transactions") == [(0,)]


def test_of_several_files_none_is_loaded_when_one_can_not_be_read(load_834, interchange, member_loop, rows):
    done = load_834(interchange(member_loop(1)), "no X12")
    assert done.code == 1 and "has no X12 interchange" in done.err
    assert rows(COUNT) == [(0,)]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "is empty"),
        ("BENE_MBI_ID,BENE_1ST_NAME\n1,2\n", "has no X12 interchange (ISA) at its beginning"),
        ("ISA*00*", "has no X12 interchange (ISA) at its beginning"),
    ],
)
def test_a_file_that_is_no_834_is_one_clear_line(load_834, content, words):
    done = load_834(content)
    assert done.code == 1 and words in done.err and done.err.count("\n") == 1
    assert not done.report.exists()


def test_a_file_or_guide_that_is_not_there_is_one_clear_line(load_834, interchange, member_loop, tmp_path):
    assert "No such file" in load_834(tmp_path / "absent.834").err
    guide = tmp_path / "guide.json"
    guide.write_text('{"coverages": [{"insurance_line": "*", "plan": "*", "line": "dental"}]}')
    done = load_834(interchange(member_loop(1)), options=("--guide", guide))
    assert done.code == 1 and "names no line of business of ours: dental" in done.err
