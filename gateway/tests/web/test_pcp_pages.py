"""Primary doctors: My PCP, Change PCP, and asking for an exception (R115-R136, R227)."""

import uuid
from datetime import date

import pytest
from care_steps import CARDS, CHANGE, choose, links_of, menu, tabs, under
from checking import check
from pretend import PASSWORD
from pretend_care import INES, LENA, NPI_OF_NOBODY, NPI_OF_OMAR, OMAR

from contracts.claims import rpc as claims
from contracts.errors import Unavailable
from contracts.member import rpc
from contracts.member.errors import NotCovered
from contracts.provider_directory import rpc as directory
from servicekit import clock


@pytest.fixture
def signed_in(browser):
    """Rosa's browser."""
    assert browser.submit("/log-in", username="rosa.santos", password=PASSWORD).location == "/my-account"
    return browser


@pytest.fixture
def care(identity):
    """What Rosa has."""
    return identity.care


def test_providers_has_my_pcp_with_a_star_past_doctors_and_change_pcp(signed_in):
    page = check(signed_in.get(menu(check(signed_in.get("/my-account")))["Providers"]))
    assert page.one("h1").text == "Providers" and tabs(page)["My PCP"]["aria-current"] == "page"
    assert [span.attrs["aria-label"] for span in page.all("span", class_="star")] == [
        "current primary doctor"
    ]
    assert "Lena Okoro, MD" in page.text and "Inês Á, MD" in page.text
    assert links_of(page)["Change PCP"].startswith(CHANGE)


def test_who_has_no_doctor_in_a_line_chooses_one_there(signed_in, care, identity):
    mine = care.answers()[rpc.get_pcp](None)
    identity.on(rpc.get_pcp, mine | {"lines": ["medi_cal", "ihss"]})
    page = check(signed_in.get("/my-account/providers"))
    assert page.text.count("You have no primary doctor yet") == 1
    assert links_of(page)["Change PCP"] == f"{CHANGE}?line=medi_cal"
    assert links_of(page)["Choose a PCP"] == f"{CHANGE}?line=ihss"


def test_who_chose_her_first_doctor_may_still_choose_another(signed_in, care, identity):
    choose(signed_in, provider_id=str(INES["provider_id"]), reason="member_request", save="1")
    identity.on(rpc.get_pcp, care.answers()[rpc.get_pcp](None) | {"current": []})
    page = check(signed_in.get("/my-account/providers"))
    assert "You have no primary doctor yet" not in page.text
    assert links_of(page)["Change PCP"] == f"{CHANGE}?line=medi_cal" and "Choose a PCP" not in links_of(page)


@pytest.mark.parametrize(("covered", "said"), [(["medi_cal"], "Choose a PCP"), ([], "You need coverage")])
def test_who_has_no_doctor_at_all_is_told_what_to_do(signed_in, care, identity, covered, said):
    care.covered = False
    identity.on(rpc.get_pcp, care.answers()[rpc.get_pcp](None) | {"lines": covered})
    assert said in check(signed_in.get("/my-account/providers")).text


def section(page, heading):
    """The text of the section with that heading."""
    (title,) = [one for one in page.all("h3") if one.text == heading]
    (found,) = [one for one in page.all("section") if under(title, one)]
    return " ".join(found.text.split())


def test_doctors_who_treated_her_are_listed_apart_from_her_primary_doctors_of_the_past(signed_in, identity):
    page = check(signed_in.get("/my-account/providers"))
    seen = section(page, "Doctors you have seen")
    assert "They treated you and sent us a claim (a bill)." in seen
    assert "Omar Haddad, MD, Heart doctor, Creekside Family Clinic" in seen
    assert "Last seen on August 3, 2026" in seen and "Inês" not in seen
    past = section(page, "Your primary doctors of the past")
    assert "Inês Á, MD" in past and "Omar" not in past
    assert len(identity.made(claims.list_treating_doctors)) == 1
    assert [call.fields for call in identity.made(directory.find_practitioners)] == [{"npis": [NPI_OF_OMAR]}]


def test_who_is_in_no_directory_is_shown_by_npi(signed_in, care):
    care.treated.append({"npi": NPI_OF_NOBODY, "last_service_on": date(2026, 1, 9)})
    page = check(signed_in.get("/my-account/providers"))
    seen = section(page, "Doctors you have seen")
    assert "A doctor who is not in our directory, NPI 2000000028" in seen
    assert "Last seen on January 9, 2026" in seen


def test_whom_nobody_treated_reads_where_doctors_will_stand(signed_in, care, identity):
    care.treated.clear()
    page = check(signed_in.get("/my-account/providers"))
    assert "once they send us a claim" in section(page, "Doctors you have seen")
    assert not identity.made(directory.find_practitioners), "nobody is asked about nobody"


