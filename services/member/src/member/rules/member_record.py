"""A member as she is on file, and as she is after the maintenance of an 834: a pure function."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from member.rules import contact, coverage_maintenance
from member.rules.coverage import LINES, Span
from member.rules.coverage_maintenance import Spans
from member.rules.enrolment_rows import SEX_CODES, Person, read_person
from member.rules.x12 import codes
from member.rules.x12.contacts import Reported
from member.rules.x12.coverages import CoverageMaintenance
from member.rules.x12.maintenance import Maintenance
from servicekit.x12 import Fault

SOURCE = "834"
_SEX_CODE = {name: code for code, name in SEX_CODES.items() if code}
_ABOUT_NAME = ("missing_first_name", "missing_last_name", "name_too_long", "hidden_characters")
_ABOUT_DEATH = ("bad_death_date", "future_death_date", "death_before_birth")
_PLACE_OF = dict.fromkeys(_ABOUT_NAME, "name") | dict.fromkeys(_ABOUT_DEATH, "death")


@dataclass(frozen=True, slots=True)
class Entry:
    """A way to reach her that is on file; `id` is None until it is written."""

    kind: str
    use: str
    said: Mapping[str, Any]
    source: str
    preferred: bool = False
    ended: bool = False
    id: UUID | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Record:
    """All that an 834 may change about a member. `subscriber_key` and `relationship` are a dependant's."""

    key: UUID
    person: Person
    language: str = "en"
    county: str | None = None
    spans: Mapping[str, Spans] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()
    subscriber_key: UUID | None = None
    relationship: str | None = None


def maintained(
    before: Record | None, asked: Maintenance, *, key: UUID, subscriber_key: UUID | None, today: date
) -> Record | list[Fault]:
    """The member after what was asked, or why it is refused.

    `key` is a new member's. `subscriber_key` is that of the subscriber asked for, None where nobody has it.
    """
    refused = [Fault(reason, "2000", asked.at) for reason in _against(before, asked, subscriber_key)]
    person, reasons = _person(before, asked, today)
    refused += [_fault(reason, asked) for reason in reasons]
    if refused or person is None:
        return [*asked.refused, *refused]
    record = before or Record(key, person)
    return replace(
        record,
        person=person,
        language=asked.language or record.language,
        county=asked.county or record.county,
        spans=_spans(record.spans, asked, person.date_of_death),
        entries=_entries(record.entries, asked.contacts),
        subscriber_key=subscriber_key if asked.subscriber_id else None,
        relationship=asked.relationship,
    )


def _against(before: Record | None, asked: Maintenance, subscriber_key: UUID | None) -> Iterable[str]:
    if asked.refused:
        yield from ()
    elif before is None and asked.code in (codes.TERMINATION, codes.REINSTATEMENT):
        yield "unknown_member"
    elif asked.subscriber_id and subscriber_key is None:
        yield "unknown_subscriber"
    elif asked.code == codes.TERMINATION and not asked.names_coverage and asked.ends is None:
        yield "missing_end_date"


def _person(before: Record | None, asked: Maintenance, today: date) -> tuple[Person | None, tuple[str, ...]]:
    if asked.refused or (before is None and asked.code in (codes.TERMINATION, codes.REINSTATEMENT)):
        return None, ()
    known = _cells(before.person) if before else {}
    cells = {**known, "BENE_MBI_ID": asked.member_id, **asked.cells}
    return read_person(cells, today=today, strip_digits=False)


def _cells(person: Person) -> dict[str, str]:
    """The person in the columns of a member list: what is not given anew stays as it is."""
    return {
        "BENE_1ST_NAME": person.first_name,
        "BENE_MIDL_NAME": person.middle_name or "",
        "BENE_LAST_NAME": person.last_name,
        "BENE_BRTH_DT": person.date_of_birth.isoformat(),
        "BENE_DEATH_DT": person.date_of_death.isoformat() if person.date_of_death else "",
        "BENE_SEX_CD": _SEX_CODE[person.sex],
    }


