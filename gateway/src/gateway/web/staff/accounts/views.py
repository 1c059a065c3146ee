"""One account: its state, its e-mails and how far they came, and help for its owner."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, url_for

from contracts.identity.support import CALLER_CHECKS
from contracts.procedures import MEMBER_SERVICES, SUPPORT
from gateway.compositions import staff_accounts, staff_offices
from gateway.security import sessions
from gateway.security.doors import door
from gateway.web.forms import Form
from gateway.web.page import page
from gateway.web.staff import shown
from gateway.web.staff.accounts.forms import Action, SignUpCode, Verified, Waiting
from gateway.web.words import words

blueprint = Blueprint("staff_accounts", __name__, url_prefix="/staff/accounts")

ACCOUNT = "/<uuid:account_id>"
OF_MEMBERS = tuple(check for check in CALLER_CHECKS if not check.startswith(("office", "provider", "tax")))
"""What is asked of a caller who is a member."""


@blueprint.get(ACCOUNT)
@door(SUPPORT, MEMBER_SERVICES)
def show(account_id: UUID) -> Response:
    """State, e-mails, and what can be done."""
    return _page(account_id)


@blueprint.post(f"{ACCOUNT}/verified")
@door(SUPPORT, MEMBER_SERVICES)
def verified(account_id: UUID) -> Response:
    """Write down how the caller was verified: nobody acts before that (R178)."""
    form = Verified()
    fields = form.take(account_id=str(account_id))
    if not (fields and form.sent(staff_accounts.verified, fields)):
        return _page(account_id, verify=form)
    return _done(account_id, words("staff.caller_verified"))


@blueprint.post(f"{ACCOUNT}/unlock")
@door(SUPPORT, MEMBER_SERVICES)
def unlock(account_id: UUID) -> Response:
    """End a lock, with a reason (R183)."""
    form = Action()
    fields = form.take(account_id=str(account_id))
    if not (fields and form.sent(staff_accounts.unlock, fields)):
        return _page(account_id, act=form)
    return _done(account_id, words("staff.unlocked"))


@blueprint.post(f"{ACCOUNT}/reset")
@door(SUPPORT, MEMBER_SERVICES)
def reset(account_id: UUID) -> Response:
    """Send a code for a new password to the address of the account, with a reason."""
    form = Action()
    fields = form.take(account_id=str(account_id))
    sent = fields and form.sent(staff_accounts.send_reset, fields)
    if not sent:
        return _page(account_id, act=form)
    return _done(account_id, words("staff.reset_sent", email=sent["email_masked"]))


@blueprint.post(f"{ACCOUNT}/e-mails/<uuid:delivery_id>")
@door(SUPPORT, MEMBER_SERVICES)
def send_now(account_id: UUID, delivery_id: UUID) -> Response:
    """Send an e-mail that waits for its next try (R079, R225)."""
    form = Waiting()
    fields = form.take(delivery_id=str(delivery_id))
    if not (fields and form.sent(staff_accounts.send_now, fields)):
        return _page(account_id, waiting=form)
    return _done(account_id, words("staff.mail_sent_now"))


@blueprint.post(f"{ACCOUNT}/sign-up-code")
@door(SUPPORT, MEMBER_SERVICES)
def sign_up_code(account_id: UUID) -> Response:
    """Send the code of a sign-up again, to the address that the caller names."""
    form = SignUpCode()
    fields = form.take(sign_up_id="")
    if not (fields and form.sent(staff_accounts.resend_sign_up_code, fields)):
        return _page(account_id, code=form)
    return _done(account_id, words("signup.mail_will_come"))


@blueprint.get(f"{ACCOUNT}/<any(verified, unlock, reset, 'sign-up-code'):step>", endpoint="show_again")
@door(SUPPORT, MEMBER_SERVICES)
def back_to_account(account_id: UUID, step: str) -> Response:
    """A reloaded answer of a POST leads back to the page."""
    return redirect(url_for("staff_accounts.show", account_id=account_id), 303)


def _done(account_id: UUID, said: str) -> Response:
    flash(said, "good")
    return redirect(url_for("staff_accounts.show", account_id=account_id), 303)


def _page(account_id: UUID, **forms: Form) -> Response:
    """The page, with the form that was refused, if one was."""
    account, deliveries = staff_accounts.opened(account_id)
    all_forms: dict[str, Any] = {"verify": Verified(), "act": Action(), "code": SignUpCode()} | forms
    member = account is None or account["kind"] == "member"
    return page(
        "staff/accounts/account.html",
        next(iter(forms.values()), None),
        account_id=account_id,
        account=account,
        deliveries=deliveries,
        checks=shown.options("check", OF_MEMBERS if member else CALLER_CHECKS),
        support_desk=SUPPORT in sessions.require().viewer.roles,
        offices=_offices(account),
        shown=shown,
        **all_forms,
    )


def _offices(account: dict[str, Any] | None) -> list[dict[str, Any]] | None:
    """Where somebody of an office works, for who may open offices; None when nobody says."""
    if account is None or account["kind"] != "provider" or SUPPORT not in sessions.require().viewer.roles:
        return []
    return staff_offices.of_account(account["account_id"])
