"""Insurance, ID cards and primary doctors: the member's directions, step by step (R106-R136, R144-R148)."""

import io
import uuid

import pypdf
import pytest
from checking import check
from pretend import PASSWORD
from pretend_care import INES, LENA, OMAR
from support_peers import Browser

from contracts.member import rpc

CHANGE = "/my-account/providers/change-pcp"
CARDS = "/my-account/profile/id-cards"


@pytest.fixture
def signed_in(browser):
    """Rosa's browser."""
    assert browser.submit("/log-in", username="rosa.santos", password=PASSWORD).location == "/my-account"
    return browser


@pytest.fixture
def care(identity):
    """What Rosa has."""
    return identity.care


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


def choose(browser, **more):
    """Post the one form of the page Change PCP."""
    return browser.submit(CHANGE, **{"line": "medi_cal", "last_name": "a", **more})


def test_health_care_coverage_stands_at_the_left_and_opens_insurance(signed_in):
    target = menu(check(signed_in.get("/my-account")))["Health Care Coverage"]
    page = check(signed_in.get(target))
    assert page.one("h1").text == "Insurance"
    assert list(tabs(page)) == ["Active", "Inactive"]
    assert tabs(page)["Active"]["aria-current"] == "page"
    assert "Effective January 1, 2024 Expires no end date" in page.text
    assert "starts January 1, 2027" in page.text


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
        "January 1, 2024",
    ):
        assert said in front
    assert "911" in back
    assert str(uuid.UUID(int=77)).encode() not in answer.data


def test_a_card_of_another_line_is_not_there(signed_in):
    assert signed_in.get(f"{CARDS}/print?line=ihss").status_code == 404


def test_providers_has_my_pcp_with_a_star_past_doctors_and_change_pcp(signed_in):
    page = check(signed_in.get(menu(check(signed_in.get("/my-account")))["Providers"]))
    assert page.one("h1").text == "Providers" and tabs(page)["My PCP"]["aria-current"] == "page"
    assert [span.attrs["aria-label"] for span in page.all("span", class_="star")] == [
        "current primary doctor"
    ]
    assert "Lena Okoro, MD" in page.text and "Inês Á, MD" in page.text
    links = {a.text.strip(): a.attrs["href"] for a in page.all("a")}
    assert links["Change PCP"].startswith(CHANGE)


def test_search_has_the_six_criteria_and_asks_for_one(signed_in):
    page = check(signed_in.get(CHANGE))
    labels = [label.text.strip() for label in page.all("label")]
    assert labels == ["First Name", "Last Name", "Gender", "County", "City", "Zip Code"]
    answer = choose(signed_in, last_name="", search="1")
    assert "Fill in at least one of these boxes" in check(answer).text


def test_doctors_who_can_not_be_chosen_are_shown_with_the_reason(signed_in, care):
    care.full.add(2)
    page = check(choose(signed_in, search="1"))
    radios = {i.attrs["value"]: "disabled" in i.attrs for i in page.all("input", type_="radio")}
    assert radios == {
        str(LENA["provider_id"]): True, str(OMAR["provider_id"]): True, str(INES["provider_id"]): False,
    }  # fmt: skip
    assert "Not taking new patients" in page.text and "Your primary doctor already" in page.text


def test_no_doctor_found_says_how_to_search_wider(signed_in):
    assert "Try only the first letters" in check(choose(signed_in, last_name="Nobody", search="1")).text


def test_change_without_a_choice_asks_for_one(signed_in):
    page = check(choose(signed_in, change="1"))
    assert page.errors()["provider_id"] == "Choose a doctor first."


def test_after_change_the_reason_appears_and_save_makes_her_hers(signed_in):
    asked = check(choose(signed_in, search="1"))
    assert "Reason for Changing your Primary Care Provider" not in asked.text
    page = check(choose(signed_in, provider_id=str(OMAR["provider_id"]), change="1"))
    assert "Reason for Changing your Primary Care Provider" in page.text
    assert [o.text for o in page.all("option") if o.attrs.get("value") == "member_request"] == [
        "Member Request"
    ]
    assert "You can start seeing this doctor on October 1, 2026" in page.text
    answer = choose(signed_in, provider_id=str(OMAR["provider_id"]), reason="member_request", save="1")
    assert answer.location == "/my-account/providers"
    page = check(signed_in.get(answer.location))
    assert "Your new primary doctor is Omar Haddad, MD, starting on October 1, 2026." in page.text
    assert "starting October 1, 2026" in page.text


def test_save_without_a_reason_keeps_the_choice(signed_in):
    answer = choose(signed_in, provider_id=str(OMAR["provider_id"]), reason="", save="1")
    page = check(answer)
    assert answer.status_code == 422 and "reason" in page.errors()
    assert [i.attrs["value"] for i in page.all("input", type_="radio") if "checked" in i.attrs] == [
        str(OMAR["provider_id"])
    ]


def test_a_doctor_who_closed_meanwhile_is_refused_and_the_list_is_shown_anew(signed_in, care):
    choose(signed_in, search="1")
    care.full.add(2)
    answer = choose(signed_in, provider_id=str(OMAR["provider_id"]), reason="member_request", save="1")
    page = check(answer)
    assert answer.status_code == 409
    assert "This doctor can't take you any more. Nothing was changed." in page.text
    assert "Not taking new patients" in page.text
    assert care.coming is None


def test_more_doctors_goes_on_where_the_list_ended(signed_in, identity):
    page = check(choose(signed_in, search="1"))
    assert "More doctors" in page.text
    choose(signed_in, search="1", after="page-2")
    assert identity.made(rpc.search_pcps)[-1].fields["after"] == "page-2"


def test_a_coming_change_can_be_cancelled(signed_in, care):
    choose(signed_in, provider_id=str(INES["provider_id"]), reason="member_request", save="1")
    answer = signed_in.submit(
        "/my-account/providers/cancel-change",
        "/my-account/providers",
        change_id=str(care.coming["change_id"]),
    )
    assert "You keep the doctor you have now." in check(signed_in.get(answer.location)).text


def test_the_card_says_when_the_doctor_changes(signed_in):
    choose(signed_in, provider_id=str(INES["provider_id"]), reason="member_request", save="1")
    text = check(signed_in.get(CARDS)).text
    assert "Your doctor changes on October 1, 2026." in text and "Inês Á, MD" in text


def test_names_of_doctors_and_of_members_are_in_no_address(signed_in):
    choose(signed_in, search="1")
    assert choose(signed_in, search="1").request.query_string == b""


@pytest.mark.parametrize(
    "path",
    ["/my-account/insurance", "/my-account/providers", CARDS, f"{CARDS}/order"],
)
def test_a_page_costs_one_call_once_her_name_is_known(signed_in, identity, path):
    signed_in.get("/my-account")
    before = len(identity.calls)
    assert "Welcome Rosa" in signed_in.get(path).get_data(as_text=True)
    assert len(identity.calls) - before == 1


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
