"""Reading a list: every line is accounted for, and one broken line spoils only itself."""

import pytest

from member.adapters.member_file import LONGEST_LINE, MemberFile, UnusableFile

HEADER = b"ID,LAST,FIRST\n"


def read(tmp_path, body: bytes, header: bytes = HEADER):
    path = tmp_path / "list.csv"
    path.write_bytes(header + body)
    return list(MemberFile(path, ("ID", "LAST")).lines())


def cells(lines):
    return [tuple(line.cells.values()) for line in lines]


@pytest.mark.parametrize(
    ("header", "body"),
    [
        (b"ID,LAST,FIRST\n", b"1,Vang,Mai\n2,Xiong,Pa\n"),
        (b"ID,LAST,FIRST\r\n", b"1,Vang,Mai\r\n2,Xiong,Pa\r\n"),
        (b"ID,LAST,FIRST\r", b"1,Vang,Mai\r2,Xiong,Pa\r"),
        (b"\xef\xbb\xbfID,LAST,FIRST\n", b"1,Vang,Mai\n2,Xiong,Pa"),
        (b' ID , LAST,"FIRST"\n', b'"1","Vang",Mai\n2,Xiong,Pa\n'),
    ],
    ids=["unix", "windows", "old mac", "byte order mark, no last line end", "quotes and spaces"],
)
def test_line_ends_marks_and_quotes_do_not_matter(tmp_path, header, body):
    assert cells(read(tmp_path, body, header)) == [("1", "Vang", "Mai"), ("2", "Xiong", "Pa")]


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        (b"1,Vang\n", "too_few_columns"),
        (b"1,Vang,Mai,extra\n", "too_many_columns"),
        (b'1,"Vang,Mai\n', "broken_quotes"),
        (b"1,V\xe1ng,Mai\n", "not_utf8"),
        (b"1,V\xff\xfeng,Mai\n", "not_utf8"),
        (b"1," + b"x" * 200_000 + b",Mai\n", "line_too_long"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_broken_line_is_named_and_the_next_is_read(tmp_path, bad, problem):
    first, second = read(tmp_path, bad + b"2,Xiong,Pa\n")
    assert (first.number, first.problem, first.cells) == (2, problem, {})
    assert (second.number, second.problem) == (3, None)
    assert second.cells["LAST"] == "Xiong"


def test_the_longest_line_allowed_is_read(tmp_path):
    name = b"x" * (LONGEST_LINE - len(b"1,,Mai\n"))
    assert read(tmp_path, b"1," + name + b",Mai\n")[0].problem is None


def test_empty_lines_are_passed_over_and_counted(tmp_path):
    lines = read(tmp_path, b"\n1,Vang,Mai\n   \n2,Xiong,Pa\n\n")
    assert [line.number for line in lines] == [3, 5]


def test_letters_outside_ascii_are_kept(tmp_path):
    assert read(tmp_path, "1,Nevárez,Ñandú\n".encode())[0].cells["FIRST"] == "Ñandú"


@pytest.mark.parametrize(
    "content",
    [b"", b"LAST,FIRST\n1,2\n", b"\x00\x01\x02", "ID,LAST,FIRST\n".encode("utf-16"), b"\x89PNG\r\n\x1a\n"],
    ids=["empty", "a column missing", "binary", "utf-16", "a picture"],
)
def test_a_file_that_is_no_list_is_refused_with_one_sentence(tmp_path, content):
    with pytest.raises(UnusableFile, match="ID"):
        read(tmp_path, content, header=b"")


def test_a_file_that_is_not_there_is_refused_with_its_name(tmp_path):
    with pytest.raises(UnusableFile, match="absent.csv can't be read: No such file"):
        list(MemberFile(tmp_path / "absent.csv", ("ID",)).lines())


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(UnusableFile, match="directory"):
        list(MemberFile(tmp_path, ("ID",)).lines())
