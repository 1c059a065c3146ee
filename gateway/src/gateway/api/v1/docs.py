"""The API's description for people and machines; works offline and without scripts."""

from pathlib import Path

from flask import Blueprint, Response, jsonify, render_template

from gateway.api.v1.openapi import document
from gateway.problem_titles import HTTP_TITLES, TITLES
from gateway.security.doors import ANYONE, door

PAGES = Path(__file__).parent / "pages"

blueprint = Blueprint("api_docs", __name__, template_folder="pages")


@blueprint.get("/api/v1/openapi.json")
@door(ANYONE)
def openapi() -> Response:
    """The OpenAPI 3.1 document."""
    return jsonify(document())


@blueprint.get("/api/docs")
@door(ANYONE)
def docs() -> str:
    """Every operation, schema and problem on one page."""
    return render_template("api_docs.html", spec=document(), problems={**TITLES, **HTTP_TITLES})


@blueprint.get("/api/docs.css")
@door(ANYONE)
def stylesheet() -> Response:
    """The page's style."""
    return Response((PAGES / "api_docs.css").read_text(), mimetype="text/css")
