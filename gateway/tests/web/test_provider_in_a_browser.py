"""The Provider Portal as only a browser shows it: axe, widths, the pop-up box, pages without the script."""

import pytest
from pretend import CODE, PASSWORD
from pretend_provider import CLINIC, INES, OMAR, PRACTICE
from pretend_users import TOKEN
from test_provider_pages import PUBLIC

from contracts.identity import rpc as identity_rpc
from support.browser import LAPTOP, PHONE, SMALLEST

ACCOUNT = {
    "first_name": "Ines", "last_name": "Marin", "email": "ines@example.org",
    "verify_email": "ines@example.org", "username": "ines.marin", "password": PASSWORD,
    "verify_password": PASSWORD,
}  # fmt: skip
ENTRY = {name: PRACTICE[name] for name in ("first_name", "last_name", "provider_id", "zip_code", "tax_id")}
HEAD = "First Name,Last Name,Email,ZIP Code,Role,Permissions"
NEW = {"first_name": "Dana", "last_name": "Fox", "email": "dana.fox@example.org", "zip_code": "95076"}


def log_in(visit, username=INES):
    return visit.go("/provider-portal/log-in").fill(username=username, password=PASSWORD).press("LOG IN")


def account_states(visit):
    """Creating an account and getting back into one, with mistakes."""
    yield visit.go("/provider-portal/create-account").press("SUBMIT")
    visit.fill(**ACCOUNT).page.check("#agree")
    yield visit.press("SUBMIT")
    yield visit.fill(code=CODE).press("VERIFY")
    yield (
        visit.go("/provider-portal/forgot-password").fill(username="x", email="x@example.org").press("SUBMIT")
    )
    visit.go("/provider-portal/log-in")
    yield visit.fill(username="PCH004217", password="x").press("LOG IN")


def wizard_states(visit, office):
    """The wizard with each of its answers; ends at home."""
    yield log_in(visit)
    yield visit.press("Next")
    yield visit.fill(**ENTRY | {"zip_code": "99999"}).press("Next")
    wrong = {"provider_id": CLINIC["provider_id"], "tax_id": CLINIC["tax_id"], "zip_code": CLINIC["zip_code"]}
    yield visit.fill(**wrong).press("Next")
    yield visit.press("Change to Group")
    visit.page.select_option("#type", "practitioner")
    visit.go("/provider/associate").page.select_option("#type", "practitioner")
    office.held = True
    if visit.page.locator("[data-type-change]").is_visible():
        visit.press("Show the boxes for this type")
    yield visit.fill(**ENTRY).press("Next")
    office.held, office.administered = False, True
    yield visit.press("Next")
    office.administered = False
    visit.go("/provider/associate").press("Next")
    yield visit.press("Next")
    visit.page.check("#agree")
    yield visit.press("Next")


def office_states(visit, office):
    """Everything an administrator and a user of an office see."""
    log_in(visit, OMAR)
    yield visit.go("/provider/users/linked-accounts")
    visit.page.locator("main").get_by_role("button", name="Work for Lena Okoro, MD").click()
    visit.page.wait_for_url("**/provider")
    office.wants_access()
    office.wants_access("claims")
    user = {"role": "user", "state": "active"}
    office.changed("grants_changed", user | {"grants": []}, user | {"grants": [{"feature": "claims"}]})
    for path in ("", "/users/link-account", "/users", "/users/requests", "/my-access", "/users/invitations"):
        yield visit.go(f"/provider{path}")
    yield visit.go(f"/provider/users/linked-accounts/{office.links[0]['link_id']}/unlink")
    yield visit.go("/provider/users/invite").press("Add to List")
    visit.fill(**NEW).page.check("#f-claims")
    yield visit.press("Add to List")
    visit.fill(**NEW | {"email": "ana.ruiz@example.org"}).press("Add to List")
    yield visit.press("Send Invitation")
    yield visit.go(f"/provider/users/invitations/{office.users.batches[0]['batch_id']}")
    yield from upload_states(visit)
    office.users.reason = "Left the practice"
    ana = f"/provider/users/person/{office.users.named('Ana')['link_id']}"
    for step in ("", "/make-admin", "/revoke", "/changes"):
        yield visit.go(ana + step)
    office.context = office.links[1]["context_id"]
    office.agreement_due = True
    visit.go("/provider/users/linked-accounts")
    visit.page.locator("main").get_by_role("button", name="Work for Harbor Family Medicine").click()
    visit.page.wait_for_url("**/provider")
    yield visit
    office.agreement_due = False
    yield visit.go("/provider/my-access")
    yield visit.go(f"/provider/invitation/{TOKEN}")


