"""Which names a misspelt one may be."""

import pytest

from provider_directory.rules.spelling import is_near, may_be_misspelt

NEAR = [
    ("vagn", "vang", "two letters exchanged"),
    ("vng", "vang", "a letter missing"),
    ("vaang", "vang", "a letter too many"),
    ("wang", "vang", "another letter"),
    ("gonsales", "gonzalez", "two slips in a long name"),
    ("gacria", "garcia", "exchanged in the middle"),
    ("garzia", "garcia lopez", "the beginning of one word"),
    ("lopes", "garcia lopez", "another word"),
    ("garcialopes", "garcia lopez", "both words without the space"),
    ("gonsal", "gonzalez", "a beginning"),
]
FAR = [
    ("vgna", "vang", "two slips in a short name"),
    ("smith", "gonzalez", "another name"),
    ("gonsaels", "gonzalez", "three slips"),
    ("xiong", "vang", "the same end"),
]


@pytest.mark.parametrize(("typed", "spoken"), [case[:2] for case in NEAR], ids=[case[2] for case in NEAR])
def test_a_few_slips_are_forgiven(typed, spoken):
    assert is_near(typed, spoken)


@pytest.mark.parametrize(("typed", "spoken"), [case[:2] for case in FAR], ids=[case[2] for case in FAR])
def test_more_are_not(typed, spoken):
    assert not is_near(typed, spoken)


@pytest.mark.parametrize(
    ("typed", "may"), [("van", True), ("va", False), ("va_g", False), ("v%ng", False), ("", False)]
)
def test_short_names_and_signs_are_taken_as_they_are(typed, may):
    assert may_be_misspelt(typed) is may
