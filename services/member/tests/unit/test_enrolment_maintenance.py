"""Reading a member's loop, what was agreed on with a sender, and a member's record after maintenance."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from member.rules.coverage import Span
from member.rules.enrolment_rows import REASONS as ROW_REASONS
from member.rules.member_record import Record, maintained
from member.rules.x12 import codes
from member.rules.x12.companion_guide import BadGuide, CompanionGuide
from member.rules.x12.coverages import CoverageMaintenance
from member.rules.x12.loops import MOST_SEGMENTS, member_loops
from member.rules.x12.maintenance import read_maintenance
from member.rules.x12.reasons import MEMBER_REASONS, PART_REASONS
from servicekit.x12 import Segment, day

TODAY = date(2026, 10, 15)
KEY, OTHER = UUID(int=1), UUID(int=2)
MAI = [
    "INS*Y*18*021*XN*A", "REF*0F*TEST-000 001", "REF*1L*GROUP", "DTP*356*D8*20261001", "NM1*IL*1*Vang*Mai",
    "DMG*D8*19800504*F", "HD*021**HMO", "DTP*348*D8*20261001",
]  # fmt: skip


def loops(lines: list[str]):
    return list(member_loops(Segment(n, n, line.split("*")) for n, line in enumerate(lines, start=10)))


def read(lines: list[str], guide: CompanionGuide | None = None):
    return read_maintenance(loops(lines)[0], guide or CompanionGuide())


def with_(old: str, *new: str) -> list[str]:
    """Mai's loop with other segments in the place of one."""
    at = MAI.index(old)
    return [*MAI[:at], *new, *MAI[at + 1 :]]


def test_each_segment_is_placed_in_its_loop():
    lines = """INS DTP*356 NM1*74 PER N3 DMG LUI NM1*70 DMG NM1*31 N3 N4 NM1*QD PER DSB HD DTP*348 REF LX
    NM1*P3 COB NM1*IN N3 HD LS*2700 LX N1*75 REF LE*2700 HD DTP*348""".split()
    [loop] = loops(lines)
    assert (
        [place for place, _ in loop.placed]
        == """2000 2000 2100A 2100A 2100A 2100A 2100A 2100B 2100B 2100C
    2100C 2100C 2100G 2100G 2200 2300 2300 2300 2310 2310 2320 2330 2330 2300 2700 2700 2700 2700 2000
    2300 2300""".split()
    )


def test_members_are_numbered_and_know_the_subscriber_before_them():
    found = loops(["BGN*00", *MAI, "INS*N*19*021", "REF*0F*TEST000002", "INS*Y*18*021", "REF*0F*TEST000003"])
    assert [(loop.number, loop.at, loop.subscriber) for loop in found] == [
        (1, 11, "TEST-000 001"), (2, 19, "TEST-000 001"), (3, 21, "TEST000003"),
    ]  # fmt: skip


def test_a_member_is_read():
    asked = read(MAI)
    assert (asked.code, asked.member_id, asked.subscriber_id, asked.at) == ("021", "TEST000001", None, 10)
    assert asked.coverages == [CoverageMaintenance("021", "medi_cal", date(2026, 10, 1), None)]
    assert not asked.refused and not asked.faults


REFUSED = [
    (with_(MAI[0], "INS*Q*18*021"), "bad_subscriber_indicator", "2000", 10),
    (with_(MAI[0], "INS*Y*18*999"), "unknown_maintenance", "2000", 10),
    (with_(MAI[1]), "missing_subscriber_number", "2000", 10),
    (with_(MAI[1], "REF*0F*?"), "bad_member_id", "2000", 11),
    (with_(MAI[0], "INS*N*19*021", "REF*23*A1"), "bad_member_id", "2000", 12),
    (["INS*N*19*021", "REF*23*TEST000002", *MAI[3:]], "missing_subscriber_number", "2000", 10),
    (["INS*N*19*021", "REF*0F*?", "REF*23*TEST000002", *MAI[3:]], "bad_subscriber_number", "2000", 11),
    (with_(MAI[3], "DTP*356*D8*20260230"), "bad_date", "2000", 13),
    (with_(MAI[3], "DTP*356*RD8*20260201-20260228"), "bad_date", "2000", 13),
    (with_(MAI[4]), "no_name_loop", "2100A", 10),
    (with_(MAI[4], "NM1*IL*1*V\udcc3*Mai"), "not_text", "2000", 14),
    (MAI + ["REF*17*X"] * MOST_SEGMENTS, "too_many_segments", "2000", 10),
]


