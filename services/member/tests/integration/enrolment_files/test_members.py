"""What `load-834` does to members and their coverage."""

import pytest

MEMBERS = """
    SELECT first_name, middle_name, last_name, date_of_birth::text, sex, language, county, source, version
    FROM members ORDER BY last_name
"""
SPANS = """
    SELECT line, starts_on::text, ends_on::text
    FROM coverage_spans JOIN members ON members.key = member_key ORDER BY last_name, line, starts_on
"""
OPEN = ("medi_cal", "2026-10-01", None)


@pytest.fixture
def sent(load_834, interchange, member_loop):
    """`sent(code, …)`: load a file about member 1, with the next control number; what became of her."""
    numbers = iter(range(1, 1_000))

    def send(code: str = "021", **said):
        return load_834(interchange(member_loop(1, code, **said), number=next(numbers)))

    return send


def covered(code: str, *days: str, plan: str = "HMO") -> list[str]:
    """An HD loop; days are `348*20261001`."""
    return [f"HD*{code}**{plan}", *(f"DTP*{day[:3]}*D8*{day[4:]}" for day in days)]


def test_members_are_added_with_everything_that_is_said(load_834, interchange, member_loop, rows):
    done = load_834(interchange([*member_loop(1), *member_loop(2)]))
    assert done.code == 0, done.err
    facts = ("1980-05-04", "female", "es", "Santa Cruz", "834", 1)
    assert rows(MEMBERS) == [("Mai", None, "Vang1", *facts), ("Mai", None, "Vang2", *facts)]
    assert rows(SPANS) == [OPEN, OPEN]
    assert done.members == ["added", "added"]
    assert "2 members read" in done.out and "100 %  2 members: 2 accepted" in done.err


def test_names_keep_their_accents_and_suffixes(sent, rows):
    sent(nm1="NM1*IL*1*Nuñez-Peña*José*Ángel*Dr*Jr")
    assert rows("SELECT first_name, middle_name, last_name FROM members") == [
        ("José", "Ángel", "Nuñez-Peña Jr")
    ]


def test_a_file_in_another_encoding_is_read_when_that_was_agreed_on(
    load_834, interchange, member_loop, tmp_path, rows
):
    path, guide = tmp_path / "latin.834", tmp_path / "guide.json"
    text = interchange([*member_loop(1, nm1="NM1*IL*1*Nuñez*Ana"), *member_loop(2)])
    path.write_bytes(text.encode("latin-1"))
    assert load_834(path).members == ["rejected", "added"]
    guide.write_text('{"encoding": "latin-1"}')
    path.write_bytes(text.replace("000000001", "000000002").encode("latin-1"))
    assert load_834(path, options=("--guide", guide)).members == ["added", "unchanged"]
    assert rows("SELECT last_name FROM members ORDER BY 1") == [("Nuñez",), ("Vang2",)]


def test_a_change_changes_what_it_says_and_nothing_else(sent, rows):
    sent()
    done = sent("001", nm1="NM1*74*1*Xiong*Mai*Yer", who=["NM1*70*1*Vang1*Mai", "DMG*D8*19700101*M"], hd=[])
    assert done.members == ["changed"]
    facts = ("1980-05-04", "female", "es", "Santa Cruz", "834", 2)
    assert rows(MEMBERS) == [("Mai", "Yer", "Xiong", *facts)]
    assert rows(SPANS) == [OPEN]


MAINTENANCE = [
    ("024", covered("024", "349*20270331"), [("medi_cal", "2026-10-01", "2027-03-31")], "termination"),
    ("024", covered("024", "349*20260930"), [], "cancellation: an end before it began"),
    ("001", covered("001", "348*20260901"), [("medi_cal", "2026-09-01", None)], "change: retroactive"),
    ("001", covered("002", "348*20261101", "349*20261130"),
     [("medi_cal", "2026-10-01", "2026-10-31"), ("medi_cal", "2026-12-01", None)], "deletion: split"),
    ("030", covered("030", "348*20261001"), [OPEN], "audit that agrees"),
    ("030", covered("030", "348*20261001", "349*20261231"),
     [("medi_cal", "2026-10-01", "2026-12-31")], "audit that does not"),
    ("021", covered("021", "348*20261201", plan="HLT*IHSS"),
     [("ihss", "2026-12-01", None), OPEN], "two lines"),
    ("021", covered("021", "348*20260801", "349*20260831"),
     [("medi_cal", "2026-08-01", "2026-08-31"), OPEN], "retroactive addition with a gap"),
    ("001", covered("001", "303*20261101"), [OPEN], "a change of other facts"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "hd", "spans"), [case[:3] for case in MAINTENANCE], ids=[case[3] for case in MAINTENANCE]
)
def test_maintenance_of_coverage(sent, rows, code, hd, spans):
    sent()
    done = sent(code, hd=hd)
    assert rows(SPANS) == spans and not done.reasons
    assert done.members == ["unchanged" if spans == [OPEN] else "changed"]
    assert sent(code, hd=hd).members == ["unchanged"]
    assert rows(SPANS) == spans


