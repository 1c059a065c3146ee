"""How members are reached, and whose dependants they are."""

import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import insert, update

from member.models import ContactPoint
from member.rules import contact

POINTS = (
    "SELECT kind, use, source, preferred, county, zip_code FROM contact_points ORDER BY kind, use, source"
)
WHO = [
    "PER*IP**HP*8315550142*EX*12*EM*mai@example.org", "PER*IP**CP*2095550143",
    "N3*1 Example St*Apt 2", "N4*Watsonville*CA*950760000**CY*087", "DMG*D8*19800504*F",
    "NM1*31*1", "N3*PO Box 1", "N4*Merced*CA*953400001",
]  # fmt: skip


@pytest.fixture
def said(kit, rows):
    """What the entries on file say, by kind, use and source."""

    def read():
        found = rows("SELECT kind, use, source, sealed FROM contact_points WHERE ended_at IS NULL")
        return {
            (kind, use, source): json.loads(kit.sealer.unseal("member.contact", sealed))
            for kind, use, source, sealed in found
        }

    return read


def test_addresses_telephones_and_email_are_kept_sealed(load_834, interchange, member_loop, rows, said):
    done = load_834(interchange(member_loop(1, who=WHO)))
    assert not done.reasons
    assert rows(POINTS) == [
        ("address", "home", "834", False, "Santa Cruz", "95076"),
        ("address", "mailing", "834", False, "Merced", "95340-0001"),
        ("email", "personal", "834", False, None, None),
        ("phone", "cell", "834", False, None, None),
        ("phone", "home", "834", True, None, None),
    ]
    entries = said()
    assert entries["phone", "home", "834"] == {
        "number": "+18315550142", "extension": "12", "text_consent": False,
    }  # fmt: skip
    assert entries["address", "home", "834"] == {
        "line1": "1 Example St", "line2": "Apt 2", "city": "Watsonville", "state": "CA",
        "zip_code": "95076", "county": "Santa Cruz",
    }  # fmt: skip
    assert entries["email", "personal", "834"] == {"email": "mai@example.org"}
    [(everything,)] = rows("SELECT string_agg(row_to_json(contact_points)::text, '') FROM contact_points")
    assert "Example St" not in everything and "5550142" not in everything


def test_what_the_sender_says_anew_takes_the_place_of_what_it_said(
    load_834, interchange, member_loop, rows, said
):
    load_834(interchange(member_loop(1, who=WHO)))
    moved = [segment.replace("1 Example St", "9 Sample Ave") for segment in WHO]
    assert load_834(interchange(member_loop(1, "001", who=moved, hd=[]), number=2)).members == ["changed"]
    assert said()["address", "home", "834"]["line1"] == "9 Sample Ave"
    assert rows("SELECT count(*) FROM contact_points") == [(5,)]
    history = "SELECT action, version, changed_by FROM contact_changes ORDER BY at, action, version"
    assert rows(history) == [("added", 1, "834")] * 5 + [("changed", 2, "834")]


def test_a_new_address_is_not_taken_for_the_one_from_which_mail_came_back(
    load_834, interchange, member_loop, kit, rows
):
    load_834(interchange(member_loop(1, who=WHO)))
    with kit.database.transaction() as tx:
        tx.session.execute(update(ContactPoint).values(undeliverable_at=datetime(2026, 9, 15, tzinfo=UTC)))
    moved = [segment.replace("1 Example St", "9 Sample Ave") for segment in WHO]
    load_834(interchange(member_loop(1, "001", who=moved, hd=[]), number=2))
    flagged = "SELECT use FROM contact_points WHERE kind = 'address' AND undeliverable_at IS NOT NULL"
    assert rows(flagged) == [("mailing",)]


def test_what_the_member_said_herself_is_neither_changed_nor_ended(
    load_834, interchange, member_loop, kit, rows, said
):
    load_834(interchange(member_loop(1, who="DMG*D8*19800504*F")))
    [(member_key,)] = rows("SELECT key FROM members")
    own = contact.says("phone", {"number": "+18315550199", "extension": None, "text_consent": True})
    add_entry(kit, member_key, own)
    before = rows("SELECT * FROM contact_points")
    load_834(interchange(member_loop(1, "001", who=WHO, hd=[]), number=2))
    assert before[0] in rows("SELECT * FROM contact_points")
    entries = said()
    assert entries["phone", "cell", "member"]["number"] == "+18315550199"
    assert entries["phone", "cell", "834"]["number"] == "+12095550143"
    assert rows("SELECT source FROM contact_points WHERE preferred") == [("member",)]


def test_what_is_on_file_in_the_same_words_is_not_added_again(load_834, interchange, member_loop, kit, rows):
    load_834(interchange(member_loop(1, who="DMG*D8*19800504*F")))
    [(member_key,)] = rows("SELECT key FROM members")
    own = contact.says("phone", {"number": "+12095550143", "extension": None, "text_consent": True})
    add_entry(kit, member_key, own)
    load_834(interchange(member_loop(1, "001", who=WHO, hd=[]), number=2))
    assert rows("SELECT source FROM contact_points WHERE use = 'cell'") == [("member",)]


def test_what_she_took_off_the_file_stays_off(load_834, interchange, member_loop, kit, rows):
    load_834(interchange(member_loop(1, who=WHO)))
    with kit.database.transaction() as tx:
        tx.session.connection().exec_driver_sql(
            "UPDATE contact_points SET ended_at = now() WHERE use = 'cell'"
        )
    assert load_834(interchange(member_loop(1, "001", who=WHO, hd=[]), number=2)).members == ["unchanged"]
    assert rows("SELECT count(*) FROM contact_points WHERE ended_at IS NULL") == [(4,)]