@pytest.mark.parametrize(("lines", "reason", "loop", "at"), REFUSED, ids=[row[1] for row in REFUSED])
def test_a_member_is_refused_with_the_reason_and_its_place(lines, reason, loop, at):
    assert [(fault.reason, fault.loop, fault.at) for fault in read(lines).refused] == [(reason, loop, at)]
    assert reason in MEMBER_REASONS


FACTS = [
    (with_(MAI[4], "NM1*IL*1**Mai"), "missing_last_name", "2100A", 14),
    (with_(MAI[4], "NM1*IL*1*Vang"), "missing_first_name", "2100A", 14),
    (with_(MAI[4], f"NM1*IL*1*Vang*{'x' * 101}"), "name_too_long", "2100A", 14),
    (with_(MAI[4], "NM1*IL*1*Va\x00ng*Mai"), "hidden_characters", "2100A", 14),
    (with_(MAI[5]), "missing_birth_date", "2100A", 14),
    (with_(MAI[5], "DMG*D8*1980-05-04*F"), "bad_birth_date", "2100A", 15),
    (with_(MAI[5], "DMG*D8*20261016*F"), "future_birth_date", "2100A", 15),
    (with_(MAI[5], "DMG*D8*18800504*F"), "birth_date_too_old", "2100A", 15),
    (with_(MAI[5], "DMG*D8*19800504*X"), "bad_sex_code", "2100A", 15),
    (with_(MAI[0], "INS*Y*18*021**A******D8*20261016"), "future_death_date", "2000", 10),
    (with_(MAI[0], "INS*Y*18*021**A******D8*x"), "bad_death_date", "2000", 10),
    (with_(MAI[0], "INS*Y*18*024*XN*A"), "unknown_member", "2000", 10),
    (with_(MAI[0], "INS*Y*18*025*XN*A"), "unknown_member", "2000", 10),
]


@pytest.mark.parametrize(("lines", "reason", "loop", "at"), FACTS, ids=[row[1] for row in FACTS])
def test_facts_that_can_not_be_refuse_a_new_member(lines, reason, loop, at):
    refused = maintained(None, read(lines), key=KEY, subscriber_key=None, today=TODAY)
    assert [(fault.reason, fault.loop, fault.at) for fault in refused] == [(reason, loop, at)]
    assert reason in MEMBER_REASONS


def test_every_reason_of_a_member_list_has_a_sentence_for_files():
    of_lines = {"duplicate_member_id", "not_utf8", "broken_quotes", "too_few_columns", "too_many_columns",
                "line_too_long"}  # fmt: skip
    assert ROW_REASONS.keys() - of_lines <= MEMBER_REASONS.keys()


PARTS = [
    (with_(MAI[6], "HD*021**DEN"), "unknown_plan", "2300", 16),
    (with_(MAI[6], "HD*999**HMO"), "unknown_coverage_maintenance", "2300", 16),
    (with_(MAI[7], "DTP*348*D8*20260931"), "bad_coverage_date", "2300", 17),
    (
        with_(MAI[7], "DTP*348*D8*20261001", "DTP*349*D8*20260930"),
        "coverage_ends_before_it_starts",
        "2300",
        16,
    ),
    (with_(MAI[6], "HD*024**HMO"), "missing_coverage_end", "2300", 16),
    ([*MAI[:3], *MAI[4:7]], "missing_start_date", "2300", 15),
    ([*MAI, "LX*1", "NM1*P3*1*Example*Doctor****XX*1999999984"], "pcp_not_loaded", "2310", 19),
    (with_(MAI[5], MAI[5], "LUI*LE*QQQ"), "unknown_language", "2100A", 16),
    (with_(MAI[5], "N3*1 Example St", "N4**CA*95060", MAI[5]), "bad_address", "2100A", 16),
    (with_(MAI[5], "PER*IP**HP*5550142", MAI[5]), "bad_phone", "2100A", 15),
]


@pytest.mark.parametrize(("lines", "reason", "loop", "at"), PARTS, ids=[row[1] for row in PARTS])
def test_a_part_is_refused_and_the_member_is_not(lines, reason, loop, at):
    asked = read(lines)
    assert not asked.refused
    assert [(fault.reason, fault.loop, fault.at) for fault in asked.faults] == [(reason, loop, at)]
    assert reason in PART_REASONS