@pytest.mark.parametrize("silent", [claims.list_treating_doctors, directory.find_practitioners])
def test_the_page_comes_without_these_doctors_when_their_services_do_not_answer(signed_in, identity, silent):
    identity.on(silent, Unavailable(reason="deadline", retry_after=1))
    page = check(signed_in.get("/my-account/providers"))
    assert "We can't show these doctors right now." in section(page, "Doctors you have seen")
    assert "Lena Okoro, MD" in page.text and "Inês Á, MD" in page.text


def test_the_page_does_not_come_when_her_primary_doctors_are_not_known(signed_in, identity):
    identity.on(rpc.get_pcp, Unavailable(reason="deadline", retry_after=1))
    assert signed_in.get("/my-account/providers").status_code == 503


def test_in_spanish_these_doctors_have_their_heading(signed_in):
    signed_in.submit("/display", shown_on="/", language="es")
    text = check(signed_in.get("/my-account/providers")).text
    assert "Doctores que ha visto" in text and "Sus doctores primarios anteriores" in text


def test_search_has_the_six_criteria_and_asks_for_one(signed_in):
    page = check(signed_in.get(CHANGE))
    labels = [label.text.strip() for label in page.all("label")]
    assert labels == ["First Name", "Last Name", "Gender", "County", "City", "Zip Code"]
    answer = choose(signed_in, last_name="", search="1")
    assert "Fill in at least one of these boxes" in check(answer).text


def test_doctors_who_can_not_be_chosen_are_shown_with_the_reason(signed_in, care):
    care.full.add(2)
    page = check(choose(signed_in, search="1"))
    radios = {i.attrs["value"]: "disabled" in i.attrs for i in page.all("input", type_="radio")}
    assert radios == {
        str(LENA["provider_id"]): True, str(OMAR["provider_id"]): True, str(INES["provider_id"]): False,
    }  # fmt: skip
    assert "Not taking new patients" in page.text and "Your primary doctor already" in page.text


def test_no_doctor_found_says_how_to_search_wider(signed_in):
    assert "Try only the first letters" in check(choose(signed_in, last_name="Nobody", search="1")).text


def test_change_without_a_choice_asks_for_one(signed_in):
    page = check(choose(signed_in, change="1"))
    assert page.errors()["provider_id"] == "Choose a doctor first."


def test_after_change_the_reason_appears_and_save_makes_her_hers(signed_in):
    asked = check(choose(signed_in, search="1"))
    assert "Reason for Changing your Primary Care Provider" not in asked.text
    page = check(choose(signed_in, provider_id=str(OMAR["provider_id"]), change="1"))
    assert "Reason for Changing your Primary Care Provider" in page.text
    assert [o.text for o in page.all("option") if o.attrs.get("value") == "member_request"] == [
        "Member Request"
    ]
    assert "You can start seeing this doctor on October 1, 2026" in page.text
    answer = choose(signed_in, provider_id=str(OMAR["provider_id"]), reason="member_request", save="1")
    assert answer.location == "/my-account/providers"
    page = check(signed_in.get(answer.location))
    assert "Your new primary doctor is Omar Haddad, MD, starting on October 1, 2026." in page.text
    assert "starting October 1, 2026" in page.text


def test_save_without_a_reason_keeps_the_choice(signed_in):
    answer = choose(signed_in, provider_id=str(OMAR["provider_id"]), reason="", save="1")
    page = check(answer)
    assert answer.status_code == 422 and "reason" in page.errors()
    assert [i.attrs["value"] for i in page.all("input", type_="radio") if "checked" in i.attrs] == [
        str(OMAR["provider_id"])
    ]


def test_a_doctor_who_closed_meanwhile_is_refused_and_the_list_is_shown_anew(signed_in, care):
    choose(signed_in, search="1")
    care.full.add(2)
    answer = choose(signed_in, provider_id=str(OMAR["provider_id"]), reason="member_request", save="1")
    page = check(answer)
    assert answer.status_code == 409
    assert "This doctor can't take you any more. Nothing was changed." in page.text
    assert "Not taking new patients" in page.text
    assert care.coming is None


def test_a_doctor_who_can_not_be_chosen_can_be_asked_for_with_a_reason(signed_in, care, identity):
    care.full.add(2)
    page = check(choose(signed_in, search="1"))
    assert [b.attrs["value"] for b in page.all("button", name="ask")] == [str(OMAR["provider_id"])]
    page = check(choose(signed_in, ask=str(OMAR["provider_id"])))
    assert page.one("h1").text == "Ask the plan for an exception"
    assert "Omar Haddad, MD" in page.text and "Not taking new patients" in page.text
    assert page.field("last_name").attrs["value"] == "a"
    said = {"provider_id": page.field("provider_id").attrs["value"], "reason_text": "He knows my illness."}
    answer = choose(signed_in, **said | {"reason_text": " "}, send="1")
    assert answer.status_code == 422 and list(check(answer).errors()) == ["reason_text"]
    answer = choose(signed_in, **said, send="1")
    assert "Your request has the number 3001." in check(signed_in.get(answer.location)).text
    sent = identity.made(rpc.submit_pcp_exception)[-1].fields
    assert (sent["line"], sent["effective_on"]) == ("medi_cal", None)
    assert sent["reason_text"] == said["reason_text"]


