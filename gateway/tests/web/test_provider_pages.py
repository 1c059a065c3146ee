"""Every page of the Provider Portal is whole."""

import pytest
from checking import check
from pretend import PASSWORD
from pretend_provider import OMAR

PUBLIC = [
    "/provider-portal", "/provider-portal/log-in", "/provider-portal/create-account",
    "/provider-portal/create-account/code", "/provider-portal/forgot-password",
    "/provider-portal/education", "/provider-portal/education/managing-user-access",
    "/provider-portal/education/user-guide", "/provider-portal/education/solutions-overview",
    "/provider-portal/education/tips", "/provider-portal/education/webinar",
    "/provider-portal/education/webinar-copy", "/provider-portal/education/training",
    "/provider-portal/questions", "/provider-portal/message", "/provider/invitation",
]  # fmt: skip
OFFICE = [
    "/provider", "/provider/users", "/provider/users/invite", "/provider/users/invitations",
    "/provider/users/requests", "/provider/users/link-account", "/provider/users/linked-accounts",
    "/provider/my-access", "/my-account/security", "/my-account/security/password",
]  # fmt: skip


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_for_offices_is_whole_and_names_the_specialist(browser, path):
    answer = browser.get(path)
    assert answer.status_code == 200
    assert "831-555-0130" in check(answer).text


@pytest.mark.parametrize("path", OFFICE)
def test_a_page_of_an_office_is_whole(browser, identity, path):
    browser.submit("/log-in", username=OMAR, password=PASSWORD)
    link = identity.office.links[0]
    identity.office.context = link["context_id"]
    browser.keep_session(identity.office._tokens())
    answer = browser.get(path)
    assert answer.status_code == 200, answer.location
    page = check(answer)
    assert "Lena Okoro, MD" in page.one("details", class_="menu ribbon").text
