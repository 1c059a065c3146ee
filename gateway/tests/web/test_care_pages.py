"""Insurance, ID cards and preferences: the member's directions, step by step (R106-R114, R144-R148)."""

import io
import uuid

import pypdf
import pytest
import segno
from care_steps import CARDS, menu, tabs
from checking import check
from pretend import PASSWORD
from pypdf.generic import ContentStream
from support_peers import Browser


@pytest.fixture
def signed_in(browser):
    """Rosa's browser."""
    assert browser.submit("/log-in", username="rosa.santos", password=PASSWORD).location == "/my-account"
    return browser


@pytest.fixture
def care(identity):
    """What Rosa has."""
    return identity.care


def test_health_care_coverage_stands_at_the_left_and_opens_insurance(signed_in):
    target = menu(check(signed_in.get("/my-account")))["Health Care Coverage"]
    page = check(signed_in.get(target))
    assert page.one("h1").text == "Insurance"
    assert list(tabs(page)) == ["Active", "Inactive"]
    assert tabs(page)["Active"]["aria-current"] == "page"
    assert "Effective January 1, 2024 Expires no end date" in page.text
    assert "starts January 1, 2027" in page.text


def test_insurance_information_says_how_to_report_other_insurance(signed_in):
    home = check(signed_in.get("/my-account"))
    assert "Tell us of other insurance." in home.text
    page = check(
        signed_in.get({a.text.strip(): a.attrs["href"] for a in home.all("a")}["Insurance Information"])
    )
    assert "Do you have other insurance, too?" in page.text
    assert "call Member Services at 800-555-0142" in page.text


def test_inactive_shows_past_insurance_with_both_days_and_the_gap(signed_in):
    page = check(signed_in.get("/my-account/insurance/inactive"))
    assert "Effective January 1, 2020 Ended May 31, 2022" in page.text
    assert "Medi-Cal: June 1, 2022 through December 31, 2023" in page.text


def test_without_insurance_the_page_says_what_to_do(signed_in, care):
    care.covered = False
    text = check(signed_in.get("/my-account/insurance")).text
    assert "You have no insurance with us today" in text and "call Member Services" in text


def test_profile_has_the_tab_id_cards_with_the_card_order_and_print(signed_in):
    page = check(signed_in.get("/my-account/profile"))
    page = check(signed_in.get(tabs(page)["ID Cards"]["href"]))
    for said in ("Rosa Santos", "P1234567", "Medi-Cal", "Lena Okoro, MD", "831-555-0190"):
        assert said in page.text
    links = {a.text.strip(): a.attrs["href"] for a in page.all("a")}
    assert links["Print"].startswith(f"{CARDS}/print") and links["Order ID Card"] == f"{CARDS}/order"
    assert "needs to be connected to a printer" in page.text


def test_order_id_card_confirms_the_address_and_gives_a_number(signed_in, care):
    page = check(signed_in.get(f"{CARDS}/order"))
    assert "12 Pajaro Lane, Watsonville, CA 95076" in page.text
    chosen = str(care.address["contact_point_id"])
    answer = signed_in.submit(f"{CARDS}/order", contact_point_id=chosen)
    assert answer.status_code == 303
    page = check(signed_in.get(answer.location))
    assert "Your order number is 100001. The card should be there by December 4, 2026." in page.text
    assert [li.text for li in page.all("li", aria_current="step")] == ["Ordered"]
    assert "Order ID Card" not in [a.text.strip() for a in page.all("a")]


def test_an_order_that_is_open_is_shown_in_place_of_another(signed_in, care):
    chosen = str(care.address["contact_point_id"])
    token_page = signed_in.csrf(f"{CARDS}/order")
    data = {"csrf_token": token_page, "contact_point_id": chosen}
    referer = {"Referer": f"https://portico.example.org{CARDS}/order"}
    assert signed_in.post(f"{CARDS}/order", data=data, headers=referer).status_code == 303
    answer = signed_in.post(f"{CARDS}/order", data=data, headers=referer)
    assert answer.status_code == 409
    assert "A card is already on its way to you." in check(answer).text


def test_an_address_from_which_mail_came_back_is_marked_and_has_to_be_confirmed(signed_in, care):
    care.address["undeliverable"] = True
    order = {"contact_point_id": str(care.address["contact_point_id"])}
    page = check(signed_in.get(f"{CARDS}/order"))
    assert "Mail came back from this address." in page.text and "My address is right" in page.text
    answer = signed_in.submit(f"{CARDS}/order", **order)
    assert answer.status_code == 409 and list(check(answer).errors()) == ["address_confirmed"]
    assert signed_in.submit(f"{CARDS}/order", **order, address_confirmed="1").location == CARDS


def test_the_address_that_was_chosen_stays_chosen_and_is_confirmed_when_mail_came_back(signed_in, care):
    care.addresses.append(care.address | {"contact_point_id": uuid.uuid4(), "undeliverable": True})
    page = check(signed_in.get(f"{CARDS}/order"))
    assert "My address is right" not in page.text
    chosen = str(care.addresses[1]["contact_point_id"])
    page = check(signed_in.submit(f"{CARDS}/order", contact_point_id=chosen))
    assert [i.attrs["value"] for i in page.all("input", type_="radio") if "checked" in i.attrs] == [chosen]
    assert page.errors().keys() == {"address_confirmed"}


