"""The webinar to watch and to download: its page, and its files as browsers ask for them (R217)."""

import re

import pytest
from checking import check
from pretend import PASSWORD
from support_peers import settings_for
from support_webinar import DEMO, MP4, demo, put_there

from gateway.web.provider.resources.webinar import PIECE

PAGE = "/provider-portal/education/webinar"
SLIDES, RECORDING = f"{PAGE}/slides.pdf", f"{PAGE}/recording.webm"


@pytest.fixture
def root(tmp_path):
    """The folder of published files; nothing is in it."""
    return tmp_path / "published"


@pytest.fixture
def settings(identity, root):
    return settings_for(identity, downloads=root)


@pytest.fixture
def whole(root):
    """Everything is published."""
    put_there(root, *DEMO)


def links(page):
    return {a.attrs["href"]: a.parent.text.strip() for a in page.all("a") if a.parent.tag == "li"}


def media(answer):
    found = re.search(r"media-src ([^;]*)", answer.headers["Content-Security-Policy"])
    return found and found[1]


@pytest.mark.parametrize("folder", ["missing", None])
def test_while_nothing_is_published_a_copy_can_be_requested(browser, app, identity, folder):
    if folder is None:
        app.extensions["portico.settings"] = settings_for(identity)
    answer = browser.get(PAGE)
    page = check(answer)
    assert not page.all("video") and media(answer) is None
    assert not [href for href in links(page) if href.startswith(f"{PAGE}/")]
    assert page.one("a", class_="button", href=f"{PAGE}-copy").text == "Request a copy"


def test_everything_that_is_published_is_there_with_kind_and_size(browser, whole):
    shown = links(check(browser.get(PAGE)))
    assert re.fullmatch(r"Slides of the webinar \(PDF, \d{3} kB\)", shown[SLIDES])
    assert re.fullmatch(r"Recording of the webinar \(WebM, 1\.\d MB\)", shown[RECORDING])
    assert shown[f"{PAGE}/captions.vtt"] == "Captions of the recording (WebVTT, 2 kB)"
    assert shown[f"{PAGE}/transcript.txt"] == "Transcript of the recording (TXT, 2 kB)"


def test_the_recording_plays_on_the_page_with_captions_and_a_transcript_beside_it(browser, whole):
    answer = browser.get(PAGE)
    page = check(answer)
    video = page.one("video")
    assert video.attrs.keys() >= {"controls"} and video.attrs["preload"] == "none"
    assert "autoplay" not in video.attrs
    track = page.one("track")
    assert (track.attrs["kind"], track.attrs["srclang"]) == ("captions", "en")
    for link in (page.one("source").attrs["src"], track.attrs["src"]):
        assert browser.get(link).headers["Content-Disposition"].startswith("inline")
    transcript = page.one("a", href=f"{PAGE}/play/transcript.txt")
    assert browser.get(transcript.attrs["href"]).mimetype == "text/plain"
    assert media(answer) == "'self'" and media(browser.get("/provider-portal")) is None


def test_when_all_is_there_a_copy_can_still_be_requested_by_who_cannot_open_a_file(browser, whole):
    text = check(browser.get(PAGE)).text
    assert "You can't open a file? Request a copy" in text


def test_a_recording_without_captions_is_only_to_download(browser, root):
    put_there(root, "recording", "transcript")
    page = check(browser.get(PAGE))
    assert not page.all("video") and RECORDING in links(page)
    assert page.one("a", class_="button", href=f"{PAGE}-copy"), "the slides are not there"


def test_the_newest_format_is_the_one_that_is_shown(browser, root, whole):
    newer = root / "webinar" / "recording.mp4"
    newer.write_bytes(MP4)
    assert f"{PAGE}/recording.mp4" in links(check(browser.get(PAGE)))
    assert browser.get(RECORDING).status_code == 404


@pytest.mark.parametrize(("name", "kind"), [
    ("slides", "application/pdf"), ("recording", "video/webm"), ("captions", "text/vtt; charset=utf-8"),
    ("transcript", "text/plain; charset=utf-8"),
])  # fmt: skip
def test_a_file_is_sent_whole_with_a_good_name_to_keep_for_everybody(browser, whole, name, kind):
    answer = browser.get(f"{PAGE}/{DEMO[name]}")
    assert answer.data == demo(name).read_bytes()
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Content-Disposition"] == (
        f"attachment; filename=provider-portal-webinar-{DEMO[name]}"
    )
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert "Set-Cookie" not in answer.headers


def test_who_is_logged_in_gets_the_same_answer_without_a_cookie_in_it(browser, whole):
    stranger = dict(browser.get(SLIDES).headers)
    browser.submit("/log-in", username="rosa.santos", password=PASSWORD)
    mine = dict(browser.get(SLIDES).headers)
    new_each_time = ("Expires", "X-Request-Id", "Date")
    assert {k: v for k, v in mine.items() if k not in new_each_time} == {
        k: v for k, v in stranger.items() if k not in new_each_time
    }


