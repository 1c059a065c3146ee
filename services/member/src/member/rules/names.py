"""When two spellings are one name (R063, R064).

A card says GARCIA LOPEZ JR, the enrolment file García-López, the member types Garcia lopez on a phone that
bends her apostrophes. All that a keyboard decides is folded away; the letters themselves must agree.
"""

import re
import unicodedata

SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
"""Generation suffixes; a card and an enrolment file often disagree on them. V is left out: it is a name."""

# Letters that Unicode does not take apart into a base letter and an accent.
_PLAIN_LETTERS = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ŧ": "t",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ŋ": "n",
    }
)
# Signs that count as letters in Unicode and as an apostrophe to people (okina, modifier apostrophes).
_LETTERLIKE_APOSTROPHES = frozenset("\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\ua78c")
_BETWEEN_WORDS = re.compile(r"[\s,.\-\u00ad\u2010-\u2015\u2212\ufe58\ufe63\uff0d/]+")


def match_key(name: str) -> str:
    """The name's letters, folded: lower case, no accents, no signs, spaces, digits or suffix.

    Empty when there is no letter. Applying it twice changes nothing.
    """
    words = [word for word in map(_letters, _BETWEEN_WORDS.split(_folded(name))) if word]
    while len(words) > 1 and words[-1] in SUFFIXES:
        words.pop()
    return "".join(words)


def same_name(one: str, other: str) -> bool:
    """Whether both are spellings of one name. A name without letters is like none."""
    key = match_key(one)
    return bool(key) and key == match_key(other)


def _folded(name: str) -> str:
    # Case folding can bring up accents (ǰ) and taking apart capitals (ℌ), so each is done twice.
    taken_apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    bare = "".join(char for char in taken_apart if not unicodedata.combining(char))
    return bare.casefold().translate(_PLAIN_LETTERS)


def _letters(word: str) -> str:
    return "".join(char for char in word if _is_letter(char))


def _is_letter(char: str) -> bool:
    if char in _LETTERLIKE_APOSTROPHES:
        return False
    # Marks that are left here are vowels of scripts such as Devanagari or Thai, not accents.
    return char.isalpha() or unicodedata.category(char).startswith("M")
