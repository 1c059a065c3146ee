"""`python -m claims load-claims FILE…`."""

import argparse
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

from claims.adapters.claim_report import ClaimReport
from claims.adapters.members import Members
from claims.config import Settings
from claims.operations.claim_files import BATCH, Plan, load_claims
from claims.rules.x12.reasons import REASONS
from contracts.member.member_keys import MOST
from servicekit import clock
from servicekit.loading import Progress, loader_database, summary, told_plainly
from servicekit.x12 import TransactionSet, X12File

SERVICE = "claims"


def load_claims_command(arguments: Sequence[str]) -> int:
    """Load claim files; 0 when every claim was dealt with (rejected ones too), 1 when some were not."""
    options = _options(arguments)
    settings = Settings.from_env(SERVICE)
    return told_plainly(SERVICE, lambda: _load(settings, options))


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m claims load-claims")
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="837 of version 005010X222A1")
    parser.add_argument(
        "--received", type=date.fromisoformat, metavar="DAY", help="when the files came (default: today)"
    )
    parser.add_argument("--encoding", default="utf-8", help="of the files' text (default: utf-8)")
    parser.add_argument(
        "--accept-test", action="store_true", help="load interchanges that are marked as tests (ISA15 = T)"
    )
    parser.add_argument(
        "--report", type=Path, help="where to write the report (default: the first FILE's name + .report.csv)"
    )
    parser.add_argument(
        "--batch", type=_batch, default=BATCH, help=f"claims committed together (default: {BATCH})"
    )
    return parser.parse_args(arguments)


def _batch(text: str) -> int:
    number = int(text)
    if not 1 <= number <= MOST:
        raise argparse.ArgumentTypeError(f"1 to {MOST:,} are possible")
    return number


def _load(settings: Settings, options: argparse.Namespace) -> int:
    files = [X12File(path, options.encoding) for path in options.files]
    plan = Plan(
        received_on=options.received or clock.today(settings.plan_zone),
        index_key=settings.index_key,
        accept_test=options.accept_test,
        batch=options.batch,
    )
    path = options.report or Path(f"{options.files[0].stem}.report.csv")
    progress = Progress(sum(file.size for file in files), unit="claims")
    with (
        loader_database(settings) as database,
        closing(Members(settings)) as members,
        ClaimReport(path) as report,
    ):
        tally, refused = load_claims(database, files, plan, members.find, report, progress.show)
        progress.show(0, tally, last=True)
    print("\n".join(summary(tally, REASONS, unit="claims", place="segment")))
    print(f"Every claim with its outcome: {path}")
    for found in refused:
        print(f"{SERVICE}: {_refusal(found)}", file=sys.stderr)
    return 1 if refused else 0


def _refusal(found: TransactionSet) -> str:
    numbers = f"interchange {found.interchange}, group {found.group}, transaction {found.number}"
    return f"{numbers} is refused: {REASONS[found.problem or '']} (segment {found.problem_at})"