def _fault(reason: str, asked: Maintenance) -> Fault:
    return Fault(reason, *asked.places.get(_PLACE_OF.get(reason, "about"), ("2000", asked.at)))


def _spans(held: Mapping[str, Spans], asked: Maintenance, died: date | None) -> dict[str, Spans]:
    spans = {line: held.get(line, ()) for line in LINES}
    for one in asked.coverages:
        spans[one.line] = _MAINTAIN[one.code](spans[one.line], one)
    if not asked.names_coverage:
        spans = _without_coverage(spans, asked)
    if died:
        spans = {line: coverage_maintenance.terminate(found, died) for line, found in spans.items()}
    return {line: found for line, found in spans.items() if found}


def _without_coverage(spans: dict[str, Spans], asked: Maintenance) -> dict[str, Spans]:
    """Ending without naming a coverage ends all; reinstating brings back what ended last."""
    if asked.code == codes.TERMINATION and asked.ends:
        return {line: coverage_maintenance.terminate(found, asked.ends) for line, found in spans.items()}
    if asked.code == codes.REINSTATEMENT:
        ends = {line: found[-1].ends_on or date.max for line, found in spans.items() if found}
        last = [line for line, end in ends.items() if end == max(ends.values())]
        return spans | {line: _reinstate(spans[line], line, asked.again) for line in last}
    return spans


def _reinstate(spans: Spans, line: str, again: date | None, ends: date | None = None) -> Spans:
    if again is None:
        return coverage_maintenance.reopen(spans)
    return coverage_maintenance.add(spans, Span(line, again, ends))


def _change(spans: Spans, one: CoverageMaintenance) -> Spans:
    return coverage_maintenance.change(spans, one.line, one.begins, one.ends)


def _delete(spans: Spans, one: CoverageMaintenance) -> Spans:
    return coverage_maintenance.remove(spans, one.begins, one.ends) if one.begins else ()


_MAINTAIN: dict[str, Callable[[Spans, CoverageMaintenance], Spans]] = {
    codes.ADDITION: lambda spans, one: coverage_maintenance.add(spans, Span(one.line, one.begins, one.ends)),
    codes.AUDIT: lambda spans, one: coverage_maintenance.agree(spans, Span(one.line, one.begins, one.ends)),
    codes.TERMINATION: lambda spans, one: coverage_maintenance.terminate(spans, one.ends, one.begins),
    codes.REINSTATEMENT: lambda spans, one: _reinstate(spans, one.line, one.begins, one.ends),
    codes.CHANGE: _change,
    codes.CORRECTION: _change,
    codes.DELETE: _delete,
}
"""What each HD01 does to the spans of its line."""


def _entries(held: tuple[Entry, ...], reported: Iterable[Reported]) -> tuple[Entry, ...]:
    """With what the sender says beside what she said herself: of hers nothing is changed or ended.

    The sender's own entry for the same use takes up what it says now. What is on file in the same words is
    not added again, and neither is what came from a sender and was taken off the file since.
    """
    entries = list(held)
    for new in reported:
        if any(_same(entry, new) for entry in entries):
            continue
        at = next((n for n, entry in enumerate(entries) if _of_sender(entry, new)), None)
        if at is None:
            entries.append(Entry(new.kind, new.use, new.said, SOURCE, _first_phone(entries, new)))
        else:
            entries[at] = replace(entries[at], said=new.said)
    return tuple(entries)


def _same(entry: Entry, new: Reported) -> bool:
    aside = {"text_consent": None}
    return (entry.kind, entry.use) == (new.kind, new.use) and {**entry.said, **aside} == {**new.said, **aside}


def _of_sender(entry: Entry, new: Reported) -> bool:
    return (entry.kind, entry.use, entry.source) == (new.kind, new.use, SOURCE) and not entry.ended


def _first_phone(entries: list[Entry], new: Reported) -> bool:
    """One phone is the one that she prefers: the first, until she says otherwise."""
    return new.kind == contact.PHONE and not any(
        entry.kind == contact.PHONE and not entry.ended for entry in entries
    )
