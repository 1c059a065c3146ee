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
    email_checks,
    matching,
    office_access,
    pcp_changes,
    pcp_exceptions,
    preferences,
    record_looks,
    roster,
)
from member.operations.staff import (
    address_reports,
    card_desk,
    card_orders,
    card_printing,
    looks,
    record,
    searching,
    wishes,
)
from member.operations.staff import pcp_changes as staff_pcp
from member.operations.staff import pcp_exceptions as staff_exceptions
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

    @serves(rpc.find_member_keys)
    def find_member_keys(self, work: Work, **which: Any) -> dict[str, Any]:
        """Whose Member IDs a file of claims names (R118)."""
        return matching.find_member_keys(work, **which)

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

    @serves(rpc.start_email_check)
    def start_email_check(self, work: Work, **fields: Any) -> dict[str, Any]:
        """A code to the address of an entry (R142)."""
        return email_checks.start_email_check(work, **fields)

    @serves(rpc.confirm_email_check)
    def confirm_email_check(self, work: Work, **fields: Any) -> dict[str, Any]:
        """The code: the address is verified (R142)."""
        return email_checks.confirm_email_check(work, **fields)

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

    @serves(rpc.list_record_looks)
    def list_record_looks(self, work: Work, **fields: Any) -> dict[str, Any]:
        """Who looked at her record (R237)."""
        return record_looks.list_record_looks(work, **fields)

    @serves(rpc.submit_pcp_exception)
    def submit_pcp_exception(self, work: Work, **fields: Any) -> dict[str, Any]:
        """Ask for a doctor whom the rules refuse (R227)."""
        return pcp_exceptions.submit_pcp_exception(work, **fields)

    @serves(rpc.search_members)
    def search_members(self, work: Work, **fields: Any) -> dict[str, Any]:
        """Find a member (R225)."""
        return searching.search_members(work, **fields)

    @serves(rpc.get_member_for_staff)
    def get_member_for_staff(self, work: Work, **fields: Any) -> dict[str, Any]:
        """Her record, and the look at it (R225, R237)."""
        return record.get_member_for_staff(work, **fields)

    @serves(rpc.list_record_looks_for_staff)
    def list_record_looks_for_staff(self, work: Work, **fields: Any) -> dict[str, Any]:
        """Who looked at it (R237)."""
        return looks.list_record_looks_for_staff(work, **fields)

    @serves(rpc.change_interpreter_need)
    def change_interpreter_need(self, work: Work, **fields: Any) -> dict[str, Any]:
        """What she told of an interpreter (R225)."""
        return wishes.change_interpreter_need(work, **fields)

    @serves(rpc.change_confidential_address)
    def change_confidential_address(self, work: Work, **fields: Any) -> dict[str, Any]:
        """Where her mail goes in confidence (R143)."""
        return wishes.change_confidential_address(work, **fields)

    @serves(rpc.end_confidential_address)
    def end_confidential_address(self, work: Work, **fields: Any) -> None:
        """Her mail goes to her other addresses again (R143)."""
        wishes.end_confidential_address(work, **fields)

    @serves(rpc.search_address_reports)
    def search_address_reports(self, work: Work, **fields: Any) -> dict[str, Any]:
        """Reported addresses, for enrolment (R142)."""
        return address_reports.search_address_reports(work, **fields)

    @serves(rpc.record_address_reports_forwarded)
    def record_address_reports_forwarded(self, work: Work, **fields: Any) -> dict[str, Any]:
        """They were sent on (R142)."""
        return address_reports.record_address_reports_forwarded(work, **fields)

    @serves(rpc.create_card_order_for_member)
    def create_card_order_for_member(self, work: Work, **fields: Any) -> dict[str, Any]:
        """Order a card for her (R225)."""
        return card_orders.create_card_order_for_member(work, **fields)

    @serves(rpc.cancel_card_order_for_member)
    def cancel_card_order_for_member(self, work: Work, **fields: Any) -> None:
        """Cancel an order that is not printed (R226)."""
        card_orders.cancel_card_order_for_member(work, **fields)

    @serves(rpc.list_card_orders)
    def list_card_orders(self, work: Work, **fields: Any) -> dict[str, Any]:
        """The mailroom's queue (R226)."""
        return card_desk.list_card_orders(work, **fields)

    @serves(rpc.record_cards_printed)
    def record_cards_printed(self, work: Work, **fields: Any) -> dict[str, Any]:
        """Take a batch out of the queue (R226)."""
        return card_printing.record_cards_printed(work, **fields)

    @serves(rpc.get_card_batch)
    def get_card_batch(self, work: Work, **fields: Any) -> dict[str, Any]:
        """Print a batch once more (R226)."""
        return card_printing.get_card_batch(work, **fields)

    @serves(rpc.record_card_mailed)
    def record_card_mailed(self, work: Work, **fields: Any) -> dict[str, Any]:
        """Cards were given to the post (R226)."""
        return card_desk.record_card_mailed(work, **fields)

    @serves(rpc.record_card_returned)
    def record_card_returned(self, work: Work, **fields: Any) -> None:
        """The post brought a card back (R226)."""
        card_desk.record_card_returned(work, **fields)

    @serves(rpc.search_pcps_for_member)
    def search_pcps_for_member(self, work: Work, **fields: Any) -> dict[str, Any]:
        """Find another doctor for her (R225)."""
        return staff_pcp.search_pcps_for_member(work, **fields)

    @serves(rpc.change_pcp_for_member)
    def change_pcp_for_member(self, work: Work, **fields: Any) -> dict[str, Any]:
        """Another doctor, by the rules or as an exception (R131, R136)."""
        return staff_pcp.change_pcp_for_member(work, **fields)

    @serves(rpc.cancel_pcp_change_for_member)
    def cancel_pcp_change_for_member(self, work: Work, **fields: Any) -> None:
        """She stays with the doctor of today (R136)."""
        staff_pcp.cancel_pcp_change_for_member(work, **fields)

    @serves(rpc.submit_pcp_exception_for_member)
    def submit_pcp_exception_for_member(self, work: Work, **fields: Any) -> dict[str, Any]:
        """Ask on her behalf (R227)."""
        return staff_exceptions.submit_pcp_exception_for_member(work, **fields)

    @serves(rpc.search_pcp_exceptions)
    def search_pcp_exceptions(self, work: Work, **fields: Any) -> dict[str, Any]:
        """The queue of exceptions (R227)."""
        return staff_exceptions.search_pcp_exceptions(work, **fields)

    @serves(rpc.change_pcp_exception)
    def change_pcp_exception(self, work: Work, **fields: Any) -> dict[str, Any]:
        """Approve or deny (R227)."""
        return staff_exceptions.change_pcp_exception(work, **fields)

    @serves(rpc.list_roster)
    def list_roster(self, work: Work, **fields: Any) -> dict[str, Any]:
        """Whose doctor works for the viewer's office today (R018, R019, R186)."""
        return roster.list_roster(work, **fields)

    @hears(directory.access_granted)
    def on_access_granted(self, work: Work, **access: Any) -> None:
        """Somebody may act for an office."""
        office_access.keep(work, **access)

    @hears(directory.access_changed)
    def on_access_changed(self, work: Work, **access: Any) -> None:
        """Her permissions there are others."""
        office_access.keep(work, **access)

    @hears(directory.access_ended)
    def on_access_ended(self, work: Work, **ended: Any) -> None:
        """She acts there no more (R037)."""
        office_access.end(work, **ended)

    @hears(directory.office_scope_changed)
    def on_office_scope_changed(self, work: Work, **scope: Any) -> None:
        """Doctors joined an office or left it (R018)."""
        office_access.keep_scope(work, **scope)

    @hears(directory.provider_changed)
    def on_provider_changed(self, work: Work, **card: Any) -> None:
        """Cards and pages show a doctor as the directory has her now."""
        doctor_copies.renew(work, **card)

    @every(600)
    def roll_over(self, work: Work) -> None:
        """Changes of doctor whose day has come (R227)."""
        pcp_changes.roll_over(work)
