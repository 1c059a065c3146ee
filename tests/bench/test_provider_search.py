"""Searching for a doctor among a million as among ten thousand, and beside a plain ILIKE scan."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass

import pytest
from sqlalchemy import Connection, Engine, create_engine, event, pool, text

from bench.directory_rows import COUNTIES, fill
from bench.timing import Measured
from contracts.provider_directory.schemas import ProviderSearch
from provider_directory.config import Settings
from provider_directory.operations.searching import search_providers
from servicekit.envelope import schema_of
from servicekit.kit import Kit
from servicekit.work import Viewer, Work

pytestmark = pytest.mark.bench
FEW, MANY = 10_000, 1_000_000
SEARCHES, WARM_UP, SCANS = 60, 10, 40
AT_MOST, AT_LEAST = 3.0, 50.0


@dataclass(frozen=True)
class Directory:
    """A filled directory, some of its doctors (first name, last name, city), and what its indexes cost."""

    url: str
    work: Work
    people: list[tuple[str, str, str]]
    built_in: float
    index_bytes: int
    table_bytes: int


@pytest.fixture
def directory(migrated_template, new_database, test_secrets) -> Iterator[Callable[[int], Directory]]:
    """`directory(size)`: one with so many doctors."""
    with ExitStack() as stack:

        def make(size: int) -> Directory:
            url = new_database("provider_directory", template=migrated_template("provider_directory"))
            env = {**test_secrets, "AMQP_URL": "amqp://localhost/", "PROVIDER_DIRECTORY_DATABASE_URL": url}
            kit = stack.enter_context(closing(Kit(Settings.from_env("provider_directory", env))))
            return Directory(url, kit.work(viewer=Viewer(caller="member")), *_filled(url, size))

        yield make


def _filled(url: str, size: int) -> tuple[list, float, int, int]:
    with connected(url) as connection:
        indexes = fill(connection, size)
        started = time.perf_counter()
        for made in indexes:
            connection.execute(text(made))
        built_in = time.perf_counter() - started
        connection.execute(text("VACUUM ANALYZE"))
        people = connection.execute(SOME, {"step": max(1, size // 2_000)}).all()
        return [tuple(row) for row in people], built_in, *connection.execute(SIZES).one()


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """A connection of the measurement's own, without the services' time limits."""
    engine = create_engine(url, poolclass=pool.NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection


SOME = text("""
    SELECT first_name, last_name, city FROM practitioners
    JOIN listings ON practitioner_id = practitioners.id JOIN addresses ON addresses.id = address_id
    WHERE pcp_eligible AND least(length(last_name), length(first_name)) > 3
        AND substr(npi, 2)::integer % :step = 0 ORDER BY npi
""")
SIZES = text("""
    SELECT pg_indexes_size('listings') + pg_indexes_size('search_words'),
        pg_table_size('listings') + pg_table_size('search_words')
""")
SCAN = text("""
    SELECT * FROM practitioners JOIN listings ON practitioner_id = id
    WHERE line = 'medi_cal' AND pcp_eligible AND last_name ILIKE :pattern
    ORDER BY last_name, first_name, id LIMIT 21
