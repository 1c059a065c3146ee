"""What was typed comes back after logging in again, in the boxes where it was typed (R239)."""

from datetime import UTC, datetime, timedelta

import pytest
from checking import check
from pretend import PASSWORD

from contracts.member import rpc
from servicekit import clock

NEW = "/my-account/profile/phone/new"
PHONE = {"use": "home", "number": "831-555-0199", "extension": "7"}


def log_in(browser):
    return browser.submit("/log-in", username="rosa.santos", password=PASSWORD)


@pytest.fixture
def sent_too_late(browser):
    """`sent_too_late(path, **fields)`: a form of Rosa's that is sent when her session is over; the way on."""

    def send(path, **fields):
        start = datetime.now(UTC)
        with clock.frozen(start):
            log_in(browser)
            token = browser.csrf(path)
        with clock.frozen(start + timedelta(minutes=16)):
            headers = {"Referer": f"https://portico.example.org{path}"}
            answer = browser.post(path, data={"csrf_token": token, **fields}, headers=headers)
            assert answer.status_code == 303 and "/log-in" in answer.location
            log_in(browser)
            return browser.get(path)

    return send


def test_what_was_typed_stands_in_its_boxes_and_is_sent_with_one_press(browser, identity, sent_too_late):
    page = check(sent_too_late(NEW, **PHONE))
    boxes = {box.attrs.get("name"): box.attrs.get("value") for box in page.all("input")}
    assert (boxes["number"], boxes["extension"]) == ("831-555-0199", "7")
    assert identity.made(rpc.create_contact_point) == []


def test_a_change_keeps_the_version_it_was_made_from(browser, identity, sent_too_late):
    (entry, *_) = identity.contact.of("phone")
    path = f"/my-account/profile/phone/{entry['contact_point_id']}"
    page = check(sent_too_late(path, **PHONE, version="1"))
    identity.contact.change_elsewhere(entry, number="+18315550111")
    boxes = {box.attrs.get("name"): box.attrs.get("value") for box in page.all("input")}
    assert (boxes["number"], boxes["version"]) == ("831-555-0199", "1")


def test_another_page_gets_nothing_of_it(browser, sent_too_late):
    sent_too_late(NEW, **PHONE)
    assert "831-555-0199" not in browser.get("/my-account/profile/email/new").text
