"""`publish-webinar`: what an operator is told, and what lies in the folder afterwards (R217)."""

import resource
import subprocess
import sys

import pytest
from support_webinar import DEMO, MP4, demo, put_there

from gateway.__main__ import main

MATROSKA = demo("recording").read_bytes()[:200].replace(b"webm", b"mkva")
QUICKTIME = MP4.replace(b"isom", b"qt  ", 1)
CUE = "00:00.000 --> 00:01.000\nWords\n"


@pytest.fixture
def root(tmp_path, monkeypatch):
    """The folder of the setting; it isn't there yet."""
    monkeypatch.setenv("GATEWAY_DOWNLOADS", str(tmp_path / "published"))
    return tmp_path / "published"


@pytest.fixture
def publish(root, capsys):
    """`publish(slides=path, …)`: the exit status, and the lines on both outputs."""

    def run(**files):
        status = main(["publish-webinar", *(f"--{name}={path}" for name, path in files.items())])
        said = capsys.readouterr()
        return status, said.out.splitlines(), said.err.splitlines()

    return run


def there(root):
    return sorted(path.name for path in (root / "webinar").iterdir())


def test_the_demos_files_are_published_with_a_line_for_each(root, publish):
    status, out, err = publish(**{name: demo(name) for name in DEMO})
    assert (status, err, len(out)) == (0, [], 4)
    assert out[0] == f"slides: published (PDF, {demo('slides').stat().st_size:,} bytes)"
    assert there(root) == sorted(DEMO.values())
    for name in DEMO:
        kept = root / "webinar" / DEMO[name]
        assert kept.read_bytes() == demo(name).read_bytes()
        assert kept.stat().st_mode & 0o777 == 0o644


def test_the_same_again_changes_nothing(root, publish):
    publish(slides=demo("slides"))
    before = (root / "webinar" / "slides.pdf").stat()
    status, out, _ = publish(slides=demo("slides"))
    after = (root / "webinar" / "slides.pdf").stat()
    assert status == 0 and out[0].startswith("slides: unchanged")
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize(("name", "content", "why"), [
    ("slides", b"GIF89a" + bytes(2000), "not a whole PDF"),
    ("slides", demo("slides").read_bytes()[:-3000], "not a whole PDF"),
    ("recording", b"a talk", "not an MP4 or a WebM"),
    ("recording", MATROSKA, "not an MP4 or a WebM"),
    ("recording", QUICKTIME, "not an MP4 or a WebM"),
    ("captions", f"WEBVTTX\n\n{CUE}".encode(), "not WebVTT"),
    ("captions", b"WEBVTT\n\nwithout a time\n", "not WebVTT"),
    ("captions", f"WEBVTT\n\n{CUE}A\xf1o\n".encode("latin-1"), "not WebVTT"),
    ("transcript", "Un a\xf1o".encode("latin-1"), "not plain text in UTF-8"),
    ("transcript", b"\x7fELF\0\0", "not plain text in UTF-8"),
    ("transcript", b" \n", "not plain text in UTF-8"),
    ("transcript", b"A line.\n" * 130_000, "more than 1 MB"),
])  # fmt: skip
def test_a_wrong_file_is_refused_with_the_reason_and_the_old_one_stays(
    root, publish, tmp_path, name, content, why
):
    put_there(root, name)
    wrong = tmp_path / "wrong"
    wrong.write_bytes(content)
    status, out, err = publish(**{name: wrong})
    assert (status, out, len(err)) == (1, [], 1)
    assert err[0].startswith(f"{name}: refused, {wrong}: ") and why in err[0]
    assert there(root) == [DEMO[name]]
    assert (root / "webinar" / DEMO[name]).read_bytes() == demo(name).read_bytes()


@pytest.mark.parametrize(("name", "content"), [
    ("captions", "\ufeffWEBVTT a title\r\n\r\n" + CUE), ("transcript", "\ufeffUn año\r\n\tcomo texto\r\n"),
])  # fmt: skip
def test_text_may_begin_with_a_byte_order_mark_and_end_its_lines_as_on_windows(
    root, publish, tmp_path, name, content
):
    source = tmp_path / "source"
    source.write_bytes(content.encode())
    assert publish(**{name: source})[0] == 0


def test_one_refused_file_does_not_keep_the_others_out(root, publish, tmp_path):
    status, out, err = publish(slides=tmp_path / "nothing.pdf", captions=demo("captions"))
    assert (status, len(out), len(err)) == (1, 1, 1)
    assert "there is no such file" in err[0]
    assert there(root) == ["captions.vtt"]


def test_a_recording_in_another_format_takes_the_place_of_the_old_one(root, publish, tmp_path):
    put_there(root, "recording", "captions")
    film = tmp_path / "any name"
    film.write_bytes(MP4)
    assert publish(recording=film)[1] == [f"recording: published (MP4, {len(MP4)} bytes)"]
    assert there(root) == ["captions.vtt", "recording.mp4"]


def test_when_the_disk_is_full_the_old_file_stays_and_nothing_is_left_lying_about(root, tmp_path):
    put_there(root, "transcript")
    new = tmp_path / "new.txt"
    new.write_text("A new line.\n" * 1000)
    done = subprocess.run(
        [sys.executable, "-m", "gateway", "publish-webinar", f"--transcript={new}"],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000)),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    assert "File too large" in done.stderr
    assert there(root) == ["transcript.txt"]
    assert (root / "webinar" / "transcript.txt").read_bytes() == demo("transcript").read_bytes()


def test_without_a_folder_it_says_which_setting_is_missing(publish, monkeypatch):
    monkeypatch.delenv("GATEWAY_DOWNLOADS")
    status, out, err = publish(slides=demo("slides"))
    assert (status, out, len(err)) == (2, [], 1) and "GATEWAY_DOWNLOADS is not set" in err[0]


def test_without_a_file_it_says_what_can_be_named(publish):
    status, _, err = publish()
    assert status == 2 and all(f"--{name}" in err[0] for name in DEMO)
