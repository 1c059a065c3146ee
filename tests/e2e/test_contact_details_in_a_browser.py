"""Update your address, phone number and/or email address: the member's directions, step by step (R137-R143).

In a real browser on a phone-sized screen, with real services and real mail.
"""

import pytest

from support.browser import PHONE
from support.journey import Api, code_in, create_account
from support.portal_steps import log_in, start_recovery, wrong

pytestmark = pytest.mark.timeout(300)

ADDRESS = {"line1": "12 Pajaro Lane", "city": "Watsonville", "zip_code": "95076"}
HOME = {"kind": "address", "use": "home", "state": "CA", "county": "Santa Cruz"} | ADDRESS
PROFILE = "/my-account/profile"


def profile(visit, person):
    """Steps 1 and 2: log in, the drop-down "Welcome [Your Name]" at the top right, then Profile."""
    log_in(visit, person.username, person.password)
    visit.page.click(f"summary:has-text('Welcome {person.first_name}')")
    visit.page.locator(".menu[open]").get_by_role("link", name="Profile", exact=True).click()
    visit.page.wait_for_url(f"**{PROFILE}")
    return visit


def category(visit, title):
    """The sheet of one category."""
    return visit.page.locator("section", has=visit.page.get_by_role("heading", name=title, exact=True))


def click(visit, title, words, at=0):
    """A link of a category, by the words that are seen."""
    with visit.page.expect_navigation():
        category(visit, title).get_by_text(words, exact=True).nth(at).click()
    return visit


def choose(visit, **options):
    for name, value in options.items():
        visit.page.select_option(f"#{name}", value)
    return visit


def add_address(visit, use="mailing", **changes):
    click(visit, "Address", "Add New")
    choose(visit, use=use, county="Santa Cruz").fill(**ADDRESS | changes)
    return visit.press("Save")


@pytest.mark.parametrize("script", [True, False])
def test_the_directions_are_followed_word_for_word(suite, open_window, owner, script):
    visit = profile(open_window(suite.gateway_url, PHONE, java_script_enabled=script), owner)
    # "the first screen that shows is the Personal Information tab"
    tab = visit.page.locator(".tabs a[aria-current=page]")
    assert tab.inner_text() == "Personal Information"
    # "This page includes your address, phone number(s) and email address."
    titles = [title.inner_text() for title in visit.page.locator("main h3").all()]
    assert titles == ["Address", "Phone Number(s)", "Email Address"]
    assert owner.email in category(visit, "Email Address").inner_text()
    # "click the Add New button on the right side of the screen"
    for title in titles:
        button = category(visit, title).get_by_text("Add New", exact=True).bounding_box()
        assert button["x"] + button["width"] / 2 > PHONE[0] / 2
    add_address(visit.fits() if not script else visit.fair())
    assert "Your address has been saved" in visit.text() and "tell your county" in visit.text()
    click(visit, "Phone Number(s)", "Add New")
    choose(visit, use="cell").fill(number="(831) 555-0142").page.check("#preferred")
    visit.press("Save")
    assert "831-555-0142" in category(visit, "Phone Number(s)").inner_text()
    # "click Edit under the information you want to update"
    click(visit, "Phone Number(s)", "Edit")
    visit.fill(number="831-555-0143").press("Save")
    assert "831-555-0143" in category(visit, "Phone Number(s)").inner_text()
    # "click Delete under the information you want to delete"
    click(visit, "Phone Number(s)", "Delete")
    assert "831-555-0143" in visit.text()
    visit.press("Yes, delete")
    assert "Nothing on file yet" in category(visit, "Phone Number(s)").inner_text()


def test_the_last_mailing_address_and_the_email_of_the_account_stay(suite, open_window, owner):
    visit = add_address(profile(open_window(suite.gateway_url, PHONE), owner))
    click(visit, "Address", "Delete")
    assert "We send your mail to this address" in visit.fair().text()
    assert visit.page.get_by_role("button", name="Yes, delete").count() == 0
    click(visit.go(PROFILE), "Email Address", "Delete")
    assert "Your account needs this address" in visit.fair().text()
    add_address(visit.go(PROFILE), line1="PO Box 12")
    click(visit, "Address", "Delete")
    visit.press("Yes, delete")
    assert "PO Box 12" in category(visit, "Address").inner_text()


def test_the_second_of_two_windows_is_told_and_shown_the_difference(suite, open_window, owner):
    first = add_address(profile(open_window(suite.gateway_url, PHONE), owner))
    second = profile(open_window(suite.gateway_url, PHONE), owner)
    for visit in (first, second):
        click(visit, "Address", "Edit")
    first.fill(line1="9 Laurel Street").press("Save")
    second.fill(line1="7 Cannery Row").press("Save")
    assert "changed somewhere else" in second.fair().text()
    row = second.page.locator("table tbody tr")
    assert [cell.inner_text() for cell in row.locator("td").all()] == ["7 Cannery Row", "9 Laurel Street"]
    assert "9 Laurel Street" in category(first.go(PROFILE), "Address").inner_text()
    second.press("Save what I typed")
    assert "7 Cannery Row" in category(first.go(PROFILE), "Address").inner_text()


