"""What every guesser tries first: common passwords, runs, repeats, and the plan's own words.

At 15 characters few whole passwords are on anybody's list, so a password is compared by its core: what is
left without the digits and signs that people put around a common one to make it long enough.
"""

import re
from functools import cache

from identity.rules.names import plain

PLAN_WORDS = (
    "portico",
    "communityhealthplan",
    "memberservices",
    "santacruz",
    "monterey",
    "merced",
    "mariposa",
    "sanbenito",
)

SHORTEST_WORD = 4
SHORTEST_UNIT = 8
"""A repeated unit of fewer characters adds nothing however often it comes."""

_RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1qaz2wsx3edc4rfv5tgb6yhn",
)
_LEET = str.maketrans(
    {"@": "a", "4": "a", "3": "e", "1": "i", "!": "i", "0": "o", "$": "s", "5": "s", "7": "t"}
)
_OTHER_LEET = _LEET | {ord("1"): "l"}


@cache
def common_passwords() -> frozenset[str]:
    """The 30,000 most used passwords known to zxcvbn."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    return frozenset(FREQUENCY_LISTS["passwords"])


def is_common(password: str) -> bool:
    """Whether a guesser with a list of common passwords and the usual ways to stretch them gets it."""
    text = password.casefold()
    if len(set(text)) <= 3 or _without_runs(text):
        return True
    return any(_is_common_core(core) for core in _cores(text))


def holds_plan_word(password: str) -> bool:
    """Whether the plan's name, department or counties are in it."""
    squeezed = plain(password)
    return any(word in squeezed for word in PLAN_WORDS)


def _cores(text: str) -> set[str]:
    """The text, and what is left of it without what was put around it, as typed and with signs read as
    letters."""
    stripped = {text, re.sub(r"^[\W\d_]+|[\W\d_]+$", "", text), re.sub(r"[\d\s]+$", "", text)}
    read = {core.translate(table) for core in stripped for table in (_LEET, _OTHER_LEET)}
    return {core for core in stripped | read if len(core) >= SHORTEST_WORD}


def _is_common_core(core: str) -> bool:
    letters = "".join(char for char in core if char.isalnum())
    unit = repeated_unit(letters)
    if len(unit) < SHORTEST_UNIT and len(unit) * 2 <= len(letters):
        return True
    known = common_passwords()
    if core in known or unit in known:
        return True
    return any(_is_word(letters[:cut]) and _is_word(letters[cut:]) for cut in range(3, len(letters) - 2))


def _is_word(part: str) -> bool:
    return len(part) >= SHORTEST_WORD and repeated_unit(part) in common_passwords()


def repeated_unit(text: str) -> str:
    """The shortest beginning that gives the whole text when repeated (the last time perhaps cut short)."""
    for size in range(1, len(text) // 2 + 1):
        unit = text[:size]
        if (unit * (len(text) // size + 1))[: len(text)] == text:
            return unit
    return text


def _without_runs(text: str) -> bool:
    """Whether fewer than six characters are left outside runs such as `12345`, `fedc`, `qwerty`, `aaaa`."""
    left, here = 0, 0
    while here < len(text):
        size = _run_length(text, here)
        left += 0 if size >= 4 else 1
        here += size if size >= 4 else 1
    return left < 6 and left < len(text) / 2


def _run_length(text: str, start: int) -> int:
    return max(
        _longest(text, start, _follows),
        _longest(text, start, lambda a, b: _follows(b, a)),
        _longest(text, start, str.__eq__),
    )


def _longest(text: str, start: int, follows) -> int:
    end = start + 1
    while end < len(text) and follows(text[end - 1], text[end]):
        end += 1
    return end - start


@cache
def _pairs() -> frozenset[str]:
    return frozenset(run[at : at + 2] for run in _RUNS for at in range(len(run) - 1))


def _follows(first: str, second: str) -> bool:
    return first + second in _pairs()
