"""What a member does and sees on the pages of her care, for tests."""

CHANGE = "/my-account/providers/change-pcp"
CARDS = "/my-account/profile/id-cards"


def menu(page):
    (nav,) = [nav for nav in page.all("nav") if nav.attrs.get("class") == "left"]
    return {a.text.strip(): a.attrs["href"] for a in page.all("a") if under(a, nav)}


def under(element, box):
    while element is not None and element is not box:
        element = element.parent
    return element is box


def tabs(page):
    (nav,) = [nav for nav in page.all("nav") if nav.attrs.get("class") == "tabs"]
    return {a.text.strip(): a.attrs for a in page.all("a") if under(a, nav)}


def links_of(page):
    """Where each link of a page leads, by its words."""
    return {a.text.strip(): a.attrs["href"] for a in page.all("a")}


def choose(browser, **more):
    """Post the one form of the page Change PCP."""
    return browser.submit(CHANGE, **{"line": "medi_cal", "last_name": "a", **more})
