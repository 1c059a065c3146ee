"""The staff's console on the running suite: the second factor, a caller whose account is locked, a card from
its order to the post, a change of doctor within a month, and what the member sees of it (R225-R227).
"""

import io
import re

import pypdf
import pytest

from servicekit import clock
from support.browser import PHONE
from support.journey import Api
from support.polling import until
from support.portal_steps import follow, log_in

pytestmark = pytest.mark.timeout(300)
PLACE = {
    "kind": "address", "use": "mailing", "line1": "77 Alder Court", "city": "Salinas", "state": "CA",
    "zip_code": "93901", "county": "Monterey",
}  # fmt: skip


def open_record(visit, person):
    """From the telephone call to her record."""
    visit.go("/staff/members").fill(member_id=person.member_id).press("Search")
    follow(visit, f"Open the record of {person.first_name} {person.last_name}")
    visit.page.select_option("#reason", "member_on_the_phone")
    visit.fill(reason_text="Her account is locked, and she lost her card.").press("Open the record")
    assert person.member_id in visit.text()
    return visit


def test_a_locked_account_is_unlocked_once_the_caller_is_verified(suite, owner, employ):
    visit, api = employ("member_services"), Api(suite.gateway_url)
    for _ in range(3):
        assert api.log_in(owner.username, "not the password").status_code == 401
    follow(open_record(visit, owner), "Emails, unlock, new password")
    assert "Locked" in visit.text()
    mail = visit.page.get_by_role("row", name="Account locked")
    until(lambda: visit.page.reload() and "Sent" in mail.inner_text(), 15, "the letter is delivered")
    visit.fill(reason="She mistyped it.").press("Unlock")
    assert "Verify the caller first" in visit.text()
    for told in ("Full name", "Date of birth"):
        visit.page.get_by_label(told).check()
    visit.press("Caller verified")
    visit.fill(reason="She mistyped it.").press("Unlock")
    assert "The account is unlocked." in visit.text()
    assert api.log_in(owner.username, owner.password).status_code == 201


def test_a_card_goes_from_its_order_through_the_mailroom_to_the_post(suite, owner, employ, open_window):
    token = Api(suite.gateway_url).log_in(owner.username, owner.password).json()["access_token"]
    assert Api(suite.gateway_url, token).send("POST", "/me/contact", PLACE).status_code == 201
    clerk, mailroom = employ("member_services"), employ("mailroom")
    follow(open_record(clerk, owner), "Order ID Card")
    clerk.page.get_by_role("radio").first.check()
    clerk.page.select_option("#reason", "lost")
    clerk.press("Order ID Card")
    number = re.search(r"Order (\d+) is made", clerk.text())[1]

    mailroom.go("/staff/cards")
    mailroom.page.get_by_role("checkbox", name=f"Order {number}").check()
    mailroom.press("Print batch")
    document = mailroom.page.get_by_role("link", name="Open the document to print").evaluate("a => a.href")
    pdf = pypdf.PdfReader(io.BytesIO(mailroom.page.request.get(document).body()))
    sheets = [" ".join(page.extract_text().split()) for page in pdf.pages]
    assert "77 Alder Court Salinas, CA 93901" in sheets[1] and owner.member_id in sheets[2]
    mailroom.press("Mark mailed")
    assert "1 order is now mailed." in mailroom.text()

    hers = log_in(open_window(suite.gateway_url, PHONE), owner.username, owner.password)
    hers.go("/my-account/profile/id-cards")
    assert hers.page.locator(".steps [aria-current]").inner_text() == "Mailed"
    hers.go("/my-account/looks")
    assert "You called us" in hers.text() and "To print your ID card" in hers.text()
    assert "lost her card" not in hers.text()


def test_a_change_of_doctor_in_the_middle_of_a_month_needs_a_reason(
    suite, patient, doctor, employ, open_window
):
    today = clock.today("America/Los_Angeles")
    visit = open_record(employ("member_services"), patient)
    follow(visit, "Change PCP")
    visit.page.select_option("#county", "Monterey")
    visit.press("Search")
    choice = visit.page.locator(".option:not(.off)").first
    choice.get_by_role("radio").check()
    name = choice.locator(".who").inner_text()
    visit.press("Change")
    visit.page.select_option("#reason", "moved")
    visit.page.select_option("#effective_on", str(today))
    visit.press("Save")
    assert "Fill in this box." in visit.errors()["exception_reason"]
    visit.fill(exception_reason="She was discharged today.").press("Save")
    assert f"Her new primary doctor is {name}, starting on" in visit.text()

    hers = log_in(open_window(suite.gateway_url, PHONE), patient.username, patient.password)
    hers.go("/my-account/providers")
    star = hers.page.locator("section", has=hers.page.get_by_label("current primary doctor"))
    assert name in star.inner_text()
