"""`python -m member load-834 FILE…`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from member.adapters.enrolment_report import EnrolmentReport
from member.adapters.terminal import Progress, summary
from member.config import Settings
from member.operations.commands import SERVICE
from member.operations.enrolment_files import BATCH, Plan, load_834
from member.rules.x12.companion_guide import CompanionGuide
from member.rules.x12.reasons import REASONS
from servicekit import clock
from servicekit.loading import loader_database, told_plainly
from servicekit.x12 import TransactionSet, X12File


def load_834_command(arguments: Sequence[str]) -> int:
    """Load enrolment files; 0 when every member was dealt with (rejected ones too), 1 when some were not."""
    options = _options(arguments)
    settings = Settings.from_env("member")
    return told_plainly(SERVICE, lambda: _load(settings, options))


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m member load-834")
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="834 of version 005010X220A1")
    parser.add_argument("--guide", type=Path, help="companion guide: what was agreed on with a sender (JSON)")
    parser.add_argument(
        "--accept-test", action="store_true", help="load interchanges that are marked as tests (ISA15 = T)"
    )
    parser.add_argument(
        "--report", type=Path, help="where to write the report (default: the first FILE's name + .report.csv)"
    )
    parser.add_argument(
        "--batch", type=_positive, default=BATCH, help=f"members committed together (default: {BATCH})"
    )
    return parser.parse_args(arguments)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1 is needed")
    return number


def _load(settings: Settings, options: argparse.Namespace) -> int:
    guide = _guide(options.guide)
    files = [X12File(path, guide.encoding) for path in options.files]
    plan = Plan(
        today=clock.today(settings.plan_zone),
        index_key=settings.index_key,
        guide=guide,
        accept_test=options.accept_test,
        batch=options.batch,
    )
    path = options.report or Path(f"{options.files[0].stem}.report.csv")
    progress = Progress(sum(file.size for file in files), unit="members")
    with loader_database(settings) as database, EnrolmentReport(path) as report:
        tally, refused = load_834(database, files, plan, report, progress.show)
        progress.show(0, tally, last=True)
    print("\n".join(summary(tally, REASONS, unit="members", place="segment")))
    print(f"Every member with its outcome: {path}")
    for found in refused:
        print(f"member: {_refusal(found)}", file=sys.stderr)
    return 1 if refused else 0


def _guide(path: Path | None) -> CompanionGuide:
    return CompanionGuide.from_json(path.read_text("utf-8")) if path else CompanionGuide()


def _refusal(found: TransactionSet) -> str:
    numbers = f"interchange {found.interchange}, group {found.group}, transaction {found.number}"
    return f"{numbers} is refused: {REASONS[found.problem or '']} (segment {found.problem_at})"
