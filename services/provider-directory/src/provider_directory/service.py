"""THE DOOR: what provider directory answers and hears."""

from typing import Any

from contracts.identity import events as identity_events
from contracts.member import events as member_events
from contracts.notifications import events as notifications_events
from contracts.provider_directory import rpc
from provider_directory.operations import (
    access,
    access_housekeeping,
    access_requests,
    association,
    cases,
    desk,
    invitation_letters,
    invitations,
    inviting,
    linked,
    match_tries,
    own_access,
    panels,
    searching,
    users,
)
from servicekit.events import hears
from servicekit.jobs import every
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

    @serves(rpc.find_practitioners)
    def find_practitioners(self, work: Work, **which: Any) -> dict[str, Any]:
        """Practitioners by NPI, for who was treated by them (R118)."""
        return searching.find_practitioners(work, **which)

    @serves(rpc.reserve_panel_place)
    def reserve_panel_place(self, work: Work, **reservation: Any) -> dict[str, Any]:
        """A place in a doctor's panel, held until it is scheduled or its time is over (R132)."""
        return panels.reserve_panel_place(work, **reservation)

    @serves(rpc.match_billing_provider)
    def match_billing_provider(self, work: Work, **form: Any) -> dict[str, Any]:
        """Step 1 of 2: which Provider ID that is (R003–R019)."""
        return association.match_billing_provider(work, **form)

    @serves(rpc.create_link)
    def create_link(self, work: Work, **finish: Any) -> dict[str, Any]:
        """Finish: the first one is the administrator (R021–R023)."""
        return association.create_link(work, **finish)

    @serves(rpc.create_access_request)
    def create_access_request(self, work: Work, **match: Any) -> dict[str, Any]:
        """There is an administrator: ask for access (R020)."""
        return access_requests.create_access_request(work, **match)

    @serves(rpc.unlock_association)
    def unlock_association(self, work: Work, **held: Any) -> None:
        """A specialist lets somebody try again (R015)."""
        match_tries.unlock_association(work, **held)

    @serves(rpc.find_context)
    def find_context(self, work: Work, **which: Any) -> dict[str, Any]:
        """For which Provider ID a token may say that somebody acts (R037)."""
        return linked.find_context(work, **which)

    @serves(rpc.list_links)
    def list_links(self, work: Work) -> dict[str, Any]:
        """Manage Linked Accounts (R034)."""
        return linked.list_links(work)

    @serves(rpc.end_link)
    def end_link(self, work: Work, **which: Any) -> None:
        """Unlink one's own account (R034)."""
        linked.end_link(work, **which)

    @serves(rpc.confirm_agreement)
    def confirm_agreement(self, work: Work, **agreement: Any) -> None:
        """A newer Provider Agreement (R022)."""
        linked.confirm_agreement(work, **agreement)

    @serves(rpc.get_provider_home)
    def get_provider_home(self, work: Work) -> dict[str, Any]:
        """All that the home page shows."""
        return own_access.get_provider_home(work)

    @serves(rpc.get_own_access)
    def get_own_access(self, work: Work, **page: Any) -> dict[str, Any]:
        """What I may do, and what changed (R184)."""
        return own_access.get_own_access(work, **page)

    @serves(rpc.create_permission_request)
    def create_permission_request(self, work: Work, **wish: Any) -> dict[str, Any]:
        """Something is missing: ask for it (R187)."""
        return access_requests.create_permission_request(work, **wish)

    @serves(rpc.list_access_requests)
    def list_access_requests(self, work: Work, **page: Any) -> dict[str, Any]:
        """Who asks for access (R020)."""
        return access_requests.list_access_requests(work, **page)

    @serves(rpc.change_access_request)
    def change_access_request(self, work: Work, **decision: Any) -> None:
        """An administrator's answer (R020)."""
        access_requests.change_access_request(work, **decision)

    @every(3600)
    def remind_and_expire(self, work: Work) -> None:
        """Requests that wait too long (R020)."""
        access_housekeeping.remind_and_expire(work)

    @every(300)
    def end_what_is_over(self, work: Work) -> None:
        """Links to Provider IDs that have ended."""
        access_housekeeping.end_what_is_over(work)

    @serves(rpc.list_users)
    def list_users(self, work: Work, **search: Any) -> dict[str, Any]:
        """Manage Users: the table (R048)."""
        return users.list_users(work, **search)

    @serves(rpc.get_user)
    def get_user(self, work: Work, **which: Any) -> dict[str, Any]:
        """One person, and what may be chosen for her (R050)."""
        return users.get_user(work, **which)

    @serves(rpc.change_access)
    def change_access(self, work: Work, **wanted: Any) -> dict[str, Any]:
        """Edit Role and Permissions, Make Admin, Remove Admin (R050, R052)."""
        return access.change_access(work, **wanted)

    @serves(rpc.revoke_access)
    def revoke_access(self, work: Work, **which: Any) -> dict[str, Any]:
        """Revoke User (R053)."""
        return access.revoke_access(work, **which)

    @serves(rpc.restore_access)
    def restore_access(self, work: Work, **which: Any) -> dict[str, Any]:
        """Give revoked access back (R053)."""
        return access.restore_access(work, **which)

    @serves(rpc.list_access_changes)
    def list_access_changes(self, work: Work, **which: Any) -> dict[str, Any]:
        """What changed, when and by whom (R184, R187)."""
        return desk.list_access_changes(work, **which)

    @serves(rpc.create_invitations)
    def create_invitations(self, work: Work, **people: Any) -> dict[str, Any]:
        """Send Invitation (R045)."""
        return inviting.create_invitations(work, **people)

    @serves(rpc.list_invitation_batches)
    def list_invitation_batches(self, work: Work, **page: Any) -> dict[str, Any]:
        """Lists that were sent (R046)."""
        return invitations.list_invitation_batches(work, **page)

    @serves(rpc.get_invitation_batch)
    def get_invitation_batch(self, work: Work, **which: Any) -> dict[str, Any]:
        """How far a list is (R046)."""
        return invitations.get_invitation_batch(work, **which)

    @serves(rpc.resend_invitation)
    def resend_invitation(self, work: Work, **which: Any) -> None:
        """Another letter; the old token is dead (R047)."""
        invitations.resend_invitation(work, **which)

    @serves(rpc.cancel_invitation)
    def cancel_invitation(self, work: Work, **which: Any) -> None:
        """Nobody comes in with it any more (R047)."""
        invitations.cancel_invitation(work, **which)

    @serves(rpc.find_invitation)
    def find_invitation(self, work: Work, **token: Any) -> dict[str, Any]:
        """The page behind the link (R047)."""
        return invitations.find_invitation(work, **token)

    @serves(rpc.confirm_invitation)
    def confirm_invitation(self, work: Work, **token: Any) -> dict[str, Any]:
        """Accept as the account that is logged in (R047)."""
        return invitations.confirm_invitation(work, **token)

    @serves(rpc.create_case)
    def create_case(self, work: Work, **entry: Any) -> dict[str, Any]:
        """Somebody needs help (R218, R219, R238)."""
        return cases.create_case(work, **entry)

    @serves(rpc.search_cases)
    def search_cases(self, work: Work, **search: Any) -> dict[str, Any]:
        """The queue of cases (R224)."""
        return cases.search_cases(work, **search)

    @serves(rpc.get_case)
    def get_case(self, work: Work, **which: Any) -> dict[str, Any]:
        """One case (R224)."""
        return cases.get_case(work, **which)

    @serves(rpc.change_case)
    def change_case(self, work: Work, **change: Any) -> dict[str, Any]:
        """Note, take, schedule, close (R219, R224)."""
        return cases.change_case(work, **change)

    @serves(rpc.search_billing_providers)
    def search_billing_providers(self, work: Work, **search: Any) -> dict[str, Any]:
        """Find a Provider ID (R224, R231)."""
        return desk.search_billing_providers(work, **search)

    @serves(rpc.get_office)
    def get_office(self, work: Work, **which: Any) -> dict[str, Any]:
        """A Provider ID with its people (R224)."""
        return desk.get_office(work, **which)

    @serves(rpc.change_administrator)
    def change_administrator(self, work: Work, **wanted: Any) -> dict[str, Any]:
        """Re-assign an administrator (R224)."""
        return desk.change_administrator(work, **wanted)

    @serves(rpc.change_access_for_staff)
    def change_access_for_staff(self, work: Work, **wanted: Any) -> dict[str, Any]:
        """Restore earlier permissions (R187)."""
        return desk.change_access_for_staff(work, **wanted)

    @serves(rpc.get_welcome_letter)
    def get_welcome_letter(self, work: Work, **which: Any) -> dict[str, Any]:
        """What the Welcome Letter says (R231)."""
        return desk.get_welcome_letter(work, **which)

    @serves(rpc.record_letter_issued)
    def record_letter_issued(self, work: Work, **which: Any) -> dict[str, Any]:
        """The Welcome Letter was issued again (R231)."""
        return desk.record_letter_issued(work, **which)

    @serves(rpc.get_representative)
    def get_representative(self, work: Work) -> dict[str, Any]:
        """An office's own representative (R220)."""
        return desk.get_representative(work)

    @every(5)
    def send_invitations(self, work: Work) -> None:
        """Letters of long lists (R045)."""
        invitation_letters.send_staged(work)

    @every(60)
    def expire_invitations(self, work: Work) -> None:
        """Invitations whose time is over (R047)."""
        invitation_letters.expire(work)

    @hears(notifications_events.letter_failed)
    def on_letter_failed(self, work: Work, **letter: Any) -> None:
        """An invitation never arrived (R047)."""
        invitation_letters.hear_failed(work, **letter)

    @hears(identity_events.account_locked)
    def on_account_locked(self, work: Work, account_id: Any, kind: str, locked_until: Any, **_: Any) -> None:
        """The table of users says so, until the lock ends or is ended (R051)."""
        users.hear_locked(work, account_id=account_id, kind=kind, until=locked_until)

    @hears(identity_events.account_unlocked)
    def on_account_unlocked(self, work: Work, account_id: Any, **_: Any) -> None:
        users.hear_unlocked(work, account_id=account_id)

    @hears(identity_events.account_disabled)
    def on_account_disabled(self, work: Work, account_id: Any, kind: str, **_: Any) -> None:
        """She has no access any more, and her office perhaps no administrator (R021, R054)."""
        access_housekeeping.hear_disabled(work, account_id=account_id, kind=kind)

    @hears(identity_events.email_changed)
    def on_email_changed(self, work: Work, account_id: Any, **_: Any) -> None:
        """The table of users shows the address of today (R048)."""
        users.hear_email_changed(work, account_id=account_id)

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
