"""The list of an office's patients, as its people see it (R018, R186, R187)."""

import uuid
from datetime import date

import pytest
from checking import check
from office_steps import at_work, log_in
from support_peers import Call

from contracts.member import rpc
from contracts.member.errors import FeatureNotGranted
from support.fake_directory import FIRST, card

PATIENTS = "/provider/patients"
NEXT = uuid.uuid4()


def entry(last_name: str, **changes) -> dict:
    return {
        "entry_id": uuid.uuid4(), "first_name": "Rosa", "last_name": last_name, "member_id": "P1234567",
        "date_of_birth": date(1980, 9, 15), "line": "medi_cal",
        "doctor": {**card(FIRST), "provider_id": FIRST},
        "starts_on": date(2025, 1, 1), "ends_on": None,
    } | changes  # fmt: skip


@pytest.fixture
def omar(browser, identity):
    at_work(browser, identity)

    def answer(call: Call) -> dict:
        first = call.fields["after"] is None
        entries = [entry("Santos", ends_on=date(2026, 11, 30))] if first else [entry("Zapata")]
        return {"entries": entries, "as_of": date(2026, 11, 22), "next": NEXT if first else None}

    identity.on(rpc.list_roster, answer)
    return browser


def test_the_list_shows_who_has_a_doctor_here_today_and_leads_to_the_next_page(omar):
    page = check(omar.get(PATIENTS))
    assert "Santos, Rosa" in page.text and "P1234567" in page.text and "until November 30, 2026" in page.text
    (link,) = [a.attrs["href"] for a in page.all("a") if a.text == "Next page"]
    assert link == f"{PATIENTS}?after={NEXT}"
    page = check(omar.get(link))
    assert "Zapata, Rosa" in page.text and "Next page" not in page.text


def test_a_cursor_that_is_none_begins_anew(omar):
    assert "Santos, Rosa" in check(omar.get(f"{PATIENTS}?after=%27--")).text


def test_nobody_here_is_said_so(omar, identity):
    identity.on(rpc.list_roster, {"entries": [], "as_of": date(2026, 11, 22), "next": None})
    assert "No member has a doctor here today." in check(omar.get(PATIENTS)).text


def test_who_lacks_the_permission_is_led_to_asking_for_it(omar, identity):
    identity.on(rpc.list_roster, FeatureNotGranted(feature="report_rosters"))
    answer = omar.get(PATIENTS)
    assert answer.status_code == 403
    page = check(answer)
    (link,) = [a.attrs["href"] for a in page.all("a") if a.text == "Request Access"]
    assert link.endswith("?feature=report_rosters")


def test_without_a_context_there_is_no_list(browser, identity):
    log_in(browser)
    assert browser.get(PATIENTS).status_code == 303
    assert identity.made(rpc.list_roster) == []
