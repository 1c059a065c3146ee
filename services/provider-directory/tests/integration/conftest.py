"""A directory database of this worker, emptied before each test, and the command line against it."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from functools import partial
from uuid import UUID

import pytest

from provider_directory.__main__ import PROGRAM
from provider_directory.config import Settings
from provider_directory.operations.searching import search_providers
from provider_directory.repository import listing, saving
from provider_directory.rules.doctors import Doctor, Offer, Place
from provider_directory.rules.npi import with_check_digit
from provider_directory.rules.tax_ids import TaxIds
from servicekit.kit import Kit
from servicekit.work import Viewer, Work
from support.kits import Done, emptied_kit, environment_of

EMPTIED = (
    "practitioners", "groups", "search_words", "heard_changes", "resources", "outbox", "representatives",
    "agreements", "association_holds",
)  # fmt: skip


@pytest.fixture
def environment(database_url_for) -> dict[str, str]:
    """What a directory process finds in its environment."""
    return environment_of("provider_directory", database_url_for("provider_directory"))


@pytest.fixture
def kit(environment) -> Iterator[Kit]:
    """The directory's kit on an empty database."""
    with emptied_kit(Settings.from_env("provider_directory", environment), *EMPTIED) as kit:
        yield kit


@pytest.fixture
def work(kit) -> Work:
    """A call from member."""
    return kit.work(viewer=Viewer(caller="member"))


@pytest.fixture
def keys(kit) -> TaxIds:
    """By which the directory keeps Tax IDs."""
    return TaxIds(kit.sealer, kit.settings.index_key)


@pytest.fixture
def directory(run_program) -> Callable[..., Done]:
    """Run `python -m provider_directory …` to its end."""
    return partial(run_program, PROGRAM)


def npi(number: int) -> str:
    """The NPI of the invented doctor of that number."""
    return with_check_digit(f"{100_000_000 + number}")


@pytest.fixture
def listed(kit) -> Callable[..., list[UUID]]:
    """`listed({"last_name": "Vang", "city": "Merced", "accepting": "closed"}, …)`: save doctors in a network,
    each with a practice of her own; what isn't said is ordinary. Returns their ids."""
    count = iter(range(1, 100_000))

    def save(*doctors: dict) -> list[UUID]:
        sets = [_parts(next(count), doctor) for doctor in doctors]
        with kit.database.transaction() as tx:
            session, viewer = tx.session, Viewer(caller="provider_directory")
            saving.save_practitioners(session, viewer, "test", [who for who, _, _ in sets])
            saving.save_addresses(session, viewer, "test", [where for _, where, _ in sets])
            listing.save_listings(session, viewer, "test", [offer for _, _, offer in sets])
        return [who.id for who, _, _ in sets]

    return save


def _parts(number: int, said: dict) -> tuple[Doctor, Place, Offer]:
    known = {"npi": npi(number), "first_name": "Ana", "last_name": "Vang", "gender": "female"}
    where = {
        "source_ref": f"at-{number}",
        "name": "Portico Clinic",
        "line1": f"{number} Main Street",
        "city": "Merced",
        "state": "CA",
        "zip_code": "95340",
        "county": "Merced",
    }
    terms = {"line": "medi_cal", "address_ref": f"at-{number}", "pcp_eligible": True}
    return (
        Doctor(**_filled(Doctor, known, said)),
        Place(**_filled(Place, where | {"npi": npi(number)}, said)),
        Offer(**_filled(Offer, terms | {"npi": npi(number)}, said)),
    )


def _filled(kind: type, usual: dict, said: dict) -> dict:
    return usual | {name: said[name] for name in said if name in {field.name for field in fields(kind)}}


NOTHING_ASKED = {
    "first_name": None,
    "last_name": None,
    "gender": None,
    "county": None,
    "city": None,
    "zip_code": None,
    "line": "medi_cal",
    "age": None,
    "sex": None,
    "known_provider_ids": [],
    "pcp_only": True,
    "after": None,
    "limit": 20,
}


@pytest.fixture
def search(work) -> Callable[..., dict]:
    """`search(last_name="vang")`: the answer, with everything not said left out."""
    return lambda **criteria: search_providers(work, **(NOTHING_ASKED | criteria))


@pytest.fixture
def names(search) -> Callable[..., list[str]]:
    """`names(last_name="vang")`: whom the search finds, in order, as "First Last"."""
    return lambda **criteria: [
        f"{found['first_name']} {found['last_name']}" for found in search(**criteria)["providers"]
    ]
