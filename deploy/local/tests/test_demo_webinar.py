"""The demo's webinar belongs together: slides, recording, captions, transcript."""

import re
import struct

import pypdf

from portico_local.places import PROJECT
from portico_local.programs import DEMO_WEBINAR

FOLDER = PROJECT / "deploy" / "local" / "demo" / "webinar"
TIME = r"(\d\d):(\d\d):(\d\d\.\d{3})"


def seconds_of_the_recording():
    """The Duration of the WebM (id 44 89, a double, in milliseconds)."""
    content = (FOLDER / "recording.webm").read_bytes()
    at = content.index(b"\x44\x89") + 2 + 8
    return struct.unpack(">d", content[at : at + 8])[0] / 1000


def cues():
    """Begin, end and words of each caption."""
    text = (FOLDER / "captions.vtt").read_text()
    found = re.findall(rf"^{TIME} --> {TIME}\n(.+)$", text, re.MULTILINE)
    seconds = [[int(h) * 3600 + int(m) * 60 + float(s) for h, m, s in (cue[:3], cue[3:6])] for cue in found]
    return [(begin, end, cue[6]) for (begin, end), cue in zip(seconds, found, strict=True)]


def test_what_make_run_publishes_is_there():
    paths = [FOLDER / option.split("/")[-1] for option in DEMO_WEBINAR]
    assert len(paths) == 4 and all(path.is_file() for path in paths)
    assert sum(path.stat().st_size for path in paths) < 2_500_000, "it is kept in the repository"


def test_captions_cover_the_recording_from_its_beginning_to_its_end():
    found = cues()
    assert len(found) > 10
    assert found[0][0] == 0
    assert [b for (_, a, _), (b, _, _) in zip(found, found[1:], strict=False) if a != b] == []
    assert abs(found[-1][1] - seconds_of_the_recording()) < 0.1
    assert 60 <= seconds_of_the_recording() <= 100


def test_every_caption_stays_long_enough_to_be_read():
    assert [words for begin, end, words in cues() if len(words) / (end - begin) > 20] == []


def test_the_transcript_says_what_the_captions_say():
    lines = (FOLDER / "transcript.txt").read_text().splitlines()
    assert [line.partition("] ")[2] for line in lines if line.startswith("[")] == [
        words for *_, words in cues()
    ]


def test_the_slides_are_a_tagged_pdf_with_a_bookmark_for_each_part():
    slides = pypdf.PdfReader(FOLDER / "slides.pdf")
    assert slides.trailer["/Root"]["/MarkInfo"]["/Marked"] and slides.trailer["/Root"]["/Lang"] == "en"
    assert slides.metadata.title == "Provider Portal Webinar: Managing User Access"
    assert len(slides.outline) >= 7
    wide, high = slides.pages[0].mediabox[2:]
    assert abs(wide / high - 16 / 9) < 0.01
