"""The support specialist on the running suite: from a message of somebody of an office to the closed case,
with her permissions put back and another administrator on the way (R187, R224, R231, R238)."""

import io
import re
import uuid

import pypdf
import pytest

from support.browser import PHONE
from support.portal_steps import follow

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def office(cast, doctors):
    """(Provider ID, administrator, user): the user was given claims and lost it."""
    entry = cast.office(f"0002{uuid.uuid4().int % 10**5:05}", cast.doctors()[3])
    head, user = cast.office_person(), cast.office_person()
    cast.associate(head, entry)
    link = cast.join(user, head)
    for version, grants in enumerate(([{"feature": "claims"}], []), start=1):
        path, seen = f"/office/users/{link['link_id']}/access", {"If-Match": f'"{version}"'}
        answer = head.send("PUT", path, {"grants": grants}, **seen)
        assert answer.status_code == 200, answer.text
    return entry["provider_id"], head, user


def leave_message(visit, user) -> str:
    """From the place where she does not get on; the number that she is told."""
    visit.go("/provider-portal/log-in").fill(username=user.username, password=user.password).press("LOG IN")
    follow(visit.go("/provider/my-access"), "Or leave a message")
    visit.fill(message="Claims is gone.", contact_name="Omar Haddad", contact_phone="831-555-0117")
    visit.press("Send message")
    return re.search(r"Your number is (\d+)", visit.text())[1]


def open_from_case(visit, number: str):
    """The case, and the office with the case as the reason."""
    visit.go("/staff/cases").fill(number=number).press("Search")
    assert "A feature is missing" in visit.text() and "/provider/my-access" in visit.text()
    visit.fill(note="I look at it.").press("Take it")
    follow(visit, "The office")
    assert visit.page.input_value("#reason") == f"Case {number}"
    return visit.press("Open the office")


def features(user) -> list[str]:
    """What she may do by her own next call."""
    return user.done("POST", "/office/my-access/search", {})["features"]


def test_permissions_are_restored_an_administrator_re_assigned_and_the_case_closed(
    suite, office, employ, open_window
):
    provider_id, head, user = office
    assert features(user) == []
    number = leave_message(open_window(suite.gateway_url, PHONE), user)
    visit = open_from_case(employ("support"), number)
    assert provider_id in visit.text()

    follow(visit, "Access of Omar Haddad", "tr:has(td:text-is('User'))")
    before = suite.mail.newest(user.email)[0]
    with visit.page.expect_navigation():
        visit.page.get_by_role("button", name="Compare with the change").nth(1).click()
    after = visit.page.locator("section", has_text="After this change").first
    assert "Claims" in after.inner_text()
    visit.fill(reason="Taken by mistake.").press("Restore this access")
    assert "is as it was then" in visit.text()
    assert features(user) == ["claims"]
    before = suite.mail.wait_for(user.email, after=before)

    visit.page.select_option("#instead_of_link_id", index=1)
    visit.fill(reason="The administrator left.").press("Make administrator")
    assert "is the administrator now" in visit.text()
    assert "manage_users" in features(user) and features(head) == []
    before = suite.mail.wait_for(user.email, after=before)

    visit.go("/staff/cases").fill(number=number).press("Search")
    visit.fill(note="Permissions are back.").press("Close")
    assert f"Case {number} is saved" in visit.text()
    assert number in suite.mail.wait_for(user.email, after=before)["text"]


def test_provider_services_issues_the_welcome_letter_again(suite, office, employ):
    provider_id, _, _ = office
    visit = employ("provider_services")
    visit.go("/staff/offices").fill(number=provider_id).press("Search")
    follow(visit, "Open the office")
    visit.fill(reason="The office lost its letter.").press("Open the office")
    assert visit.page.get_by_role("link", name="Access of").count() == 0
    follow(visit, "Look it up or issue it again")
    assert "PO Box 7" in visit.text()
    visit.fill(reason="Sent to the address on file.").press("Issue the letter")
    document = visit.page.get_by_role("link", name="Open the letter to print").evaluate("a => a.href")
    sheet = pypdf.PdfReader(io.BytesIO(visit.page.request.get(document).body())).pages[0].extract_text()
    assert provider_id in sheet and "Salinas, CA 93901" in sheet
