"""`python -m claims load-claims FILE…`."""

import argparse
from collections.abc import Sequence
from contextlib import closing
from datetime import date

from claims.adapters.claim_report import ClaimReport
from claims.adapters.members import Members
from claims.config import Settings
from claims.operations.claim_files import BATCH, Plan, load_claims
from claims.rules.x12.reasons import REASONS
from contracts.member.member_keys import MOST
from servicekit import clock
from servicekit.loading import loader_database, told_plainly
from servicekit.x12 import X12File, interchange_parser, load_interchanges, report_path

SERVICE = "claims"


def load_claims_command(arguments: Sequence[str]) -> int:
    """Load claim files; 0 when every claim was dealt with (rejected ones too), 1 when some were not."""
    options = _options(arguments)
    settings = Settings.from_env(SERVICE)
    return told_plainly(SERVICE, lambda: _load(settings, options))


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = interchange_parser(
        SERVICE, "load-claims", "837 of version 005010X222A1", unit="claims", batch=BATCH, most=MOST
    )
    parser.add_argument(
        "--received", type=date.fromisoformat, metavar="DAY", help="when the files came (default: today)"
    )
    parser.add_argument("--encoding", default="utf-8", help="of the files' text (default: utf-8)")
    return parser.parse_args(arguments)


def _load(settings: Settings, options: argparse.Namespace) -> int:
    files = [X12File(path, options.encoding) for path in options.files]
    plan = Plan(
        received_on=options.received or clock.today(settings.plan_zone),
        index_key=settings.index_key,
        accept_test=options.accept_test,
        batch=options.batch,
    )
    report = ClaimReport(report_path(options))
    with loader_database(settings) as database, closing(Members(settings)) as members:
        return load_interchanges(
            SERVICE,
            files,
            lambda show: load_claims(database, files, plan, members.find, report, show),
            report,
            meanings=REASONS,
            one="claim",
        )
