"""Normal forms (R067, R070)."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.rules import names


@pytest.mark.parametrize(
    "typed", ["Rosa.Santos", " rosa.santos ", "ROSA.SANTOS", "ｒｏｓａ.ｓａｎｔｏｓ", "rosa.santos\u00a0"]
)
def test_one_username_in_many_spellings(typed):
    assert names.username(typed) == "rosa.santos"


@pytest.mark.parametrize(("one", "other"), [("straße", "STRASSE"), ("José", "JOSE\u0301"), ("ﬁnn", "FINN")])
def test_equal_to_a_reader_is_equal(one, other):
    assert names.username(one) == names.username(other)


@given(st.text(max_size=40))
def test_a_normal_form_is_its_own_normal_form_and_survives_case(text):
    normal = names.username(text)
    assert names.username(normal) == normal
    assert unicodedata.normalize("NFKC", normal) == normal
    assert names.username(text + " ") == normal


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll"]), max_size=40))
def test_case_never_makes_another_username(text):
    assert names.username(text.upper()) == names.username(text.upper().lower().upper())


@pytest.mark.parametrize(
    ("text", "fine"), [("rosa.santos", True), ("rosa santos", False), ("rosa\u200bx", False)]
)
def test_a_username_has_no_space_and_nothing_hidden(text, fine):
    assert names.is_username(text) is fine


@pytest.mark.parametrize("typed", ["PCH 000-0001", "pch0000001", " PCH.0000001"])
def test_a_member_id_is_the_same_with_the_spaces_of_the_card(typed):
    assert names.member_id(typed) == "PCH0000001"


@pytest.mark.parametrize(
    ("text", "plain"), [("García-Núñez", "garcianunez"), ("O'Neill Jr.", "oneilljr"), ("Nguyễn", "nguyen")]
)
def test_plain_is_letters_and_digits_without_accents(text, plain):
    assert names.plain(text) == plain


def test_suggestions_fit_the_field_and_differ():
    found = names.suggestions("a" * 64)
    assert len(set(found)) == len(found) >= 3
    assert max(map(len, found)) <= 64


@pytest.mark.parametrize(
    ("text", "masked"), [("rosa@example.org", "r•••••@example.org"), ("x@a.b", "x•••••@a.b")]
)
def test_a_masked_address_tells_its_owner_enough(text, masked):
    assert names.masked_email(text) == masked


@pytest.mark.parametrize(("text", "words"), [
    ("Ana O'Brien-García", {"ana", "obrien", "garcia"}),
    ("  GARCIA\u2013núñez ", {"garcia", "nunez"}),
    ("Abadi, Noor", {"abadi", "noor"}),
    ("'-' .", set()),
])  # fmt: skip
def test_the_words_of_a_name_are_found_however_it_is_written(text, words):
    assert names.words(text) == words
