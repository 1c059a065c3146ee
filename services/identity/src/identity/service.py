"""The door of identity."""

from contracts.identity import rpc
from contracts.provider_directory.events import access_ended
from identity import operations
from servicekit.events import hears
from servicekit.jobs import every
from servicekit.rpc import serves
from servicekit.service import Service
from servicekit.work import Work


class IdentityService(Service):
    """What identity answers. Each method is its procedure."""

    name = "identity"

    @serves(rpc.start_sign_up)
    def start_sign_up(self, work: Work, **fields):
        return operations.start_sign_up(work, **fields)

    @serves(rpc.start_provider_sign_up)
    def start_provider_sign_up(self, work: Work, **fields):
        return operations.start_provider_sign_up(work, **fields)

    @serves(rpc.resend_sign_up_code)
    def resend_sign_up_code(self, work: Work, **fields):
        return operations.resend_sign_up_code(work, **fields)

    @serves(rpc.change_sign_up_email)
    def change_sign_up_email(self, work: Work, **fields):
        return operations.change_sign_up_email(work, **fields)

    @serves(rpc.confirm_sign_up)
    def confirm_sign_up(self, work: Work, **fields):
        return operations.confirm_sign_up(work, **fields)

    @serves(rpc.start_session)
    def start_session(self, work: Work, **fields):
        return operations.start_session(work, **fields)

    @serves(rpc.refresh_session)
    def refresh_session(self, work: Work, **fields):
        return operations.refresh_session(work, **fields)

    @serves(rpc.list_sessions)
    def list_sessions(self, work: Work, **fields):
        return operations.list_sessions(work, **fields)

    @serves(rpc.end_session)
    def end_session(self, work: Work, **fields):
        return operations.end_session(work, **fields)

    @serves(rpc.end_other_sessions)
    def end_other_sessions(self, work: Work, **fields):
        return operations.end_other_sessions(work, **fields)

    @serves(rpc.list_revoked_sessions)
    def list_revoked_sessions(self, work: Work, **fields):
        return operations.list_revoked_sessions(work, **fields)

    @serves(rpc.get_second_factor)
    def get_second_factor(self, work: Work, **fields):
        return operations.get_second_factor(work, **fields)

    @serves(rpc.start_authenticator)
    def start_authenticator(self, work: Work, **fields):
        return operations.start_authenticator(work, **fields)

    @serves(rpc.confirm_authenticator)
    def confirm_authenticator(self, work: Work, **fields):
        return operations.confirm_authenticator(work, **fields)

    @serves(rpc.confirm_second_factor)
    def confirm_second_factor(self, work: Work, **fields):
        return operations.confirm_second_factor(work, **fields)

    @serves(rpc.change_recovery_codes)
    def change_recovery_codes(self, work: Work, **fields):
        return operations.change_recovery_codes(work, **fields)

    @serves(rpc.change_context)
    def change_context(self, work: Work, **fields):
        return operations.change_context(work, **fields)

    @hears(access_ended)
    def on_access_ended(self, work: Work, **fields):
        operations.end_contexts(work, **fields)

    @serves(rpc.get_recipient)
    def get_recipient(self, work: Work, **fields):
        return operations.get_recipient(work, **fields)

    @serves(rpc.reserve_attempt)
    def reserve_attempt(self, work: Work, **fields):
        return operations.reserve_attempt(work, **fields)

    @serves(rpc.record_attempt)
    def record_attempt(self, work: Work, **fields):
        return operations.record_attempt(work, **fields)

    @serves(rpc.unlock_attempts)
    def unlock_attempts(self, work: Work, **fields):
        return operations.unlock_attempts(work, **fields)

    @serves(rpc.get_account)
    def get_account(self, work: Work, **fields):
        return operations.get_account(work, **fields)

    @serves(rpc.change_password)
    def change_password(self, work: Work, **fields):
        return operations.change_password(work, **fields)

    @serves(rpc.start_email_change)
    def start_email_change(self, work: Work, **fields):
        return operations.start_email_change(work, **fields)

    @serves(rpc.resend_email_change_code)
    def resend_email_change_code(self, work: Work, **fields):
        return operations.resend_email_change_code(work, **fields)

    @serves(rpc.confirm_email_change)
    def confirm_email_change(self, work: Work, **fields):
        return operations.confirm_email_change(work, **fields)

    @serves(rpc.start_address_check)
    def start_address_check(self, work: Work, **fields):
        return operations.start_address_check(work, **fields)

    @serves(rpc.confirm_address_check)
    def confirm_address_check(self, work: Work, **fields):
        return operations.confirm_address_check(work, **fields)

    @serves(rpc.start_recovery)
    def start_recovery(self, work: Work, **fields):
        return operations.start_recovery(work, **fields)

    @serves(rpc.start_provider_recovery)
    def start_provider_recovery(self, work: Work, **fields):
        return operations.start_provider_recovery(work, **fields)

    @serves(rpc.resend_recovery_code)
    def resend_recovery_code(self, work: Work, **fields):
        return operations.resend_recovery_code(work, **fields)

    @serves(rpc.confirm_recovery)
    def confirm_recovery(self, work: Work, **fields):
        return operations.confirm_recovery(work, **fields)

    @serves(rpc.confirm_sent_reset)
    def confirm_sent_reset(self, work: Work, **fields):
        return operations.confirm_sent_reset(work, **fields)

    @serves(rpc.cancel_email_change)
    def cancel_email_change(self, work: Work, **fields):
        return operations.cancel_email_change(work, **fields)

    @serves(rpc.search_accounts)
    def search_accounts(self, work: Work, **fields):
        return operations.search_accounts(work, **fields)

    @serves(rpc.get_account_for_staff)
    def get_account_for_staff(self, work: Work, **fields):
        return operations.get_account_for_staff(work, **fields)

    @serves(rpc.list_colleagues)
    def list_colleagues(self, work: Work, **fields):
        return operations.list_colleagues(work, **fields)

    @serves(rpc.record_caller_check)
    def record_caller_check(self, work: Work, **fields):
        return operations.record_caller_check(work, **fields)

    @serves(rpc.unlock_account)
    def unlock_account(self, work: Work, **fields):
        return operations.unlock_account(work, **fields)

    @serves(rpc.disable_account)
    def disable_account(self, work: Work, **fields):
        return operations.disable_account(work, **fields)

    @serves(rpc.change_email_for_owner)
    def change_email_for_owner(self, work: Work, **fields):
        return operations.change_email_for_owner(work, **fields)

    @serves(rpc.cancel_email_for_owner)
    def cancel_email_for_owner(self, work: Work, **fields):
        return operations.cancel_email_for_owner(work, **fields)

    @serves(rpc.start_reset_for_owner)
    def start_reset_for_owner(self, work: Work, **fields):
        return operations.start_reset_for_owner(work, **fields)

    @every(60)
    def sweep(self, work: Work):
        operations.sweep(work)
