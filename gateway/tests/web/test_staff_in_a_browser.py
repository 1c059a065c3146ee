"""The console in a browser: axe, widths, without JavaScript."""

import pytest
from pretend import PASSWORD
from pretend_mailroom import FARM
from pretend_staff import CODE, MEMBER, PAPER

from support.browser import LAPTOP, SMALLEST

RECORD = f"/staff/members/{MEMBER}"


def log_in(visit, who: str):
    visit.go("/log-in").fill(username=who, password=PASSWORD).press("LOG IN")
    return visit


def log_out(visit):
    visit.page.context.clear_cookies()
    return visit


def first_time(visit, staff):
    """Setting up the second factor, and its other pages."""
    staff.enrolled = False
    yield log_in(visit, "members.demo")
    yield visit.press("Show the QR code")
    yield visit.fill(code="111111").press("Continue")
    visit.press("Show a new QR code")
    yield visit.fill(code=CODE).press("Continue")
    yield visit.go("/staff/second-factor/recovery-codes").fill(code="1").press("Make new codes")
    yield visit.go("/my-account/security")
    log_in(log_out(visit), "members.demo")
    yield visit.fill(code="000000").press("Continue")
    staff.paper.add(PAPER)
    yield visit.go("/staff/second-factor/recovery-code")
    yield visit.fill(code=PAPER).press("Continue")


def open_record(visit):
    """From the search to the record."""
    yield visit.go("/staff/members").press("Search")
    yield visit.fill(member_id="P1234567").press("Search")
    visit.page.get_by_role("link", name="Open the record of Rosa Santos").click()
    yield visit.press("Open the record")
    visit.page.select_option("#reason", "member_on_the_phone")
    yield visit.fill(reason_text="About her card").press("Open the record")


def help_her(visit, staff):
    """What a caller asks for."""
    yield visit.press("Save")
    yield visit.go(f"{RECORD}/order-card").press("Order ID Card")
    visit.page.check(f"[value='{FARM}']")
    visit.page.select_option("#reason", "lost")
    yield visit.press("Order ID Card")
    yield visit.go(f"{RECORD}/change-pcp").press("Search")
    yield visit.press("Change")
    visit.page.check("#d2")
    yield visit.press("Change")
    visit.page.select_option("#reason", "moved")
    yield visit.press("Save")
    yield visit.fill(exception_reason="He agreed.").press("Leave it to the exception queue")
    yield visit.go(f"{RECORD}/confidential-address").press("Save")
    visit.page.select_option("#county", "Other")
    visit.fill(line1="9 Quiet Court", city="Fresno", zip_code="93701", reason_text="By telephone")
    yield visit.press("Save")
    yield visit.go(f"{RECORD}/confidential-address/end").press("End it")
    yield visit.go(f"{RECORD}/looks")
    yield visit.go(f"/staff/accounts/{staff.account['account_id']}").press("Caller verified")
    yield visit.go("/staff/addresses").press("Mark as sent to the county")
    yield visit.go("/staff/pcp-exceptions")
    yield visit.go(f"{RECORD}/exceptions/{staff.asked[0]['exception_id']}").press("Save")


def mail_it(visit, staff):
    """The mailroom's day."""
    log_in(log_out(visit), "mailroom.demo")
    visit.fill(code=CODE).press("Continue")
    yield visit.press("Print batch")
    yield visit.go("/staff/cards").press("Print batch from the top")
    yield visit.press("Mark mailed")
    yield visit.go(f"/staff/cards/{staff.orders[0]['order_id']}/returned").press("Mark as returned")
    yield visit.go("/staff/cards?state=mailed")


def every_state(visit, staff):
    """Go through the console with its mistakes; yields at each page worth a look."""
    yield from first_time(visit, staff)
    yield from open_record(visit)
    yield from help_her(visit, staff)
    yield from mail_it(visit, staff)


@pytest.mark.timeout(300)
def test_every_state_of_the_console_passes_axe_and_fits(open_window, site, staff):
    visit = open_window(site, SMALLEST)
    seen = [state.fair(LAPTOP, SMALLEST).path() for state in every_state(visit, staff)]
    assert len(seen) == 34


@pytest.mark.timeout(120)
@pytest.mark.long  # the plan's own people have the browsers that the plan gives them
def test_every_state_works_without_javascript_in_the_largest_text(open_window, site, staff):
    visit = open_window(site, SMALLEST, java_script_enabled=False).go("/")
    visit.page.click("text=Accessibility Tools")
    visit.page.click("[name=text][value='3']")
    for state in every_state(visit, staff):
        assert state.fits().page.locator("main h1").count() == 1
