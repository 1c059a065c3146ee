"""Files with a JSON object a line. Memory holds one line, however long the file is."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from servicekit.loading import UnusableFile

LONGEST_LINE = 1 << 20


@dataclass(frozen=True, slots=True)
class JsonLine:
    """One line: its object, or the reason why it has none. `offset` is how many bytes were read."""

    number: int
    offset: int
    content: dict[str, Any]
    problem: str | None = None


class NdjsonFile:
    """Reads `path`."""

    def __init__(self, path: Path):
        self.path = path

    @property
    def size(self) -> int:
        """Bytes in the file."""
        return os.stat(self.path).st_size

    def lines(self) -> Iterator[JsonLine]:
        """Every line but empty ones. Raises UnusableFile."""
        try:
            with open(self.path, "rb") as file:
                yield from self._lines(file)
        except OSError as error:
            raise UnusableFile(f"{self.path} can't be read: {error.strerror}") from error

    def _lines(self, file: Any) -> Iterator[JsonLine]:
        number = offset = 0
        while piece := file.readline(LONGEST_LINE):
            number += 1
            offset += len(piece)
            if len(piece) == LONGEST_LINE and not piece.endswith(b"\n"):
                while (rest := file.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                    offset += len(rest)
                yield JsonLine(number, offset + len(rest), {}, "line_too_long")
            elif piece.strip():
                yield _read(number, offset, piece)


def _read(number: int, offset: int, piece: bytes) -> JsonLine:
    try:
        content = json.loads(piece.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return JsonLine(number, offset, {}, "not_utf8")
    except (ValueError, RecursionError):
        return JsonLine(number, offset, {}, "not_json")
    if not isinstance(content, dict):
        return JsonLine(number, offset, {}, "not_json")
    return JsonLine(number, offset, content)
