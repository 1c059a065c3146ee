"""Contact details as only a browser shows them: axe, widths, right to left, and without the script."""

import pytest
from pretend import CODE, PASSWORD

from support.browser import LAPTOP, PHONE, SMALLEST

PROFILE = "/my-account/profile"
NEW = {"email": "rosa.new@example.org", "verify_email": "rosa.new@example.org"}


def every_state(visit, contact):
    """All pages of contact details with their mistakes; yields at each page worth a look."""
    visit.go("/log-in").fill(username="rosa.santos", password=PASSWORD).press("LOG IN")
    cell, home = contact.of("phone")[0], contact.of("address")[0]
    one = f"{PROFILE}/phone/{cell['contact_point_id']}"
    yield visit.go(PROFILE)
    yield visit.go(f"{PROFILE}/address/new").press("Save")
    visit.page.select_option("#use", "mailing")
    visit.page.select_option("#county", "Other")
    yield visit.fill(line1="PO Box 12", city="Fresno", zip_code="93701").press("Save")
    visit.go(one)
    contact.change_elsewhere(cell, number="+18315550177")
    yield visit.fill(number="831-555-0188").press("Save")
    yield visit.go(f"{one}/delete")
    contact.entries = [entry for entry in contact.entries if entry["kind"] != "address" or entry is home]
    yield visit.go(f"{PROFILE}/address/{home['contact_point_id']}/delete")
    yield visit.go(f"{PROFILE}/email/new")
    visit.page.select_option("#use", "other")
    yield visit.fill(email="rosa.work@example.org").press("Save")
    yield visit.fill(code="999999").press("VERIFY")
    yield visit.go(f"{PROFILE}/login-email").fill(**NEW, current_password="wrong").press("Send the code")
    yield visit.fill(current_password=PASSWORD).press("Send the code")
    yield visit.fill(code="999999").press("VERIFY")
    yield visit.fill(code=CODE).press("VERIFY")
    yield visit.go(f"{PROFILE}/login-email/delete")


@pytest.mark.timeout(300)
def test_every_state_passes_axe_and_fits(open_window, site, identity):
    visit = open_window(site, SMALLEST)
    seen = [state.fair(LAPTOP, SMALLEST).path() for state in every_state(visit, identity.contact)]
    assert len(seen) == 14


def test_every_state_works_without_javascript_in_the_largest_text(open_window, site, identity):
    visit = open_window(site, SMALLEST, java_script_enabled=False).go("/")
    visit.page.click("text=Accessibility Tools")
    visit.page.click("[name=text][value='3']")
    for state in every_state(visit, identity.contact):
        assert state.fits().page.locator("main h1").count() == 1


def test_an_address_keeps_its_order_right_to_left(open_window, turned_site, identity):
    visit = open_window(turned_site, PHONE)
    next(every_state(visit, identity.contact))
    assert visit.page.get_attribute("html", "dir") == "rtl"
    line = visit.page.get_by_text("12 Pajaro Lane", exact=True)
    assert line.evaluate("element => getComputedStyle(element).direction") == "ltr"


def test_every_control_is_large_enough_for_a_thumb(open_window, site, identity):
    for state in every_state(open_window(site, PHONE), identity.contact):
        small = state.page.evaluate(
            """() => [...document.querySelectorAll("main :is(button, select, input, .button, nav a)")]
              .filter(e => e.checkVisibility() && !["hidden", "checkbox"].includes(e.type))
              .filter(e => e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 80))"""
        )
        assert small == [], state.path()
