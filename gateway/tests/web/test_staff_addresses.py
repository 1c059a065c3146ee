"""Addresses that members reported, on their way to the counties (R142)."""

from checking import check
from staff_steps import links

from contracts.member import rpc

QUEUE = "/staff/addresses"


def test_the_queue_shows_what_the_county_needs_and_says_that_the_member_can_see_it(clerk):
    page = check(clerk.get(QUEUE))
    for said in (
        "Rosa Santos",
        "P1234567",
        "Sep 15, 1980",
        "77 Alder Court, Salinas, CA 93901",
        "Monterey County",
    ):
        assert said in page.text
    assert "can see that you looked" in page.text


def test_what_was_sent_on_is_marked_and_leaves_the_queue(clerk, identity):
    answer = clerk.submit(QUEUE)
    assert answer.status_code == 422 and "at least one report" in check(answer).text
    (box,) = check(clerk.get(QUEUE)).all("input", type_="checkbox")
    answer = clerk.submit(QUEUE, report_ids=box.attrs["value"])
    page = check(clerk.get(answer.location))
    assert "1 report is marked." in page.text and "Nothing waits here." in page.text
    assert "Sent on" in check(clerk.get(f"{QUEUE}?state=forwarded")).text


def test_a_long_queue_goes_on_where_its_page_ended(clerk, identity):
    identity.on(rpc.search_address_reports, {"reports": [], "next": 91})
    assert links(check(clerk.get(QUEUE)))["Next page"] == f"{QUEUE}?state=reported&after=91"


def test_the_queue_is_member_services_alone(mailroom, identity):
    assert mailroom.get(QUEUE).status_code == 403
    assert not identity.made(rpc.search_address_reports)
