"""The webinar's files: what is there to download and to watch, and how it is sent (R217; WCAG 1.2)."""

import math
from typing import Any

from babel.units import format_unit
from flask import Response, abort, current_app, request, send_file
from flask_babel import get_locale

from gateway.downloads import documents
from gateway.downloads.documents import MB, Published

KEPT_SECONDS = 300
"""How long browsers and caches use a file without asking whether it is still the same."""
PIECE = 1 << 20
"""Bytes a player gets at a time. One that pauses leaves the rest unread: of the whole file that would hold a
thread of ours for as long as the pause."""


def parts() -> dict[str, Any]:
    """What the page shows: `files` by document name, whether there is something `to_watch` (a recording
    without captions is offered to download alone), and whether slides or recording are `missing`."""
    files = documents.published(current_app.extensions["portico.settings"].downloads)
    to_watch = {"recording", "captions"} <= files.keys()
    missing = not {"slides", "recording"} <= files.keys()
    return {"files": files, "to_watch": to_watch, "missing": missing, "kind_and_size": kind_and_size}


def kind_and_size(file: Published) -> str:
    """`PDF, 212 kB`, with the reader's decimal sign."""
    kilobytes = math.ceil(file.size / 1000)
    unit, size = ("megabyte", file.size / MB) if file.size >= MB else ("kilobyte", kilobytes)
    shown = format_unit(size, f"digital-{unit}", "short", format="#,##0.#", locale=get_locale())
    return f"{file.format.name}, {shown}"


def download(filename: str) -> Response:
    """The file to keep; 404 when it isn't published."""
    return _send(_there(filename), as_attachment=True)


def play(filename: str) -> Response:
    """The file for the player on the page, in pieces (RFC 9110, 15.3.7: a part may be less than asked)."""
    found = _there(filename)
    asked = request.range
    if asked and asked.units == "bytes" and len(asked.ranges) == 1 and asked.ranges[0][0] >= 0:
        begin, end = asked.ranges[0]
        last = min(end or found.size, begin + PIECE) - 1
        request.environ["HTTP_RANGE"] = f"bytes={begin}-{last}"
    return _send(found, as_attachment=False)


def _there(filename: str) -> Published:
    settings = current_app.extensions["portico.settings"]
    return documents.by_filename(settings.downloads, filename) or abort(404)


def _send(found: Published, as_attachment: bool) -> Response:
    return send_file(
        found.path,
        mimetype=found.format.media_type,
        as_attachment=as_attachment,
        download_name=f"provider-portal-webinar-{found.filename}",
        max_age=KEPT_SECONDS,
    )
