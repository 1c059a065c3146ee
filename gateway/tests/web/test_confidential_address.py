"""The confidential address: set and ended by Member Services, read by the member (R143)."""

from checking import check
from pretend import PASSWORD
from pretend_contact import HOME
from staff_steps import RECORD, links, open_record

from contracts.member import rpc
from contracts.member.errors import ContactFull

PAGE = f"{RECORD}/confidential-address"
PLACE = {
    "line1": "9 Quiet Court", "line2": "", "city": "Hollister", "state": "CA", "zip_code": "95023",
    "county": "San Benito",
}  # fmt: skip
SAID = {"reason_text": "By telephone"}


def hide(clerk, **more):
    """Set it."""
    return clerk.submit(PAGE, **PLACE | SAID | more)


def test_it_is_set_with_a_reason_and_stands_in_the_record(clerk, staff, identity):
    assert links(open_record(clerk))["Set a confidential address"] == PAGE
    answer = hide(clerk)
    page = check(clerk.get(answer.location))
    assert "All her mail goes to the confidential address from now on" in page.text
    assert "Confidential address" in [h.text for h in page.all("h3")] and "9 Quiet Court" in page.text
    assert identity.made(rpc.change_confidential_address)[-1].fields["reason_text"] == "By telephone"
    page = check(clerk.get(links(page)["Change the confidential address"]))
    assert "9 Quiet Court" in page.text


def test_nothing_is_saved_without_the_address_and_a_reason(clerk, staff):
    open_record(clerk)
    answer = clerk.submit(PAGE, state="CA")
    expected = ["line1", "city", "zip_code", "county", "reason_text"]
    assert answer.status_code == 422 and list(check(answer).errors()) == expected
    answer = hide(clerk, zip_code="9502", reason_text=" ")
    assert list(check(answer).errors()) == ["zip_code", "reason_text"]
    assert check(answer).field("line1").attrs["value"] == "9 Quiet Court"
    assert len(staff.places) == 2


def test_too_many_addresses_are_said(clerk, identity):
    open_record(clerk)
    identity.on(rpc.change_confidential_address, ContactFull(most=10))
    answer = hide(clerk)
    assert answer.status_code == 409 and "as many entries as we can keep" in check(answer).text


def test_it_is_ended_with_a_reason(clerk, staff, identity):
    open_record(clerk)
    page = check(clerk.get(hide(clerk).location))
    target = links(page)["End the confidential address"]
    answer = clerk.submit(target, reason_text="")
    assert answer.status_code == 422 and list(check(answer).errors()) == ["reason_text"]
    page = check(clerk.get(clerk.submit(target, reason_text="She asked for it").location))
    assert "The confidential address has ended." in page.text and "9 Quiet Court" not in page.text
    assert identity.made(rpc.end_confidential_address)[-1].fields["reason_text"] == "She asked for it"


def test_where_there_is_none_there_is_nothing_to_end(clerk):
    assert "End the confidential address" not in links(open_record(clerk))
    assert "She has no confidential address." in check(clerk.get(f"{PAGE}/end")).text


def test_one_that_somebody_else_has_ended_is_gone(clerk, staff):
    open_record(clerk)
    hide(clerk)
    token = check(clerk.get(f"{PAGE}/end")).field("csrf_token").attrs["value"]
    staff.places = staff.places[:2]
    referer = {"Referer": f"https://portico.example.org{PAGE}/end"}
    answer = clerk.post(f"{PAGE}/end", data={"csrf_token": token, "reason_text": "Over"}, headers=referer)
    assert answer.status_code == 404 and "She has no confidential address." in check(answer).text


def test_her_only_address_stays(clerk, staff):
    open_record(clerk)
    hide(clerk)
    staff.places = staff.places[2:]
    answer = clerk.submit(f"{PAGE}/end", reason_text="She asked for it")
    assert answer.status_code == 409 and "her mail would go nowhere" in check(answer).text


def test_her_profile_calls_it_by_its_name(browser, identity):
    entry = {"kind": "address", "use": "confidential", "line1": "9 Quiet Court"}
    identity.contact.entries.append(identity.contact._point(HOME | entry))
    browser.submit("/log-in", username="rosa.santos", password=PASSWORD)
    page = check(browser.get("/my-account/profile"))
    (heading,) = [h for h in page.all("h4") if h.text.strip() == "Confidential address"]
    assert "9 Quiet Court" in heading.parent.text
