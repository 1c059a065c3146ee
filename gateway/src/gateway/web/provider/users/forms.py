"""Forms of Manage Users."""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask import request
from marshmallow import pre_load

from contracts.errors import ContractError
from contracts.provider_directory import errors as e
from contracts.provider_directory import users as u
from contracts.provider_directory.access import ADMINISTRATOR, GRANTABLE, ROLES
from gateway import shapes
from gateway.web.empty_boxes import EmptyBoxes
from gateway.web.forms import Form
from gateway.web.words import words

SORTS = tuple(f"{order}:{direction}" for order in u.ORDERS for direction in u.DIRECTIONS)


class SearchForm(EmptyBoxes, u.UserSearch):
    """What the directory takes for a page of the table."""


class Search(Form):
    """The table's filter, order and page (R048)."""

    schema = SearchForm
    labels = {"text": "Name or email", "role": "Role", "status": "Status"}
    optional = frozenset(labels)

    def beginning(self) -> dict[str, Any]:
        """The first page of everybody."""
        self.values["sort"] = SORTS[0]
        return shapes.dump(SearchForm, shapes.load(SearchForm, {}))

    def fields(self) -> dict[str, Any] | None:
        """What to ask for; another order or filter begins with the first page."""
        sort = request.form.get("sort", "")
        sort = sort if sort in SORTS else SORTS[0]
        self.values["sort"] = sort
        order, _, direction = sort.partition(":")
        after = request.form.get("after", "") if "more" in request.form else ""
        return self.take(order=order, direction=direction, after=after)


def text_of(grant: Mapping[str, Any]) -> str:
    """A grant as the value of a checkbox: feature, practitioner, site; empty for all."""
    return "|".join(str(grant.get(name) or "") for name in ("feature", "provider_scope", "site_scope"))


def grant_of(text: str) -> dict[str, str | None]:
    """The grant of such a value; nonsense is refused by the contract."""
    feature, provider, site = (text.split("|") + ["", "", ""])[:3]
    return {"feature": feature, "provider_scope": provider or None, "site_scope": site or None}


class WantedForm(u.AccessWanted):
    """What the directory takes for a change; the version comes as text."""

    @pre_load
    def _version_as_number(self, data, **kwargs):
        version = data.get("version") or ""
        return {**data, "version": int(version) if version.isdecimal() else None}


class Access(Form):
    """Edit Role and Permissions (R050): `chosen` are the grants whose boxes are checked, as texts."""

    schema = WantedForm
    labels = {"role": "Role", "grants": "Permissions"}

    def __init__(self, user: Mapping[str, Any] | None = None):
        super().__init__()
        self.chosen: list[str] = []
        self.now: dict[str, Any] | None = None
        if user:
            self.values.update(role=user["role"], version=str(user["version"]))
            every = user["role"] != ADMINISTRATOR and user["features"] and not user["grants"]
            given = [{"feature": key} for key in GRANTABLE] if every else user["grants"]
            self.chosen = [text_of(grant) for grant in given]

    @property
    def narrow(self) -> list[str]:
        """Chosen grants for one practitioner or site."""
        return [text for text in self.chosen if not text.endswith("||")]

    def read(self) -> None:
        """Take what is checked, without judging it."""
        self.values.update({name: request.form.get(name, "") for name in ("role", "version")})
        if self.values["role"] not in ROLES:
            self.values["role"] = ROLES[-1]
        self.chosen = list(dict.fromkeys(request.form.getlist("grant")))

    def add(self) -> None:
        """Add the narrower permission that was put together below the boxes."""
        parts = [request.form.get(name, "") for name in ("new_feature", "new_provider", "new_site")]
        if parts[0] not in GRANTABLE or not any(parts[1:]):
            self.status = 422
            self.errors["grants"] = words("provider.scope_needed")
        elif "|".join(parts) not in self.chosen:
            self.chosen.append("|".join(parts))

    def wanted(self, link_id: str) -> dict[str, Any] | None:
        """What to save; an administrator has everything, so nothing is granted."""
        self.read()
        role = self.values["role"]
        grants = [grant_of(text) for text in self.chosen] if role != ROLES[0] else []
        return self.take(link_id=link_id, role=role, grants=grants)

    def refuse(self, error: ContractError) -> None:
        """Somebody was quicker: show how it is now; saving again overrides that (R050)."""
        super().refuse(error)
        if isinstance(error, e.AccessChanged) and error.details.get("current"):
            self.now = shapes.load(u.OfficeUser, error.details["current"])
            self.values["version"] = str(self.now["version"])


class RoleChange(Form):
    """Make Admin or Remove Admin (R052)."""

    schema = WantedForm
    labels: ClassVar[dict[str, str]] = {}


class EndingForm(EmptyBoxes, u.AccessAction):
    """What the directory takes; the reason may be left out."""


class AccessEnding(Form):
    """Revoke User or Reinstate (R053). The reason is for administrators and the plan's support alone."""

    schema = EndingForm
    labels = {"reason": "Reason, for administrators and the plan's support specialist (Optional)"}
    optional = frozenset({"reason"})
