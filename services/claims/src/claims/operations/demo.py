"""Loading the invented claims, the way that all claims come."""

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from claims.adapters.claim_report import ClaimReport
from claims.config import Settings
from claims.operations.claim_files import Plan, load_claims
from claims.rules import demo
from contracts.member.member_id import normal_form
from servicekit.loading import Tally, loader_database, told_plainly
from servicekit.store import Database
from servicekit.x12 import X12File


def load_demo_command(arguments: Sequence[str]) -> int:
    """Load claims for the invented members. They and the doctors are read from standard input, as JSON lines:
    what `python -m member demo-people` and `python -m provider_directory demo-providers` print."""
    argparse.ArgumentParser(prog="python -m claims load-demo").parse_args(arguments)
    lines = [] if sys.stdin.isatty() else [json.loads(line) for line in sys.stdin if line.strip()]
    settings = Settings.from_env("claims")
    return told_plainly("claims", lambda: _load(settings, lines))


def _load(settings: Settings, lines: Sequence[Mapping[str, Any]]) -> int:
    people = [line for line in lines if "member_key" in line]
    doctors = [line for line in lines if "npi" in line]
    with loader_database(settings) as database:
        tally = load_demo(database, settings.index_key, people, doctors)
    print(f"{tally.rows:,} invented claims: {tally.added:,} added, {tally.unchanged:,} unchanged")
    return 1 if tally.rejected else 0


def load_demo(
    database: Database,
    index_key: bytes,
    people: Sequence[Mapping[str, Any]],
    doctors: Sequence[Mapping[str, Any]],
) -> Tally:
    """Save the invented claims; a second run changes nothing. Without people or doctors there are none."""
    if not (people and doctors):
        return Tally()
    keys = {normal_form(person["member_id"]): UUID(person["member_key"]) for person in people}
    plan = Plan(received_on=demo.RECEIVED_ON, index_key=index_key)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.837"
        path.write_text(demo.file_text(people, doctors), "utf-8")
        with ClaimReport(Path(folder) / "report.csv") as report:
            tally, _ = load_claims(database, [X12File(path)], plan, lambda _: keys, report)
    return tally
