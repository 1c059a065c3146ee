"""What only a browser shows: axe, widths, keyboard, the script, and pages without it."""

import re

import pytest
from pretend import CODE, PASSWORD
from test_every_page import PUBLIC

from contracts.identity import rpc
from support.browser import LAPTOP, PHONE, SMALLEST

CARD = {
    "first_name": "Rosa", "last_name": "Santos", "member_id": "P1234567", "date_of_birth_month": "9",
    "date_of_birth_day": "15", "date_of_birth_year": "1980",
}  # fmt: skip
CHOSEN = {"email": "rosa@example.org", "verify_email": "rosa@example.org", "username": "rosa.s80",
          "password": PASSWORD, "verify_password": PASSWORD}  # fmt: skip


def log_in(visit):
    return visit.go("/log-in").fill(username="rosa.santos", password=PASSWORD).press("LOG IN")


def ask_for_an_exception(visit, care):
    """From the list to the open request."""
    care.full.add(2)
    visit.go("/my-account/providers/change-pcp").fill(last_name="a").press("Search")
    visit.press("Ask the plan for an exception: Omar Haddad, MD")
    yield visit.press("Send the request")
    yield visit.fill(reason_text="He knows my illness.").press("Send the request")
    visit.go("/my-account/providers/change-pcp").fill(last_name="a").press("Search")
    yield visit.press("Ask the plan for an exception: Omar Haddad, MD")


def every_state(visit, care):
    """Go through all flows with their mistakes; yields at each page worth a look."""
    yield visit.go("/nothing-here")
    yield visit.go("/create-account").press("SUBMIT")
    yield visit.fill(**CARD | CHOSEN).fill(member_id="X").press("SUBMIT")
    visit.fill(**CARD | CHOSEN).page.check("#agree")
    yield visit.press("SUBMIT")
    yield visit.fill(code="999999").press("VERIFY")
    yield visit.press("Send a new code")
    yield visit.fill(code=CODE).press("VERIFY")
    yield visit.go("/recover").press("SUBMIT")
    visit.fill(**CARD).page.check("#reset_password")
    yield visit.press("SUBMIT")
    yield visit.fill(password="short", verify_password="other", code="1").press("RESET PASSWORD")
    yield visit.fill(password=PASSWORD, verify_password=PASSWORD, code=CODE).press("RESET PASSWORD")
    yield visit.go("/log-in").fill(username="x", password="y").press("LOG IN")
    yield log_in(visit)
    for path in ("/my-account/profile", "/my-account/security", "/my-account/security/password"):
        yield visit.go(path)
    for path in ("/my-account/insurance", "/my-account/insurance/inactive", "/my-account/providers"):
        yield visit.go(path)
    yield visit.go("/my-account/preferences").press("Save")
    yield visit.go("/my-account/providers/change-pcp").press("Search")
    yield visit.fill(last_name="a").press("Search")
    yield visit.press("Change")
    visit.page.check("#d3")
    yield visit.press("Change")
    yield visit.press("Save")
    visit.page.select_option("#reason", "member_request")
    yield visit.press("Save")
    yield from ask_for_an_exception(visit, care)
    care.address["undeliverable"] = True
    yield visit.go("/my-account/profile/id-cards/order").press("Order ID Card")
    visit.page.check("#address_confirmed")
    yield visit.press("Order ID Card")


# axe takes a second for a page.
@pytest.mark.timeout(300)
def test_every_public_page_passes_axe_and_fits(open_window, site):
    visit = open_window(site)
    for path in PUBLIC:
        visit.go(path).fair(LAPTOP, SMALLEST)


@pytest.mark.timeout(300)
def test_every_state_of_the_flows_passes_axe_and_fits(open_window, site, identity):
    states = every_state(open_window(site, SMALLEST), identity.care)
    seen = [visit.fair(LAPTOP, SMALLEST).path() for visit in states]
    assert len(seen) == 31


def test_every_state_works_without_javascript_in_the_largest_text(open_window, site, identity):
    visit = open_window(site, SMALLEST, java_script_enabled=False).go("/")
    visit.page.click("text=Accessibility Tools")
    visit.page.click("[name=text][value='3']")
    assert visit.page.get_attribute("html", "data-text") == "3"
    for state in every_state(visit, identity.care):
        assert state.fits().page.locator("main h1").count() == 1


def test_the_skip_link_is_first_and_leads_to_the_main_part(open_window, site):
    page = open_window(site).go("/log-in").page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_a_refused_form_puts_the_focus_on_what_is_wrong_and_a_link_leads_to_the_box(open_window, site):
    visit = open_window(site, PHONE).go("/create-account").press("SUBMIT")
    assert visit.page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    visit.page.click(".errors a[href='#date_of_birth-month']")
    assert visit.page.evaluate("document.activeElement.id") == "date_of_birth-month"


def test_the_focus_is_on_what_is_wrong_without_javascript_too(open_window, site):
    visit = open_window(site, java_script_enabled=False).go("/recover").press("SUBMIT")
    assert visit.page.locator("[role=alert]:focus").count() == 1