def upload_states(visit):
    """A file of people: none yet, one that is no list, one with lines that can't be used, and its result."""
    yield visit.go("/provider/users/invitations/upload")
    yield send_file(visit, "Name,Email\nDana Fox,dana.fox@example.org")
    bad = "Eli,A-very-long-name-for-a-narrow-table,an.address.that.is.none-at-all.example.org,9,boss,All"
    known = "Ana,Ruiz,ana.ruiz@example.org,95076,,"
    yield send_file(visit, f"{HEAD}\nFay,Ito,fay@example.org,95076,,Claims\n{bad}\n{known}")
    yield visit.press("Invite the 2 other people")


def send_file(visit, text):
    """Choose a file and upload it."""
    file = {"name": "people.csv", "mimeType": "text/csv", "buffer": text.encode()}
    visit.page.set_input_files("#file", files=[file])
    return visit.press("Upload and send invitations")


def every_state(visit, office):
    """All of them, each from a browser that knows nothing."""
    for part in (account_states(visit), wizard_states(visit, office), office_states(visit, office)):
        yield from part
        visit.page.context.clear_cookies()
        office.links.clear()


# axe takes a second for a page.
@pytest.mark.timeout(300)
def test_every_public_page_passes_axe_and_fits(open_window, site):
    visit = open_window(site)
    for path in PUBLIC:
        visit.go(path).fair(LAPTOP, SMALLEST)


@pytest.mark.timeout(300)
def test_every_state_passes_axe_and_fits(open_window, site, identity):
    visit = open_window(site, SMALLEST)
    seen = [state.fair(LAPTOP, SMALLEST).path() for state in every_state(visit, identity.office)]
    assert len(seen) == 37


@pytest.mark.timeout(300)
def test_every_state_works_without_javascript_in_the_largest_text(open_window, site, identity):
    visit = open_window(site, SMALLEST, java_script_enabled=False).go("/")
    visit.page.click("text=Accessibility Tools")
    visit.page.click("[name=text][value='3']")
    for state in every_state(visit, identity.office):
        assert state.fits().page.locator("main h1").count() == 1


def test_another_type_swaps_the_boxes_at_once_and_nothing_is_lost(open_window, site):
    visit = log_in(open_window(site, PHONE))
    visit.fill(zip_code="95076").page.select_option("#type", "group")
    assert visit.page.locator("#group_name").is_visible()
    assert not visit.page.locator("#first_name").is_visible()
    assert visit.page.input_value("#zip_code") == "95076"


def at_users(open_window, site, office):
    visit = log_in(open_window(site), OMAR)
    office.links.pop()
    return visit.go("/provider").go("/provider/users")


def test_the_pop_up_box_keeps_the_focus_inside_and_escape_gives_it_back(open_window, site, identity):
    page = at_users(open_window, site, identity.office).page
    opener = page.locator("[data-opens=invite]")
    opener.press("Enter")
    box = page.locator("#invite")
    assert box.evaluate("box => box.matches(':modal')")
    for _ in range(40):
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('#invite').contains(document.activeElement)"
                             " || document.activeElement === document.body")  # fmt: skip
    page.keyboard.press("Escape")
    assert not box.is_visible()
    assert opener.evaluate("link => link === document.activeElement")


def test_a_refused_box_is_open_again_with_all_that_was_typed_and_says_why_first(open_window, site, identity):
    visit = at_users(open_window, site, identity.office)
    visit.page.click("[data-opens=invite]")
    visit.fill(**NEW | {"email": "dana"}).press("Add to List")
    box = visit.page.locator("#invite")
    assert box.evaluate("box => box.matches(':modal')")
    assert visit.page.input_value("#first_name") == "Dana"
    assert visit.page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    visit.page.keyboard.press("Escape")
    assert visit.page.locator("[data-opens=invite]").evaluate("link => link === document.activeElement")


def test_the_ribbon_opens_by_keyboard_and_switches(open_window, site, identity):
    visit = log_in(open_window(site, PHONE), OMAR)
    summary = visit.page.locator(".ribbon > summary")
    summary.press("Enter")
    visit.page.locator(".ribbon button", has_text="PCH004300").press("Enter")
    visit.page.wait_for_url("**/provider")
    assert "Harbor Family Medicine" in visit.page.locator(".ribbon > summary").inner_text()
    assert len(identity.made(identity_rpc.change_context)) == 1


def test_the_printed_guide_is_the_guide_alone(open_window, site):
    page = open_window(site).go("/provider-portal/education/managing-user-access").page
    page.emulate_media(media="print")
    assert page.locator(".guide").is_visible()
    for part in ("header nav.quick", ".side", "footer", ".no-print"):
        assert not page.locator(part).first.is_visible(), part
