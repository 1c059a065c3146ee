"""The provider directory as its contract describes it, for the member service's tests."""

import uuid

from contracts.provider_directory import rpc as directory
from servicekit.envelope import schema_of

FIRST, SECOND, THIRD = (uuid.UUID(int=number) for number in (1, 2, 3))
PRACTICE = {
    "name": "Creekside Clinic", "line1": "5 Main St", "line2": None, "city": "Salinas", "state": "CA",
    "zip_code": "93901", "county": "Monterey", "phone": "+18315550190", "extension": None,
}  # fmt: skip


def card(provider_id, **changes):
    named = {"provider_id": provider_id, "first_name": "Lena", "last_name": f"Doctor{provider_id.int}"}
    return named | {"credential": "MD", "specialty": "Family medicine", "practice": PRACTICE} | changes


class FakeDirectory:
    """Stands where the peers' client stands. Input and output go through the directory's own schemas."""

    def __init__(self):
        self.asked, self.places, self.refuses = [], set(), {}

    def call(self, procedure, fields, **_):
        takes, gives = schema_of(procedure.takes), schema_of(procedure.gives)
        asked = takes.load(takes.dump(fields))
        self.asked.append((procedure, asked))
        answer = self._place(asked) if procedure is directory.reserve_panel_place else self._page(procedure)
        return gives.load(gives.dump(answer))

    def _place(self, asked):
        if asked["provider_id"] in self.refuses:
            raise self.refuses[asked["provider_id"]]
        self.places.add(asked["provider_id"])
        return card(asked["provider_id"])

    def _page(self, procedure):
        assert procedure is directory.search_providers
        found = {
            "gender": "female",
            "languages": ["en"],
            "accepting": "open",
            "available": True,
            "reason": None,
        }
        return {"providers": [card(FIRST) | found, card(SECOND) | found], "next": "more"}
