"""ID card, primary doctor and coverage on a phone: the member's directions, step by step, on the running
suite (R106-R136, R144-R148).
"""

import io
import re

import pypdf
import pytest

from member.rules.pcp_dates import next_start
from servicekit import clock
from support.browser import PHONE
from support.portal_steps import log_in

pytestmark = pytest.mark.timeout(300)
NEW_ADDRESS = {"line1": "77 Alder Court", "city": "Salinas", "zip_code": "93901"}


@pytest.fixture
def phone(suite, open_window, patient):
    """Her phone, logged in."""
    return log_in(open_window(suite.gateway_url, PHONE), patient.username, patient.password)


def follow(visit, link: str, within: str = "body"):
    with visit.page.expect_navigation():
        visit.page.locator(within).get_by_role("link", name=link, exact=True).first.click()
    return visit


def welcome_menu(visit, link: str):
    visit.page.locator("header summary", has_text="Welcome").click()
    return follow(visit, link, "header")


def test_how_to_request_an_id_card(phone, patient, doctor):
    welcome_menu(phone, "Profile")
    follow(phone, "ID Cards", ".tabs")
    for said in (patient.member_id, "Quillon Farthingale", doctor["last_name"], "Medi-Cal"):
        assert said in phone.text()
    printed = phone.page.request.get(phone.page.get_by_role("link", name="Print").evaluate("a => a.href"))
    front = pypdf.PdfReader(io.BytesIO(printed.body())).pages[0].extract_text()
    assert patient.member_id in front
    follow(phone, "Order ID Card")
    follow(phone, "Add your address first")
    phone.page.select_option("#use", "mailing")
    phone.page.select_option("#county", "Monterey")
    phone.fill(**NEW_ADDRESS).press("Save")
    follow(phone, "ID Cards", ".tabs")
    follow(phone, "Order ID Card")
    assert "77 Alder Court, Salinas, CA 93901" in phone.text()
    phone.press("Order ID Card")
    assert re.search(r"Your order number is \d+\. The card should be there by", phone.text())
    assert phone.page.get_by_role("link", name="Order ID Card").count() == 0


def test_how_to_change_your_doctor(phone, doctor):
    start = next_start(clock.today("America/Los_Angeles"))
    follow(phone, "Providers", ".left")
    follow(phone, "My PCP", ".tabs")
    assert phone.page.locator(".tabs [aria-current]").inner_text() == "My PCP"
    star = phone.page.locator("section", has=phone.page.get_by_label("current primary doctor"))
    assert doctor["last_name"] in star.inner_text()
    with phone.page.expect_navigation():
        star.get_by_role("link", name="Change PCP").click()
    phone.page.select_option("#county", "Monterey")
    phone.press("Search")
    assert "Search results" in phone.text() and "Your primary doctor already" in phone.text()
    choice = phone.page.locator(".option:not(.off)").first
    choice.get_by_role("radio").check()
    name = choice.locator(".who").inner_text()
    assert "Reason for Changing" not in phone.text()
    phone.press("Change")
    phone.page.get_by_label("Reason for Changing your Primary Care Provider").select_option("Member Request")
    phone.press("Save")
    assert phone.path() == "/my-account/providers"
    assert f"Your new primary doctor is {name}, starting on" in phone.text()
    assert f"{start:%B} {start.day}, {start.year}" in phone.text()
    # "If you go back to your Providers page and view the My PCP tab, your new primary doctor will now be
    # displayed."
    follow(follow(phone, "Health Care Coverage", ".left"), "Providers", ".left")
    shown = phone.page.locator("section", has=phone.page.get_by_text("Your new primary doctor")).inner_text()
    assert name in shown and f"{start:%B} {start.day}, {start.year}" in shown
    assert doctor["last_name"] in star.inner_text(), "the star stays until then"
    phone.press("Cancel this change")
    assert "You keep the doctor you have now" in phone.text()


def test_how_to_check_your_health_care_coverage(phone):
    follow(phone, "Health Care Coverage", ".left")
    assert phone.page.locator("h1").inner_text() == "Insurance"
    assert phone.page.locator(".tabs a").all_inner_texts() == ["Active", "Inactive"]
    assert "Medi-Cal" in phone.text() and "no end date" in phone.text()
    follow(phone, "Inactive", ".tabs")
    assert "You have no past insurance with us." in phone.text()
