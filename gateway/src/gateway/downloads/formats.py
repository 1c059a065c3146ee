"""Kinds of files, told by their bytes: a name can say anything."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

EDGE = 1024
"""Bytes at either end in which a PDF or WebM says what it is."""
_EBML = b"\x1a\x45\xdf\xa3"
_DOC_TYPE_WEBM = re.compile(rb"\x42\x82.{1,8}webm", re.DOTALL)  # id, length, text (RFC 8794, 11.2.6)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Format:
    """A kind of file. `name` is what people call it, in any language; `means` ends the sentence "this is
    not …"; `fits` looks at a file."""

    suffix: str
    media_type: str
    name: str
    means: str
    fits: Callable[[Path], bool]


def _is_pdf(path: Path) -> bool:
    head, tail = _ends(path)
    return head.startswith(b"%PDF-") and b"%%EOF" in tail


def _is_mp4(path: Path) -> bool:
    """ISO/IEC 14496-12: the first box is `ftyp`. A QuickTime film looks alike, and few browsers play it."""
    head, _ = _ends(path)
    return head[4:8] == b"ftyp" and head[8:12] != b"qt  "


def _is_webm(path: Path) -> bool:
    head, _ = _ends(path)
    return head.startswith(_EBML) and bool(_DOC_TYPE_WEBM.search(head))


def _is_vtt(path: Path) -> bool:
    """WebVTT: the word in the first line, and at least one cue."""
    text = _text(path)
    return bool(re.match(r"WEBVTT(?=[ \t\n\r])", text)) and " --> " in text


def _is_text(path: Path) -> bool:
    text = _text(path)
    return bool(text.strip()) and not _CONTROL.search(text)


def _ends(path: Path) -> tuple[bytes, bytes]:
    with path.open("rb") as file:
        head = file.read(EDGE)
        file.seek(max(0, path.stat().st_size - EDGE))
        return head, file.read()


def _text(path: Path) -> str:
    """The text of a file in UTF-8, with or without a byte order mark; "" for any other."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""


PDF = Format("pdf", "application/pdf", "PDF", "a whole PDF", _is_pdf)
MP4 = Format("mp4", "video/mp4", "MP4", "an MP4", _is_mp4)
WEBM = Format("webm", "video/webm", "WebM", "a WebM", _is_webm)
VTT = Format("vtt", "text/vtt", "WebVTT", "WebVTT in UTF-8 with at least one cue", _is_vtt)
TXT = Format("txt", "text/plain", "TXT", "plain text in UTF-8", _is_text)
