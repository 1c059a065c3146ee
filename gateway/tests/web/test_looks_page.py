"""Who looked at my record: the member's own page (R237)."""

import uuid

import pytest
from checking import check
from pretend import PASSWORD

from contracts.member import rpc
from servicekit import clock

LOOKS = "/my-account/looks"


@pytest.fixture
def signed_in(browser):
    """Rosa's browser."""
    browser.submit("/log-in", username="rosa.santos", password=PASSWORD)
    return browser


def look(**changes) -> dict:
    seen = {"role": "member_services", "what": "record", "reason": "member_on_the_phone", "at": clock.now()}
    return {"look_id": uuid.uuid4(), **seen, **changes}


def cells(page) -> list[list]:
    """The cells of each look, without the time."""
    return [[td for td in page.all("td") if td.parent is row] for row in page.all("tr")[1:]]


def test_the_page_stands_at_the_left_and_says_when_nobody_looked(signed_in):
    page = check(signed_in.get("/my-account"))
    assert LOOKS in [a.attrs["href"] for a in page.all("a")]
    assert "Nobody has opened your record yet." in check(signed_in.get(LOOKS)).text


def test_a_look_reads_in_the_members_words_and_shows_nobodys_name(signed_in, identity):
    looks = [look(), look(role="mailroom", what="card_batch", reason="card_fulfilment")]
    identity.on(rpc.list_record_looks, {"looks": looks, "next": None})
    rows = [[cell.text for cell in row] for row in cells(check(signed_in.get(LOOKS)))]
    assert rows == [
        ["Member Services", "Your record", "You called us"],
        ["Mailroom", "What your ID card says", "To print your ID card"],
    ]


def test_earlier_looks_are_a_page_further(signed_in, identity):
    last = uuid.uuid4()
    identity.on(rpc.list_record_looks, {"looks": [look()], "next": last})
    page = check(signed_in.get(LOOKS))
    assert {a.text: a.attrs["href"] for a in page.all("a")}["Earlier ones"] == f"{LOOKS}?after={last}"
    signed_in.get(f"{LOOKS}?after={last}")
    assert identity.made(rpc.list_record_looks)[-1].fields["after"] == last


def test_staff_have_no_such_page(clerk):
    assert clerk.get(LOOKS).status_code == 403
