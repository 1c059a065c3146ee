"""Loading the invented directory."""

from provider_directory.operations import offices
from provider_directory.operations.keeping import LOADER, keep
from provider_directory.repository import agreements, panels, saving
from provider_directory.rules import demo_doctors as demo
from provider_directory.rules import demo_offices
from provider_directory.rules.tax_ids import TaxIds
from servicekit import clock
from servicekit.loading import Tally
from servicekit.store import Database, Tx

SOURCE = "demo"


def load_demo(database: Database, index_key: bytes) -> Tally:
    """Save the invented doctors and their offices; a second run changes nothing. Returns what became of the
    doctors."""
    tally, keys = Tally(), TaxIds(database.sealer, index_key)
    with database.transaction() as tx:
        saving.wait_for_other_loads(tx.session, LOADER)
        groups = [*demo.groups(), *demo_offices.GROUPS]
        places = [*demo.places(), *demo_offices.places()]
        belongings = [*demo.belongings(), *demo_offices.belongings()]
        outcomes = keep(tx, SOURCE, keys, demo.doctors(), groups, places, demo.offers(), belongings)
        for provider_id, line in demo.taken():
            place = {"provider_id": provider_id, "line": line, "member_key": demo.SOMEBODY}
            panels.give(tx.session, LOADER, place, "active", demo.SINCE)
        load_offices(tx, keys)
    for number, outcome in enumerate(outcomes.values(), start=1):
        tally.count(number, outcome)
    return tally


def load_offices(tx: Tx, keys: TaxIds) -> None:
    """Provider IDs to associate with, and the agreement to confirm."""
    found = {one.office.id: (one.office, one.owner) for one in demo_offices.offices()}
    offices.save(tx, SOURCE, found, keys)
    version, text = demo_offices.AGREEMENT_VERSION, demo_offices.AGREEMENT
    agreements.publish(tx.session, LOADER, version, text, clock.now())
