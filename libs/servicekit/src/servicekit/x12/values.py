"""What elements hold."""

import re
from datetime import date

EARLIEST_YEAR = 1850
_UNDECODED = re.compile("[\udc80-\udcff]")


def day(text: str) -> date | None:
    """The day that is written CCYYMMDD; None when it is none. 99991231 stands for no end."""
    if len(text) != 8 or not (text.isascii() and text.isdigit()):
        return None
    try:
        found = date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None
    return found if found.year >= EARLIEST_YEAR else None


def is_text(elements: list[str]) -> bool:
    """Whether all bytes of a segment were text in the encoding that its file was read in."""
    return not any(_UNDECODED.search(text) for text in elements if not text.isascii())
