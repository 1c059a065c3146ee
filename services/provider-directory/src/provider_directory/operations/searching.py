"""Searching for a doctor (R120–R128) and showing those that are known by id."""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from contracts.errors import InvalidInput
from provider_directory.operations.cards import by_npi, shown
from provider_directory.repository import describing, searching
from provider_directory.rules.availability import Patient
from provider_directory.rules.cursors import AS_TYPED, NEARLY, NotACursor, Position, from_text, to_text
from provider_directory.rules.spelling import is_near, may_be_misspelt
from provider_directory.rules.wanted import MOST_WORDS, Wanted, Word
from servicekit.work import Viewer, Work


def search_providers(
    work: Work,
    *,
    after: str | None,
    limit: int,
    age: int | None,
    sex: str | None,
    known_provider_ids: Collection[UUID],
    **criteria: Any,
) -> dict[str, Any]:
    """`ProvidersFound`: a page of who matches as typed, then of who nearly does."""
    position = _position(after)
    with work.reading() as session:
        wanted = _wanted(session, work.viewer, **criteria)
        found = _found(session, work.viewer, wanted, position, limit + 1)
        ids = [place.provider_id for place in found[:limit]]
        patient_of = _patients(age, sex, known_provider_ids)
        cards = shown(session, work.viewer, ids, wanted.line, patient_of, lambda at: _fits(at, wanted))
    following = to_text(found[limit - 1]) if len(found) > limit else None
    return {"providers": [cards[key] for key in ids if key in cards], "next": following}


def get_providers(
    work: Work,
    *,
    provider_ids: Collection[UUID],
    line: str,
    age: int | None,
    sex: str | None,
    known_provider_ids: Collection[UUID],
) -> dict[str, Any]:
    """`Providers`: those of the doctors that the line has, in the order asked for."""
    with work.reading() as session:
        patient_of = _patients(age, sex, known_provider_ids)
        cards = shown(session, work.viewer, provider_ids, line, patient_of)
    return {"providers": [cards[key] for key in dict.fromkeys(provider_ids) if key in cards]}


def find_practitioners(work: Work, *, npis: Collection[str]) -> dict[str, Any]:
    """`Practitioners`: those of the NPIs that the directory has, in the order asked for."""
    with work.reading() as session:
        found = {row.npi: by_npi(row) for row in describing.find_by_npi(session, work.viewer, npis)}
    return {"practitioners": [found[npi] for npi in dict.fromkeys(npis) if npi in found]}


def _patients(age: int | None, sex: str | None, known: Collection[UUID]) -> Callable[[UUID], Patient]:
    return lambda provider_id: Patient(age, sex, provider_id in known)


def _position(after: str | None) -> Position | None:
    try:
        return from_text(after) if after else None
    except NotACursor:
        raise InvalidInput(fields={"after": ["field.invalid"]}) from None


def _wanted(
    session: Session,
    viewer: Viewer,
    *,
    first_name: str | None,
    last_name: str | None,
    city: str | None,
    **plain: Any,
) -> Wanted:
    typed = {"first": first_name, "last": last_name, "city": city}
    given = {kind: text for kind, text in typed.items() if text is not None}
    return Wanted(**searching.look_up(session, viewer, given), **plain)


def _found(
    session: Session, viewer: Viewer, wanted: Wanted, after: Position | None, most: int
) -> list[Position]:
    """At most so many doctors from `after` on."""
    found: list[Position] = []
    if after is None or after.stretch == AS_TYPED:
        found = _stretch(session, viewer, wanted, AS_TYPED, after, most)
        after = None
    if len(found) < most:
        near = _forgiving(session, viewer, wanted)
        if near.forgives():
            found += _stretch(session, viewer, near, NEARLY, after, most - len(found))
    return found


def _stretch(
    session: Session, viewer: Viewer, wanted: Wanted, stretch: int, after: Position | None, most: int
) -> list[Position]:
    if wanted.goes_by_last_name():
        rows = _by_last_names(session, viewer, wanted, after, most)
    else:
        rows = searching.page(session, viewer, wanted, after, most)
    return [Position(stretch, *row) for row in rows]


def _by_last_names(
    session: Session, viewer: Viewer, wanted: Wanted, after: Position | None, most: int
) -> list[Row]:
    """A page of a search for a common part of a last name: some last names at a time, more each time."""
    typed, words, size = wanted.last.typed, wanted.last.known, MOST_WORDS
    if after is not None:
        words = searching.last_names_from(session, viewer, typed, after.last_key, size)
    rows: list[Row] = []
    while words:
        some = replace(wanted, last=Word(typed, words))
        rows += searching.page(session, viewer, some, after, most - len(rows))
        if len(rows) == most or len(words) < size:
            break
        size *= 4
        words = searching.last_names_from(session, viewer, typed, words[-1] + "\x01", size)
    return rows


def _forgiving(session: Session, viewer: Viewer, wanted: Wanted) -> Wanted:
    """The same search with misspelt names forgiven."""
    names = {"first": wanted.first, "last": wanted.last}
    return replace(
        wanted, **{kind: _with_similar(session, viewer, kind, word) for kind, word in names.items() if word}
    )


def _with_similar(session: Session, viewer: Viewer, kind: str, word: Word) -> Word:
    if not may_be_misspelt(word.typed):
        return word
    alike = searching.similar_words(session, viewer, kind, word.typed)
    return word.with_similar(tuple(key for key, spoken in alike if is_near(word.typed, spoken)))


def _fits(listing: Row, wanted: Wanted) -> bool:
    """Whether the practice is where the search asked for."""
    return (
        (listing.pcp_eligible or not wanted.pcp_only)
        and wanted.county in (None, listing.county)
        and wanted.zip_code in (None, listing.zip_code)
        and (wanted.city is None or wanted.city.typed in listing.city_key)
    )
