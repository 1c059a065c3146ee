"""Member Services: finding a member, opening her record with a reason, and helping her (R225, R227, R237)."""

import uuid

import pytest
from checking import check
from pretend_care import INES, LENA, OMAR
from pretend_mailroom import FARM, HOME
from pretend_staff import MEMBER
from staff_steps import CALLED, RECORD, WHY, links, log_in, open_record
from support_peers import Browser

from contracts.errors import Unavailable
from contracts.identity import rpc as identity_rpc
from contracts.member import rpc

FIND = "/staff/members"
CHANGE = f"{RECORD}/change-pcp"
BORN = {"date_of_birth-month": "9", "date_of_birth-day": "15", "date_of_birth-year": "1980"}


def choose(browser, **more):
    """Post the one form of the page Change PCP."""
    return browser.submit(CHANGE, **{"line": "medi_cal", "last_name": "a", **more})


@pytest.mark.parametrize("typed", [{"member_id": "P1234567"}, {"last_name": "Santos", **BORN}])
def test_a_member_is_found_by_member_id_or_by_name_and_birth_date(clerk, typed):
    answer = clerk.submit(FIND, **typed)
    page = check(answer)
    assert "Rosa Santos" in page.text and "Sep 15, 1980" in page.text and "4567" in page.text
    assert "P1234567" not in page.one("table").text
    assert links(page)["Open"] == WHY
    assert answer.request.query_string == b""


def test_a_name_alone_is_not_enough(clerk):
    answer = clerk.submit(FIND, last_name="Santos")
    assert answer.status_code == 422 and "date_of_birth" in check(answer).errors()


def test_several_found_asks_for_the_first_name_and_none_says_what_to_ask(clerk):
    assert "Add the first name" in check(clerk.submit(FIND, last_name="Santos", **BORN)).text
    assert "ask for the Member ID on her card" in check(clerk.submit(FIND, member_id="P9")).text


def test_a_record_does_not_open_without_a_reason(clerk, staff):
    assert clerk.get(RECORD).location == WHY
    labels = [label.text.replace("*", "").strip() for label in check(clerk.get(WHY)).all("label")]
    assert labels == ["Why do you open this record?", "In a few words"]
    for fields in ({}, {"reason": "member_on_the_phone"}):
        answer = clerk.submit(RECORD, WHY, **fields)
        assert answer.status_code == 422
        assert set(check(answer).errors()) == ({"reason_text"} if fields else {"reason"})
    assert staff.looks == []


def test_ones_own_case_needs_no_more_words(clerk):
    assert "P1234567" in check(clerk.submit(RECORD, WHY, reason="own_case")).text


def test_the_record_shows_all_that_a_caller_asks_about(clerk, staff):
    staff.order()
    page = open_record(clerk)
    for said in (
        "Rosa Maria Santos", "P1234567", "Medi-Cal", "Since January 1, 2024", "Lena Okoro, MD", "Inês Á, MD",
        "12 Pajaro Lane", "Order 100001", "Lost", "r***@example.org", "Locked",
    ):  # fmt: skip
        assert said in page.text, said
    assert [h.text for h in page.all("h2")][:6] == [
        "Coverage", "Primary doctor (PCP)", "ID Cards", "Contact details", "Online account",
        "Language and interpreter",
    ]  # fmt: skip


def test_the_record_costs_one_call_of_member_and_one_of_identity(clerk, identity):
    open_record(clerk)
    before = len(identity.calls)
    clerk.get(RECORD)
    assert [call.procedure.key for call in identity.calls[before:]] == [
        "member.get_member_for_staff",
        "identity.search_accounts",
    ]


def test_the_record_goes_on_with_the_look_that_it_was_opened_with(clerk, staff):
    open_record(clerk)
    assert "P1234567" in check(clerk.get(RECORD)).text
    assert [look["reason_text"] for look in staff.looks] == [CALLED["reason_text"]] * 2


def test_a_look_that_is_too_old_asks_for_the_reason_again(clerk, staff):
    open_record(clerk)
    staff.looks.clear()
    assert clerk.get(RECORD).location == WHY


@pytest.mark.parametrize("rest", ["/looks", "/order-card", "/change-pcp", "/confidential-address"])
def test_every_page_of_a_record_asks_again_when_the_look_is_too_old(clerk, staff, rest):
    open_record(clerk)
    staff.looks.clear()
    assert clerk.get(f"{RECORD}{rest}").location == WHY
    assert clerk.get(RECORD).location == WHY


