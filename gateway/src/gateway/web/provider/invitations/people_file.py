"""People to invite as a CSV file: what stands in its lines, and what is wrong with them (R041, R044).

Its columns are called like the boxes of Invite New User, in English or in the reader's language. Excel's ways
are taken: a byte order mark, semicolons or tabs, a `sep=` line, empty lines, ZIP codes that lost their zeros.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext

from contracts.errors import InvalidInput
from contracts.provider_directory.access import GRANTABLE, USER
from contracts.provider_directory.invitations import MOST_PEOPLE
from gateway import shapes
from gateway.web.provider.invitations.staged import NAMES, Person, PersonForm
from gateway.web.provider.shown import FEATURES, ROLES

LONGEST = 4 * 1024 * 1024
"""Bytes of a file."""

COLUMNS = Person.labels
"""Columns by field, called like the boxes."""

OPTIONAL = frozenset({"role", "features"})
SEPARATORS = ",;\t"
FORMULA = ("=", "+", "-", "@")
"""How a cell begins that a spreadsheet would run. No name and no address of ours does."""

_BOUNDS = re.compile(r"[,;|/\n]")
_FEW_DIGITS = re.compile(r"\d{3,4}")


class NotAList(Exception):
    """The file as a whole is none: `key` of the words, and what stands in them."""

    def __init__(self, key: str, **values: Any):
        super().__init__(key)
        self.key, self.values = key, values


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that nobody can be invited by: its number in the file, whom it names, message keys by field."""

    line: int
    name: str
    email: str
    problems: Mapping[str, str]


@dataclass(slots=True)
class PeopleFile:
    """`people` are rows as Add to List makes them, with the `line` of each; `refused` are the others."""

    people: list[dict[str, Any]] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


class _Known:
    """What roles and permissions are called."""

    def __init__(self) -> None:
        self.roles = _words(ROLES)
        self.features = _words({key: FEATURES[key] for key in GRANTABLE}) | {plain(k): k for k in GRANTABLE}


def template() -> bytes:
    """An empty file to fill in. With the mark by which Excel knows UTF-8."""
    text = io.StringIO()
    csv.writer(text).writerow([gettext(label) for label in COLUMNS.values()])
    return text.getvalue().encode("utf-8-sig")


def read(raw: bytes) -> PeopleFile:
    """What a file says. Raises NotAList."""
    lines = _lines(_text(raw))
    _, head = next(lines, (0, []))
    columns = _columns(head) if head else []
    found, known, seen = PeopleFile(), _Known(), set()
    for count, (number, cells) in enumerate(lines, start=1):
        if count > MOST_PEOPLE:
            raise NotAList("invite.file_too_many", most=f"{MOST_PEOPLE:,}")
        person, problems = _person(_row(columns, cells), known)
        if _spare(columns, cells):
            problems["line"] = "invite.too_many_cells"
        _take(found, seen, number, person, problems)
    if not found.people and not found.refused:
        raise NotAList("invite.file_empty")
    return found


def _text(raw: bytes) -> str:
    if len(raw) > LONGEST:
        raise NotAList("invite.file_too_large", most=LONGEST // 1024**2)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotAList("invite.file_not_utf8") from None
    if "\0" in text:
        raise NotAList("invite.file_not_utf8")
    return text


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Cells of each line that has any, with the number of the line where it begins. Raises NotAList."""
    source = io.StringIO(text, newline="")
    first = source.readline()
    begins = 1
    told = re.fullmatch(r"sep=(.)\s*", first)
    if told:
        begins = 2
    else:
        source.seek(0)
    separator = told[1] if told else max(SEPARATORS, key=first.count)
    rows = csv.reader(source, delimiter=separator, strict=True)
    before = 0
    try:
        for cells in rows:
            number, before = begins + before, rows.line_num
            if any(cell.strip() for cell in cells):
                yield number, [cell.strip() for cell in cells]
    except csv.Error:
        raise NotAList("invite.file_quotes", line=begins + before) from None


def _columns(head: list[str]) -> list[str]:
    """The field of each column, "" for one without a name. Raises NotAList."""
    known = _words(COLUMNS) | {plain(name): name for name in COLUMNS}
    columns = []
    for text in head:
        name = known.get(plain(text), "") if text else ""
        if text and (not name or name in columns):
            raise NotAList("invite.file_column", column=text[:60])
        columns.append(name)
    lacking = [gettext(label) for name, label in COLUMNS.items() if name not in {*columns, *OPTIONAL}]
    if lacking:
        raise NotAList("invite.file_lacks", columns=", ".join(lacking))
    return columns


def _row(columns: list[str], cells: list[str]) -> dict[str, str]:
    row = dict.fromkeys(COLUMNS, "") | {
        name: cell for name, cell in zip(columns, cells, strict=False) if name
    }
    if _FEW_DIGITS.fullmatch(row["zip_code"]):
        row["zip_code"] = row["zip_code"].zfill(5)
    return row


def _spare(columns: list[str], cells: list[str]) -> bool:
    """Whether something stands where no column is."""
    return any(cell for at, cell in enumerate(cells) if at >= len(columns) or not columns[at])


def _take(
    found: PeopleFile, seen: set[str], number: int, person: dict[str, Any], problems: dict[str, str]
) -> None:
    address = person["email"].casefold()
    if address in seen:
        problems.setdefault("email", "invite.same_email_twice")
    if problems:
        name = f"{person['first_name']} {person['last_name']}".strip()
        found.refused.append(Refused(number, name, person["email"], problems))
        return
    seen.add(address)
    found.people.append(person | {"line": number})


def _person(row: dict[str, str], known: _Known) -> tuple[dict[str, Any], dict[str, str]]:
    """A row as Add to List makes it, and what is wrong with it by field."""
    typed = {name: row[name] for name in NAMES}
    role = known.roles.get(plain(row["role"])) if row["role"] else USER
    features = [known.features.get(plain(part)) for part in _BOUNDS.split(row["features"]) if part.strip()]
    problems = _problems(typed)
    if role is None:
        problems["role"] = "invite.role_unknown"
    if None in features:
        problems["features"] = "invite.permission_unknown"
    return typed | {"role": role, "features": list(dict.fromkeys(features))}, problems


def _problems(typed: dict[str, str]) -> dict[str, str]:
    formulas = {name: "invite.formula" for name in typed if typed[name].startswith(FORMULA)}
    try:
        shapes.load(PersonForm, typed)
    except InvalidInput as refusal:
        return {name: keys[0] for name, keys in refusal.details["fields"].items()} | formulas
    return formulas


def _words(known: Mapping[str, str]) -> dict[str, str]:
    """Keys by what they are called, in English and in the reader's language."""
    return {plain(text): key for key, word in known.items() for text in (word, gettext(word))}


def plain(text: str) -> str:
    """Without case, accents and what people put around or between words."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in letters if letter.isalnum())
