"""Reading segments, and the envelopes around them."""

import pytest

from servicekit.loading import UnusableFile
from servicekit.x12 import REASONS, Kind, X12File, survey
from servicekit.x12.file import LONGEST_SEGMENT, PIECE

ENROLMENT = Kind("BE", "834", ("005010X220A1",), entry="INS", refusal="not_enrolment")

SEGMENTS = [
    f"ISA*00*{'':10}*00*{'':10}*ZZ*{'COUNTY':15}*ZZ*{'PORTICO':15}*261001*0900*^*00501*000000001*0*P*:",
    "GS*BE*COUNTY*PORTICO*20261001*0900*7*X*005010X220A1",
    "ST*834*0001*005010X220A1",
    "BGN*00*1*20261001*0900****2",
    "INS*Y*18*021*XN*A",
    "SE*4*0001",
    "ST*834*0002*005010X220A1",
    "SE*2*0002",
    "GE*2*7",
    "IEA*1*000000001",
]


def text(segments: list[str], end: str = "~") -> str:
    return end.join([*segments, ""])


def read(tmp_path, content: str | bytes, encoding: str = "utf-8"):
    path = tmp_path / "sent.834"
    path.write_bytes(content.encode(encoding) if isinstance(content, str) else content)
    return list(X12File(path, encoding).segments())


def surveyed(tmp_path, segments: list[str], **options):
    return survey(read(tmp_path, text(segments)), ENROLMENT, **options)


@pytest.mark.parametrize("between", ["", "\n", "\r\n", " \r\n \n"], ids=repr)
@pytest.mark.parametrize(("element", "end"), ["*~", "|\n", "\x1d\x1e"], ids=repr)
def test_separators_are_those_of_the_interchange_and_line_ends_do_not_matter(tmp_path, between, element, end):
    content = text(SEGMENTS, end + between).replace("*", element)
    found = read(tmp_path, content)
    assert [element.join(segment.elements) for segment in found] == [
        line.replace("*", element) for line in SEGMENTS
    ]
    assert [segment.number for segment in found] == list(range(1, 11))
    assert found[-1].offset <= len(content)


def test_a_second_interchange_may_have_other_separators(tmp_path):
    other = text(SEGMENTS, "\n").replace("*", "|").replace(":", ">")
    found = read(tmp_path, text(SEGMENTS) + "\n\n" + other)
    assert [segment.tag for segment in found] == [line[:3].strip("*") for line in SEGMENTS] * 2


def test_segments_across_pieces_are_read_whole(tmp_path):
    long = "REF*" + "x" * 60_000
    found = read(tmp_path, text([*SEGMENTS[:4], *[long] * 5, *SEGMENTS[4:]]))
    assert [len(segment.get(1)) for segment in found[4:9]] == [60_000] * 5
    assert PIECE < 5 * 60_000


def test_a_byte_order_mark_and_letters_outside_ascii(tmp_path):
    named = [*SEGMENTS[:5], "NM1*IL*1*Nuñez*Ana", *SEGMENTS[5:]]
    assert read(tmp_path, b"\xef\xbb\xbf" + text(named).encode())[5].get(3) == "Nuñez"
    assert read(tmp_path, text(named), "latin-1")[5].get(3) == "Nuñez"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "at its beginning"),
        (text(SEGMENTS).encode("utf-16"), "at its beginning"),
        (text(SEGMENTS).replace("*", " ").encode(), "at its beginning"),
        (text(SEGMENTS).encode() + b"and more", "after segment 10"),
        (text(SEGMENTS)[:-20].encode(), "no end of segment 9"),
        (text(SEGMENTS[:3]).encode() + b"x" * 3 * LONGEST_SEGMENT, "no end of segment 4"),
    ],
)
def test_what_is_no_x12_is_refused_with_one_sentence(tmp_path, content, words):
    with pytest.raises(UnusableFile, match=words):
        read(tmp_path, content)