def test_an_entry_that_can_not_be_is_refused_alone(load_834, interchange, member_loop, rows):
    who = [
        "PER*IP**HP*1234*EM*nobody", "N3*1 Example St", "N4*Watsonville*CA*9507", "DMG*D8*19800504*F",
        "NM1*31*1", "N3*PO Box 1", "N4*Merced*QQ*95340", "NM1*QD*1*Other*Person", "PER*IP**HP*5555555555",
    ]  # fmt: skip
    done = load_834(interchange(member_loop(1, who=[*who, "N3*9 Other St", "N4*Merced*CA*95340"])))
    assert done.members == ["added"]
    assert dict(done.reasons) == {
        ("2100A", "bad_phone"): 1, ("2100A", "bad_email"): 1,
        ("2100A", "bad_zip"): 1, ("2100C", "bad_state"): 1,
    }  # fmt: skip
    assert rows("SELECT count(*) FROM contact_points") == [(0,)], "the responsible person's are not hers"


def add_entry(kit, member_key, own) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    sealed = kit.sealer.seal("member.contact", contact.to_bytes(own))
    with kit.database.transaction() as tx:
        tx.session.execute(
            insert(ContactPoint).values(
                id=uuid4(), member_key=member_key, kind="phone", use="cell", sealed=sealed, preferred=True,
                source="member", created_at=now, changed_at=now,
            )
        )  # fmt: skip


DEPENDANTS = """
    SELECT one.last_name, relationship, subscriber.last_name
    FROM dependants JOIN members AS one ON one.key = member_key
    JOIN members AS subscriber ON subscriber.key = subscriber_key ORDER BY 1
"""


def dependant(member_loop, number: int, of: int, code: str = "021", relationship: str = "19", own: str = ""):
    refs = [f"REF*0F*TEST{of:06}", own or f"REF*23*TEST{number:06}"]
    return member_loop(number, code, ins=f"INS*N*{relationship}*{code}*28*A", ref=refs)


def test_dependants_are_stored_with_their_subscriber(load_834, interchange, member_loop, rows):
    family = [
        *member_loop(1),
        *dependant(member_loop, 2, of=1),
        *dependant(member_loop, 3, 1, relationship="01"),
    ]
    done = load_834(interchange(family))
    assert done.members == ["added"] * 3, done.reasons
    assert rows(DEPENDANTS) == [("Vang2", "child", "Vang1"), ("Vang3", "spouse", "Vang1")]
    assert rows("SELECT count(*) FROM coverage_spans") == [(3,)]
    again = interchange(dependant(member_loop, 2, 1, "001", relationship="15"), number=2)
    assert load_834(again).members == ["changed"], "the subscriber is known from before"
    assert rows(DEPENDANTS)[0] == ("Vang2", "ward", "Vang1")


def test_a_dependant_may_be_named_by_an_id_agreed_on_but_never_by_a_social_security_number(
    load_834, interchange, member_loop, rows
):
    with_id = member_loop(
        2, ins="INS*N*19*021", ref="REF*0F*TEST000001", nm1="NM1*IL*1*Vang2*Mai****ZZ*TEST000002"
    )
    with_ssn = member_loop(
        3, ins="INS*N*19*021", ref="REF*0F*TEST000001", nm1="NM1*IL*1*Vang3*Mai****34*123121234"
    )
    done = load_834(interchange([*member_loop(1), *with_id, *with_ssn]))
    assert done.members == ["added", "added", "rejected"]
    assert dict(done.reasons) == {("2000", "missing_member_id"): 1}
    assert rows(DEPENDANTS) == [("Vang2", "child", "Vang1")]


def test_a_dependant_who_becomes_a_subscriber_is_nobodys_dependant(load_834, interchange, member_loop, rows):
    load_834(interchange([*member_loop(1), *dependant(member_loop, 2, of=1)]))
    assert load_834(interchange(member_loop(2, "001", hd=[]), number=2)).members == ["changed"]
    assert rows(DEPENDANTS) == []


def test_a_dependant_of_nobody_is_refused(load_834, interchange, member_loop, rows):
    refused = member_loop(1, who="DMG*D8*19800230*F")
    orphans = [
        *dependant(member_loop, 2, of=9), *refused, *dependant(member_loop, 3, of=1),
        *dependant(member_loop, 4, of=4), *dependant(member_loop, 5, of=1, relationship="??"),
    ]  # fmt: skip
    done = load_834(interchange(orphans))
    assert done.members == ["rejected"] * 5
    assert dict(done.reasons) == {
        ("2000", "unknown_subscriber"): 2, ("2100A", "bad_birth_date"): 1,
        ("2000", "own_subscriber"): 1, ("2000", "unknown_relationship"): 1,
    }  # fmt: skip
    assert rows("SELECT count(*) FROM members") == [(0,)]


def test_ending_a_subscriber_ends_nobody_else(load_834, interchange, member_loop, rows):
    load_834(interchange([*member_loop(1), *dependant(member_loop, 2, of=1)]))
    load_834(interchange(member_loop(1, "024", dtp="DTP*357*D8*20270331", who=[], hd=[]), number=2))
    assert rows("""
        SELECT last_name, ends_on::text
        FROM coverage_spans JOIN members ON members.key = member_key ORDER BY 1
    """) == [("Vang1", "2027-03-31"), ("Vang2", None)]
