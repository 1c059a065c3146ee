"""The wizard: Step 1 of 2 – Provider Eligibility, Step 2 of 2 – Provider Agreement; for the first Provider ID
(Associate Your Account) and for more (Link Account)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, flash, redirect, request, url_for

from contracts.errors import ContractError
from contracts.procedures import PROVIDER
from gateway.compositions import provider
from gateway.security.doors import door
from gateway.web.page import page
from gateway.web.provider.association import entry
from gateway.web.provider.association.forms import AskAccess, Eligibility, Finish, StepTwo, as_typed
from gateway.web.words import words


@dataclass(frozen=True, slots=True, kw_only=True)
class Wizard:
    """One of the two: its words in English, and where it ends.

    With `enters` the new context is entered at once (R023).
    """

    name: str
    prefix: str
    title: str
    finish: str
    done: str
    then: str
    enters: bool


_WIZARDS: dict[str, Wizard] = {}


def wizard() -> Wizard:
    """Which of the two this request belongs to."""
    return _WIZARDS[request.blueprint or ""]


def _step_one(form: Eligibility) -> Response:
    return page("provider/association/eligibility.html", form, wizard=wizard())


@door(PROVIDER)
def form() -> Response:
    """Step 1, with what was typed when coming back from step 2 (R004)."""
    return _step_one(Eligibility())


@door(PROVIDER)
def submit() -> Response:
    """Next: the whole step is checked and nothing is stored (R014). Without it, another type only shows its
    boxes (R010)."""
    form = Eligibility()
    if "next" not in request.form:
        form.type_in()
        form.switch(request.form.get("switch", ""))
        return _step_one(form)
    fields = form.take()
    matched = fields and form.sent(provider.match, fields)
    return _step_two(matched, Finish()) if matched else _step_one(form)


def _step_two(matched: dict[str, Any], form: StepTwo) -> Response:
    """The agreement; or, when somebody administers the Provider ID, whom to ask (R020)."""
    known = matched["outcome"] == "administrator_exists"
    name = "administrator" if known else "agreement"
    return page(f"provider/association/{name}.html", form, wizard=wizard(), matched=matched)


@door(PROVIDER)
def finish() -> Response:
    """The agreement is confirmed: linked, and signed in to it (R022, R023, R033)."""
    form = Finish()
    fields = form.take()
    linked = fields and form.sent(provider.finish, fields, wizard().enters)
    if not linked:
        return _once_more(form)
    entry.forget()
    flash(words(wizard().done, office=linked["name"]), "good")
    return redirect(url_for(wizard().then), 303)


def _once_more(form: StepTwo) -> Response:
    """Step 2 again: the directory is asked anew, as what it said is kept nowhere."""
    try:
        matched = provider.match(as_typed())
    except ContractError:
        matched = None
    if matched is None or form.expired:
        flash(words("provider.start_again"), "warn")
        return redirect(url_for(".form"), 303)
    return _step_two(matched, form)


@door(PROVIDER)
def ask_access() -> Response:
    """Request Access (R020)."""
    form = AskAccess()
    fields = form.take()
    if not (fields and form.sent(provider.request_access, fields)):
        return _once_more(form)
    entry.forget()
    return redirect(url_for(".asked"), 303)


@door(PROVIDER)
def asked() -> Response:
    """What happens next."""
    return page("provider/association/asked.html", wizard=wizard())


@door(PROVIDER)
def back_to_form() -> Response:
    """A reloaded answer of a POST leads back to step 1."""
    return redirect(url_for(".form"), 303)


_ROUTES: tuple[tuple[str, str, str, Callable[[], Response]], ...] = (
    ("GET", "", "form", form),
    ("POST", "", "submit", submit),
    ("GET", "/agreement", "agreement_again", back_to_form),
    ("POST", "/agreement", "finish", finish),
    ("GET", "/request-access", "request_again", back_to_form),
    ("POST", "/request-access", "ask_access", ask_access),
    ("GET", "/requested", "asked", asked),
)


def _pages(one: Wizard) -> Blueprint:
    _WIZARDS[one.name] = one
    made = Blueprint(one.name, __name__, url_prefix=one.prefix)
    for method, rule, name, view in _ROUTES:
        made.add_url_rule(rule, name, view, methods=[method])
    return made


ASSOCIATE = Wizard(
    name="provider_association",
    prefix="/provider/associate",
    title="Associate Your Account",
    finish="Next",
    done="provider.associated",
    then="provider.home",
    enters=True,
)
LINK = Wizard(
    name="provider_link",
    prefix="/provider/users/link-account",
    title="Link Account",
    finish="Finish",
    done="provider.linked",
    then="provider_links.table",
    enters=False,
)
blueprints = (_pages(ASSOCIATE), _pages(LINK))
