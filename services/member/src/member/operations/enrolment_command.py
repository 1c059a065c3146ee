"""`python -m member load-834 FILE…`."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from member.adapters.enrolment_report import EnrolmentReport
from member.config import Settings
from member.operations.commands import SERVICE
from member.operations.enrolment_files import BATCH, Plan, load_834
from member.rules.x12.companion_guide import CompanionGuide
from member.rules.x12.reasons import REASONS
from servicekit import clock
from servicekit.loading import loader_database, told_plainly
from servicekit.x12 import X12File, interchange_parser, load_interchanges, report_path


def load_834_command(arguments: Sequence[str]) -> int:
    """Load enrolment files; 0 when every member was dealt with (rejected ones too), 1 when some were not."""
    options = _options(arguments)
    settings = Settings.from_env("member")
    return told_plainly(SERVICE, lambda: _load(settings, options))


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = interchange_parser(
        SERVICE, "load-834", "834 of version 005010X220A1", unit="members", batch=BATCH
    )
    parser.add_argument("--guide", type=Path, help="companion guide: what was agreed on with a sender (JSON)")
    return parser.parse_args(arguments)


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
    report = EnrolmentReport(report_path(options))
    with loader_database(settings) as database:
        return load_interchanges(
            SERVICE,
            files,
            lambda show: load_834(database, files, plan, report, show),
            report,
            meanings=REASONS,
            one="member",
        )


def _guide(path: Path | None) -> CompanionGuide:
    return CompanionGuide.from_json(path.read_text("utf-8")) if path else CompanionGuide()