@pytest.mark.parametrize(
    ("code", "name"),
    [("44", "Santa Cruz"), ("087", "Santa Cruz"), ("06087", "Santa Cruz"), ("22", "Mariposa"),
     ("047", "Merced"), ("06053", "Monterey"), ("35", "San Benito"), ("1", None), ("", None), ("x", None)],
)  # fmt: skip
def test_county_codes(code, name):
    assert codes.county(code) == name


@pytest.mark.parametrize(
    ("text", "found"),
    [("20240229", date(2024, 2, 29)), ("20230229", None), ("99991231", date.max), ("2024-2-9", None),
     ("00010101", None), ("", None), ("２０２４０２２９", None)],
)  # fmt: skip
def test_days(text, found):
    assert day(text) == found


@pytest.mark.parametrize(
    ("said", "language"),
    [
        (["LUI*LE*SPA**7", "LUI*LE*HMN**6"], "hmn"),
        (["LUI*LE*SPA**7"], "es"),
        (["LUI*LD*eng"], "en"),
        ([], None),
    ],
)
def test_the_language_is_the_one_that_she_reads(said, language):
    assert read(with_(MAI[5], MAI[5], *said)).language == language


@pytest.mark.parametrize(
    ("insurance_line", "plan", "line"),
    [("HMO", "", "medi_cal"), ("HLT", "", "medi_cal"), ("HMO", "IHSS-01", "ihss"), ("ppo", "ihss", "ihss"),
     ("PPO", "Medi-Cal Example", "medi_cal"), ("HMO", "OTHER", None), ("DEN", "", None)],
)  # fmt: skip
def test_the_lines_of_business_that_are_agreed_on_unless_a_guide_says_otherwise(insurance_line, plan, line):
    assert CompanionGuide().line_of(insurance_line, plan) == line


@pytest.mark.parametrize(
    "text",
    ["", "[]", '{"coverages": [{"plan": "x"}]}', '{"dependant_number": "x"}', '{"encoding": "x"}', '{"a": 1}',
     '{"coverages": [{"insurance_line": "*", "plan": "*", "line": "dental"}]}'],
)  # fmt: skip
def test_a_guide_that_can_not_be_used_is_refused(text):
    with pytest.raises(BadGuide):
        CompanionGuide.from_json(text)


days = st.dates(date(2026, 1, 1), date(2026, 3, 31))
day_texts = st.one_of(st.just(""), days.map(lambda day: day.strftime("%Y%m%d")))


@st.composite
def lines_of_mai(draw) -> list[str]:
    """A loop of any maintenance, with and without coverage, some of it impossible."""
    code = draw(st.sampled_from(sorted(codes.MEMBER_MAINTENANCE)))
    died = draw(st.sampled_from(["", "", "", "20260215"]))
    said = [f"INS*Y*18*{code}**A******D8*{died}", *MAI[1:3]]
    said += [f"DTP*{kind}*D8*{day}" for kind in ("303", "357") if (day := draw(day_texts))]
    said += [MAI[4], MAI[5], f"PER*IP**HP*831555{draw(st.integers(142, 144)):04}"]
    for hd in draw(st.lists(st.sampled_from(sorted(codes.COVERAGE_MAINTENANCE)), max_size=2)):
        said.append(f"HD*{hd}**HMO*{draw(st.sampled_from(['', 'IHSS']))}")
        said += [f"DTP*{kind}*D8*{day}" for kind in ("348", "349") if (day := draw(day_texts))]
    return said


@given(st.lists(lines_of_mai(), max_size=8))
def test_any_maintenance_leaves_spans_apart_and_done_twice_is_done_once(files):
    record: Record | None = None
    for lines in files:
        asked = read(lines)
        after = maintained(record, asked, key=KEY, subscriber_key=None, today=TODAY)
        if isinstance(after, list):
            assert {fault.reason for fault in after} <= MEMBER_REASONS.keys()
            continue
        if len(asked.coverages) < 2:
            assert maintained(after, asked, key=OTHER, subscriber_key=None, today=TODAY) == after
        for spans in after.spans.values():
            assert all(
                one.ends_on and one.ends_on < two.starts_on
                for one, two in zip(spans, spans[1:], strict=False)
            )
            assert not after.person.date_of_death or ends_by(spans[-1], after.person.date_of_death)
        record = after


def ends_by(span: Span, day: date) -> bool:
    return span.ends_on is not None and span.ends_on <= day
