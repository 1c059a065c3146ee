"""The mailroom's queue: print a batch as one document, mark it mailed, take back what returns (R226)."""

import io
import uuid

import pypdf
import pytest
from checking import check
from staff_steps import links, log_in
from support_peers import Browser

from contracts.member import rpc

CARDS = "/staff/cards"
LETTER, CARD = (612, 792), (243, 153)


def boxes(page) -> list[str]:
    return [box.attrs["value"] for box in page.all("input", type_="checkbox")]


@pytest.fixture
def two(staff):
    """Two orders that wait."""
    return [staff.order(100001), staff.order(100002, by_staff=False, reason="member_request")]


def test_the_queue_shows_orders_and_nothing_of_the_member(mailroom, two):
    page = check(mailroom.get(CARDS))
    assert "100001" in page.text and "Lostby Member Services" in page.text
    assert "Rosa" not in page.one("table").text and "Pajaro" not in page.text
    assert boxes(page) == [str(order["order_id"]) for order in two]
    assert [a.text for a in page.all("a") if "state=" in a.attrs["href"]] == [
        "Ordered", "Printed", "Mailed", "Returned", "Cancelled",
    ]  # fmt: skip


def test_printing_needs_a_checked_box(mailroom, two):
    answer = mailroom.submit(f"{CARDS}/batches", CARDS)
    assert answer.status_code == 422 and "Check the box of at least one order." in check(answer).text


def test_a_batch_becomes_one_document_and_is_marked_mailed(mailroom, two):
    ids = [str(order["order_id"]) for order in two]
    page = check(mailroom.submit(f"{CARDS}/batches", CARDS, order_ids=ids))
    assert "2 orders are in this batch." in page.text and boxes(page) == ids
    target = links(page)["Open the document to print"]
    assert mailroom.get(target).mimetype == "application/pdf"
    answer = mailroom.submit(f"{CARDS}/mailed", CARDS, order_ids=ids)
    assert answer.location == f"{CARDS}?state=printed"
    assert "2 orders are now mailed." in check(mailroom.get(answer.location)).text
    assert {order["state"] for order in two} == {"mailed"}


def test_the_document_has_a_list_a_sheet_with_each_address_and_each_card_true_to_size(mailroom, two):
    mailroom.submit(f"{CARDS}/batches", CARDS, next="2", top="1")
    answer = mailroom.get(f"{CARDS}/batches/{two[0]['batch_id']}/cards.pdf")
    assert answer.headers["Cache-Control"] == "no-store"
    pdf = pypdf.PdfReader(io.BytesIO(answer.data))
    sizes = [(round(float(p.mediabox.width)), round(float(p.mediabox.height))) for p in pdf.pages]
    assert sizes == [LETTER, LETTER, CARD, CARD, LETTER, CARD, CARD]
    said = [" ".join(page.extract_text().split()) for page in pdf.pages]
    assert "100001" in said[0] and "100002" in said[0]
    assert "Rosa Santos 12 Pajaro Lane Watsonville, CA 95076" in said[1]
    assert "P1234567" in said[2] and "911" in said[3] and "Order 100002" in said[4]
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "P1234567" not in said[0] + said[1]


def test_a_batch_can_be_printed_again_from_the_queue_of_what_is_printed(mailroom, two):
    mailroom.submit(f"{CARDS}/batches", CARDS, next="1", top="1")
    page = check(mailroom.get(f"{CARDS}?state=printed"))
    assert links(page)["Print batch again"] == f"{CARDS}/batches/{two[0]['batch_id']}/cards.pdf"
    assert mailroom.get(f"{CARDS}/batches/{uuid.uuid4()}/cards.pdf").status_code == 404


def test_orders_that_somebody_else_printed_are_left_out_and_said(mailroom, two, staff):
    two[0]["state"] = "printed"
    ids = [str(order["order_id"]) for order in two]
    page = check(mailroom.submit(f"{CARDS}/batches", CARDS, order_ids=ids))
    assert "1 order is in this batch." in page.text and "1 order was left out" in page.text
    answer = mailroom.submit(f"{CARDS}/batches", CARDS, order_ids=ids[:1])
    assert answer.status_code == 409 and "somebody else has printed these orders" in check(answer).text


def test_only_what_is_printed_can_be_marked_mailed(mailroom, two):
    answer = mailroom.submit(f"{CARDS}/mailed", CARDS, order_ids=str(two[0]["order_id"]))
    page = check(mailroom.get(answer.location))
    assert "1 order was left out." in page.text and "now mailed" not in page.text


def test_what_comes_back_is_marked_with_the_posts_reason(mailroom, staff):
    order = staff.order(state="mailed")
    target = links(check(mailroom.get(f"{CARDS}?state=mailed")))["Came back"]
    assert check(mailroom.submit(target, reason="")).errors() == {"reason": "Fill in this box."}
    answer = mailroom.submit(target, reason="moved")
    assert "The order is marked as returned" in check(mailroom.get(answer.location)).text
    assert order["returned_because"] == "moved"
    assert mailroom.submit(target, reason="moved").status_code == 409


def test_an_order_is_found_by_its_number_whatever_its_state(mailroom, staff, identity):
    staff.order(100007, state="returned", returned_because="unclaimed")
    answer = mailroom.submit(CARDS, number="100007")
    page = check(answer)
    assert "100007" in page.text and "Unclaimed" in page.text and answer.request.query_string == b""
    assert "There is no order with this number." in check(mailroom.submit(CARDS, number="5")).text
    assert "number" in check(mailroom.submit(CARDS, number="")).errors()


def test_an_order_is_cancelled_with_a_reason(mailroom, two):
    target = links(check(mailroom.get(CARDS)))["Cancel"]
    assert "reason_text" in check(mailroom.submit(target)).errors()
    mailroom.submit(target, reason_text="Asked for twice")
    assert two[0]["state"] == "cancelled" or two[1]["state"] == "cancelled"


def test_a_long_queue_goes_on_where_its_page_ended(mailroom, identity):
    identity.on(rpc.list_card_orders, lambda call: {"orders": [], "next": 100050})
    assert links(check(mailroom.get(CARDS)))["Next page"] == f"{CARDS}?state=ordered&after=100050"
    mailroom.get(f"{CARDS}?state=ordered&after=100050")
    assert identity.made(rpc.list_card_orders)[-1].fields["after"] == 100050


@pytest.mark.parametrize("query", ["?state=nothing", "?after=x"])
def test_an_address_made_by_hand_is_refused_in_words(mailroom, query):
    answer = mailroom.get(CARDS + query)
    assert answer.status_code == 422
    check(answer)


def test_the_mailroom_is_the_mailrooms_alone(app, clerk, identity):
    assert clerk.get(CARDS).status_code == 403
    assert clerk.get(f"{CARDS}/batches/{uuid.uuid4()}/cards.pdf").status_code == 403
    assert log_in(Browser(app), "services.demo").get(CARDS).status_code == 403
    assert not identity.made(rpc.list_card_orders)
