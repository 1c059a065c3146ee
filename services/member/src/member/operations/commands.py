"""The verbs of the command line: each takes the remaining arguments and returns an exit code."""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial

from member.config import Settings
from member.operations import demo, demo_desk
from member.operations.loading import BATCH, Plan, load_members
from member.rules.demo_crowd import crowd
from member.rules.demo_people import DemoPerson, as_json
from member.rules.demo_table import PEOPLE
from member.rules.enrolment_rows import REASONS, REQUIRED_COLUMNS
from servicekit import clock
from servicekit.loading import (
    Line,
    LoadReport,
    Shown,
    Tally,
    list_parser,
    load_list,
    loader_database,
    outcomes,
    told_plainly,
)

SERVICE = "member"


def load_members_command(arguments: Sequence[str]) -> int:
    """Load a member list; 0 when every row was dealt with, rejected ones too."""
    options = _options(arguments)
    load = partial(_load, Settings.from_env("member"), options)
    return told_plainly(
        SERVICE, lambda: load_list(options, load, required=REQUIRED_COLUMNS, meanings=REASONS)
    )


def load_demo_command(arguments: Sequence[str]) -> int:
    """Load the invented members; doctors as JSON lines (`python -m provider_directory demo-providers` prints
    them) become theirs."""
    parser = argparse.ArgumentParser(prog="python -m member load-demo")
    parser.add_argument(
        "--crowd", type=int, default=0, metavar="COUNT", help="so many more, one like the other"
    )
    people = [*PEOPLE, *crowd(parser.parse_args(arguments).crowd)]
    doctors = [] if sys.stdin.isatty() else [json.loads(line) for line in sys.stdin if line.strip()]
    settings = Settings.from_env("member")
    return told_plainly(SERVICE, lambda: _load_demo(settings, people, doctors))


def demo_people_command(arguments: Sequence[str]) -> int:
    """Print the invented members, a JSON object a line."""
    argparse.ArgumentParser(prog="python -m member demo-people").parse_args(arguments)
    for person in PEOPLE:
        print(json.dumps(as_json(person), ensure_ascii=False))
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = list_parser(SERVICE, "load-members", BATCH)
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
    return parser.parse_args(arguments)


def _load(
    settings: Settings,
    options: argparse.Namespace,
    lines: Iterable[Line],
    report: LoadReport,
    show: Shown,
    batch: int,
) -> Tally:
    today = clock.today(settings.plan_zone)
    plan = Plan(
        today=today,
        covered_from=options.covered_from or today.replace(day=1),
        index_key=settings.index_key,
        strip_digits=options.strip_digits,
        batch=batch,
    )
    with loader_database(settings) as database:
        return load_members(database, lines, plan, report, show)


def _load_demo(settings: Settings, people: Sequence[DemoPerson], doctors: Sequence[dict]) -> int:
    with loader_database(settings) as database:
        today = clock.today(settings.plan_zone)
        tally = demo.load_demo(database, settings.index_key, today, people, doctors)
        demo_desk.load_desk(database, today, doctors)
    print(f"{tally.rows:,} invented members: {outcomes(tally)}")
    return 0
