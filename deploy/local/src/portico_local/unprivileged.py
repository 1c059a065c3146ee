"""PostgreSQL refuses to run as root, so root runs it as nobody in particular.

First choice is a user namespace in which root's files belong to `nobody`: no account is added, and no
folder above the project has to be opened to others. Where namespaces are forbidden (many containers), it is
the account `nobody` itself, which then has to be able to reach the project's folder.
"""

import functools
import os
import pwd
import shutil
import subprocess
from pathlib import Path

from portico_local.problems import CannotStart

NOBODY = "nobody"


def command(argv: list[str]) -> list[str]:
    """The same command, run by someone who isn't root."""
    if os.geteuid() != 0:
        return argv
    who = pwd.getpwnam(NOBODY)
    if _namespaces_work():
        return ["unshare", "--user", f"--map-user={who.pw_uid}", f"--map-group={who.pw_gid}", *argv]
    return ["setpriv", f"--reuid={who.pw_uid}", f"--regid={who.pw_gid}", "--clear-groups", *argv]


def own(folder: Path) -> None:
    """Give the folder to whoever `command` runs as.

    Raises:
        CannotStart: that account can't get there.
    """
    if os.geteuid() != 0:
        return
    who = pwd.getpwnam(NOBODY)
    wanted = (0, 0) if _namespaces_work() else (who.pw_uid, who.pw_gid)
    for path in (folder, *folder.rglob("*")):
        found = path.lstat()
        if (found.st_uid, found.st_gid) != wanted:
            os.chown(path, *wanted, follow_symlinks=False)
    _check(["test", "-w", str(folder)], folder)


def check(program: list[str]) -> None:
    """Raises CannotStart when that account can't run a program of ours."""
    if os.geteuid() == 0:
        _check(program, Path(program[0]))


def _check(argv: list[str], what: Path) -> None:
    if subprocess.run(command(argv), check=False, capture_output=True).returncode:
        raise CannotStart(
            f"PostgreSQL won't run as root, and the account {NOBODY} can't use {what}; "
            "run as an ordinary user, or move the project to a folder that everybody may enter"
        )


@functools.cache
def _namespaces_work() -> bool:
    if shutil.which("unshare") is None:
        return False
    tried = subprocess.run(
        ["unshare", "--user", "--map-user=65534", "true"], check=False, capture_output=True
    )
    return tried.returncode == 0
