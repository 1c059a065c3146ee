"""A member database of this worker, emptied before each test, and the command line against it."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from member.__main__ import PROGRAM
from member.config import Settings
from servicekit.kit import Kit
from servicekit.work import Viewer, Work
from support.kits import Done, emptied_kit, environment_of

COLUMNS = [
    "BENE_ID",
    "BENE_MBI_ID",
    "BENE_LAST_NAME",
    "BENE_1ST_NAME",
    "BENE_MIDL_NAME",
    "BENE_BRTH_DT",
    "BENE_DEATH_DT",
    "BENE_SEX_CD",
]
MONTH = date(2026, 10, 1)


@pytest.fixture
def environment(database_url_for) -> dict[str, str]:
    """What a member process finds in its environment."""
    return environment_of("member", database_url_for("member"))


@pytest.fixture
def kit(environment) -> Iterator[Kit]:
    """The member service's kit on an empty database."""
    with emptied_kit(Settings.from_env("member", environment), "members", "coverage_spans") as kit:
        yield kit


@pytest.fixture
def work(kit) -> Work:
    """A call from identity."""
    return kit.work(viewer=Viewer(caller="identity"))


@dataclass
class Load(Done):
    """What a finished load-members said."""

    report: Path

    @property
    def outcomes(self) -> dict[int, tuple[str, set[str]]]:
        """The report by line: outcome and reasons."""
        with open(self.report, newline="", encoding="utf-8") as file:
            return {
                int(row["line"]): (row["outcome"], set(row["reasons"].split()))
                for row in csv.DictReader(file)
            }


@pytest.fixture
def member(run_program) -> Callable[..., Done]:
    """Run `python -m member …` to its end."""
    return partial(run_program, PROGRAM)


@pytest.fixture
def load(member, tmp_path) -> Callable[..., Load]:
    """Run load-members on a file, or on rows given as dicts, with coverage from 1 October 2026."""

    def run(source: Path | list[dict[str, str]], *options: str) -> Load:
        path = source if isinstance(source, Path) else write_list(tmp_path / "list.csv", source)
        report = tmp_path / "report.csv"
        done = member("load-members", path, "--report", report, "--covered-from", MONTH, *options)
        return Load(done.code, done.out, done.err, report)

    return run


def write_list(path: Path, people: list[dict[str, str]]) -> Path:
    """Write rows as a member list."""
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(people)
    return path


def row(number: int, **cells: str) -> dict[str, str]:
    """A good row; `cells` are columns without their BENE_ prefix."""
    good = {
        "MBI_ID": f"TEST{number:06}",
        "LAST_NAME": f"Vang{number}",
        "1ST_NAME": "Mai",
        "BRTH_DT": "1980-05-04",
    }
    return {f"BENE_{name}": value for name, value in (good | cells).items()}


@pytest.fixture
def people() -> Callable[..., dict[str, str]]:
    """`people(number, BRTH_DT=…)`: a row of a list."""
    return row


@pytest.fixture
def list_file(tmp_path) -> Callable[[list[dict[str, str]]], Path]:
    """Write rows to a file of this test."""
    return lambda rows: write_list(tmp_path / "written.csv", rows)
