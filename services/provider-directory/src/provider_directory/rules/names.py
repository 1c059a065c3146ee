"""When two spellings are one name (R015): an EOB says GARCIA-LOPEZ & SONS, INC., somebody types García López
and forgets the signs. Letters and digits must agree; case, accents, signs and spaces need not."""

import unicodedata

# Letters that Unicode does not take apart into a base letter and an accent.
_PLAIN_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
_LETTERLIKE_APOSTROPHES = frozenset("\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\ua78c")


def plain(name: str) -> str:
    """The letters and digits, folded: lower case, no accents, no signs, no spaces."""
    taken_apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    bare = "".join(char for char in taken_apart if not unicodedata.combining(char))
    return "".join(filter(_counts, bare.casefold().translate(_PLAIN_LETTERS)))


def same_name(one: str, other: str) -> bool:
    """Whether both are spellings of one name. A name without letters is like none."""
    key = plain(one)
    return bool(key) and key == plain(other)


def _counts(char: str) -> bool:
    if char in _LETTERLIKE_APOSTROPHES:
        return False
    # Marks that are left here are vowels of scripts such as Devanagari or Thai, not accents.
    return char.isalnum() or unicodedata.category(char).startswith("M")
