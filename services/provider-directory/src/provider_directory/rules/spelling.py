"""How near a misspelt name is to a known one."""

SHORTEST = 3
"""Letters below which anything is near anything."""


def may_be_misspelt(typed: str) -> bool:
    """Whether to look for similar names. A % or _ is no slip of the finger: it stays what it is."""
    return len(typed) >= SHORTEST and typed.isalpha()


def slips(typed: str) -> int:
    """How many wrong, missing, extra or swapped letters are forgiven."""
    return 1 if len(typed) < 6 else 2


def is_near(typed: str, spoken: str) -> bool:
    """Whether `typed` begins a word of `spoken`, or all of it, but for a few slips. Both are folded."""
    allowed = slips(typed)
    words = {*spoken.split(), spoken.replace(" ", "")}
    return any(_begins(typed, word[: len(typed) + allowed], allowed) for word in words)


def _begins(typed: str, word: str, allowed: int) -> bool:
    """Whether some beginning of `word` is `typed` but for so many slips (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(word) + 1))
    for i, letter in enumerate(typed, start=1):
        two_before, before, row = before, row, [i]
        for j, other in enumerate(word, start=1):
            best = before[j - 1] + (letter != other)
            if before[j] < best:
                best = before[j] + 1
            if row[j - 1] < best:
                best = row[j - 1] + 1
            if i > 1 and j > 1 and letter == word[j - 2] and typed[i - 2] == other:
                best = min(best, two_before[j - 2] + 1)
            row.append(best)
        # Two rows, since exchanged letters reach over one.
        if min(row) > allowed and min(before) >= allowed:
            return False
    return min(row) <= allowed
