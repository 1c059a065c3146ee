"""Loading the invented directory."""

from provider_directory.operations.keeping import LOADER, keep
from provider_directory.repository import panels, saving
from provider_directory.rules import demo_doctors as demo
from servicekit.loading import Tally
from servicekit.store import Database

SOURCE = "demo"


def load_demo(database: Database) -> Tally:
    """Save the invented doctors; a second run changes nothing."""
    tally = Tally()
    with database.transaction() as tx:
        saving.wait_for_other_loads(tx.session, LOADER)
        outcomes = keep(
            tx, SOURCE, demo.doctors(), demo.groups(), demo.places(), demo.offers(), demo.belongings()
        )
        for provider_id, line in demo.taken():
            place = {"provider_id": provider_id, "line": line, "member_key": demo.SOMEBODY}
            panels.give(tx.session, LOADER, place, "active", demo.SINCE)
    for number, outcome in enumerate(outcomes.values(), start=1):
        tally.count(number, outcome)
    return tally
