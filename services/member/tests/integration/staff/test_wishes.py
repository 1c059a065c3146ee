"""Interpreter, confidential address, and addresses on their way to enrolment (R142, R143, R225)."""

import uuid

import pytest
from sqlalchemy import delete

from contracts.errors import Forbidden, NotFound
from contracts.member import errors as e
from contracts.member import rpc
from contracts.procedures import MAILROOM
from member.models import AddressReport, ContactPoint
from member.rules.demo_table import PEOPLE

ANA, TOU = PEOPLE[0].key, PEOPLE[1].key
PLACE = {
    "line1": "9 Quiet Court",
    "city": "Hollister",
    "state": "CA",
    "zip_code": "95023",
    "county": "San Benito",
}
SAID = {"reason_text": "Form of 14 September"}


@pytest.fixture
def hide(ask):
    """Staff write down where her mail goes in confidence."""

    def do(key=ANA, **more):
        return ask(rpc.change_confidential_address, member_key=key, **PLACE | SAID | more)

    return do


@pytest.fixture
def move(ask):
    """A member adds an address."""

    def do(key=ANA, **more):
        entry = {"kind": "address", "use": "mailing", **PLACE, **more}
        return ask(rpc.create_contact_point, key=key, **entry)

    return do


def places(ask, key=ANA):
    return [place["address"]["line1"] for place in ask(rpc.get_id_cards, key=key)["addresses"]]


def test_an_interpreter_is_written_into_her_preferences_and_the_rest_stays(ask):
    mine = {"spoken_language": "es", "text_size": "3", "notices": {"newsletter": "email"}, "version": 1}
    ask(rpc.change_preferences, key=ANA, **mine)
    told = {"member_key": ANA, "needs_interpreter": True, "version": 2}
    ask(rpc.change_interpreter_need, **told)
    now = ask(rpc.get_preferences, key=ANA)
    assert (now["needs_interpreter"], now["spoken_language"], now["text_size"]) == (True, "es", "3")
    with pytest.raises(e.PreferencesChanged):
        ask(rpc.change_interpreter_need, **told)
    ask(rpc.change_interpreter_need, **told | {"version": 3, "spoken_language": "hmn"})
    assert ask(rpc.get_preferences, key=ANA)["spoken_language"] == "hmn"


def test_an_interpreter_for_somebody_who_never_chose_anything(ask):
    ask(rpc.change_interpreter_need, member_key=TOU, needs_interpreter=True, version=1)
    assert ask(rpc.get_preferences, key=TOU)["needs_interpreter"] is True
    with pytest.raises(NotFound):
        ask(rpc.change_interpreter_need, member_key=uuid.uuid4(), needs_interpreter=True, version=1)


def test_a_confidential_address_wins_over_the_others(ask, hide, move):
    move(line1="1 Loud Street")
    secret = hide()
    assert places(ask) == ["9 Quiet Court"]
    order = ask(rpc.create_card_order, key=ANA, contact_point_id=secret["contact_point_id"])["order"]
    assert order["address"]["line1"] == "9 Quiet Court"


def test_a_card_can_not_go_elsewhere_while_there_is_a_confidential_address(ask, hide, move):
    other = move()["contact_point_id"]
    hide()
    for procedure, fields in (
        (rpc.create_card_order, {"key": ANA}),
        (rpc.create_card_order_for_member, {"member_key": ANA, "reason": "lost"}),
    ):
        with pytest.raises(NotFound):
            ask(procedure, contact_point_id=other, **fields)


def test_a_member_hides_herself_as_well_and_the_newest_counts(ask, hide, move):
    hide()
    move(use="confidential", line1="2 Quieter Court")
    assert places(ask) == ["2 Quieter Court"]
    uses = [point["use"] for point in ask(rpc.get_contact, key=ANA)["contact_points"]]
    assert uses.count("confidential") == 1


def test_a_new_confidential_address_takes_the_place_of_the_one_before_however_many_there_are(ask, hide, move):
    hide()
    with pytest.raises(e.ContactFull) as full:
        for number in range(99):
            move(use="other", line1=f"{number} Alder Court")
    hide(line1="3 Quietest Court")
    assert places(ask) == ["3 Quietest Court"]
    with pytest.raises(e.ContactFull):
        move(use="other", line1="One too many")
    assert full.value.details["most"] < 99


def test_staff_end_it_and_her_other_addresses_count_again(ask, hide):
    before = places(ask)
    hide()
    ask(rpc.end_confidential_address, member_key=ANA, **SAID)
    assert places(ask) == before
    with pytest.raises(NotFound):
        ask(rpc.end_confidential_address, member_key=ANA, **SAID)


