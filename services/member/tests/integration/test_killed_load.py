"""A load killed with SIGKILL half-way, and two loads at once."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from member.operations.enrolling import LOADER
from member.repository.enrolling import wait_for_other_loads
from support.polling import until

PEOPLE = 3_000
TABLE = """
    SELECT encode(member_id_digest, 'hex'), first_name, last_name, date_of_birth, version, source,
           line, starts_on, ends_on
    FROM members LEFT JOIN coverage_spans ON member_key = members.key ORDER BY 1
"""


@pytest.fixture
def long_list(list_file, people) -> Path:
    return list_file([people(number, LAST_NAME=f"Vang{number}") for number in range(PEOPLE)])


@pytest.fixture
def started(environment, kit, tmp_path):
    """Start `load-members` as a process of its own."""
    running = []

    def start(path: Path) -> subprocess.Popen:
        report = tmp_path / f"report{len(running)}.csv"
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "member",
                "load-members",
                path,
                "--batch",
                "50",
                "--covered-from",
                "2026-10-01",
                "--report",
                report,
            ],
            env=os.environ | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.communicate()


def members(rows) -> int:
    return rows("SELECT count(*) FROM members")[0][0]


def test_a_killed_load_is_completed_by_the_next(started, long_list, rows, kit, load, tmp_path):
    process = started(long_list)
    until(lambda: members(rows) >= 500, 60, "500 members")
    process.send_signal(signal.SIGKILL)
    process.wait(10)
    left = members(rows)
    assert 500 <= left < PEOPLE and left % 50 == 0, "only whole batches are there"
    assert rows("SELECT count(DISTINCT member_key) FROM coverage_spans") == [(left,)], (
        "each with its coverage"
    )
    assert not (tmp_path / "report0.csv").exists()

    done = load(long_list)
    assert f"3,000 accepted: {PEOPLE - left:,} added, 0 changed, {left:,} unchanged" in done.out
    resumed = rows(TABLE)
    with kit.database.transaction() as tx:
        tx.session.connection().exec_driver_sql("TRUNCATE members, coverage_spans CASCADE")
    load(long_list)
    assert resumed == rows(TABLE)


def test_two_loads_at_once_do_no_harm(started, long_list, rows):
    both = [started(long_list), started(long_list)]
    codes = []
    for process in both:
        out, err = process.communicate(timeout=100)
        codes.append(process.returncode)
        assert process.returncode == 0 or "another load is running on this database" in err, err
        assert "Traceback" not in err
    assert 0 in codes
    assert members(rows) == PEOPLE
    assert rows("SELECT max(version), count(*) FROM members GROUP BY version") == [(1, PEOPLE)]


def test_a_load_beside_another_waits_and_then_says_so(load, people, kit, rows):
    with kit.database.transaction() as other:
        wait_for_other_loads(other.session, LOADER)
        done = load([people(1)])
    assert (done.code, members(rows)) == (1, 0)
    assert "another load is running on this database; try again when it has finished" in done.err
    assert not done.report.exists()
    assert load([people(1)]).code == 0
