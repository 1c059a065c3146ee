"""Files under `static/`: served by WhiteNoise, under names with a hash of the content for a year.

`url_for("static", filename="app.css")` gives the hashed name; the plain name works too, for a minute.
"""

import hashlib
from pathlib import Path

from flask import Flask, Response, send_from_directory
from whitenoise import WhiteNoise

from gateway.security import headers
from gateway.security.doors import ANYONE, door

ROOT = Path(__file__).parent / "static"
PREFIX = "/static/"


def init_app(app: Flask) -> None:
    """Serve the files and teach `url_for` their hashed names."""
    names = {_plain(path): _hashed(path) for path in sorted(ROOT.rglob("*")) if path.is_file()}
    app.add_url_rule(f"{PREFIX}<path:filename>", "static", _plain_file)
    app.url_defaults(lambda endpoint, values: _rename(names, endpoint, values))
    served = WhiteNoise(
        app.wsgi_app,
        max_age=60,
        add_headers_function=headers.put_on_static,
        immutable_file_test=lambda path, url: url.removeprefix(PREFIX) in hashed_names,
        allow_all_origins=False,
    )
    hashed_names = set(names.values())
    for plain, hashed in names.items():
        for name in (plain, hashed):
            served.add_file_to_dictionary(PREFIX + name, str(ROOT / plain))
    app.wsgi_app = served


@door(ANYONE)
def _plain_file(filename: str) -> Response:
    return send_from_directory(ROOT, filename, max_age=60)


def _plain(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _hashed(path: Path) -> str:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    return path.with_name(f"{path.stem}.{digest}{path.suffix}").relative_to(ROOT).as_posix()


def _rename(names: dict[str, str], endpoint: str, values: dict) -> None:
    if endpoint == "static" and values.get("filename") in names:
        values["filename"] = names[values["filename"]]