""")


def searches(people: list[tuple[str, str, str]]) -> dict[str, Callable[[random.Random], dict]]:
    """Every kind of search, for a doctor drawn at random."""

    def of(make: Callable[[str, str, str], dict]) -> Callable[[random.Random], dict]:
        return lambda chance: make(*chance.choice(people))

    return {
        "last name": of(lambda first, last, city: {"last_name": last}),
        "beginning of last name": of(lambda first, last, city: {"last_name": last[:3]}),
        "part of last name": of(lambda first, last, city: {"last_name": last[2:6]}),
        "one letter": of(lambda first, last, city: {"last_name": last[:1]}),
        "first name": of(lambda first, last, city: {"first_name": first}),
        "both names": of(lambda first, last, city: {"first_name": first, "last_name": last}),
        "parts of both names": of(lambda first, last, city: {"first_name": first[:3], "last_name": last[:4]}),
        "misspelt last name": of(lambda first, last, city: {"last_name": misspelt(last)}),
        "both names misspelt": of(
            lambda first, last, city: {"first_name": misspelt(first), "last_name": misspelt(last)}
        ),
        "last name, city": of(lambda first, last, city: {"last_name": last[:4], "city": city}),
        "first name, county, gender": lambda chance: {
            "first_name": chance.choice(people)[0],
            "county": chance.choice(COUNTIES),
            "gender": "female",
        },
        "county, gender": lambda chance: {"county": chance.choice(COUNTIES), "gender": "male"},
        "city": of(lambda first, last, city: {"city": city}),
        "ZIP code": lambda chance: {"zip_code": str(90_001 + chance.randrange(400))},
        "nobody": lambda chance: {"last_name": "".join(chance.choices("qxjwy", k=6))},
    }


def misspelt(name: str) -> str:
    """Two letters in the middle of a name exchanged."""
    middle = len(name) // 2
    return name[: middle - 1] + name[middle] + name[middle - 1] + name[middle + 1 :]


def ask(found: Directory, kind: Callable[[random.Random], dict], chance: random.Random) -> list[float]:
    """How long the first page and the next take, in seconds."""
    taken, after = [], None
    criteria = kind(chance)
    for _ in range(2):
        fields = schema_of(ProviderSearch).load({"line": "medi_cal", "after": after, **criteria})
        started = time.perf_counter()
        after = search_providers(found.work, **fields)["next"]
        taken.append(time.perf_counter() - started)
        if after is None:
            break
    return taken


def measured(*directories: Directory) -> list[dict[str, Measured]]:
    """Every kind of search, and all of them together, in each directory; turn by turn, so that whatever else
    the machine does is felt by all alike."""
    taken = [{name: [] for name in searches(found.people)} for found in directories]
    for number in range(SEARCHES + WARM_UP):
        for found, lists in zip(directories, taken, strict=True):
            chance = random.Random(number)
            for name, kind in searches(found.people).items():
                seconds = ask(found, kind, chance)
                lists[name] += seconds if number >= WARM_UP else []
    return [_together(lists) for lists in taken]


def _together(lists: dict[str, list[float]]) -> dict[str, Measured]:
    everything = {**lists, "all": [value for one in lists.values() for value in one]}
    return {name: Measured(sorted(taken), len(taken) / sum(taken)) for name, taken in everything.items()}


def inside_postgresql(found: Directory) -> tuple[Measured, Measured]:
    """What PostgreSQL itself takes to plan and run the statements of a search for a part of a last name, with
    the whole page, and the plain ILIKE scan that only finds it; turn by turn."""
    kind = searches(found.people)["part of last name"]
    searched, scanned = [], []
    with connected(found.url) as connection:
        for number in range(WARM_UP + SCANS):
            criteria = {"line": "medi_cal", **kind(random.Random(number))}
            scan = SCAN.bindparams(pattern=f"%{criteria['last_name']}%")
            plain = str(scan.compile(connection, compile_kwargs={"literal_binds": True}))
            with statements_of(found.work.kit.database.engine) as statements:
                search_providers(found.work, **schema_of(ProviderSearch).load(criteria))
            taken = [sum(explained(connection, one) for one in some) for some in (statements, [plain])]
            if number >= WARM_UP:
                searched.append(taken[0])
                scanned.append(taken[1])
    return tuple(Measured(sorted(taken), len(taken) / sum(taken)) for taken in (searched, scanned))


def explained(connection: Connection, statement: str) -> float:
    """Seconds of planning and running it."""
    [[plan]] = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement}").scalars()
    return (plan["Planning Time"] + plan["Execution Time"]) / 1000


@contextmanager
def statements_of(engine: Engine) -> Iterator[list[str]]:
    """Every statement as it is sent inside the block."""
    sent: list[str] = []

    def note(connection, cursor, statement, parameters, context, many) -> None:
        sent.append(cursor.query.decode().replace("%", "%%"))

    event.listen(engine, "after_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "after_cursor_execute", note)


def test_a_million_doctors_are_searched_like_ten_thousand(directory):
    few, many = directory(FEW), directory(MANY)
    for size, found in ((FEW, few), (MANY, many)):
        print(
            f"\n{size:,} doctors: indexes built in {found.built_in:.1f} s, {found.index_bytes / 1e6:,.0f} MB "
            f"beside {found.table_bytes / 1e6:,.0f} MB of rows"
        )
    quick, slow = measured(few, many)
    for name in quick:
        print(quick[name].row(f"{name}, {FEW:,}"))
        print(slow[name].row(f"{name}, {MANY:,}"))
    searched, scanned = inside_postgresql(many)
    print(searched.row(f"inside PostgreSQL, part of last name, {MANY:,}"))
    print(scanned.row(f"inside PostgreSQL, plain ILIKE scan, {MANY:,}"))
    growth = slow["all"].at(0.99) / quick["all"].at(0.99)
    gain = scanned.at(0.5) / searched.at(0.5)
    print(f"p99 of a million over ten thousand: {growth:.1f}x (aim: at most {AT_MOST:g}x)")
    print(f"plain ILIKE scan over a search, medians: {gain:.0f}x (aim: at least {AT_LEAST:g}x)")
    assert growth <= AT_MOST
    assert gain >= AT_LEAST
