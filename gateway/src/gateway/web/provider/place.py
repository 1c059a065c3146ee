"""Where an office's person is: the ribbon with the Provider ID she acts for, and whom pages send her to."""

from dataclasses import dataclass, field
from typing import Any

from flask import Flask, Response, abort, g, redirect, request, url_for

from contracts.errors import ContractError
from contracts.procedures import PROVIDER
from contracts.provider_directory.access import ADMINISTRATOR, GRANTABLE
from gateway.compositions import provider
from gateway.security import sessions
from gateway.web.provider import shown
from gateway.web.provider.association import entry
from gateway.web.staff import console

Link = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ribbon:
    """The linked accounts of who is signed in (R035, R036): the one she acts for, and all that are active."""

    active: Link | None = None
    links: list[Link] = field(default_factory=list)

    @property
    def administrator(self) -> bool:
        """Whether she manages the users of the Provider ID she acts for."""
        return self.active is not None and self.active["role"] == ADMINISTRATOR


def is_office() -> bool:
    """Whether an office's person is signed in."""
    found = sessions.current()
    return found is not None and PROVIDER in found.viewer.roles


def for_offices() -> bool:
    """Whether this page is for offices: then the Provider Portal Support Specialist helps (R222)."""
    return is_office() or request.path.startswith("/provider")


def administrators_only() -> None:
    """Refuse who does not administer the Provider ID she acts for, where no service is asked that would."""
    mine = sessions.require().viewer.context_id
    if not any(link["context_id"] == mine and link["role"] == ADMINISTRATOR for link in links()):
        abort(403)


def own_layout() -> str:
    """The layout with the menu of who is signed in, for pages that all have."""
    kind = "staff" if console.roles() else "provider" if is_office() else "member"
    return f"layouts/{kind}.html"


def context_ended() -> bool:
    """Whether her access to the account she worked for has just ended: this page says so."""
    return bool(g.get("context_ended"))


def has_context() -> bool:
    """Whether she acts for a Provider ID now."""
    found = sessions.current()
    return found is not None and found.viewer.context_id is not None


def ask_ahead() -> None:
    """Ask for the linked accounts while the page asks for what is its own."""
    if request.method == "GET" and is_office():
        g.links_asked = provider.begin_links()


def links() -> list[Link]:
    """All linked accounts of who is signed in, asked once per request. Raises what the service raises."""
    if "links" not in g:
        asked = g.pop("links_asked", None)
        g.links = asked.answer()["links"] if asked else provider.links()
    return g.links


def ribbon() -> Ribbon:
    """What the ribbon shows; empty when the service does not answer, as the page may do without."""
    if not is_office() or g.get("calls_no_service") or sessions.must_reset():
        return Ribbon()
    try:
        active = [link for link in links() if link["context_id"]]
    except ContractError:
        return Ribbon()
    mine = sessions.require().viewer.context_id
    return Ribbon(next((link for link in active if link["context_id"] == mine), None), active)


def agreement_first(response: Response) -> Response:
    """Nothing of an office is shown before its agreement is confirmed (R022): the home page asks for that. A
    service that knows of no access yet refuses, which is no answer either."""
    mine = ribbon().active if response.status_code in (200, 403) else None
    return redirect(url_for("provider.home"), 303) if mine and mine["agreement_due"] else response


def init_app(app: Flask) -> None:
    """Give templates the ribbon."""
    app.jinja_env.globals.update(
        own_layout=own_layout, for_offices=for_offices, is_office=is_office, has_context=has_context,
        context_ended=context_ended, ribbon=ribbon,
        role_words=shown.role, kind_words=shown.kind, paragraphs=paragraphs,
        grantable=GRANTABLE, feature_options=shown.feature_options,
    )  # fmt: skip
    app.jinja_env.filters["feature_words"] = shown.feature
    app.teardown_request(_nobody_wants_it)
    entry.init_app(app)


def paragraphs(text: str) -> list[str]:
    """A text whose paragraphs are parted by empty lines."""
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def _nobody_wants_it(error: BaseException | None) -> None:
    asked = g.pop("links_asked", None)
    if asked:
        asked.drop()
