"""THE DOOR: what claims answers and hears."""

from typing import Any

from claims.operations import treating_doctors
from contracts.claims import rpc
from servicekit.rpc import serves
from servicekit.service import Service
from servicekit.work import Work


class ClaimsService(Service):
    """What providers submitted for members."""

    name = "claims"

    @serves(rpc.list_treating_doctors)
    def list_treating_doctors(self, work: Work) -> dict[str, Any]:
        """By whom she was treated (R118)."""
        return treating_doctors.list_treating_doctors(work)