@pytest.mark.parametrize("ask", [("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since")])
def test_a_file_that_has_not_changed_is_not_sent_again(browser, root, whole, ask):
    told, header = ask
    seen = browser.get(SLIDES).headers[told]
    again = browser.get(SLIDES, headers={header: seen})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Cache-Control"] == "public, max-age=300"


def test_another_file_has_another_etag_and_a_download_begins_anew(browser, root, whole):
    seen = browser.get(f"{PAGE}/transcript.txt").headers["ETag"]
    (root / "webinar" / "transcript.txt").write_text("Another text.")
    half = {"Range": "bytes=8-", "If-Range": seen}
    answer = browser.get(f"{PAGE}/transcript.txt", headers=half)
    assert (answer.status_code, answer.text) == (200, "Another text.")


def test_a_download_goes_on_where_it_was_cut_off(browser, whole):
    content = demo("slides").read_bytes()
    seen = browser.get(SLIDES).headers["ETag"]
    rest = browser.get(SLIDES, headers={"Range": "bytes=1000-", "If-Range": seen})
    assert (rest.status_code, rest.data) == (206, content[1000:])
    assert rest.headers["Content-Range"] == f"bytes 1000-{len(content) - 1}/{len(content)}"
    assert browser.get(SLIDES, headers={"Range": "bytes=-5"}).data == content[-5:]


def test_a_part_that_is_not_there_is_refused_with_the_size(browser, whole):
    size = demo("slides").stat().st_size
    answer = browser.get(SLIDES, headers={"Range": f"bytes={size}-"})
    assert answer.status_code == 416 and answer.headers["Content-Range"] == f"bytes */{size}"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_player_gets_the_recording_in_pieces_that_make_it_whole(browser, whole):
    content, got = demo("recording").read_bytes(), b""
    assert len(content) > PIECE, "or this shows nothing"
    while len(got) < len(content):
        answer = browser.get(f"{PAGE}/play/recording.webm", headers={"Range": f"bytes={len(got)}-"})
        assert answer.status_code == 206 and 0 < len(answer.data) <= PIECE
        got += answer.data
    assert got == content
    exact = browser.get(f"{PAGE}/play/recording.webm", headers={"Range": "bytes=10-19"})
    assert exact.data == content[10:20]
    assert len(browser.get(RECORDING, headers={"Range": "bytes=1-"}).data) == len(content) - 1


@pytest.mark.parametrize("name", [
    "../secret.txt", "..%2fsecret.txt", "%2e%2e/secret.txt", "play/..%2f..%2fsecret.txt", "%2fetc%2fpasswd",
    "secret.txt", "notes.pdf", "slides.txt", "slides", "slides.pdf%00.txt", ".", "SLIDES.PDF",
])  # fmt: skip
def test_nothing_but_the_documents_is_served(browser, root, whole, name):
    (root / "secret.txt").write_text("a secret")
    (root / "webinar" / "secret.txt").write_text("a secret")
    (root / "webinar" / "notes.pdf").write_bytes(b"%PDF- a secret")
    answer = browser.get(f"{PAGE}/{name}")
    assert answer.status_code == 404 and b"a secret" not in answer.data


def test_a_link_that_leads_out_of_the_folder_is_not_followed(browser, root, tmp_path):
    outside = tmp_path / "outside.pdf"
    outside.write_bytes(b"%PDF- a secret %%EOF")
    (root / "webinar").mkdir(parents=True)
    (root / "webinar" / "slides.pdf").symlink_to(outside)
    assert browser.get(SLIDES).status_code == 404
    assert SLIDES not in links(check(browser.get(PAGE)))


def test_a_link_within_the_folder_is_followed(browser, root):
    """As a volume of Kubernetes has them."""
    put_there(root, "slides")
    (root / "webinar").rename(root / "..data")
    (root / "webinar").symlink_to("..data")
    assert browser.get(SLIDES).data == demo("slides").read_bytes()


def test_the_page_is_in_spanish_too(browser, whole):
    browser.set_cookie("portico_language", "es", domain="portico.example.org", secure=True)
    text = check(browser.get(PAGE)).text
    for words in ("Ver la grabación", "Diapositivas del seminario web (PDF,", "Leer la transcripción"):
        assert words in text


@pytest.mark.parametrize("path", ["/provider-portal", "/provider-portal/education"])
def test_the_portal_page_and_the_resources_say_where_the_webinar_is(browser, path):
    page = check(browser.get(path))
    assert page.one("a", href=PAGE).text == "Provider Portal Webinar"
    assert "Slides and recording to download" in page.text


def test_the_answer_about_the_slides_says_where_they_are(browser):
    page = check(browser.get("/provider-portal/questions", query_string={"q": "copy of the webinar slides"}))
    assert "Download the slides and the recording from the Provider Portal Webinar page" in page.text
