"""What somebody of the staff does on the console's pages, for tests."""

from checking import check
from pretend import PASSWORD
from pretend_staff import CODE, MEMBER

RECORD = f"/staff/members/{MEMBER}"
WHY = f"{RECORD}/why"
CALLED = {"reason": "member_on_the_phone", "reason_text": "She called about her card."}


def log_in(browser, who: str):
    """Through the password and the second factor."""
    browser.submit("/log-in", username=who, password=PASSWORD)
    assert browser.submit("/staff/second-factor", code=CODE).location == "/staff"
    return browser


def open_record(browser):
    """With a reason; the parsed page of the record."""
    return check(browser.submit(RECORD, WHY, **CALLED))


def links(page) -> dict[str, str]:
    """Addresses by their words."""
    return {a.text.strip(): a.attrs["href"] for a in page.all("a")}
