"""What the commands that load share: a database of their own, and plain words for what a person can mend."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from contracts.errors import Unavailable
from servicekit.config import Settings
from servicekit.loading.rows import UnusableFile
from servicekit.seal import Sealer
from servicekit.store import Database

AGAIN = "what is committed stays, run the same command again"
CLEAR_WORDS = {
    "55P03": "another load is running on this database; try again when it has finished",
    "42P01": "the database has no tables yet; run `python -m {service} migrate` first",
    "57P01": f"the database was stopped; {AGAIN}",
    "25P03": f"the file came too slowly; {AGAIN}",
}
"""What to say for PostgreSQL's error codes."""


@contextmanager
def loader_database(settings: Settings) -> Iterator[Database]:
    """The service's database for as long as a load takes."""
    database = Database(
        settings.database_url,
        Sealer.parse(settings.seal_keys),
        pool_size=2,
        application=f"{settings.service}-load",
    )
    try:
        yield database
    finally:
        database.close()


def told_plainly(service: str, work: Callable[[], int]) -> int:
    """Run `work`; what a person can mend becomes one line and exit code 1."""
    try:
        return work()
    except UnusableFile as problem:
        words = str(problem)
    except DBAPIError as problem:
        words = CLEAR_WORDS.get(getattr(problem.orig, "pgcode", None) or "", "").format(service=service)
        if not words:
            raise
    except Unavailable as problem:
        words = f"a service that is asked does not answer ({problem.details.get('reason', '')}); {AGAIN}"
    except OSError as problem:
        words = f"{problem.filename or 'a file'}: {problem.strerror}"
    print(f"{service}: {words}", file=sys.stderr)
    return 1
