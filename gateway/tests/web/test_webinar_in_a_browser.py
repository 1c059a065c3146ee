"""The webinar's recording as only a browser plays it, with its captions, by keyboard, and in pieces."""

import pytest
from pretend import PretendIdentity
from stage import on_stage
from support_webinar import DEMO, demo, put_there

from gateway.web.provider.resources import webinar
from support.browser import LAPTOP, PHONE, SMALLEST

PAGE = "/provider-portal/education/webinar"
PLAYED = """video => new Promise((done, failed) => {
  video.onerror = () => failed(video.error.message);
  video.ontimeupdate = () => video.currentTime > 0.3 && done(video.duration);
  video.play().catch(failed);
})"""
CUES = """video => new Promise((done, failed) => {
  const track = video.querySelector("track");
  const told = () => done({ shown: track.track.mode, words: [...track.track.cues].map((cue) => cue.text) });
  track.onerror = () => failed("the captions can't be loaded");
  track.readyState === 2 ? told() : track.onload = told;
})"""
AT = """(video, at) => new Promise((done, failed) => {
  video.onerror = () => failed(video.error.message);
  video.onseeked = () => done(Math.round(video.currentTime));
  video.pause();
  video.currentTime = at;
})"""
LOADED = """video => new Promise((done, failed) => {
  const loaded = () => video.buffered.length && video.buffered.end(video.buffered.length - 1);
  const look = () => loaded() > video.duration - 1 && done(true);
  video.onerror = () => failed(video.error.message);
  video.onprogress = video.onsuspend = look;
  look();
})"""


@pytest.fixture
def whole_site(tmp_path):
    """The gateway's address; everything of the webinar is published."""
    put_there(tmp_path, *DEMO)
    with on_stage(PretendIdentity(), downloads=tmp_path) as url:
        yield url


def test_the_page_passes_axe_and_fits(open_window, whole_site):
    visit = open_window(whole_site).go(PAGE).fair(LAPTOP, SMALLEST)
    assert visit.page.locator("video track[kind=captions]").count() == 1


def test_the_recording_plays_with_captions_that_are_its_transcript(open_window, whole_site):
    page = open_window(whole_site, PHONE).go(PAGE).page
    video = page.locator("video")
    assert video.evaluate("video => [video.readyState, video.paused]") == [0, True], "nothing is loaded yet"
    assert 60 <= video.evaluate(PLAYED) <= 100
    told = video.evaluate(CUES)
    assert told["shown"] == "showing" and len(told["words"]) > 10
    page.get_by_role("link", name="Read the transcript instead").click()
    transcript = page.inner_text("body")
    assert [words for words in told["words"] if words not in transcript] == []


def test_the_player_puts_many_pieces_together_and_finds_any_place(open_window, whole_site, monkeypatch):
    monkeypatch.setattr(webinar, "PIECE", demo("recording").stat().st_size // 80)
    video = open_window(whole_site).go(PAGE).page.locator("video")
    length = video.evaluate(PLAYED)
    assert video.evaluate(LOADED)
    for at in (int(length) - 2, 40, 5):
        assert video.evaluate(AT, at) == at


def test_a_download_has_a_name_that_says_what_it_is(open_window, whole_site):
    page = open_window(whole_site).go(PAGE).page
    with page.expect_download() as slides:
        page.get_by_role("link", name="Slides of the webinar").click()
    assert slides.value.suggested_filename == "provider-portal-webinar-slides.pdf"
    assert slides.value.path().read_bytes() == demo("slides").read_bytes()
