"""`publish-webinar`: an operator puts the webinar's files where the gateway serves them from (R217)."""

import argparse
import filecmp
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from gateway.config import downloads_folder
from gateway.downloads.documents import WEBINAR, Document
from gateway.downloads.formats import Format

PIECE = 1 << 20
READABLE_BY_ALL = 0o644


class Refused(Exception):
    """A file that is not published; the text says why."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """An option for each document."""
    for document in WEBINAR:
        kinds = " or ".join(kind.name for kind in document.formats)
        what = f"{kinds}, at most {document.most // 1_000_000} MB"
        parser.add_argument(f"--{document.name}", type=Path, metavar="FILE", help=what)


def publish_webinar(asked: argparse.Namespace) -> int:
    """Publish the files that are named; one line for each. 1 when one was refused: the others are
    published, and what was there before in its place stays. 2 when there is nothing to do.

    Raises servicekit.config.MissingSetting without GATEWAY_DOWNLOADS."""
    root = downloads_folder()
    given = [(document, path) for document in WEBINAR if (path := getattr(asked, document.name))]
    if not given:
        options = " ".join(f"--{document.name}" for document in WEBINAR)
        print(f"gateway: name at least one file: {options}", file=sys.stderr)
        return 2
    told = [_told(root, document, path) for document, path in given]
    return 0 if all(told) else 1


def _told(root: Path, document: Document, source: Path) -> bool:
    try:
        print(f"{document.name}: {publish(root, document, source)}")
        return True
    except (Refused, OSError) as problem:
        why = problem.strerror if isinstance(problem, OSError) else problem
        print(f"{document.name}: refused, {source}: {why}; what was published before stays", file=sys.stderr)
        return False


def publish(root: Path, document: Document, source: Path) -> str:
    """Publish one file; the same again changes nothing. It is copied aside, and the copy is looked at before
    it takes the name, so that nobody ever gets half a file or one that was not looked at.

    Raises Refused, OSError."""
    if not source.is_file():
        raise Refused("there is no such file")
    places = document.files(root)
    folder = next(iter(places.values())).parent
    folder.mkdir(parents=True, exist_ok=True)
    with _copied(source, folder, document.most) as copy:
        kind = _kind(document, copy)
        target, said = places[kind], f"{kind.name}, {copy.stat().st_size:,} bytes"
        if target.is_file() and filecmp.cmp(copy, target, shallow=False):
            return f"unchanged ({said})"
        os.replace(copy, target)
    _tidy(folder, set(places.values()) - {target})
    return f"published ({said})"


@contextmanager
def _copied(source: Path, folder: Path, most: int) -> Iterator[Path]:
    """A copy that is on the disk, next to where it will be; gone afterwards unless it was renamed."""
    handle, name = tempfile.mkstemp(dir=folder, prefix=".", suffix=".part")
    copy = Path(name)
    try:
        with os.fdopen(handle, "wb") as out, source.open("rb") as file:
            _copy(file, out, most)
            os.fchmod(out.fileno(), READABLE_BY_ALL)
            out.flush()
            os.fsync(out.fileno())
        yield copy
    finally:
        copy.unlink(missing_ok=True)


def _copy(file: BinaryIO, out: BinaryIO, most: int) -> None:
    while piece := file.read(PIECE):
        if out.tell() + len(piece) > most:
            raise Refused(f"more than {most // 1_000_000} MB")
        out.write(piece)


def _kind(document: Document, copy: Path) -> Format:
    for kind in document.formats:
        if kind.fits(copy):
            return kind
    raise Refused("this is not " + " or ".join(kind.means for kind in document.formats))


def _tidy(folder: Path, others: set[Path]) -> None:
    """Keep the new name through a power cut, and take away the same document in another format."""
    for path in others:
        path.unlink(missing_ok=True)
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