def test_a_password_can_be_shown_and_hidden_again(open_window, site):
    page = open_window(site).go("/log-in").page
    page.fill("#password", "what I typed")
    button = page.get_by_role("button", name="Show Password")
    button.click()
    assert page.get_attribute("#password", "type") == "text"
    button.click()
    assert page.get_attribute("#password", "type") == "password"
    assert page.input_value("#password") == "what I typed"


@pytest.mark.parametrize("pasted", ["1980-09-15", "09/15/1980", "9.15.1980"])
def test_a_pasted_date_is_spread_over_its_boxes(open_window, site, pasted):
    page = open_window(site).go("/recover").page
    page.focus("#date_of_birth-month")
    page.evaluate(
        """text => { const data = new DataTransfer(); data.setData("text", text);
        document.activeElement.dispatchEvent(new ClipboardEvent("paste",
          {clipboardData: data, bubbles: true, cancelable: true})); }""",
        pasted,
    )
    boxes = [page.input_value(f"#date_of_birth-{part}") for part in ("month", "day", "year")]
    assert [int(box) for box in boxes] == [9, 15, 1980]


def test_text_size_and_grayscale_change_at_once_and_nothing_typed_is_lost(open_window, site):
    page = open_window(site).go("/create-account").page
    page.fill("#first_name", "Rosa")
    page.click("text=Accessibility Tools")
    with page.expect_response("**/display"):
        page.click("[name=text][value='2']")
    with page.expect_response("**/display"):
        page.click("[name=grey]")
    assert page.get_attribute("html", "data-text") == "2"
    assert page.input_value("#first_name") == "Rosa"
    page.reload()
    assert page.get_attribute("html", "data-text") == "2"
    assert page.get_attribute("html", "data-grey") is not None


def test_escape_closes_a_menu_and_gives_the_focus_back(open_window, site):
    visit = log_in(open_window(site, PHONE))
    summary = visit.page.locator("summary", has_text="Welcome Rosa")
    summary.press("Enter")
    assert visit.page.get_by_role("link", name="Security settings").first.is_visible()
    visit.page.keyboard.press("Escape")
    assert summary.evaluate("element => !element.parentElement.open && element === document.activeElement")


def test_an_open_menu_passes_axe_and_fits_a_small_phone(open_window, site):
    visit = log_in(open_window(site, SMALLEST))
    for menu in visit.page.locator("details[data-menu] > summary").all():
        menu.click()
        visit.fair()
        visit.page.keyboard.press("Escape")


def test_expand_all_opens_all_topics_and_closes_them(open_window, site):
    page = open_window(site).go("/using-the-member-portal").page
    page.get_by_role("button", name="Expand All").click()
    assert page.locator(".topics details[open]").count() == 7
    page.get_by_role("button", name="Collapse All").click()
    assert page.locator(".topics details[open]").count() == 0


def test_a_double_click_on_submit_is_one_sign_up(open_window, site, identity):
    visit = open_window(site).go("/create-account").fill(**CARD | CHOSEN)
    visit.page.check("#agree")
    visit.page.get_by_role("button", name="SUBMIT").dblclick()
    visit.page.wait_for_selector("#code")
    assert len({call.idempotency_key for call in identity.made(rpc.start_sign_up)}) == 1


def test_two_minutes_before_its_end_a_session_asks_and_can_be_extended(open_window, site):
    visit = open_window(site)
    visit.page.clock.install()
    log_in(visit)
    visit.page.clock.fast_forward("12:50")
    assert not visit.page.locator("dialog").is_visible()
    visit.page.clock.fast_forward("00:15")
    dialog = visit.page.locator("dialog")
    assert dialog.is_visible()
    assert re.search(r"log you out in 2 minutes", dialog.inner_text())
    visit.fair()
    with visit.page.expect_response("**/extend") as answer:
        visit.page.get_by_role("button", name="Stay logged in").click()
    assert answer.value.status == 204
    visit.page.clock.run_for(1000)
    assert not dialog.is_visible()


def test_a_session_nobody_extends_ends_on_a_page_that_says_so(open_window, site):
    visit = open_window(site)
    visit.page.clock.install()
    log_in(visit)
    visit.page.context.clear_cookies()
    visit.page.clock.fast_forward("15:01")
    visit.page.wait_for_url("**/logged-out?why=idle")
    assert "keep your information safe" in visit.text()


def test_every_control_is_large_enough_for_a_thumb(open_window, site):
    visit = log_in(open_window(site, PHONE))
    for path in ("/", "/my-account/security", "/using-the-member-portal"):
        visit.go(path)
        small = visit.page.evaluate(
            """() => [...document.querySelectorAll("button, summary, input, .button, .quick a, .foot li a")]
              .filter(e => e.checkVisibility() && e.type !== "hidden" && e.type !== "checkbox")
              .filter(e => e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 80))"""
        )
        assert small == [], path
