"""The webinar's documents, and which of them are published now (R217)."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from gateway.downloads.formats import MP4, PDF, TXT, VTT, WEBM, Format

FOLDER = "webinar"
"""Inside the folder of GATEWAY_DOWNLOADS."""
MB = 1_000_000


@dataclass(frozen=True)
class Document:
    """One of them; it is published in one of its formats. `most` is the largest size in bytes."""

    name: str
    formats: tuple[Format, ...]
    most: int

    def files(self, root: Path) -> dict[Format, Path]:
        """Where it is kept, in each format."""
        return {kind: root / FOLDER / f"{self.name}.{kind.suffix}" for kind in self.formats}


WEBINAR = (
    Document("slides", (PDF,), 50 * MB),
    Document("recording", (MP4, WEBM), 500 * MB),
    Document("captions", (VTT,), 1 * MB),
    Document("transcript", (TXT,), 1 * MB),
)


@dataclass(frozen=True)
class Published:
    """A document that is there. `path` is the file itself, no link to it; `size` in bytes."""

    document: Document
    format: Format
    path: Path
    size: int
    changed: int
    """Nanoseconds since 1970."""

    @property
    def filename(self) -> str:
        """Its name in addresses."""
        return f"{self.document.name}.{self.format.suffix}"


def published(root: Path | None) -> dict[str, Published]:
    """What is there, by the documents' names; nothing when no folder is set."""
    found = {document.name: _newest(root, document) for document in WEBINAR} if root else {}
    return {name: one for name, one in found.items() if one is not None}


def by_filename(root: Path | None, filename: str) -> Published | None:
    """The document with that name in addresses. The name is compared and never becomes a path."""
    return next((one for one in published(root).values() if one.filename == filename), None)


def _newest(root: Path, document: Document) -> Published | None:
    # Two are there only for the moment in which another format takes over.
    found = [one for kind, path in document.files(root).items() if (one := _at(root, document, kind, path))]
    return max(found, key=lambda one: one.changed, default=None)


def _at(root: Path, document: Document, kind: Format, path: Path) -> Published | None:
    """The document at `path`, unless that is no readable file, an empty one, or leads out of the folder."""
    try:
        real = Path(os.path.realpath(path, strict=True))
        inside = real.is_relative_to(os.path.realpath(root))
        about = real.stat()
    except OSError:
        return None
    if not (inside and stat.S_ISREG(about.st_mode) and about.st_size and os.access(real, os.R_OK)):
        return None
    return Published(document, kind, real, about.st_size, about.st_mtime_ns)