def test_a_refused_form_on_an_old_look_asks_for_the_reason_again(clerk, staff):
    target = links(open_record(clerk))["Order ID Card"]
    token = check(clerk.get(target)).field("csrf_token").attrs["value"]
    staff.looks.clear()
    referer = {"Referer": f"https://portico.example.org{target}"}
    assert clerk.post(target, data={"csrf_token": token}, headers=referer).location == WHY


def test_all_pages_of_a_record_go_on_with_one_reason_and_ask_for_none(clerk, identity):
    open_record(clerk)
    for rest in ("", "", "/looks", "/looks?after=" + str(uuid.uuid4()), "/order-card", "/change-pcp"):
        assert clerk.get(f"{RECORD}{rest}").status_code == 200
    asked = identity.made(rpc.get_member_for_staff) + identity.made(rpc.list_record_looks_for_staff)
    assert [call.fields["reason"] for call in asked].count("member_on_the_phone") == 1
    assert sum(call.fields["look_id"] is None for call in asked) == 1


def test_a_member_who_is_not_there_is_not_found(clerk):
    other = f"/staff/members/{uuid.UUID(int=501)}"
    answer = clerk.submit(other, f"{other}/why", **CALLED)
    assert answer.status_code == 404 and "We could not find that." in check(answer).text


@pytest.mark.parametrize("key", [MEMBER, uuid.UUID(int=501)])
@pytest.mark.parametrize(
    "rest", ["", "/why", "/looks", "/order-card", "/change-pcp", "/confidential-address"]
)
def test_another_role_gets_the_same_for_a_record_as_for_none(mailroom, identity, key, rest):
    answer = mailroom.get(f"/staff/members/{key}{rest}")
    assert answer.status_code == 403
    assert not identity.made(rpc.get_member_for_staff)


def test_the_record_comes_without_the_account_when_identity_is_away(clerk, identity):
    identity.on(identity_rpc.search_accounts, Unavailable())
    assert "This is not working right now." in open_record(clerk).text


def test_her_language_and_need_of_an_interpreter_are_recorded(clerk, staff):
    page = open_record(clerk)
    version = page.field("version").attrs["value"]
    answer = clerk.submit(
        f"{RECORD}/interpreter", RECORD, spoken_language="hmn", needs_interpreter="1", version=version
    )
    assert "need of an interpreter are saved" in check(clerk.get(answer.location)).text
    assert (staff.needs["spoken_language"], staff.needs["needs_interpreter"]) == ("hmn", True)
    answer = clerk.submit(f"{RECORD}/interpreter", RECORD, spoken_language="es", version=version)
    assert answer.status_code == 409 and staff.needs["spoken_language"] == "hmn"
    clerk.submit(f"{RECORD}/interpreter", RECORD, spoken_language="hmn", version="2")
    assert staff.needs["needs_interpreter"] is False


def test_who_looked_at_the_record_is_listed_with_the_reason_and_asking_is_a_look(clerk, staff):
    open_record(clerk)
    page = check(clerk.get(f"{RECORD}/looks"))
    assert "She was on the telephone" in page.text and CALLED["reason_text"] in page.text
    assert "The list of looks" in page.text
    assert clerk.get(RECORD).status_code == 200


def test_a_card_is_ordered_to_a_confirmed_address_with_a_reason(clerk, staff):
    target = links(open_record(clerk))["Order ID Card"]
    page = check(clerk.get(target))
    assert "Read the address to her" in page.text and "PO Box 9" in page.text
    refused = check(clerk.submit(target))
    assert set(refused.errors()) == {"contact_point_id", "reason"}
    assert refused.errors()["reason"] == "Fill in this box."
    answer = clerk.submit(target, contact_point_id=str(FARM), reason="lost")
    page = check(clerk.get(answer.location))
    assert "Order 100001 is made. The card should be there by September 29, 2026." in page.text
    assert "Order ID Card" not in links(page)


def test_an_address_from_which_mail_came_back_has_to_be_confirmed(clerk, staff):
    staff.returned_from.add(HOME)
    open_record(clerk)
    fields = {"contact_point_id": str(HOME), "reason": "not_received"}
    answer = clerk.submit(f"{RECORD}/order-card", **fields)
    page = check(answer)
    assert answer.status_code == 409 and "address_confirmed" in page.errors()
    answer = clerk.submit(f"{RECORD}/order-card", **fields, address_confirmed="1")
    assert answer.location == RECORD


def test_a_card_goes_to_the_confidential_address_alone(clerk, staff):
    staff.places.append(staff.places[0] | {"use": "confidential", "line1": "9 Quiet Court"})
    text = check(clerk.get(links(open_record(clerk))["Order ID Card"])).text
    assert "9 Quiet Court" in text and "PO Box 9" not in text


