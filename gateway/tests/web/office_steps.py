"""What tests of the Provider Portal do to get where they begin."""

from pretend import PASSWORD
from pretend_provider import INES, OMAR, PRACTICE

HOME = "/provider"
ENTRY = {name: PRACTICE[name] for name in ("first_name", "last_name", "provider_id", "zip_code")}
ENTRY |= {"type": "practitioner", "tax_id": "12-3456789", "group_name": "", "next": "1"}
ASSOCIATE = "/provider/associate"


def log_in(browser, username=INES):
    """A session without a context."""
    return browser.submit("/provider-portal/log-in", username=username, password=PASSWORD)


def at_work(browser, identity, which=0):
    """Omar works for one of his linked accounts: 0 as its administrator, 1 as a user. Gives the link."""
    log_in(browser, OMAR)
    link = identity.office.links[which]
    browser.submit(
        "/provider/users/linked-accounts/switch", shown_on="/provider/users/linked-accounts",
        context_id=str(link["context_id"]),
    )  # fmt: skip
    return link


def step_two(browser, **changes):
    """Step 1 filled in, and Next."""
    return browser.submit(ASSOCIATE, **ENTRY | changes)
