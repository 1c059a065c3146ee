"""A member database of this worker, emptied before each test, and the command line against it."""

import base64
import csv
import io
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from member.__main__ import PROGRAM
from member.config import Settings
from servicekit.kit import Kit
from servicekit.work import Viewer, Work

KEY = bytes(range(32))
KEY_TEXT = base64.urlsafe_b64encode(KEY).decode()
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
    """What a member process finds in its environment. No broker: nothing here needs one."""
    return {
        "AMQP_URL": "amqp://guest:guest@127.0.0.1:1/",
        "MEMBER_DATABASE_URL": database_url_for("member"),
        "PORTICO_SEAL_KEYS": f"k1:{KEY_TEXT}",
        "PORTICO_CALL_KEY": KEY_TEXT,
        "PORTICO_VERIFY_KEYS": "{}",
        "MEMBER_INDEX_KEY": KEY_TEXT,
    }


@pytest.fixture
def kit(environment) -> Iterator[Kit]:
    """The member service's kit on an empty database."""
    with closing(Kit(Settings.from_env("member", environment))) as kit:
        with kit.database.transaction() as tx:
            tx.session.execute(text("TRUNCATE members, coverage_spans CASCADE"))
        yield kit


@pytest.fixture
def work(kit) -> Work:
    """A call from identity."""
    return kit.work(viewer=Viewer(caller="identity"))


@pytest.fixture
def rows(kit) -> Callable[[str], list]:
    """Ask the database."""

    def ask(query: str) -> list:
        with kit.database.transaction() as tx:
            return [tuple(row) for row in tx.session.execute(text(query))]

    return ask


@dataclass
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str


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
def member(environment, kit, monkeypatch, capsys) -> Callable[..., Done]:
    """Run `python -m member …` to its end, in this process: a process of its own takes seconds to start."""

    def run(*arguments: str | Path, given: str = "") -> Done:
        monkeypatch.setattr("sys.stdin", io.StringIO(given))
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        code = PROGRAM.main([*map(str, arguments)])
        return Done(code, *capsys.readouterr())

    return run


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