def test_her_only_address_stays_even_if_it_is_confidential_and_can_be_edited(ask, hide, kit):
    with kit.database.transaction() as tx:
        tx.session.execute(delete(ContactPoint).where(ContactPoint.member_key == ANA))
    secret = hide()
    seen = {"contact_point_id": secret["contact_point_id"], "version": secret["version"]}
    with pytest.raises(e.ContactPointNeeded):
        ask(rpc.end_contact_point, key=ANA, **seen)
    with pytest.raises(e.ContactPointNeeded):
        ask(rpc.end_confidential_address, member_key=ANA, **SAID)
    entry = PLACE | {"kind": "address", "use": "confidential", "line1": "10 Quiet Court"}
    assert ask(rpc.change_contact_point, key=ANA, **seen, **entry)["line1"] == "10 Quiet Court"


def test_her_last_home_stays_beside_a_confidential_address(ask, hide):
    hide()
    (home,) = [p for p in ask(rpc.get_contact, key=ANA)["contact_points"] if p["use"] == "home"]
    seen = {"contact_point_id": home["contact_point_id"], "version": home["version"]}
    with pytest.raises(e.ContactPointNeeded):
        ask(rpc.end_contact_point, key=ANA, **seen)


def test_who_wrote_it_down_and_why_is_in_the_history_sealed(hide, rows):
    hide()
    (note,) = rows("SELECT source, facts ? 'because', contact_changes::text FROM contact_changes")
    assert note[:2] == ("staff", True)
    assert "14 September" not in note[2]


def test_of_twenty_confidential_addresses_at_once_one_remains(ask, hide, at_once):
    at_once(20, lambda number: hide(line1=f"{number} Quiet Court"))
    uses = [point["use"] for point in ask(rpc.get_contact, key=ANA)["contact_points"]]
    assert uses.count("confidential") == 1


def test_what_a_member_reports_of_an_address_waits_for_enrolment(ask, move):
    made = move(use="other")
    move(TOU, line1="3 Far Road")
    reports = ask(rpc.search_address_reports)["reports"]
    assert [(r["member_id"], r["action"], r["address"]["line1"]) for r in reports] == [
        ("PCH10000101", "added", "9 Quiet Court"), (reports[1]["member_id"], "added", "3 Far Road"),
    ]  # fmt: skip
    seen = {"contact_point_id": made["contact_point_id"], "version": made["version"]}
    ask(rpc.end_contact_point, key=ANA, **seen)
    assert [r["action"] for r in ask(rpc.search_address_reports)["reports"]] == ["added", "added", "ended"]


def test_telephones_are_not_reported(ask, count):
    ask(rpc.create_contact_point, key=ANA, kind="phone", use="cell", number="831-555-0142")
    assert count(AddressReport.state) == {}


def test_a_confidential_address_never_goes_to_enrolment(ask, hide, move, count):
    hide()
    assert count(AddressReport.state) == {}
    made = move(use="other", line1="4 Once Open Street")
    names = ("contact_point_id", "version", "kind", "line1", "city", "state", "zip_code", "county")
    entry = {name: made[name] for name in names}
    ask(rpc.change_contact_point, key=ANA, **entry, use="confidential")
    assert ask(rpc.search_address_reports)["reports"] == []
    assert count(AddressReport.action) == {"added": 1}


def test_reports_are_sent_on_once(ask, move):
    move()
    ids = [report["report_id"] for report in ask(rpc.search_address_reports)["reports"]]
    asked = {"report_ids": [*ids, uuid.uuid4()]}
    assert ask(rpc.record_address_reports_forwarded, **asked) == {"forwarded": ids}
    assert ask(rpc.record_address_reports_forwarded, **asked) == {"forwarded": []}
    assert ask(rpc.search_address_reports)["reports"] == []
    (done,) = ask(rpc.search_address_reports, state="forwarded")["reports"]
    assert done["forwarded_at"] is not None


def test_whoever_stands_in_the_list_of_reports_sees_the_look(ask, move):
    move()
    ask(rpc.search_address_reports)
    (seen,) = ask(rpc.list_record_looks, key=ANA)["looks"]
    assert (seen["what"], seen["reason"]) == ("address_reports", "address_report")
    assert ask(rpc.list_record_looks, key=TOU)["looks"] == []


def test_these_are_member_services(ask, hide):
    for procedure, fields in (
        (rpc.change_interpreter_need, {"member_key": ANA, "needs_interpreter": True, "version": 1}),
        (rpc.change_confidential_address, {"member_key": ANA, **PLACE, **SAID}),
        (rpc.search_address_reports, {}),
    ):
        for who in ({"role": MAILROOM}, {"key": ANA}):
            with pytest.raises(Forbidden):
                ask(procedure, **who, **fields)
    for wrong in (uuid.uuid4(),):
        with pytest.raises(NotFound):
            hide(wrong)


def test_what_staff_and_what_she_herself_wished_is_in_the_history(ask, rows):
    staff, herself = uuid.uuid4(), uuid.uuid4()
    told = {"member_key": ANA, "needs_interpreter": True, "version": 1}
    ask(rpc.change_interpreter_need, account=staff, **told)
    ask(rpc.change_preferences, key=ANA, account=herself, version=2)
    history = "SELECT version, changed_by, wishes->'needs_interpreter' FROM preference_changes ORDER BY 1"
    assert rows(history) == [(2, str(staff), True), (3, str(herself), False)]
