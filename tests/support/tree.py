"""The working tree as tests look at it."""

import subprocess
from functools import cache
from pathlib import Path

from portico_local.places import PROJECT

SERVICES = {
    "identity": "identity",
    "provider-directory": "provider_directory",
    "member": "member",
    "claims": "claims",
    "notifications": "notifications",
}
"""Folder and package of each service."""


def room(folder: str) -> Path:
    """The package folder of a service."""
    return PROJECT / "services" / folder / "src" / SERVICES[folder]


@cache
def files() -> tuple[Path, ...]:
    """Every file of ours that git tracks or would track."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    paths = (PROJECT / name for name in listed.split("\0") if name)
    return tuple(sorted(path for path in paths if path.is_file()))


def python_files() -> list[Path]:
    """Those that are Python."""
    return [path for path in files() if path.suffix == ".py"]


def short(path: Path) -> str:
    """A path as the reader of a failed test wants it."""
    return str(path.relative_to(PROJECT))
