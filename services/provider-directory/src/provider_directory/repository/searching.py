"""Finding doctors. A page costs the same whether ten thousand or a million are listed: what was typed is
looked up among the known words, these are found by equality, and reading stops when the page is full."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Row, Select, Text, and_, func, not_, or_, select, text, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from provider_directory.models import Listing
from provider_directory.rules.cursors import Position
from provider_directory.rules.wanted import MOST_WORDS, Wanted, Word
from servicekit.work import Viewer

ORDER = (Listing.last_key, Listing.first_key, Listing.practitioner_id)
MOST_SIMILAR = 60

# With what was typed as a constant the planner knows how common it is.
LOOK_UP = """
    SELECT '{kind}' AS kind, folded_name(:{kind}) AS folded, ARRAY(
        SELECT key FROM search_words
        WHERE kind = '{kind}' AND key LIKE holding(folded_name(:{kind})) AND folded_name(:{kind}) <> ''
        ORDER BY key LIMIT :most) AS known
"""
NEXT_WORDS = text("""
    SELECT key FROM search_words WHERE kind = 'last' AND key LIKE holding(:typed) AND key >= :beginning
    ORDER BY key LIMIT :most
""").columns(key=Text)


def look_up(session: Session, viewer: Viewer, typed: Mapping[str, str]) -> dict[str, Word]:
    """The known words that hold what was typed, by kind (first, last, city). It is taken literally, but
    folded as the listings are: no case, accents, spaces or hyphens."""
    if not typed:
        return {}
    asked = " UNION ALL ".join(LOOK_UP.format(kind=kind) for kind in typed)
    columns = {"kind": Text, "folded": Text, "known": ARRAY(Text)}
    found = session.execute(text(asked).columns(**columns), {**typed, "most": MOST_WORDS + 1})
    return {
        kind: Word(folded, tuple(known[:MOST_WORDS]), len(known) <= MOST_WORDS)
        for kind, folded, known in found
    }


def last_names_from(
    session: Session, viewer: Viewer, typed: str, beginning: str, most: int
) -> tuple[str, ...]:
    """At most so many known last names that hold `typed` (folded), from `beginning` on, in their order."""
    given = {"typed": typed, "beginning": beginning, "most": most}
    return tuple(session.execute(NEXT_WORDS, given).scalars())


def similar_words(session: Session, viewer: Viewer, kind: str, typed: str) -> list[tuple[str, str]]:
    """(key, spoken) of known words that look like `typed`, the likest first."""
    like = func.similar_words(kind, typed, MOST_SIMILAR).table_valued("key", "spoken")
    return [(row.key, row.spoken) for row in session.execute(select(like.c.key, like.c.spoken))]


def page(
    session: Session, viewer: Viewer, wanted: Wanted, after: Position | None, limit: int
) -> Sequence[Row[tuple[str, str, UUID]]]:
    """(last_key, first_key, practitioner_id) of doctors in the order of names, each once.

    When `wanted` forgives misspellings, only those who don't match as typed.
    """
    asked = select(*ORDER).distinct().where(*_conditions(wanted)).order_by(*ORDER).limit(limit)
    return session.execute(_following(asked, after)).all()


def _following(asked: Select, after: Position | None) -> Select:
    if after is None:
        return asked
    return asked.where(tuple_(*ORDER) > tuple_(after.last_key, after.first_key, after.provider_id))


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = [Listing.line == wanted.line, *_plain(wanted)]
    names = [(Listing.last_key, wanted.last), (Listing.first_key, wanted.first)]
    asked = [(column, word) for column, word in names if word]
    if wanted.forgives():
        conditions += [_nearly(column, word) for column, word in asked]
        conditions.append(not_(and_(*(_holds(column, word) for column, word in asked))))
    else:
        conditions += [_holds(column, word) for column, word in asked]
    if wanted.city:
        conditions.append(_holds(Listing.city_key, wanted.city))
    return conditions


def _plain(wanted: Wanted) -> list[ColumnElement[bool]]:
    columns = {
        Listing.gender: wanted.gender,
        Listing.county: wanted.county,
        Listing.zip_code: wanted.zip_code,
    }
    eligible = [Listing.pcp_eligible] if wanted.pcp_only else []
    return eligible + [column == value for column, value in columns.items() if value is not None]


def _holds(column: InstrumentedAttribute[str], word: Word) -> ColumnElement[bool]:
    if not word.all_known:
        return column.contains(word.typed, autoescape=True)
    return _one_of(column, word.known)


def _nearly(column: InstrumentedAttribute[str], word: Word) -> ColumnElement[bool]:
    if not word.all_known:
        return or_(_holds(column, word), _one_of(column, word.similar))
    return _one_of(column, word.known + word.similar)


def _one_of(column: InstrumentedAttribute[str], keys: Sequence[str]) -> ColumnElement[bool]:
    # Equality with one key keeps the order of its index.
    return column == keys[0] if len(keys) == 1 else column.in_(keys)