def test_transactions_are_known_by_sender_and_control_numbers(tmp_path):
    first, second = surveyed(tmp_path, SEGMENTS)
    assert (first.sender, first.interchange, first.group, first.number) == (
        "ZZ:COUNTY",
        "000000001",
        "7",
        "0001",
    )
    assert (first.entries, second.entries) == (1, 0)
    assert (first.problem, second.problem) == (None, None)
    assert first.fingerprint != second.fingerprint


def test_a_fingerprint_tells_other_content_and_not_other_line_ends(tmp_path):
    one = surveyed(tmp_path, SEGMENTS)[0].fingerprint
    other = [*SEGMENTS[:4], "INS*Y*18*024*XN*A", *SEGMENTS[5:]]
    assert surveyed(tmp_path, other)[0].fingerprint != one
    assert survey(read(tmp_path, text(SEGMENTS, "~\r\n")), ENROLMENT)[0].fingerprint == one


BOTH, FIRST, SECOND = (True, True), (True, False), (False, True)
WRONG = [
    ("SE*4*0001", "SE*5*0001", "segment_count_differs", FIRST),
    ("SE*4*0001", "SE*x*0001", "segment_count_differs", FIRST),
    ("SE*4*0001", "SE*4*0009", "transaction_number_differs", FIRST),
    ("SE*4*0001", None, "no_transaction_end", FIRST),
    ("SE*2*0002", None, "no_transaction_end", SECOND),
    ("GE*2*7", "GE*1*7", "transaction_count_differs", BOTH),
    ("GE*2*7", "GE*2*8", "group_number_differs", BOTH),
    ("GE*2*7", None, "no_group_end", BOTH),
    ("IEA*1*000000001", "IEA*2*000000001", "group_count_differs", BOTH),
    ("IEA*1*000000001", "IEA*1*000000002", "interchange_number_differs", BOTH),
    ("IEA*1*000000001", None, "no_interchange_end", BOTH),
    (SEGMENTS[1], None, "misplaced_segment", BOTH),
    (SEGMENTS[1], SEGMENTS[1].replace("BE", "HC"), "not_enrolment", BOTH),
    (SEGMENTS[1], SEGMENTS[1].replace("X220A1", "X279A1"), "not_enrolment", BOTH),
    ("ST*834*0002*005010X220A1", "ST*835*0002*005010X220A1", "not_enrolment", SECOND),
    (SEGMENTS[0], SEGMENTS[0].replace("*P*", "*T*"), "test_interchange", BOTH),
]


@pytest.mark.parametrize(
    ("segment", "instead", "problem", "refused"),
    WRONG,
    ids=[f"{row[0][:3]} {row[2]} {n}" for n, row in enumerate(WRONG)],
)
def test_a_wrong_envelope_refuses_what_is_in_it(tmp_path, segment, instead, problem, refused):
    at = SEGMENTS.index(segment)
    found = surveyed(tmp_path, [*SEGMENTS[:at], *([instead] if instead else []), *SEGMENTS[at + 1 :]])
    assert tuple(one.problem is not None for one in found) == refused
    assert {one.problem for one in found if one.problem} == {problem} <= {*REASONS, ENROLMENT.refusal}


def test_a_repeated_transaction_number_refuses_the_second(tmp_path):
    repeated = [line.replace("0002", "0001") for line in SEGMENTS]
    assert [one.problem for one in surveyed(tmp_path, repeated)] == [None, "repeated_transaction_number"]


def test_a_segment_outside_of_its_envelope_refuses_the_interchange(tmp_path):
    found = surveyed(tmp_path, [*SEGMENTS[:6], "SE*1*0001", *SEGMENTS[6:]])
    assert [(one.problem, one.problem_at) for one in found][0] == ("misplaced_segment", 7)


def test_a_wrong_interchange_does_not_touch_the_next(tmp_path):
    found = surveyed(tmp_path, [*SEGMENTS[:-1], *SEGMENTS])
    assert [one.problem for one in found] == ["no_interchange_end"] * 2 + [None] * 2


def test_a_test_interchange_is_taken_when_that_is_said(tmp_path):
    marked = [SEGMENTS[0].replace("*P*", "*T*"), *SEGMENTS[1:]]
    assert [one.problem for one in surveyed(tmp_path, marked, take_test=True)] == [None, None]
