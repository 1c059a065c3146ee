"""Every service is the same house. (Which room may import which is in pyproject.toml, for import-linter.)"""

import ast
import tomllib

import pytest

from portico_local.places import PROJECT
from portico_local.programs import SERVICES as PROGRAMS
from support import tree

ALWAYS = {"__main__", "config", "service", "operations", "repository", "models", "migrations"}
SOMETIMES = {"adapters", "rules"}
SERVICE_FILES = ("pyproject.toml", "README.md")
README_WORDS = ("owns", "answers", "tells", "hears")
DOOR_LINES = 5


@pytest.mark.parametrize("folder", tree.SERVICES)
def test_a_service_has_the_same_rooms_as_every_other(folder):
    modules = {path.stem for path in tree.room(folder).glob("*.py")} - {"__init__"}
    packages = {path.parent.name for path in tree.room(folder).glob("*/*.py")}
    rooms = modules | packages
    assert rooms >= ALWAYS, f"missing: {sorted(ALWAYS - rooms)}"
    assert rooms <= ALWAYS | SOMETIMES, (
        f"a new kind of room needs a decision record: {sorted(rooms - ALWAYS - SOMETIMES)}"
    )


@pytest.mark.parametrize("folder", tree.SERVICES)
def test_a_service_says_what_it_owns_answers_tells_and_hears(folder):
    home = PROJECT / "services" / folder
    assert [name for name in SERVICE_FILES if not (home / name).exists()] == []
    text = (home / "README.md").read_text().lower()
    assert [word for word in README_WORDS if word not in text] == []
    assert list((home / "tests").rglob("test_*.py")), "a service without tests"


@pytest.mark.parametrize("folder", tree.SERVICES)
def test_a_door_method_has_at_most_five_lines(folder):
    source = ast.parse((tree.room(folder) / "service.py").read_text())
    doors = [node for node in ast.walk(source) if isinstance(node, ast.FunctionDef) and node.decorator_list]
    long = {node.name: len(_body(node)) for node in doors if len(_body(node)) > DOOR_LINES}
    assert long == {}


def _body(node: ast.FunctionDef) -> range:
    return range(node.body[0].lineno, node.end_lineno + 1)


def test_every_service_folder_is_known_and_is_started():
    found = {path.parent.name for path in (PROJECT / "services").glob("*/pyproject.toml")}
    assert found == tree.SERVICES.keys()
    assert {program.package for program in PROGRAMS} == set(tree.SERVICES.values())


def test_every_distribution_is_named_portico_and_licensed_alike():
    projects = [path for path in tree.files() if path.name == "pyproject.toml" and path.parent != PROJECT]
    odd = []
    for path in projects:
        about = tomllib.loads(path.read_text())["project"]
        if not about["name"].startswith("portico-") or about["license"] != "Apache-2.0":
            odd.append(tree.short(path))
    assert projects and odd == []
