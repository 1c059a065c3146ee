"""A claims database of this worker, emptied before each test; invented 837P files, and loading them."""

import csv
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from claims.adapters.claim_report import ClaimReport
from claims.config import Settings
from claims.operations.claim_files import Plan, load_claims
from contracts.member import rpc as member
from servicekit.envelope import schema_of
from servicekit.kit import Kit
from servicekit.loading import Tally
from servicekit.x12 import TransactionSet, X12File
from support.claim_files import ANA, MEMBERS
from support.kits import KEY, emptied_kit, environment_of

RECEIVED_ON = date(2026, 10, 20)


@pytest.fixture
def environment(database_url_for) -> dict[str, str]:
    """What a claims process finds in its environment."""
    return environment_of("claims", database_url_for("claims"))


@pytest.fixture
def kit(environment) -> Iterator[Kit]:
    """The claims service's kit on an empty database."""
    with emptied_kit(Settings.from_env("claims", environment), "claims") as kit:
        yield kit


class FakeMembers:
    """Answers like member: what goes in and out passes its own contract. `asked` are the questions."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []
        self.known: dict[str, UUID] = dict(MEMBERS)

    def find(self, member_ids: Collection[str]) -> dict[str, UUID]:
        """The keys of those that it knows."""
        takes = schema_of(member.find_member_keys.takes)
        gives = schema_of(member.find_member_keys.gives)
        wanted = takes.load(takes.dump({"member_ids": sorted(member_ids)}))["member_ids"]
        self.asked.append(wanted)
        known = [{"member_id": id, "member_key": self.known[id]} for id in wanted if id in self.known]
        answer = gives.load(gives.dump({"members": known}))
        return {one["member_id"]: one["member_key"] for one in answer["members"]}


@pytest.fixture
def members() -> FakeMembers:
    """The member service, as its contract has it."""
    return FakeMembers()


@dataclass
class Loaded:
    """What a load left behind."""

    tally: Tally
    refused: list[TransactionSet]
    report: Path

    @property
    def rows(self) -> list[dict[str, str]]:
        """The report."""
        with open(self.report, newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    @property
    def outcomes(self) -> list[str]:
        """What became of each claim, in the files' order."""
        place = ("file", "interchange", "group", "transaction", "claim")
        received = {tuple(row[name] for name in place): row["outcome"] for row in self.rows if row["claim"]}
        return list(received.values())

    @property
    def reasons(self) -> set[tuple[str, str]]:
        """Loops and reasons of everything that was refused."""
        return {(row["loop"], row["reason"]) for row in self.rows if row["reason"]}

    @property
    def control_numbers(self) -> list[str]:
        """The plan's numbers of those that were received."""
        return [row["control_number"] for row in self.rows if row["control_number"]]


@pytest.fixture
def load(kit, members, tmp_path) -> Callable[..., Loaded]:
    """`load(file | text, …, received_on=…, accept_test=…, batch=…)`: load files, in this process."""

    def run(*sources: Path | str, **options) -> Loaded:
        report = tmp_path / "claims.report.csv"
        files = [X12File(_file(tmp_path / f"sent{n}.837", source)) for n, source in enumerate(sources)]
        plan = Plan(**{"received_on": RECEIVED_ON, "index_key": KEY} | options)
        with ClaimReport(report) as written:
            tally, refused = load_claims(kit.database, files, plan, members.find, written)
        return Loaded(tally, refused, report)

    return run


@pytest.fixture
def ana() -> UUID:
    """The key of the member whose claims they are, where nothing else is said."""
    return MEMBERS[ANA]


def _file(path: Path, source: Path | str) -> Path:
    if isinstance(source, Path):
        return source
    path.write_bytes(source.encode())
    return path
