"""The one normal form of a Member ID.

It stands in the contracts because two services lean on it: member finds by it, identity counts tries by it.
If one folded less than the other, every other spelling of an ID would be a fresh budget of tries (R066).
"""

import re
import unicodedata

_SEPARATORS = re.compile(r"[\s.\-\u00ad\u200b\u2010-\u2015\u2060\u2212\ufeff]+")


def normal_form(typed: str) -> str:
    """The ID without spaces, dots and dashes, in capitals; applying it twice changes nothing.

    Letters that look like digits (O, I, S) stay: two IDs of one plan may differ in just that.
    """
    bare = _SEPARATORS.sub("", unicodedata.normalize("NFKC", typed))
    # Without the dash between them, a letter and its accent may join only now.
    bare = unicodedata.normalize("NFKC", bare)
    # Only ASCII grows no second letter in capitals (ß would become SS, another ID).
    return "".join(char.upper() if char.isascii() else char for char in bare)
