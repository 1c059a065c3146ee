"""The provider directory as its contract describes it, for the member service's tests."""

import uuid

from contracts.provider_directory import rpc as directory
from servicekit.envelope import schema_of

FIRST, SECOND, THIRD = (uuid.UUID(int=number) for number in (1, 2, 3))
PRACTICE = {
    "name": "Creekside Clinic", "line1": "5 Main St", "line2": None, "city": "Salinas", "state": "CA",
    "zip_code": "93901", "county": "Monterey", "phone": "+18315550190", "extension": None,
}  # fmt: skip

FOUND = {"gender": "female", "languages": ["en"], "accepting": "open", "available": True, "reason": None}


def card(provider_id, **changes):
    named = {"provider_id": provider_id, "first_name": "Lena", "last_name": f"Doctor{provider_id.int}"}
    return named | {"credential": "MD", "specialty": "Family medicine", "practice": PRACTICE} | changes


class FakeDirectory:
    """Stands where the peers' client stands. Input and output go through the directory's own schemas."""

    def __init__(self):
        self.asked, self.places, self.refuses, self.practices = [], set(), {}, {}

    def call(self, procedure, fields, **_):
        takes, gives = schema_of(procedure.takes), schema_of(procedure.gives)
        asked = takes.load(takes.dump(fields))
        self.asked.append((procedure, asked))
        return gives.load(gives.dump(self._answer(procedure, asked)))

    def _answer(self, procedure, asked):
        if procedure is directory.reserve_panel_place:
            return self._place(asked)
        return self._known(asked) if procedure is directory.get_providers else self._page(procedure)

    def _place(self, asked):
        if asked["provider_id"] in self.refuses:
            raise self.refuses[asked["provider_id"]]
        self.places.add(asked["provider_id"])
        return self._card(asked["provider_id"])

    def _known(self, asked):
        refused = [self.refuses.get(id) for id in asked["provider_ids"]]
        whys = [error.details["reason"] if error else None for error in refused]
        pairs = zip(asked["provider_ids"], whys, strict=True)
        return {"providers": [self._card(id) | FOUND | {"reason": why} for id, why in pairs]}

    def _page(self, procedure):
        assert procedure is directory.search_providers
        return {"providers": [self._card(id) | FOUND for id in (FIRST, SECOND)], "next": "more"}

    def _card(self, provider_id):
        return card(provider_id, practice=self.practices.get(provider_id, PRACTICE))