def test_an_order_that_is_not_printed_is_cancelled_with_a_reason(clerk, staff):
    order = staff.order()
    target = links(open_record(clerk))["Cancel this order"]
    assert "reason_text" in check(clerk.submit(target)).errors()
    answer = clerk.submit(target, reason_text="She found the card.")
    assert "The order is cancelled." in check(clerk.get(answer.location)).text
    assert order["state"] == "cancelled"
    printed = staff.order(100002, state="printed")
    refused = clerk.submit(target.replace(str(order["order_id"]), str(printed["order_id"])), reason_text="x")
    assert refused.status_code == 409 and "printed already" in check(refused).text


def test_another_doctor_begins_on_the_first_of_next_month_by_the_rules(clerk, staff):
    target = links(open_record(clerk))["Change PCP"]
    assert target == f"{CHANGE}?line=medi_cal"
    clerk.get(target)
    page = check(choose(clerk, provider_id=str(INES["provider_id"]), change="1"))
    days = [o.attrs["value"] for o in page.all("option") if o.attrs["value"].startswith(("rules", "2026"))]
    assert days == ["rules", *(f"2026-09-{day}" for day in range(15, 31))]
    chosen = {"provider_id": str(INES["provider_id"]), "reason": "moved", "effective_on": "rules"}
    answer = choose(clerk, **chosen, save="1")
    text = check(clerk.get(answer.location)).text
    assert "Her new primary doctor is Inês Á, MD, starting on October 1, 2026." in text
    answer = clerk.submit(f"{RECORD}/cancel-change", RECORD, change_id=str(staff.coming["change_id"]))
    assert "She keeps the doctor of today." in check(clerk.get(answer.location)).text


def test_a_day_of_this_month_is_an_exception_that_needs_a_reason_in_writing(clerk, staff):
    open_record(clerk)
    chosen = {"provider_id": str(INES["provider_id"]), "reason": "moved", "effective_on": "2026-09-20"}
    answer = choose(clerk, **chosen, save="1")
    assert answer.status_code == 422 and set(check(answer).errors()) == {"exception_reason"}
    answer = choose(clerk, **chosen, exception_reason="She leaves the hospital on the 20th.", save="1")
    assert "starting on September 20, 2026" in check(clerk.get(answer.location)).text


def test_a_doctor_whom_the_rules_refuse_is_taken_only_as_an_exception(clerk, staff):
    open_record(clerk)
    omar = {"provider_id": str(OMAR["provider_id"]), "reason": "member_request", "effective_on": "rules"}
    page = check(choose(clerk, provider_id=omar["provider_id"], change="1"))
    assert "Not taking new patients: only as an exception" in page.text
    assert page.field("despite_limits").attrs["value"] == "1"
    answer = choose(clerk, **omar, save="1")
    assert answer.status_code == 409 and "say why an exception is made" in check(answer).text
    answer = choose(clerk, **omar, despite_limits="1", exception_reason="He agreed by telephone.", save="1")
    assert answer.location == RECORD and staff.coming["doctor"] == OMAR


def test_her_doctor_of_today_can_not_be_chosen_and_a_choice_is_needed(clerk):
    open_record(clerk)
    page = check(choose(clerk, search="1"))
    off = [i.attrs["value"] for i in page.all("input", type_="radio") if "disabled" in i.attrs]
    assert off == [str(LENA["provider_id"])]
    assert check(choose(clerk, change="1")).errors()["provider_id"] == "Choose a doctor first."


def test_a_change_can_be_left_to_the_exception_queue(clerk, staff):
    open_record(clerk)
    omar = {"provider_id": str(OMAR["provider_id"]), "reason": "member_request", "effective_on": "rules"}
    answer = choose(clerk, **omar, ask="1")
    assert answer.status_code == 422 and set(check(answer).errors()) == {"exception_reason"}
    answer = choose(clerk, **omar, exception_reason="Her mother sees him.", ask="1")
    assert "Request 3001 waits in the exception queue" in check(clerk.get(answer.location)).text
    assert staff.asked[0]["reason_text"] == "Her mother sees him."
    assert choose(clerk, **omar, exception_reason="Again", ask="1").status_code == 409


def test_nothing_of_the_member_is_in_an_address(clerk):
    page = open_record(clerk)
    ours = " ".join(href for href in links(page).values() if href.startswith("/staff"))
    assert "P1234567" not in ours and "Santos" not in ours
    assert choose(clerk, search="1").request.query_string == b""


def test_a_stranger_is_sent_to_log_in(browser):
    assert browser.get(RECORD).location == f"/log-in?next={RECORD}"


def test_a_record_that_one_browser_opened_is_not_open_in_anothers(app, clerk):
    open_record(clerk)
    assert log_in(Browser(app), "members.demo").get(RECORD).location == WHY
