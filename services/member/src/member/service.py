"""The door of the member service: what it answers."""

from typing import Any

from contracts.member import rpc
from contracts.provider_directory import events as directory
from member.operations import (
    cards,
    contact,
    coverage,
    doctor_copies,
    doctors,
    matching,
    pcp_changes,
    preferences,
)
from servicekit.events import hears
from servicekit.jobs import every
from servicekit.rpc import serves
from servicekit.service import Service
from servicekit.work import Work


class MemberService(Service):
    """Who is covered, and who is who."""

    name = "member"

    @serves(rpc.match_member)
    def match_member(self, work: Work, **typed: Any) -> dict[str, Any]:
        """Whose card it is, or nobody's (R063–R066)."""
        return matching.match_member(work, **typed)

    @serves(rpc.get_contact)
    def get_contact(self, work: Work, **fields: Any) -> dict[str, Any]:
        """Addresses, phones and e-mail addresses (R138)."""
        return contact.get_contact(work, **fields)

    @serves(rpc.create_contact_point)
    def create_contact_point(self, work: Work, **fields: Any) -> dict[str, Any]:
        """Add New (R141)."""
        return contact.create_contact_point(work, **fields)

    @serves(rpc.change_contact_point)
    def change_contact_point(self, work: Work, **fields: Any) -> dict[str, Any]:
        """Edit (R139)."""
        return contact.change_contact_point(work, **fields)

    @serves(rpc.end_contact_point)
    def end_contact_point(self, work: Work, **fields: Any) -> None:
        """Delete (R140)."""
        contact.end_contact_point(work, **fields)

    @serves(rpc.get_coverage)
    def get_coverage(self, work: Work, **fields: Any) -> dict[str, Any]:
        """Active and inactive insurance (R144–R148)."""
        return coverage.get_coverage(work, **fields)

    @serves(rpc.get_id_cards)
    def get_id_cards(self, work: Work, **fields: Any) -> dict[str, Any]:
        """The card on screen, and the last order (R109, R111)."""
        return cards.get_id_cards(work, **fields)

    @serves(rpc.create_card_order)
    def create_card_order(self, work: Work, **fields: Any) -> dict[str, Any]:
        """Order ID Card (R110)."""
        return cards.create_card_order(work, **fields)

    @serves(rpc.cancel_card_order)
    def cancel_card_order(self, work: Work, **fields: Any) -> None:
        """Cancel an order that is not printed (R111)."""
        cards.cancel_card_order(work, **fields)

    @serves(rpc.get_pcp)
    def get_pcp(self, work: Work, **fields: Any) -> dict[str, Any]:
        """My PCP (R116–R119)."""
        return doctors.get_pcp(work, **fields)

    @serves(rpc.search_pcps)
    def search_pcps(self, work: Work, **fields: Any) -> dict[str, Any]:
        """Find another doctor (R120–R127)."""
        return doctors.search_pcps(work, **fields)

    @serves(rpc.change_pcp)
    def change_pcp(self, work: Work, **fields: Any) -> dict[str, Any]:
        """Change, reason, Save (R129–R134)."""
        return pcp_changes.change_pcp(work, **fields)

    @serves(rpc.cancel_pcp_change)
    def cancel_pcp_change(self, work: Work, **fields: Any) -> None:
        """Stay with the doctor of today (R136)."""
        pcp_changes.cancel_pcp_change(work, **fields)

    @serves(rpc.get_preferences)
    def get_preferences(self, work: Work, **fields: Any) -> dict[str, Any]:
        """Languages, interpreter, display, notices (R151, R156)."""
        return preferences.get_preferences(work, **fields)

    @serves(rpc.change_preferences)
    def change_preferences(self, work: Work, **fields: Any) -> dict[str, Any]:
        """Keep what she wishes."""
        return preferences.change_preferences(work, **fields)

    @hears(directory.provider_changed)
    def on_provider_changed(self, work: Work, **card: Any) -> None:
        """Cards and pages show a doctor as the directory has her now."""
        doctor_copies.renew(work, **card)

    @every(600)
    def roll_over(self, work: Work) -> None:
        """Changes of doctor whose day has come (R227)."""
        pcp_changes.roll_over(work)
