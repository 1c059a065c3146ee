"""The demo's webinar as files to publish, and small ones that look like it."""

from gateway.downloads.documents import WEBINAR
from gateway.downloads.publishing import publish
from portico_local.places import PROJECT

DEMO = {
    "slides": "slides.pdf", "recording": "recording.webm", "captions": "captions.vtt",
    "transcript": "transcript.txt",
}  # fmt: skip
FOLDER = PROJECT / "deploy" / "local" / "demo" / "webinar"
MP4 = b"\0\0\0\x18ftypisom\0\0\2\0isomiso2" + bytes(64)


def demo(name):
    """The path of one of the demo's files."""
    return FOLDER / DEMO[name]


def put_there(root, *names):
    """Publish these of the demo's files."""
    for document in WEBINAR:
        if document.name in names:
            publish(root, document, demo(document.name))
