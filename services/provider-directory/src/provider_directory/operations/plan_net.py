"""Loading a directory of FHIR R4 Plan-Net resources, a file for each kind.

Batches are committed one by one, each resource as it was received together with what our tables take from it.
Killed at any moment, running the same command again completes it. A resource is refused alone, with its
reasons, and named in the report.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from provider_directory.adapters.ndjson_file import JsonLine, NdjsonFile
from provider_directory.adapters.plan_net_report import PlanNetReport
from provider_directory.operations.keeping import LOADER
from provider_directory.operations.plan_net_saving import SAVERS
from provider_directory.repository import receiving, saving
from provider_directory.rules import plan_net
from servicekit.loading import Tally, batches
from servicekit.store import Database

BATCH = 500
_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")


@dataclass(frozen=True, slots=True)
class Plan:
    """How to load: which network (by its id) is the network of which of our lines."""

    lines: Mapping[str, str] = field(default_factory=dict)
    batch: int = BATCH


Shown = Callable[[str, int, Tally], None]
Result = tuple[int, str, str, tuple[str, ...]]
"""Line, id, outcome, reasons."""


def load_plan_net(
    database: Database, files: Mapping[str, NdjsonFile], plan: Plan, report: PlanNetReport, show: Shown
) -> dict[str, Tally]:
    """Load every file; `show(kind, offset, tally)` is called after each batch. The outcomes by kind."""
    tallies = {}
    with database.transaction() as guard:
        saving.wait_for_other_loads(guard.session, LOADER)
        receiving.begin_seen(guard.session, LOADER)
        for kind in plan_net.KINDS:
            if kind in files:
                tallies[kind] = _load_file(database, guard.session, kind, files[kind], plan, report, show)
    return tallies


def _load_file(
    database: Database,
    guard: Session,
    kind: str,
    file: NdjsonFile,
    plan: Plan,
    report: PlanNetReport,
    show: Shown,
) -> Tally:
    tally = Tally()
    for batch in batches(file.lines(), plan.batch):
        for number, key, outcome, reasons in _load_batch(database, guard, kind, batch, plan):
            tally.count(number, outcome, reasons)
            report.resource(kind, number, key, outcome, reasons)
        show(kind, batch[-1].offset, tally)
    return tally


def _load_batch(
    database: Database, guard: Session, kind: str, batch: list[JsonLine], plan: Plan
) -> Iterator[Result]:
    """What became of each line of the batch, in the file's order."""
    refused = _refused(guard, kind, batch)
    good = [line.content for line in batch if line.number not in refused]
    with database.transaction() as tx:
        wrong = SAVERS[kind](tx, guard, good, plan.lines)
        kept = [plan_net.without_tax_ids(one) for one in good if one["id"] not in wrong]
        outcomes = receiving.keep_resources(tx.session, LOADER, kind, kept)
    for line in batch:
        key = str(line.content.get("id", ""))
        reasons = refused.get(line.number) or tuple(wrong.get(key, ()))
        yield line.number, key, "rejected" if reasons else outcomes[key], reasons


def _refused(guard: Session, kind: str, batch: list[JsonLine]) -> dict[int, tuple[str, ...]]:
    """Reasons by line for what can't be a resource of this kind. The first line with an id counts."""
    refused = {line.number: (problem,) for line in batch if (problem := _problem(kind, line))}
    keys = [f"{kind}/{line.content['id']}" for line in batch if line.number not in refused]
    fresh = receiving.mark_seen(guard, LOADER, keys)
    for line in batch:
        if line.number in refused:
            continue
        key = f"{kind}/{line.content['id']}"
        if key not in fresh:
            refused[line.number] = ("duplicate_id",)
        fresh.discard(key)
    return refused


def _problem(kind: str, line: JsonLine) -> str | None:
    if line.problem:
        return line.problem
    if line.content.get("resourceType") != kind:
        return "wrong_kind"
    key: Any = line.content.get("id")
    return None if isinstance(key, str) and _ID.fullmatch(key) else "bad_id"
