"""The verbs of the command line: each takes the remaining arguments and returns an exit code."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from member.adapters.load_report import LoadReport
from member.adapters.member_file import MemberFile, UnusableFile
from member.adapters.terminal import Progress, outcomes, summary
from member.config import Settings
from member.operations import demo
from member.operations.loading import BATCH, Plan, load_members
from member.rules.demo_people import as_json
from member.rules.demo_table import PEOPLE
from member.rules.enrolment_rows import REQUIRED_COLUMNS
from servicekit import clock
from servicekit.seal import Sealer
from servicekit.store import Database

CLEAR_WORDS = {
    "55P03": "another load is running on this database; try again when it has finished",
    "42P01": "the database has no tables yet; run `python -m member migrate` first",
    "57P01": "the database was stopped; what is committed stays, run the same command again",
    "25P03": "the file came too slowly; what is committed stays, run the same command again",
}
"""What to say for PostgreSQL's error codes."""


def load_members_command(arguments: Sequence[str]) -> int:
    """Load a member list; 0 when every row was dealt with, rejected ones too."""
    options = _options(arguments)
    settings = Settings.from_env("member")
    file = MemberFile(options.file, REQUIRED_COLUMNS)
    report = LoadReport(options.report or Path(f"{options.file.stem}.report.csv"))
    today = clock.today(settings.plan_zone)
    plan = Plan(
        today=today,
        covered_from=options.covered_from or today.replace(day=1),
        index_key=settings.index_key,
        strip_digits=options.strip_digits,
        batch=options.batch,
    )
    return _told_plainly(lambda: _load(settings, file, plan, report))


def load_demo_command(arguments: Sequence[str]) -> int:
    """Load the invented members."""
    argparse.ArgumentParser(prog="python -m member load-demo").parse_args(arguments)
    settings = Settings.from_env("member")
    return _told_plainly(lambda: _load_demo(settings))


def demo_people_command(arguments: Sequence[str]) -> int:
    """Print the invented members, a JSON object a line."""
    argparse.ArgumentParser(prog="python -m member demo-people").parse_args(arguments)
    for person in PEOPLE:
        print(json.dumps(as_json(person), ensure_ascii=False))
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m member load-members")
    parser.add_argument("file", type=Path, help="comma-separated UTF-8 file with a header line")
    parser.add_argument(
        "--strip-digits",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="take the digits out of names that were padded with them (default: yes)",
    )
    parser.add_argument(
        "--covered-from",
        type=date.fromisoformat,
        metavar="DAY",
        help="first day of Medi-Cal coverage for people without any (default: the first of this month)",
    )
    parser.add_argument(
        "--report", type=Path, help="where to write the report (default: FILE's name + .report.csv, here)"
    )
    parser.add_argument("--batch", type=int, default=BATCH, help=f"rows per transaction (default: {BATCH})")
    return parser.parse_args(arguments)


def _load(settings: Settings, file: MemberFile, plan: Plan, report: LoadReport) -> int:
    with _database(settings) as database, report:
        progress = Progress(file.size)
        offset = 0

        def show(reached, tally):
            nonlocal offset
            offset = reached
            progress.show(reached, tally)

        tally = load_members(database, file.lines(), plan, report, show)
        progress.show(offset, tally, last=True)
    print("\n".join(summary(tally)))
    print(f"Every row with its outcome: {report.path}")
    return 0


def _load_demo(settings: Settings) -> int:
    with _database(settings) as database:
        tally = demo.load_demo(database, settings.index_key, clock.today(settings.plan_zone))
    print(f"{tally.rows} invented members: {outcomes(tally)}")
    return 0


@contextmanager
def _database(settings: Settings) -> Iterator[Database]:
    database = Database(
        settings.database_url, Sealer.parse(settings.seal_keys), pool_size=2, application="member-load"
    )
    try:
        yield database
    finally:
        database.close()


def _told_plainly(work: Callable[[], int]) -> int:
    """Run `work`; what a person can mend becomes one line and exit code 1."""
    try:
        return work()
    except UnusableFile as problem:
        words = str(problem)
    except DBAPIError as problem:
        words = CLEAR_WORDS.get(getattr(problem.orig, "pgcode", None) or "", "")
        if not words:
            raise
    except OSError as problem:
        words = f"{problem.filename or 'a file'}: {problem.strerror}"
    print(f"member: {words}", file=sys.stderr)
    return 1
