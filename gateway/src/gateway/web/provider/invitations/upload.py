"""Invite many people at once: a file, its lines that can't be used, and the same list as by hand (R044–R046).

Nothing is kept here: lines that can be used travel with the page until they are sent.
"""

import json
from typing import Any, ClassVar

from flask import Blueprint, Response, make_response, redirect, request, url_for

from contracts.procedures import PROVIDER
from contracts.provider_directory.access import GRANTABLE
from contracts.provider_directory.invitations import MOST_PEOPLE
from contracts.wire import Wire
from gateway.compositions import provider_users
from gateway.security.bodies import body_up_to
from gateway.security.doors import door
from gateway.web.faults import UNPROCESSABLE
from gateway.web.forms import Form
from gateway.web.page import page
from gateway.web.provider import place, shown
from gateway.web.provider.invitations import people_file
from gateway.web.provider.invitations.people_file import NotAList, PeopleFile, Refused
from gateway.web.provider.invitations.staged import Staged, as_row
from gateway.web.words import words

blueprint = Blueprint("provider_upload", __name__, url_prefix="/provider/users/invitations/upload")
blueprint.before_request(place.ask_ahead)
blueprint.after_request(place.agreement_first)

LARGEST_BODY = 2 * people_file.LONGEST
"""Twice a file: one that is somewhat too large is refused with words, and a good one's lines come back from
the page with more around them."""


class Upload(Form):
    """The file."""

    schema = Wire
    labels: ClassVar[dict[str, str]] = {"file": "CSV file"}

    def read(self) -> PeopleFile | None:
        """What the file says, or None with what is wrong with it as a whole."""
        sent = request.files.get("file")
        try:
            if sent is None or not sent.filename:
                raise NotAList("invite.file_needed")
            return people_file.read(sent.stream.read(people_file.LONGEST + 1))
        except NotAList as problem:
            self.status, self.errors["file"] = UNPROCESSABLE, words(problem.key, **problem.values)
            return None


@blueprint.get("")
@door(PROVIDER, needs_context=True)
def form() -> Response:
    """Choose a file."""
    place.administrators_only()
    return _page(Upload())


@blueprint.get("/template")
@door(PROVIDER, needs_context=True)
def template() -> Response:
    """An empty file to fill in."""
    place.administrators_only()
    answer = make_response(people_file.template())
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = 'attachment; filename="invite-users.csv"'
    return answer


@blueprint.post("")
@door(PROVIDER, needs_context=True)
@body_up_to(LARGEST_BODY)
def send() -> Response:
    """Send the file's people; where lines can't be used, ask first whether the others shall be."""
    place.administrators_only()
    upload = Upload()
    if "people" in request.form:
        return _send(upload, _posted())
    found = upload.read()
    if found is None:
        return _page(upload)
    if found.refused:
        upload.status, upload.problems = UNPROCESSABLE, [words("invite.lines_refused")]
        return _page(upload, found.people, found.refused)
    return _send(upload, found.people)


def _send(upload: Upload, people: list[dict[str, Any]]) -> Response:
    if not people:
        upload.status, upload.errors["file"] = UNPROCESSABLE, words("invite.file_needed")
        return _page(upload)
    batch = upload.sent(provider_users.invite, {"people": Staged(people).invitees()})
    if not batch:
        return _page(upload, people)
    if not batch["failed"]:
        return redirect(url_for("provider_invitations.list_of", batch_id=batch["batch_id"]), 303)
    return _page(upload, [], _failed(people, batch["outcomes"]), batch)


def _failed(people: list[dict[str, Any]], outcomes: list[dict[str, Any]]) -> list[Refused]:
    """Lines that the directory refused."""
    return [
        Refused(row["line"], shown.name(row), row["email"], outcome["problems"])
        for row, outcome in zip(people, outcomes, strict=True)
        if outcome["outcome"] == "failed"
    ]


def _posted() -> list[dict[str, Any]]:
    """The lines that came with the page; a list that can't be read is empty."""
    try:
        rows = json.loads(request.form["people"])
        return [as_row(row) | {"line": int(row["line"])} for row in rows][:MOST_PEOPLE]
    except (ValueError, TypeError, KeyError, AttributeError):
        return []


def _page(
    upload: Upload,
    people: list[dict[str, Any]] | None = None,
    refused: list[Refused] | None = None,
    batch: dict[str, Any] | None = None,
) -> Response:
    return page(
        "provider/invitations/upload.html",
        upload,
        people=people or [],
        kept=json.dumps(people, ensure_ascii=False),
        refused=refused or [],
        batch=batch,
        columns=people_file.COLUMNS,
        features=[shown.feature(key) for key in GRANTABLE],
        most=f"{MOST_PEOPLE:,}",
        megabytes=people_file.LONGEST // 1024**2,
    )
