"""What no source file may do."""

import ast
import re
import sys
import tomllib

import grimp
import pytest

from portico_local.places import PROJECT
from support import tree

LONGEST = 300
READS_ENVIRONMENT = re.compile(r"\bos\.(environ|getenv)\b|from os import [^\n]*\b(environ|getenv)\b")
MAY_READ = re.compile(
    r"(^|/)config\.py$|^deploy/|(^|/)tests/|^conftest\.py$|^libs/servicekit/src/servicekit/(patched|parked)\.py$"
)
"""`patched` sets a variable of eventlet's own, before it is loaded; `parked` is a program of no service."""
MACHINE = re.compile(
    r"(?<![\w.])/(work|root|home|Users)/\w|files\.pythonhosted|pypi\.org|registry\.npmjs|deb\.debian\.org|\bindex-url\s*=",
)
BUSINESS = frozenset(
    "member members provider providers claim claims coverage coverages patient patients referral referrals "
    "eligibility enrollment subscriber dependent pcp npi diagnosis".split()
)
KIT = "libs/servicekit/src/servicekit"
HOMONYMS = {
    f"{KIT}/tokens.py": {"claim", "claims"},  # what a JWT states (RFC 7519)
    f"{KIT}/consumer.py": {"provider", "providers"},  # nameko's word for what a consumer serves
    f"{KIT}/rpc/server.py": {"provider", "providers"},
    f"{KIT}/door.py": {"provider", "members"},  # nameko's dependency provider; members of a class
    f"{KIT}/store/answers.py": {"claim"},  # taking an idempotency key
    f"{KIT}/rpc/answering.py": {"claim"},
}
"""Words that mean something else there."""
TEXT = {
    ".py",
    ".toml",
    ".md",
    ".lock",
    ".in",
    ".yaml",
    ".yml",
    ".html",
    ".css",
    ".js",
    ".txt",
    ".cfg",
    ".ini",
    "",
}


def test_no_source_file_is_longer_than_three_hundred_lines():
    lengths = {tree.short(path): len(path.read_text().splitlines()) for path in tree.python_files()}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}


def test_only_config_reads_the_environment():
    readers = [
        tree.short(path)
        for path in tree.python_files()
        if READS_ENVIRONMENT.search(path.read_text()) and not MAY_READ.search(tree.short(path))
    ]
    assert readers == []


def test_no_tracked_file_names_a_registry_or_a_path_of_somebodys_machine():
    this = "tests/architecture/test_sources.py"
    found = [
        f"{tree.short(path)}: {match.group()}"
        for path in tree.files()
        if path.suffix in TEXT and tree.short(path) != this
        for match in MACHINE.finditer(path.read_text(errors="replace"))
    ]
    assert found == []


def _words(name: str) -> set[str]:
    return set(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().split("_"))


def test_the_kit_holds_no_word_of_the_business():
    found = []
    for path in tree.python_files():
        if not tree.short(path).startswith(KIT):
            continue
        unwanted = BUSINESS - HOMONYMS.get(tree.short(path), set())
        words = {word for token in re.findall(r"[A-Za-z_]\w*", path.read_text()) for word in _words(token)}
        found += [f"{tree.short(path)}: {word}" for word in sorted(words & unwanted)]
    assert found == []


def test_contracts_import_marshmallow_alone():
    graph = grimp.build_graph("contracts", include_external_packages=True, cache_dir=None)
    own = {module for module in graph.modules if module.split(".")[0] == "contracts"}
    others = {
        name.split(".")[0] for module in own for name in graph.find_modules_directly_imported_by(module)
    }
    assert others - {"contracts", "marshmallow"} - set(sys.stdlib_module_names) == set()


def test_every_package_that_a_project_asks_for_is_locked():
    locked = set(re.findall(r"^([a-z0-9-]+)==", (PROJECT / "requirements.lock").read_text(), re.MULTILINE))
    missing = {}
    for path in PROJECT.glob("*/**/pyproject.toml"):
        if ".venv" in path.parts:
            continue
        wanted = tomllib.loads(path.read_text())["project"].get("dependencies", [])
        names = {re.match(r"[A-Za-z0-9._-]+", line).group().lower().replace("_", "-") for line in wanted}
        unlocked = {name for name in names if not name.startswith("portico-")} - locked
        if unlocked:
            missing[tree.short(path)] = sorted(unlocked)
    assert missing == {}


def test_the_lock_holds_names_versions_and_hashes_and_nothing_else():
    lines = (PROJECT / "requirements.lock").read_text().splitlines()
    package, digest = (
        r"[a-z0-9-]+==[\w.+!-]+( ; [\w\s.<>='!()]+)? \\",
        r"    --hash=sha256:[0-9a-f]{64}( \\)?",
    )
    pattern = re.compile(f"{package}|{digest}")
    assert lines and [line for line in lines if not pattern.fullmatch(line)] == []


def _calls_a_fixed_sleep(path) -> bool:
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    return any(
        isinstance(call.func, ast.Attribute) and call.func.attr == "sleep" and _is_long(call)
        for call in calls
    )


def _is_long(call: ast.Call) -> bool:
    return bool(call.args) and isinstance(call.args[0], ast.Constant) and call.args[0].value > 0.5


@pytest.mark.parametrize("word", ["unittest.mock", "MagicMock", "monkeypatch.setattr(time"])
def test_no_test_stands_on_a_mock(word):
    this = "tests/architecture/test_sources.py"
    users = [tree.short(path) for path in tree.python_files() if word in path.read_text()]
    assert [name for name in users if name != this] == []


def test_tests_wait_for_what_happens_and_not_for_the_clock():
    sleepers = [
        path
        for path in tree.python_files()
        if "/tests/" in f"/{tree.short(path)}" and _calls_a_fixed_sleep(path)
    ]
    assert [tree.short(path) for path in sleepers] == []
