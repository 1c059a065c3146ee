"""`load-plan-net DIR`: a folder of FHIR R4 Plan-Net resources, a file of NDJSON for each kind."""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

from contracts.member.events import LINES
from provider_directory.adapters.ndjson_file import NdjsonFile
from provider_directory.adapters.plan_net_report import PlanNetReport
from provider_directory.config import Settings
from provider_directory.operations.plan_net import BATCH, Plan, load_plan_net
from provider_directory.rules.plan_net import KINDS, REASONS
from servicekit.loading import (
    Progress,
    Tally,
    UnusableFile,
    loader_database,
    loading_parser,
    summary,
    told_plainly,
)

SERVICE = "provider_directory"


def load_plan_net_command(arguments: Sequence[str]) -> int:
    """Load them; 0 when every resource was dealt with, refused ones too."""
    options = _options(arguments)
    return told_plainly(SERVICE, lambda: _load(options))


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = loading_parser(SERVICE, "load-plan-net", name="DIR", unit="resources", batch=BATCH)
    parser.add_argument("folder", type=Path, metavar="DIR", help="holds Practitioner.ndjson and so on")
    parser.add_argument(
        "--network",
        action="append",
        default=[],
        type=_network,
        metavar="ID=LINE",
        help=f"the network with this id is that of one of our lines ({', '.join(LINES)}); may be repeated",
    )
    return parser.parse_args(arguments)


def _network(text: str) -> tuple[str, str]:
    key, _, line = text.partition("=")
    if line not in LINES:
        raise argparse.ArgumentTypeError(f"{text}: say ID=LINE, with a line of {', '.join(LINES)}")
    return key, line


def _load(options: argparse.Namespace) -> int:
    files = _files(options.folder)
    report = PlanNetReport(options.report or Path(f"{options.folder.name}.report.csv"), REASONS)
    with loader_database(Settings.from_env(SERVICE)) as database, report:
        progress = {kind: Progress(file.size, unit=kind) for kind, file in files.items()}

        def show(kind: str, offset: int, tally: Tally) -> None:
            progress[kind].show(offset, tally, last=offset >= files[kind].size)

        tallies = load_plan_net(database, files, Plan(dict(options.network), options.batch), report, show)
    for kind, tally in tallies.items():
        print("\n".join(summary(tally, REASONS, unit=kind)))
    print(f"Every resource with its outcome: {report.path}")
    return 0


def _files(folder: Path) -> Mapping[str, NdjsonFile]:
    paths = {kind: folder / f"{kind}.ndjson" for kind in KINDS}
    found = {kind: NdjsonFile(path) for kind, path in paths.items() if path.exists()}
    if not found:
        raise UnusableFile(f"{folder} has none of {', '.join(path.name for path in paths.values())}")
    return found
