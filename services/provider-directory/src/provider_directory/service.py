"""THE DOOR: what provider directory answers and hears."""

from typing import Any

from contracts.member import events as member_events
from contracts.provider_directory import rpc
from provider_directory.operations import panels, searching
from servicekit.events import hears
from servicekit.rpc import serves
from servicekit.service import Service
from servicekit.work import Work


class ProviderDirectoryService(Service):
    """Who can be chosen as a doctor, and who has a place with whom."""

    name = "provider_directory"

    @serves(rpc.search_providers)
    def search_providers(self, work: Work, **criteria: Any) -> dict[str, Any]:
        """A page of doctors who match, with why not where one can't be chosen (R120–R128)."""
        return searching.search_providers(work, **criteria)

    @serves(rpc.get_providers)
    def get_providers(self, work: Work, **which: Any) -> dict[str, Any]:
        """Doctors by id."""
        return searching.get_providers(work, **which)

    @serves(rpc.reserve_panel_place)
    def reserve_panel_place(self, work: Work, **reservation: Any) -> dict[str, Any]:
        """A place in a doctor's panel, held until it is scheduled or its time is over (R132)."""
        return panels.reserve_panel_place(work, **reservation)

    @hears(member_events.pcp_change_scheduled)
    def on_pcp_change_scheduled(self, work: Work, **change: Any) -> None:
        """Her place is hers from the day on."""
        panels.hear_scheduled(work, **change)

    @hears(member_events.pcp_change_withdrawn)
    def on_pcp_change_withdrawn(self, work: Work, **change: Any) -> None:
        """Her place is free again."""
        panels.hear_withdrawn(work, **change)

    @hears(member_events.pcp_changed)
    def on_pcp_changed(self, work: Work, **change: Any) -> None:
        """Her place is taken, and the one with the earlier doctor is free."""
        panels.hear_changed(work, **change)
