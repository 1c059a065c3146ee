"""Names match as a person reads them, not as a keyboard spells them (R063, R064)."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from member.rules.names import match_key, same_name

SAME = [
    ("GARCIA", "Garcia", "case"),
    ("Straße", "STRASSE", "case of a letter that grows"),
    ("Nevárez", "Nevarez", "accent left out"),
    ("Neva\u0301rez", "Nevárez", "accent typed as a combining mark"),
    ("Nuñez", "Nunez", "tilde left out"),
    ("Øystein", "Oystein", "stroke that does not decompose"),
    ("Łukasz", "Lukasz", "Polish l"),
    ("Æsa", "Aesa", "ligature"),
    ("İpek", "ipek", "Turkish dotted capital"),
    ("Garcia-Lopez", "Garcia Lopez", "space for a hyphen"),
    ("Garcia-Lopez", "GarciaLopez", "hyphen left out"),
    ("Garcia\u2013Lopez", "Garcia-Lopez", "a dash that a phone made of the hyphen"),
    ("Garcia\u2011Lopez", "Garcia-Lopez", "the hyphen that does not break"),
    ("O'Brien", "OBrien", "apostrophe left out"),
    ("O\u2019Brien", "O'Brien", "the curly apostrophe of a phone"),
    ("O\u02bbahu", "O'ahu", "okina"),
    ("D`Angelo", "D'Angelo", "backtick"),
    ("De La Cruz", "DeLaCruz", "spaces left out"),
    ("De  La\u00a0Cruz", "De La Cruz", "other spaces"),
    ("  Chen ", "Chen", "spaces around"),
    ("Smith Jr", "Smith", "suffix left out"),
    ("Smith, Jr.", "Smith", "suffix with comma and dot"),
    ("Smith Sr.", "SMITH SR", "suffix with and without a dot"),
    ("Smith II", "Smith", "the second"),
    ("Smith \u2162", "Smith III", "a numeral in one character"),
    ("Smith-Jones III", "Smith Jones", "suffix after a double name"),
    ("St. John", "St John", "dot"),
    ("\uff27arcia", "Garcia", "full-width letter"),
    ("Xiong\u200b", "Xiong", "invisible character"),
    ("Posada6", "Posada", "digits that pad a synthetic name"),
    ("O", "o", "a name of one letter"),
    ("李", "李", "a name in another script"),
    ("\u210cmong", "Hmong", "a capital from a mathematician's alphabet"),
    ("ǰ", "J", "an accent that only the capital shows apart"),
]

DIFFERENT = [
    ("Garcia", "Garza", "another name"),
    ("Garcia-Lopez", "Garcia", "half of a double name"),
    ("O", "Oh", "one letter more"),
    ("Ann", "Anne", "a letter more at the end"),
    ("Jr", "Sr", "a suffix alone is the name"),
    ("", "", "nothing"),
    ("-", "'", "signs alone"),
    ("Smith", "", "nothing against something"),
    ("李", "王", "two names in another script"),
    ("Jung", "Jün", "an accent is folded, a letter is not"),
]


@pytest.mark.parametrize(("one", "other"), [row[:2] for row in SAME], ids=[row[2] for row in SAME])
def test_names_that_a_person_reads_as_the_same_match(one, other):
    assert same_name(one, other)
    assert same_name(other, one)


@pytest.mark.parametrize(("one", "other"), [row[:2] for row in DIFFERENT], ids=[row[2] for row in DIFFERENT])
def test_names_that_are_not_the_same_do_not_match(one, other):
    assert not same_name(one, other)
    assert not same_name(other, one)


@pytest.mark.parametrize("suffix", ["Jr", "jr.", ", JR", "Sr", "II", "iii", "IV", ", Jr."])
def test_each_suffix_may_be_typed_or_left_out(suffix):
    assert same_name(f"Vang {suffix}", "Vang")


def test_a_suffix_that_is_the_whole_name_is_kept():
    assert match_key("Ii") == "ii"


LATIN = st.characters(min_codepoint=0x41, max_codepoint=0x24F, categories=["L"])
NAMES = st.text(LATIN, min_size=1, max_size=20)


@given(NAMES)
def test_case_never_decides(name):
    assert match_key(name.upper()) == match_key(name.lower()) == match_key(name)


@given(NAMES, st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_how_the_accent_is_encoded_never_decides(name, form):
    assert match_key(unicodedata.normalize(form, name)) == match_key(name)


@given(NAMES, NAMES)
def test_matching_works_both_ways(one, other):
    assert same_name(one, other) == same_name(other, one)


@given(st.text(max_size=40))
def test_anything_at_all_can_be_typed(name):
    assert match_key(match_key(name)) == match_key(name)


@given(NAMES)
def test_a_name_matches_itself(name):
    assert same_name(name, name)
