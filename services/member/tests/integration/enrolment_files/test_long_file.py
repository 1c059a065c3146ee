"""A file of 20,000 members: the memory it takes and, printed, the time."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

MEMBERS, IN_A_TRANSACTION = 20_000, 5_000
MOST_MEGABYTES = 300

RUN = """
import resource, sys
from member.__main__ import PROGRAM
code = PROGRAM.main(sys.argv[1:])
print("peak", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, "MB", file=sys.stderr)
sys.exit(code)
"""


@pytest.fixture
def long_file(tmp_path, interchange, member_loop) -> Callable[..., Path]:
    """Subscribers with an address, two phones, e-mail, language and both lines; every hundredth is broken.

    A change gives each another street and an end to both lines.
    """

    def write(number: int, code: str) -> Path:
        path = tmp_path / f"{code}.834"
        path.write_text(interchange(*_transactions(member_loop, code), number=number))
        return path

    return write


def _transactions(member_loop, code: str) -> Iterator[list[str]]:
    for first in range(0, MEMBERS, IN_A_TRANSACTION):
        numbers = range(first, first + IN_A_TRANSACTION)
        yield [segment for number in numbers for segment in _member(member_loop, number, code)]


def _member(member_loop, number: int, code: str) -> list[str]:
    street, day = ("Sample Ave", "349*D8*20270331") if code == "001" else ("Example St", "348*D8*20261001")
    who = [
        f"PER*IP**HP*831555{number % 100 + 100:04}*CP*209555{number % 100 + 100:04}*EM*m{number}@example.org",
        f"N3*{number} {street}*Apt {number % 90}", "N4*Watsonville*CA*95076**CY*44",
        f"DMG*D8*{'19800230' if number % 100 == 99 else '19800229'}*F", "LUI*LE*HMN**6",
    ]  # fmt: skip
    hd = [f"HD*{code}**HMO", f"DTP*{day}", f"HD*{code}**HLT*IHSS", f"DTP*{day}"]
    return member_loop(number, code, who=who, hd=hd)


def run(environment, path: Path) -> tuple[str, float, int]:
    """What it said, the seconds it took and its peak of resident memory in MB."""
    began = time.monotonic()
    command = [sys.executable, "-c", RUN, "load-834", path, "--report", path.with_suffix(".csv")]
    done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    peak = int(re.search(r"peak (\d+) MB", done.stderr)[1])
    return done.stdout, time.monotonic() - began, peak


@pytest.mark.long
def test_20_000_members_are_loaded_within_bounded_memory(environment, kit, long_file, rows):
    added, changed = long_file(1, "021"), long_file(2, "001")
    cases = [
        (added, "19,800 added, 0 changed, 0 unchanged"),
        (added, "0 added, 0 changed, 19,800 unchanged"),
        (changed, "0 added, 19,800 changed, 0 unchanged"),
    ]
    for path, outcomes in cases:
        said, seconds, peak = run(environment, path)
        size = path.stat().st_size / 1e6
        print(f"{MEMBERS:,} members, {size:.1f} MB: {outcomes}: {seconds:.1f} s, peak {peak} MB")
        assert outcomes in said and "200 rejected" in said
        assert peak < MOST_MEGABYTES
    assert rows("SELECT count(*), max(ends_on)::text FROM coverage_spans") == [(2 * 19_800, "2027-03-31")]
    assert rows("SELECT count(*) FROM contact_points") == [(4 * 19_800,)]
    assert rows("SELECT count(*) FROM contact_changes WHERE action = 'changed'") == [(19_800,)]
