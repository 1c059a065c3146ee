"""The second factor of staff: nothing but this step after the log-in, setting it up, recovery codes."""

import pytest
from checking import check
from pretend import PASSWORD
from pretend_staff import CODE, KEY, PAPER

from contracts.identity import rpc

STEP = "/staff/second-factor"
SET_UP = f"{STEP}/set-up"


def log_in(browser, who="members.demo", **more):
    return browser.submit("/log-in", username=who, password=PASSWORD, **more)


def prove(browser, code=CODE, path=STEP, **more):
    return browser.submit(path, code=code, **more)


@pytest.fixture
def halfway(browser):
    """Somebody of Member Services after the password."""
    assert log_in(browser).status_code == 303
    return browser


@pytest.mark.parametrize("path", ["/staff", "/staff/members", "/my-account/security", "/my-account"])
def test_after_the_password_every_page_leads_to_the_second_factor_and_back(halfway, path):
    answer = halfway.get(path)
    assert (answer.status_code, answer.location) == (303, f"{STEP}?next={path}")
    page = check(halfway.get(answer.location))
    assert path in [e.attrs["value"] for e in page.all("input", name="next")]
    assert prove(halfway, next=path).location == path


@pytest.mark.parametrize("kind", ["member", "provider"])
def test_who_set_one_up_by_the_api_gives_it_on_the_same_page(browser, identity, kind):
    who = {"roles": [kind], "kind": kind}
    identity.on(rpc.start_session, identity.tokens(**who, second_factor_due=True))
    identity.on(rpc.confirm_second_factor, identity.tokens(**who))
    log_in(browser)
    for way in (STEP, f"{STEP}/recovery-code"):
        check(browser.get(way))
    assert browser.get("/my-account/security").location == f"{STEP}?next=/my-account/security"
    assert prove(browser, next="/my-account/security").location == "/my-account/security"
    assert browser.get("/my-account/security").status_code == 200
    assert browser.get(STEP).location == "/my-account"


def test_a_search_that_needs_the_second_factor_calls_no_service(halfway, identity):
    halfway.submit("/staff/members", STEP, member_id="P1234567")
    assert not [call for call in identity.calls if call.procedure.service == "member"]


def test_the_code_opens_the_console_and_the_greeting_has_its_menu(halfway):
    assert prove(halfway).location == "/staff"
    page = check(halfway.get("/staff"))
    links = {a.text.strip(): a.attrs["href"] for a in page.all("a")}
    assert links["Find a member"] == "/staff/members" and links["PCP exceptions"] == "/staff/pcp-exceptions"
    assert "Card orders" not in links and "Profile" not in links
    assert "Staff Console" in page.one("header").text


def test_who_has_one_area_begins_there(browser):
    log_in(browser, "mailroom.demo")
    prove(browser)
    assert browser.get("/staff").location == "/staff/cards"


def test_a_wrong_code_says_so_beside_the_box_and_how_many_tries_are_left(halfway):
    answer = prove(halfway, "000000")
    page = check(answer)
    assert answer.status_code == 422
    assert "You have 2 tries left." in page.errors()["code"]
    assert halfway.get("/staff").status_code == 303


def test_a_pasted_code_with_spaces_counts(halfway):
    assert prove(halfway, " 135 790 ").location == "/staff"


def test_a_recovery_code_works_once(halfway, staff, app):
    page = check(halfway.get(STEP))
    links = {a.text.strip(): a.attrs["href"] for a in page.all("a")}
    assert links["Use a recovery code"] == f"{STEP}/recovery-code"
    assert prove(halfway, PAPER, f"{STEP}/recovery-code").location == "/staff"
    assert staff.paper == set()


def test_the_code_is_never_in_the_page_again_nor_in_an_address(halfway):
    answer = prove(halfway, "975310")
    assert "975310" not in answer.get_data(as_text=True) and answer.request.query_string == b""


def test_who_proved_the_session_already_goes_on(halfway):
    prove(halfway)
    assert halfway.get(f"{STEP}?next=/staff/members").location == "/staff/members"


def test_the_step_leads_to_no_other_site(halfway):
    assert prove(halfway, next="https://evil.example/").location == "/staff"


def test_who_has_no_authenticator_sets_one_up_with_a_qr_code_and_the_key_as_text(browser, staff):
    staff.enrolled = False
    log_in(browser)
    answer = browser.get(f"{STEP}?next=/staff/members")
    assert answer.location == f"{SET_UP}?next=/staff/members"
    assert "Show the QR code" in check(browser.get(answer.location)).text
    page = check(browser.submit(SET_UP, next="/staff/members"))
    (picture,) = [e for e in page.all("img") if e.attrs["src"].startswith("data:image/svg+xml")]
    assert "QR code" in picture.attrs["alt"]
    assert KEY in page.one("code").text.replace(" ", "")
    page = check(browser.submit(f"{SET_UP}/confirm", SET_UP, code=CODE, next="/staff/members"))
    assert [li.text for li in page.all("li") if "AAAA" in li.text] == [f"AAAA-{n:04}" for n in range(10)]
    assert "they are not shown again" in page.text
    links = {a.text.strip(): a.attrs["href"] for a in page.all("a")}
    assert links["I have saved them"] == "/staff/members"
    assert browser.get("/staff/members").status_code == 200


def test_looking_at_the_set_up_page_makes_no_key(browser, staff, identity):
    staff.enrolled = False
    log_in(browser)
    browser.get(SET_UP)
    assert not identity.made(rpc.start_authenticator)


def test_a_wrong_first_code_does_not_show_the_key_again_but_offers_a_new_one(browser, staff):
    staff.enrolled = False
    log_in(browser)
    browser.submit(SET_UP)
    page = check(browser.submit(f"{SET_UP}/confirm", SET_UP, code="111111"))
    assert "code" in page.errors() and KEY[:8] not in page.text.replace(" ", "")
    assert "Show a new QR code" in [b.text for b in page.all("button")]
    assert browser.get("/staff").status_code == 303


def test_recovery_codes_can_be_replaced_with_a_code_of_the_app(halfway, staff):
    prove(halfway)
    assert "You have 1 recovery code left." in check(halfway.get(f"{STEP}/recovery-codes")).text
    assert "code" in check(prove(halfway, "111111", f"{STEP}/recovery-codes")).errors()
    page = check(prove(halfway, CODE, f"{STEP}/recovery-codes"))
    assert "AAAA-0009" in page.text and len(staff.paper) == 10


def test_security_settings_lead_to_the_recovery_codes(halfway):
    prove(halfway)
    page = check(halfway.get("/my-account/security"))
    assert f"{STEP}/recovery-codes" in [a.attrs["href"] for a in page.all("a")]
    assert "Health Care Coverage" not in page.text


def test_members_have_no_page_to_set_one_up(browser):
    browser.submit("/log-in", username="rosa.santos", password=PASSWORD)
    for path in (SET_UP, f"{STEP}/recovery-codes"):
        assert browser.get(path).status_code == 403
