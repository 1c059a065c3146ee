"""Text size, grayscale, language, office hours (R151, R152, R155)."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from checking import check

from gateway.config import Support
from gateway.web import plan

ZONE = "America/Los_Angeles"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE))


def html(browser, path="/"):
    return check(browser.get(path)).one("html").attrs


@pytest.mark.parametrize("size", ["2", "3"])
def test_a_text_size_is_remembered_on_every_page(browser, size):
    assert browser.submit("/display", shown_on="/recover", text=size, next="/recover").location == "/recover"
    assert html(browser)["data-text"] == html(browser, "/log-in")["data-text"] == size


def test_grayscale_and_text_size_are_kept_together(browser):
    browser.submit("/display", shown_on="/", text="3")
    browser.submit("/display", shown_on="/", grey="1")
    assert html(browser)["data-text"] == "3" and "data-grey" in html(browser)
    browser.submit("/display", shown_on="/", grey="0")
    assert "data-grey" not in html(browser)


def test_nonsense_changes_nothing(browser):
    browser.submit("/display", shown_on="/", text="9", grey="x", language="xx", next="//evil.example")
    assert set(html(browser)) == {"lang", "dir"}


def test_the_language_can_be_chosen_and_stays(browser):
    browser.submit("/display", shown_on="/", language="es")
    page = check(browser.get("/create-account"))
    assert page.one("html").attrs["lang"] == "es"
    assert "Apellido" in page.text
    assert "Saltar al contenido principal" in page.one("a", class_="skip").text


def test_the_browsers_language_counts_when_nothing_was_chosen(browser):
    page = check(browser.get("/", headers={"Accept-Language": "es-MX,es;q=0.9,en;q=0.5"}))
    assert page.one("html").attrs["lang"] == "es"


def test_a_language_we_do_not_speak_gets_english(browser):
    assert check(browser.get("/", headers={"Accept-Language": "fr"})).one("html").attrs["lang"] == "en"


def test_every_tagline_tells_the_language_line(browser):
    page = check(browser.get("/language-assistance"))
    lines = [li for li in page.all("li") if li.attrs.get("lang")]
    assert len(lines) == 12
    assert all("800-555-0111" in line.text for line in lines)
    assert [line.attrs["lang"] for line in lines if line.attrs["dir"] == "rtl"] == ["ar", "fa"]


@pytest.mark.parametrize(("moment", "is_open"), [
    ("2026-11-23T07:59:59", False), ("2026-11-23T08:00:00", True), ("2026-11-23T17:29:59", True),
    ("2026-11-23T17:30:00", False), ("2026-11-22T12:00:00", False),
])  # fmt: skip
def test_the_office_is_open_on_weekdays_from_eight_to_half_past_five(moment, is_open):
    assert plan.open_at(Support(), ZONE, at(moment)) is is_open


@pytest.mark.parametrize(("moment", "opens"), [
    ("2026-11-23T07:00:00", "2026-11-23T08:00:00"), ("2026-11-23T09:00:00", "2026-11-24T08:00:00"),
    ("2026-11-20T18:00:00", "2026-11-23T08:00:00"), ("2026-03-06T20:00:00", "2026-03-09T08:00:00"),
])  # fmt: skip
def test_a_closed_office_says_when_it_opens(moment, opens):
    assert plan.next_opening(Support(), ZONE, at(moment)) == at(opens)


def test_the_support_block_stands_on_every_page_with_days_hours_and_state(browser):
    footer = check(browser.get("/log-in")).one("footer").text
    for words in ("800-555-0142", "TTY: Dial 711", "Monday through Friday, 8\u00a0a.m. to 5:30\u00a0p.m."):
        assert words in footer
    assert ("Open now" in footer) != ("Closed now" in footer)
