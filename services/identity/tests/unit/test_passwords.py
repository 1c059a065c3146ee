"""The password policy (R071, R098)."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.rules.blocklist import repeated_unit
from identity.rules.passwords import Owner, birth_dates, normal, refusal

OWNER = Owner(
    names=("María Fernanda", "García-López", "Li"),
    username="mf.garcia87",
    email="sunny.day@example.org",
    date_of_birth=date(1987, 4, 12),
    member_id="PCH0000001",
)
GOOD = (
    "seven quiet herons",
    "correct horse battery staple",
    "日本語のパスワードはとても長いです",
    "purple-tin-roof-kettle",
    "   spaces count too   ",
    "é" * 1 + "tude pour un matin",
    "Xk9$wq!z7Lp2#vR",
    "a" * 3 + " long walk by the sea " + "z" * 100,
)
REFUSED = {
    "password.too_short": ["", "short", "fourteen chars"],
    "password.too_long": ["seven quiet herons " * 7],
    "password.common": [
        "Password1234567",
        "P@ssw0rd1234567",
        "passwordpassword",
        "aaaaaaaaaaaaaaa",
        "ababababababababab",
        "123456789012345",
        "987654321098765",
        "abcdefghijklmnop",
        "qwertyuiopasdfgh",
        "1q2w3e4r5t6y7u8i9o0p",
        "zaq12wsxcde34rfv",
        "iloveyou!!!!!!!!",
        "Baseball2023!!!!",
        "letmeinletmein1",
        "dragonmonkey1234",
        "abc123abc123abc123",
        "11111111111111a",
        "!!!!!football!!!!!",
    ],
    "password.personal": [
        "Garcia and friends",
        "GARCÍA and friends",
        "my name is fernanda",
        "hello Li and good day",
        "mf.garcia87 mf.garcia",
        "a very sunny day x",
        "born on 1987-04-12 ok",
        "born 4/12/1987 oh yes",
        "born 12.04.1987 oh yes",
        "april 12 1987 was nice",
        "it was 041287 for sure",
        "card PCH 0000001 here",
    ],
    "password.plan_word": [
        "welcome to portico 9",
        "Community-Health-Plan",
        "memberservices rule!!",
        "I live in Santa Cruz",
        "the merced river bend",
        "mariposa county fairs",
        "monterey bay is cold",
        "san benito is very hot",
    ],
}


@pytest.mark.parametrize("password", GOOD)
def test_a_long_password_of_any_characters_is_good(password):
    assert refusal(password, OWNER) is None


@pytest.mark.parametrize(("reason", "password"), [(r, p) for r, several in REFUSED.items() for p in several])
def test_a_bad_password_is_refused_with_its_reason(reason, password):
    assert refusal(password, OWNER) == reason


@pytest.mark.parametrize(("password", "second_factor", "reason"), [
    ("x7 kettles", False, "password.too_short"),
    ("x7 kettles", True, None),
    ("x7 kett", True, "password.too_short"),
])  # fmt: skip
def test_eight_characters_are_enough_once_there_is_a_second_factor(password, second_factor, reason):
    assert refusal(password, OWNER, second_factor=second_factor) == reason


def test_length_is_counted_in_composed_characters():
    fifteen = unicodedata.normalize("NFD", "é" * 8 + "wéllïng")
    assert len(fifteen) > 15 and len(normal(fifteen)) == 15
    assert refusal(fifteen) is None
    assert refusal(fifteen[:-1]) == "password.too_short"


def test_a_hundred_and_twenty_eight_characters_are_allowed_and_one_more_is_not():
    long = ("seven quiet herons cross the river " * 4)[:129]
    assert refusal(long[:128]) is None
    assert refusal(long) == "password.too_long"


def test_without_an_owner_only_what_needs_no_person_is_asked():
    assert refusal("Garcia and friends") is None
    assert refusal("Password1234567") == "password.common"


@pytest.mark.parametrize(("names", "password", "refused"), [
    (("Li",), "listen to the rain", False),
    (("Ann",), "annual rings of oak", False),
    (("Ann",), "tea with ann at five", True),
    (("Mary Jo",), "tea with maryjo at 5", True),
])  # fmt: skip
def test_a_short_name_counts_only_as_a_word(names, password, refused):
    assert (refusal(password, Owner(names=names)) == "password.personal") is refused


@given(st.dates(date(1900, 1, 1), date(2026, 1, 1)))
def test_every_spelling_of_a_birth_date_is_refused_inside_a_password(day):
    owner = Owner(date_of_birth=day)
    for spelling in (
        f"{day:%Y%m%d}",
        f"{day:%m/%d/%Y}",
        f"{day:%d.%m.%Y}",
        f"{day:%m%d%y}",
        f"{day:%d %b %Y}",
    ):
        assert refusal(f"we came {spelling} over hills", owner) is not None, spelling


@given(st.text(min_size=1, max_size=12), st.integers(2, 5))
def test_a_repeated_text_is_seen_through(unit, times):
    assert len(repeated_unit(unit * times)) <= len(unit)


@given(st.text(max_size=200))
def test_any_text_gets_an_answer_and_the_same_for_its_other_compositions(text):
    assert refusal(text, OWNER) == refusal(unicodedata.normalize("NFC", text), OWNER)


def test_birth_dates_are_never_so_short_that_they_hit_by_chance():
    assert min(map(len, birth_dates(date(2001, 2, 3)))) >= 6