@pytest.mark.parametrize(("state", "step"), [("ordered", 0), ("printed", 1), ("mailed", 2)])
def test_she_sees_how_far_her_order_is_and_cancels_it_until_it_is_printed(signed_in, care, state, step):
    signed_in.submit(f"{CARDS}/order", contact_point_id=str(care.address["contact_point_id"]))
    care.order["state"] = state
    page = check(signed_in.get(CARDS))
    steps = ["Ordered", "Printed", "Mailed"]
    assert [li.text for li in page.all("li") if li.text in steps] == steps
    assert [li.text for li in page.all("li", aria_current="step")] == [steps[step]]
    assert ("Cancel this order" in page.text) == (state == "ordered")


def test_a_card_that_came_back_says_what_to_do(signed_in, care):
    signed_in.submit(f"{CARDS}/order", contact_point_id=str(care.address["contact_point_id"]))
    care.order["state"] = "returned"
    assert "Came back to us. Check your address, then order again." in check(signed_in.get(CARDS)).text


def test_an_order_can_be_cancelled(signed_in, care):
    signed_in.submit(f"{CARDS}/order", contact_point_id=str(care.address["contact_point_id"]))
    answer = signed_in.submit(f"{CARDS}/cancel-order", CARDS, order_id=str(care.order["order_id"]))
    assert "The order is cancelled." in check(signed_in.get(answer.location)).text


def test_without_coverage_there_is_no_card_and_the_reason_is_said(signed_in, care):
    care.covered = False
    assert "Your coverage has ended." in check(signed_in.get(CARDS)).text
    assert signed_in.get(f"{CARDS}/print").status_code == 404


def test_the_printed_card_is_true_to_size_tagged_and_selectable(signed_in):
    answer = signed_in.get(f"{CARDS}/print?line=medi_cal")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    pdf = pypdf.PdfReader(io.BytesIO(answer.data))
    sizes = {
        (round(float(p.mediabox.width) / 72 * 25.4, 2), round(float(p.mediabox.height) / 72 * 25.4, 2))
        for p in pdf.pages
    }
    assert sizes == {(85.6, 53.98)} and len(pdf.pages) == 2
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    front, back = (" ".join(p.extract_text().split()) for p in pdf.pages)
    for said in (
        "Portico Community Health Plan",
        "Rosa Santos",
        "P1234567",
        "Lena Okoro, MD",
        "831-555-0190",
        "January 1, 2024",
    ):
        assert said in front
    assert "911" in back and "800-555-0142" in back


BORDER = 2
"""Modules of white around a code."""


def dark_modules(page) -> set[tuple[int, int]]:
    """(row, column) of the dark modules of the code on a page of a PDF: strokes one module high."""
    found, begun = set(), (0.0, 0.0)
    for at, operator in ContentStream(page.get_contents(), page.pdf).operations:
        if operator == b"m":
            begun = tuple(map(float, at))
        if operator == b"l":
            columns = range(int(begun[0]) - BORDER, int(at[0]) - BORDER)
            found |= {(int(begun[1]) - BORDER, column) for column in columns}
    return found


def test_the_code_of_the_printed_card_is_its_opaque_reference_and_nothing_else(signed_in):
    front, back = pypdf.PdfReader(io.BytesIO(signed_in.get(f"{CARDS}/print").data)).pages
    wanted = segno.make(str(uuid.UUID(int=77)), error="m", micro=False).matrix
    rows = [(row, column) for row, line in enumerate(wanted) for column, dark in enumerate(line) if dark]
    assert dark_modules(front) == set(rows) and not dark_modules(back)


def test_a_card_of_another_line_is_not_there(signed_in):
    assert signed_in.get(f"{CARDS}/print?line=ihss").status_code == 404


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/my-account/insurance", ["get_coverage"]),
        ("/my-account/providers", ["list_treating_doctors", "find_practitioners", "get_pcp"]),
        (CARDS, ["get_id_cards"]),
        (f"{CARDS}/order", ["get_id_cards"]),
    ],
)
def test_a_page_asks_each_service_once_and_nobody_for_her_name(signed_in, identity, path, asked):
    signed_in.get("/my-account")
    identity.calls.clear()
    assert "Welcome Rosa" in signed_in.get(path).get_data(as_text=True)
    assert [call.procedure.name for call in identity.calls] == asked


def test_preferences_are_kept_and_this_browser_shows_them_at_once(signed_in, care):
    page = check(signed_in.get("/my-account/preferences"))
    labels = {label.attrs["for"]: label.text.strip() for label in page.all("label") if label.attrs.get("for")}
    assert labels["needs_interpreter"] == "I need an interpreter at visits"
    answer = signed_in.submit(
        "/my-account/preferences", spoken_language="hmn", text_size="3", needs_interpreter="1",
        notice_plan_mail="email", version="1",
    )  # fmt: skip
    page = check(signed_in.get(answer.location))
    assert "Your preferences are saved" in page.text
    assert page.one("html").attrs["data-text"] == "3"
    assert (care.wishes["spoken_language"], care.wishes["notices"]) == ("hmn", {"plan_mail": "email"})
    chosen = [o.attrs["value"] for o in page.all("option") if "selected" in o.attrs]
    assert {"hmn", "3", "email"} <= set(chosen)


def test_preferences_changed_in_another_window_are_not_overwritten(signed_in, care):
    signed_in.submit("/my-account/preferences", text_size="2", version="1")
    answer = signed_in.submit("/my-account/preferences", text_size="1", version="1")
    assert answer.status_code == 409 and "changed in another window" in check(answer).text
    assert care.wishes["text_size"] == "2"


def test_another_browser_shows_pages_as_she_chose_them(app, signed_in):
    signed_in.submit("/my-account/preferences", text_size="3", version="1")
    other = Browser(app)
    other.submit("/log-in", username="rosa.santos", password=PASSWORD)
    assert check(other.get("/my-account")).one("html").attrs["data-text"] == "3"
