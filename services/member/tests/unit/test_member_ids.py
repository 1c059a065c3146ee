"""The Member ID as people type it from the card (R066, R088)."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from member.rules import member_ids

KEY = bytes(range(32))
IDS = st.from_regex(r"[A-Z0-9]{6,20}", fullmatch=True)


@pytest.mark.parametrize(
    "typed",
    [
        "1S00EU8FA10",
        "1s00eu8fa10",
        "1S00-EU8-FA10",
        " 1S00 EU8 FA10 ",
        "1S00\u2013EU8\u2011FA10",
        "1S00.EU8.FA10",
        "\uff11S00EU8FA10",
        "1S00\u00a0EU8FA10\u200b",
    ],
)
def test_the_same_number_however_it_is_typed(typed):
    assert member_ids.normalise(typed) == "1S00EU8FA10"


@pytest.mark.parametrize(
    "typed", ["", "-", "12345", "A" * 21, "1S00EU8FA1_", "1S00EU8FAß1", "1S00EU8FÁ10", "1S00/EU8"]
)
def test_what_can_not_be_a_member_id_is_not_valid(typed):
    assert not member_ids.is_valid(member_ids.normalise(typed))


def test_letters_that_look_like_digits_stay_what_they_are():
    assert member_ids.normalise("O0I1S5") == "O0I1S5"


def test_a_letter_that_grows_in_upper_case_never_becomes_two():
    assert member_ids.normalise("1s00ßu8") != member_ids.normalise("1s00ssu8")


@given(IDS, st.sampled_from(["-", " ", "\u2011"]), st.integers(1, 5))
def test_separators_and_case_never_decide(member_id, separator, at):
    typed = (member_id[:at] + separator + member_id[at:]).lower()
    assert member_ids.normalise(typed) == member_id


@given(IDS, IDS)
def test_two_numbers_never_share_a_digest(one, other):
    assert (member_ids.digest(KEY, one) == member_ids.digest(KEY, other)) == (one == other)


def test_the_digest_depends_on_the_key():
    assert member_ids.digest(KEY, "1S00EU8FA10") != member_ids.digest(bytes(32), "1S00EU8FA10")


def test_a_short_key_is_refused():
    with pytest.raises(ValueError, match="32 bytes"):
        member_ids.digest(b"short", "1S00EU8FA10")


@given(st.text(max_size=30))
@example("1S00e-\u0301EU8")
def test_the_normal_form_is_its_own_normal_form(typed):
    once = member_ids.normalise(typed)
    assert member_ids.normalise(once) == once