def test_an_address_out_of_the_area_is_saved_with_a_warning(suite, open_window, owner):
    visit = profile(open_window(suite.gateway_url, PHONE), owner)
    click(visit, "Address", "Add New")
    choose(visit, use="home", county="Other")
    visit.fill(line1="1 Far Street", city="Fresno", zip_code="93701").press("Save")
    assert "outside the counties" in visit.fair().text()
    assert "1 Far Street" in category(visit, "Address").inner_text()


def test_a_new_email_for_the_account_counts_after_its_code_and_the_old_one_is_told(suite, open_window, owner):
    old, new = owner.email, f"new-{owner.email}"
    visit = profile(open_window(suite.gateway_url, PHONE), owner)
    click(visit, "Email Address", "Edit")
    visit.fill(email=new, verify_email=new, current_password="wrong").press("Send the code")
    assert visit.errors() == {"current_password": "This is not your current password."}
    visit.fill(current_password=owner.password).fair().press("Send the code")
    code = code_in(suite.mail.wait_for(new, "verification code"))
    note = suite.mail.wait_for(old, "new email address was asked for")
    assert code not in note["text"] and new not in note["text"]
    visit.fair().fill(code=wrong(code)).press("VERIFY")
    assert "left" in visit.errors()["code"]
    visit.fill(code=code).press("VERIFY")
    assert "Your new email address is verified and saved" in visit.text()
    assert new in category(visit, "Email Address").inner_text()
    suite.mail.wait_for(old, "was changed", after=note)
    assert visit.go("/my-account").path() == "/my-account", "she stays logged in"
    start_recovery(open_window(suite.gateway_url), owner, "I forgot my username.")
    assert owner.username in suite.mail.wait_for(new, "account information")["text"]


def test_another_email_is_verified_by_the_code_mailed_to_it_and_told_when_it_goes(suite, open_window, owner):
    other = f"other-{owner.email}"
    visit = profile(open_window(suite.gateway_url, PHONE), owner)
    click(visit, "Email Address", "Add New")
    choose(visit, use="other").fill(email=other).press("Save")
    assert other in visit.fair().text()
    code = code_in(suite.mail.wait_for(other, "verification code"))
    click(visit.go(PROFILE), "Email Address", "Verify")
    visit.fill(code=wrong(code)).press("VERIFY")
    assert "left" in visit.errors()["code"]
    visit.fill(code=code).press("VERIFY")
    assert "Your email address is verified" in visit.text()
    entries = category(visit, "Email Address")
    assert entries.get_by_text("Not verified").count() == 0 and other in entries.inner_text()
    click(visit, "Email Address", "Delete", at=1)
    visit.press("Yes, delete")
    suite.mail.wait_for(other, "taken out of your contact details")


def test_another_members_entries_are_nowhere_on_pages_and_in_the_api(suite, open_window, owner, newcomer):
    stranger = newcomer()
    hers, his = Api(suite.gateway_url), create_account(suite, stranger)
    token = hers.log_in(owner.username, owner.password).json()["access_token"]
    hers = Api(suite.gateway_url, token)
    phone = {"kind": "phone", "use": "cell", "number": "831-555-0142"}
    entry = hers.send("POST", "/me/contact", phone).json()["contact_point_id"]
    never = "00000000-0000-4000-8000-000000000000"
    for method, body in (("PUT", phone), ("DELETE", None)):
        answers = [
            his.send(method, f"/me/contact/{id}", body, **{"If-Match": '"1"'}) for id in (entry, never)
        ]
        seen = [(a.status_code, {**a.json(), "instance": ""}, sorted(a.headers)) for a in answers]
        assert seen[0] == seen[1] and seen[0][0] == 404
    home = hers.send("POST", "/me/contact", HOME).json()["contact_point_id"]
    orders = [his.send("POST", "/me/id-card-orders", {"contact_point_id": id}) for id in (home, never)]
    seen = [(a.status_code, {**a.json(), "instance": ""}, sorted(a.headers)) for a in orders]
    assert seen[0] == seen[1] and seen[0][0] == 404
    visit = log_in(open_window(suite.gateway_url), stranger.username, stranger.password)
    texts = [
        visit.go(f"{PROFILE}/phone/{id}{rest}").text() for id in (entry, never) for rest in ("", "/delete")
    ]
    assert len(set(texts)) == 1 and "We could not find that page" in texts[0]
    kept = hers.send("GET", "/me/contact").json()["contact_points"]
    assert [(one["contact_point_id"], one["version"]) for one in kept] == [(home, 1), (entry, 1)]
