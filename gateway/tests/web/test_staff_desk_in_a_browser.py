"""What the support specialist and Provider Services work with, in a browser: axe, widths,
without JavaScript."""

import pytest
from pretend_desk import ANA, OFFICE
from pretend_staff import CODE
from test_staff_in_a_browser import log_in, log_out

from support.browser import LAPTOP, SMALLEST

HARBOR = f"/staff/offices/{OFFICE}"
PERSON = f"{HARBOR}/people/{ANA}"


def at_work(visit, who: str):
    """Past the second factor."""
    return log_in(log_out(visit), who).fill(code=CODE).press("Continue")


def find_office(visit):
    """From the search to the office, with the mistakes on the way."""
    yield visit.go("/staff/offices").press("Search")
    visit.fill(name="Har").press("Search")
    yield visit
    visit.page.get_by_role("link", name="Open the office Harbor Family Medicine").click()
    yield visit.press("Open the office")
    yield visit.fill(reason="Case 40001: locked out").press("Open the office")


def mend_access(visit):
    """Compare, restore, another administrator."""
    yield visit.go(PERSON).press("Make administrator")
    visit.page.get_by_role("button", name="Compare").nth(1).click()
    yield visit
    yield visit.press("Restore this access")
    visit.fill(reason="It was a mistake.").press("Restore this access")
    yield visit.fill(reason="Omar retired.").press("Make administrator")


def work_on_cases(visit, desk):
    """The queue and its cases."""
    held = desk.open("association_failed", context={"why": "association_held", "provider_id": "PCH004300"})
    held["account_id"] = desk.staff.account["account_id"]
    training = desk.open("training", number=40002)
    desk.open("webinar_copy", number=40003)
    yield visit.go("/staff/cases").press("Search")
    yield visit.go(f"/staff/cases/{held['case_id']}").press("Allow new tries")
    visit.go(f"/staff/cases/{training['case_id']}").fill(note="Called them.", scheduled_on="soon")
    yield visit.press("Plan the training")
    yield visit.fill(scheduled_on="12 4 2026").press("Plan the training")
    yield visit.fill(note="Done.").press("Close")


def help_owner(visit, desk):
    """The account of somebody of an office."""
    desk.staff.account |= {"kind": "provider", "username": "ana.ruiz", "first_name": "Ana"}
    account = f"/staff/accounts/{desk.staff.account['account_id']}"
    yield visit.go("/staff/accounts").press("Search")
    yield visit.fill(name="Ruiz").press("Search")
    yield visit.go(f"{account}/email").press("Change the address")
    visit.go(account)
    for box in ("office_name", "provider_id"):
        visit.page.check(f"#check-{box}")
    visit.press("Caller verified").go(f"{account}/email")
    yield visit.fill(email="ana.new@example.org", reason="The old one is gone.").press("Change the address")
    yield visit.go(f"{account}/email")


def callers_pages(visit):
    """What somebody who called, or can't, opens without logging in."""
    yield visit.go("/reset-code").press("RESET PASSWORD")
    yield visit.go("/stop-email-change").press("Stop the change")
    yield visit.go("/provider-portal/message?page=/provider-portal/log-in").press("Send message")


def every_state(visit, desk):
    """Go through the pages with their mistakes; yields at each page worth a look."""
    yield from callers_pages(visit)
    yield at_work(visit, "support.demo")
    yield from find_office(visit)
    yield from mend_access(visit)
    yield from work_on_cases(visit, desk)
    yield from help_owner(visit, desk)
    at_work(visit, "services.demo")
    yield visit.go(f"{HARBOR}/why").fill(reason="A letter").press("Open the office")
    yield visit.go(f"{HARBOR}/welcome-letter").fill(reason="Lost.").press("Issue the letter")


@pytest.mark.timeout(300)
def test_every_state_of_the_desk_passes_axe_and_fits(open_window, site, desk):
    visit = open_window(site, SMALLEST)
    seen = [state.fair(LAPTOP, SMALLEST).path() for state in every_state(visit, desk)]
    assert len(seen) == 24


@pytest.mark.timeout(120)
@pytest.mark.long  # the plan's own people have the browsers that the plan gives them
def test_every_state_of_the_desk_works_without_javascript_in_the_largest_text(open_window, site, desk):
    visit = open_window(site, SMALLEST, java_script_enabled=False).go("/")
    visit.page.click("text=Accessibility Tools")
    visit.page.click("[name=text][value='3']")
    for state in every_state(visit, desk):
        assert state.fits().page.locator("main h1").count() == 1
