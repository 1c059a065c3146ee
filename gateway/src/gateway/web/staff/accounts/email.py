"""The address of somebody's account, when its owner can't get at the old one (R181): a new one is written
down, both are written to, and it holds after a waiting time."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, url_for

from contracts.errors import NotFound
from contracts.procedures import MEMBER_SERVICES, SUPPORT
from gateway.compositions import staff_accounts
from gateway.security.doors import door
from gateway.web.forms import Form
from gateway.web.page import moment, page
from gateway.web.staff.accounts.forms import KeepEmail, NewEmail
from gateway.web.words import words

blueprint = Blueprint("staff_emails", __name__, url_prefix="/staff/accounts/<uuid:account_id>")


@blueprint.get("/email")
@door(SUPPORT, MEMBER_SERVICES)
def address(account_id: UUID) -> Response:
    """Ask for the new address; while a change waits, whether to call it off."""
    return _page(account_id)


@blueprint.post("/email")
@door(SUPPORT, MEMBER_SERVICES)
def change(account_id: UUID) -> Response:
    """Write the new address down."""
    form = NewEmail()
    fields = form.take(account_id=str(account_id))
    started = fields and form.sent(staff_accounts.change_email, fields)
    if not started:
        return _page(account_id, form)
    return _done(account_id, words("staff.email_will_change", when=moment(started["takes_effect_at"])))


@blueprint.post("/email-kept")
@door(SUPPORT, MEMBER_SERVICES)
def keep(account_id: UUID) -> Response:
    """Call the change off."""
    form = KeepEmail()
    fields = form.take(account_id=str(account_id))
    if not (fields and form.sent(staff_accounts.keep_email, fields)):
        return _page(account_id, form)
    return _done(account_id, words("staff.email_kept"))


@blueprint.get("/email-kept", endpoint="keep_again")
@door(SUPPORT, MEMBER_SERVICES)
def back_to_account(account_id: UUID) -> Response:
    """A reloaded answer of a POST leads back to the account."""
    return redirect(url_for("staff_accounts.show", account_id=account_id), 303)


def _done(account_id: UUID, said: str) -> Response:
    flash(said, "good")
    return back_to_account(account_id)


def _page(account_id: UUID, form: Form | None = None) -> Response:
    account, _ = staff_accounts.opened(account_id)
    if account is None:  # a sign-up has no address to change yet
        raise NotFound()
    return page(
        "staff/accounts/email.html", form or (KeepEmail() if account["email_changes_at"] else NewEmail()),
        account=account,
    )  # fmt: skip