def test_enter_in_a_box_of_the_list_asks_for_no_exception(signed_in, care):
    care.full.add(2)
    page = check(choose(signed_in, provider_id=str(INES["provider_id"]), change="1"))
    (form,) = [box for box in page.all("form") if under(page.field("reason_text"), box)]
    buttons = [b for b in page.all("button") if under(b, form) and not b.attrs.get("form")]
    assert [b.attrs["name"] for b in buttons] == ["save", "change"]
    assert page.one("button", name="ask").attrs["form"] == "asking"


def test_the_way_to_the_exception_leads_back_to_the_list(signed_in, care):
    care.full.add(2)
    choose(signed_in, ask=str(OMAR["provider_id"]))
    page = check(choose(signed_in, provider_id=str(OMAR["provider_id"]), search="1"))
    assert page.one("h1").text == "Change PCP" and "Inês Á, MD" in page.text


def test_one_request_of_a_line_is_open_at_most_and_the_page_says_so(signed_in, care):
    care.full.add(2)
    care.ask()
    page = check(choose(signed_in, ask=str(OMAR["provider_id"])))
    assert "You have asked already: request 3001 is open." in page.text
    assert not page.all("button", name="send")
    said = {"provider_id": str(OMAR["provider_id"]), "reason_text": "Again"}
    answer = choose(signed_in, **said, send="1")
    page = check(answer)
    assert answer.status_code == 409 and page.text.count("request 3001 is open") == 1


def test_a_decided_request_is_not_in_the_way_of_another(signed_in, care):
    care.full.add(2)
    care.ask(state="denied", denial="limits_stand")
    assert check(choose(signed_in, ask=str(OMAR["provider_id"]))).all("button", name="send")


def test_a_doctor_who_opened_meanwhile_is_chosen_from_the_list(signed_in):
    said = {"provider_id": str(OMAR["provider_id"]), "reason_text": "He knows my illness."}
    answer = choose(signed_in, **said, send="1")
    page = check(answer)
    assert answer.status_code == 409 and "This doctor can take you now." in page.text
    assert page.one("h1").text == "Change PCP" and "Omar Haddad, MD" in page.text


@pytest.mark.parametrize("whom", [LENA["provider_id"], uuid.UUID(int=99), "nobody"])
def test_there_is_no_asking_for_her_own_doctor_or_for_nobody(signed_in, whom):
    page = check(choose(signed_in, ask=str(whom)))
    assert page.one("h1").text == "Change PCP" and "Search results" in page.text


def test_without_coverage_next_month_there_is_nothing_to_ask_for(signed_in, care, identity):
    care.full.add(2)
    identity.on(rpc.submit_pcp_exception, NotCovered())
    said = {"provider_id": str(OMAR["provider_id"]), "reason_text": "He knows my illness."}
    answer = choose(signed_in, **said, send="1")
    assert answer.status_code == 409 and "You need coverage with us for this." in check(answer).text
    care.covered = False
    answer = choose(signed_in, ask=str(OMAR["provider_id"]))
    assert answer.status_code == 409 and "You need coverage with us for this." in check(answer).text


def test_my_pcp_shows_what_became_of_her_requests(signed_in, care):
    care.ask(state="denied", denial="doctor_declined", decided_at=clock.now())
    care.ask()
    page = check(signed_in.get("/my-account/providers"))
    tags = [tag.text for tag in page.all("span") if (tag.attrs.get("class") or "").startswith("tag")]
    assert tags == ["We are looking at it", "Not approved"]
    assert "Request 3002 for an exception" in page.text and "Why: The doctor declined" in page.text
    assert page.text.count("Answered") == 1


def test_more_doctors_goes_on_where_the_list_ended(signed_in, identity):
    page = check(choose(signed_in, search="1"))
    assert "More doctors" in page.text
    choose(signed_in, search="1", after="page-2")
    assert identity.made(rpc.search_pcps)[-1].fields["after"] == "page-2"


def test_a_coming_change_can_be_cancelled(signed_in, care):
    choose(signed_in, provider_id=str(INES["provider_id"]), reason="member_request", save="1")
    answer = signed_in.submit(
        "/my-account/providers/cancel-change",
        "/my-account/providers",
        change_id=str(care.coming["change_id"]),
    )
    assert "You keep the doctor you have now." in check(signed_in.get(answer.location)).text


def test_the_card_says_when_the_doctor_changes(signed_in):
    choose(signed_in, provider_id=str(INES["provider_id"]), reason="member_request", save="1")
    text = check(signed_in.get(CARDS)).text
    assert "Your doctor changes on October 1, 2026." in text and "Inês Á, MD" in text


def test_names_of_doctors_and_of_members_are_in_no_address(signed_in):
    choose(signed_in, search="1")
    assert choose(signed_in, search="1").request.query_string == b""
