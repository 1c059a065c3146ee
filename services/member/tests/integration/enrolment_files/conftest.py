"""Invented 834 files, and `python -m member load-834` on them."""

import csv
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from member.__main__ import PROGRAM

SENDER, RECEIVER = "COUNTY".ljust(15), "PORTICO".ljust(15)


@pytest.fixture(autouse=True)
def nothing_loaded(kit) -> None:
    """No transaction was loaded before."""
    with kit.database.transaction() as tx:
        tx.session.execute(text("TRUNCATE enrolment_transactions CASCADE"))


def member_segments(number: int = 1, code: str = "021", **said: str | list[str]) -> list[str]:
    """The segments of an invented member. `said` replaces ins, ref, dtp, nm1, who (N3 to LUI), hd.

    Each is a segment or a list of them; an empty list leaves it out.
    """
    loop = {
        "ins": f"INS*Y*18*{code}*XN*A",
        "ref": f"REF*0F*TEST{number:06}",
        "dtp": [],
        "nm1": f"NM1*IL*1*Vang{number}*Mai",
        "who": [
            f"N3*{number} Example St", "N4*Santa Cruz*CA*95060**CY*44", "DMG*D8*19800504*F", "LUI*LE*SPA**6",
        ],
        "hd": [f"HD*{code}**HMO", "DTP*348*D8*20261001"],
    } | said  # fmt: skip
    return [segment for part in loop.values() for segment in ([part] if isinstance(part, str) else part)]


def file_text(*transactions: list[str], number: int = 1, usage: str = "P", ends: str = "~\n") -> str:
    """An 834 file; each transaction is the segments of its members."""
    day = "261001*0900"
    body: list[str] = []
    for place, members in enumerate(transactions, start=1):
        head = [f"ST*834*{place:04}*005010X220A1", "BGN*00*1*20261001*0900****2", "N1*P5*County*FI*000000000"]
        inside = [*head, "N1*IN*Portico*FI*000000000", *members]
        body += [*inside, f"SE*{len(inside) + 1}*{place:04}"]
    isa = f"ISA*00*{'':10}*00*{'':10}*ZZ*{SENDER}*ZZ*{RECEIVER}*{day}*^*00501*{number:09}*0*{usage}*:"
    segments = [
        isa, f"GS*BE*COUNTY*PORTICO*20{day}*{number}*X*005010X220A1", *body,
        f"GE*{len(transactions)}*{number}", f"IEA*1*{number:09}", "",
    ]  # fmt: skip
    return ends.join(segments)


@pytest.fixture
def member_loop() -> Callable[..., list[str]]:
    """`member_loop(number, code, ins=…, ref=…, dtp=…, nm1=…, who=…, hd=…)`: an invented member's segments."""
    return member_segments


@pytest.fixture
def interchange() -> Callable[..., str]:
    """`interchange(members, …, number=1, usage="P", ends="~\\n")`: a file's text, one list a transaction."""
    return file_text


@dataclass
class Load834:
    """What a finished load-834 said."""

    code: int
    out: str
    err: str
    report: Path

    @property
    def rows(self) -> list[dict[str, str]]:
        """The report."""
        with open(self.report, newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    @property
    def members(self) -> list[str]:
        """What became of each member, in the file's order."""
        seen = {}
        for row in self.rows:
            if row["outcome"] not in ("part_rejected", "refused"):
                seen[row["file"], row["interchange"], row["group"], row["transaction"], row["member"]] = row
        return [row["outcome"] for row in seen.values()]

    @property
    def reasons(self) -> Counter[tuple[str, str]]:
        """Loops and reasons of everything that was refused."""
        return Counter((row["loop"], row["reason"]) for row in self.rows if row["reason"])


@pytest.fixture
def load_834(environment, kit, monkeypatch, capsys, tmp_path) -> Callable[..., Load834]:
    """`load_834(file | text, *options)`: run load-834 to its end, in this process."""

    def run(*sources: Path | str, options: tuple[str | Path, ...] = ()) -> Load834:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        report = tmp_path / "834.report.csv"
        report.unlink(missing_ok=True)
        paths = [_file(tmp_path / f"sent{n}.834", source) for n, source in enumerate(sources)]
        code = PROGRAM.main(["load-834", *map(str, paths), "--report", str(report), *map(str, options)])
        return Load834(code, *capsys.readouterr(), report)

    return run


def _file(path: Path, source: Path | str) -> Path:
    if isinstance(source, Path):
        return source
    path.write_bytes(source.encode())
    return path
