"""THE DOOR: what notifications answers and hears."""

from typing import Any

from contracts.identity import events as identity
from contracts.member import events as member
from contracts.notifications import rpc
from contracts.provider_directory import events as directory
from notifications import operations
from notifications.operations import office_letters
from servicekit.events import hears
from servicekit.jobs import every
from servicekit.rpc import serves
from servicekit.service import Service
from servicekit.work import Work


class NotificationsService(Service):
    """One letter for each thing heard, and a log of them."""

    name = "notifications"

    @serves(rpc.list_deliveries)
    def list_deliveries(self, work: Work, **search: Any) -> dict[str, Any]:
        return operations.list_deliveries(work, **search)

    @serves(rpc.resend_delivery)
    def resend_delivery(self, work: Work, **which: Any) -> None:
        operations.resend_delivery(work, **which)

    @hears(identity.sign_up_code_issued)
    def on_sign_up_code_issued(self, work: Work, **mail: Any) -> None:
        operations.queue(work, "signup.code", **mail)

    @hears(identity.sign_up_repeated)
    def on_sign_up_repeated(self, work: Work, **mail: Any) -> None:
        operations.queue_repeated(work, **mail)

    @hears(identity.first_session_started)
    def on_first_session_started(self, work: Work, **mail: Any) -> None:
        operations.queue(work, "signup.first_login_email", **mail)

    @hears(identity.account_locked)
    def on_account_locked(self, work: Work, locked_until: Any, **mail: Any) -> None:
        operations.queue(work, "login.locked", **mail)

    @hears(identity.account_unlocked)
    def on_account_unlocked(self, work: Work, **mail: Any) -> None:
        operations.queue(work, "login.unlocked", **mail)

    @hears(identity.account_disabled)
    def on_account_disabled(self, work: Work, **mail: Any) -> None:
        operations.queue(work, "account.disabled", **mail)

    @hears(identity.recovery_requested)
    def on_recovery_requested(self, work: Work, **mail: Any) -> None:
        operations.queue_recovery(work, **mail)

    @hears(identity.password_changed)
    def on_password_changed(self, work: Work, **mail: Any) -> None:
        operations.queue(work, "password.changed", **mail)

    @hears(identity.email_change_code_issued)
    def on_email_change_code_issued(self, work: Work, **mail: Any) -> None:
        operations.queue(work, "email.code", **mail)

    @hears(identity.address_code_issued)
    def on_address_code_issued(self, work: Work, **mail: Any) -> None:
        operations.queue(work, "email.check", **mail)

    @hears(member.contact_email_ended)
    def on_contact_email_ended(self, work: Work, **entry: Any) -> None:
        operations.queue_entry_ended(work, **entry)

    @hears(identity.email_change_started)
    def on_email_change_started(self, work: Work, **mail: Any) -> None:
        operations.queue(work, "email.change_started", **mail)

    @hears(identity.email_for_owner_started)
    def on_email_for_owner_started(self, work: Work, **mail: Any) -> None:
        operations.queue(work, "email.owner_started", **mail)

    @hears(identity.email_for_owner_noted)
    def on_email_for_owner_noted(self, work: Work, **mail: Any) -> None:
        operations.queue_noted(work, **mail)

    @hears(identity.reset_for_owner_started)
    def on_reset_for_owner_started(self, work: Work, **mail: Any) -> None:
        operations.queue(work, "recover.sent", **mail)

    @hears(identity.email_changed)
    def on_email_changed(self, work: Work, **mail: Any) -> None:
        operations.queue(work, "email.changed", **mail)

    @hears(identity.recovery_code_used)
    def on_recovery_code_used(self, work: Work, **mail: Any) -> None:
        operations.queue(work, "second_factor.recovery_code_used", **mail)

    @hears(directory.invitation_issued)
    def on_invitation_issued(self, work: Work, **letter: Any) -> None:
        office_letters.queue_invitation(work, **letter)

    @hears(directory.access_notice_due)
    def on_access_notice_due(self, work: Work, **notice: Any) -> None:
        office_letters.queue_access_notice(work, **notice)

    @hears(directory.association_confirmed)
    def on_association_confirmed(self, work: Work, **link: Any) -> None:
        office_letters.queue_association(work, **link)

    @hears(directory.access_requested)
    def on_access_requested(self, work: Work, **request: Any) -> None:
        office_letters.queue_access_request(work, **request)

    @hears(directory.access_request_decided)
    def on_access_request_decided(self, work: Work, **decision: Any) -> None:
        office_letters.queue_access_decision(work, **decision)

    @hears(directory.case_changed)
    def on_case_changed(self, work: Work, **case: Any) -> None:
        office_letters.queue_case(work, **case)

    @every(5.0, at_once=8)
    def send_letters(self, work: Work) -> None:
        operations.send_next(work)

    @every(5.0)
    def settle_abandoned_letters(self, work: Work) -> None:
        operations.settle_abandoned(work)

    @every(10.0)
    def measure_backlog(self, work: Work) -> None:
        operations.measure_backlog(work)

    @every(3600.0)
    def forget_nobody(self, work: Work) -> None:
        operations.forget_nobody(work)
