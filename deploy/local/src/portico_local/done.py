"""Which commands have been run already by this very code, so that a second `make run` starts at once."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from portico_local.places import PROJECT

SOURCES = ("libs", "services")


@dataclass(frozen=True)
class Done:
    """What is noted in a file next to the data that the commands have changed."""

    path: Path
    code: str

    @classmethod
    def at(cls, folder: Path) -> "Done":
        """The notes of an instance, valid for the code as it is now."""
        return cls(folder / "done.json", _code())

    def has(self, name: str) -> bool:
        """Whether the command ended well with this code."""
        return self._notes().get(name) == self.code

    def note(self, name: str) -> None:
        """It ended well."""
        self.path.write_text(json.dumps(self._notes() | {name: self.code}))

    def _notes(self) -> dict[str, str]:
        return json.loads(self.path.read_text()) if self.path.exists() else {}


def _code() -> str:
    digest = hashlib.sha256()
    for path in sorted(path for root in SOURCES for path in (PROJECT / root).glob("**/src/**/*.py")):
        digest.update(f"{path}\n".encode() + path.read_bytes())
    return digest.hexdigest()