def test_termination_and_reinstatement_that_name_no_coverage(sent, rows):
    sent(hd=covered("021", "348*20261001") + covered("021", "348*20260101", "349*20260131", plan="HLT*IHSS"))
    ihss = ("ihss", "2026-01-01", "2026-01-31")
    sent("024", dtp="DTP*357*D8*20270331", who=[], hd=[])
    assert rows(SPANS) == [ihss, ("medi_cal", "2026-10-01", "2027-03-31")]
    sent("025", who=[], hd=[])
    assert rows(SPANS) == [ihss, OPEN], "what ended last is reinstated, and nothing older"
    sent("024", dtp="DTP*357*D8*20270331", who=[], hd=[])
    sent("025", dtp="DTP*303*D8*20270601", who=[], hd=[])
    assert rows(SPANS) == [
        ihss, ("medi_cal", "2026-10-01", "2027-03-31"), ("medi_cal", "2027-06-01", None),
    ]  # fmt: skip


def test_death_ends_coverage(sent, rows):
    sent()
    died = "INS*Y*18*001**A******D8*20261015"
    wrong = sent("001", ins=died, who="DMG*D8*20261016*F", hd=[])
    assert wrong.members == ["rejected"] and dict(wrong.reasons) == {("2000", "death_before_birth"): 1}
    done = sent("001", ins=died, hd=[])
    assert done.members == ["changed"]
    assert rows("SELECT date_of_death::text FROM members") == [("2026-10-15",)]
    assert rows(SPANS) == [("medi_cal", "2026-10-01", "2026-10-15")]


def test_one_bad_member_is_refused_and_the_others_are_loaded(load_834, interchange, member_loop, rows):
    bad = member_loop(2, who="DMG*D8*19800230*F")
    done = load_834(interchange([*member_loop(1), *bad, *member_loop(3)]))
    assert done.code == 0
    assert done.members == ["added", "rejected", "added"]
    [row] = [row for row in done.rows if row["reason"]]
    assert (row["member"], row["loop"], row["reason"]) == ("2", "2100A", "bad_birth_date")
    assert interchange([*member_loop(1), *bad]).split("~\n")[int(row["segment"]) - 1] == "DMG*D8*19800230*F"
    assert rows("SELECT count(*) FROM members") == [(2,)]


def test_coverage_that_nobody_agreed_on_is_refused_and_the_member_kept(sent, rows):
    done = sent(hd=covered("021", "348*20261001", plan="DEN") + covered("021", "348*20261001"))
    assert done.members == ["added"] and dict(done.reasons) == {("2300", "unknown_plan"): 1}
    assert rows(SPANS) == [OPEN]


def test_nobody_is_ended_or_reinstated_who_is_not_known(sent, rows):
    assert dict(sent("024", dtp="DTP*357*D8*20270331", hd=[]).reasons) == {("2000", "unknown_member"): 1}
    assert dict(sent("025", hd=[]).reasons) == {("2000", "unknown_member"): 1}
    assert rows("SELECT count(*) FROM members") == [(0,)]


def test_several_changes_of_one_member_in_a_file_are_done_in_their_order(
    load_834, interchange, member_loop, rows
):
    ended = member_loop(1, "024", hd=covered("024", "349*20261031"))
    again = member_loop(1, "021", hd=covered("021", "348*20261201"))
    done = load_834(interchange([*member_loop(1), *ended, *again]))
    assert done.members == ["added", "changed", "changed"]
    assert rows(SPANS) == [("medi_cal", "2026-10-01", "2026-10-31"), ("medi_cal", "2026-12-01", None)]
    assert rows("SELECT version FROM members") == [(1,)]


def test_a_span_that_goes_on_under_other_dates_stays_the_same_row(sent, rows):
    sent()
    before = rows("SELECT key FROM coverage_spans")
    sent("024", hd=covered("024", "349*20270331"))
    assert rows("SELECT key FROM coverage_spans") == before


def test_a_span_may_take_up_days_that_another_gives_up_in_the_same_file(sent, rows):
    sent(hd=covered("021", "348*20260101", "349*20260331") + covered("021", "348*20260501"))
    before = rows("SELECT key FROM coverage_spans ORDER BY starts_on")
    done = sent("001", hd=covered("001", "348*20260801") + covered("001", "349*20260630"))
    assert done.members == ["changed"]
    assert rows(SPANS) == [("medi_cal", "2026-01-01", "2026-06-30"), ("medi_cal", "2026-08-01", None)]
    assert rows("SELECT key FROM coverage_spans ORDER BY starts_on") == before


def test_a_list_of_members_and_a_file_speak_of_the_same_people(load, people, sent, rows):
    load([people(1, LAST_NAME="Vang1")])
    assert sent("024", dtp="DTP*357*D8*20270331", who=[], hd=[]).members == ["changed"]
    assert rows(SPANS) == [("medi_cal", "2026-10-01", "2027-03-31")]


def test_nothing_personal_is_printed_or_reported(load_834, interchange, member_loop):
    loop = member_loop(1, nm1="NM1*IL*1*Canaryname*Mai****34*123121234", who="DMG*D8*19800230*F")
    done = load_834(interchange([*loop, *member_loop(2, nm1="NM1*IL*1*Canaryname*Mai")]))
    said = (done.out + done.err + done.report.read_text()).lower()
    assert not [word for word in ("canaryname", "test0", "123121234", "19800230", "county") if word in said]
