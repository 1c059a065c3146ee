"""How long to wait before the next attempt."""

FIRST_SECONDS = 2.0
LONGEST_SECONDS = 1800.0


def wait_seconds(attempts: int, chance: float) -> float:
    """Seconds to wait after the `attempts`-th attempt failed: 2, 4, 8 … 1800, less up to a half.

    `chance` (0 to 1) spreads the retries, so that a server that comes back is not met by all at once.
    """
    if attempts < 1:
        raise ValueError("there was no attempt yet")
    full = min(FIRST_SECONDS * 2.0 ** min(attempts - 1, 30), LONGEST_SECONDS)
    return full * (1.0 - 0.5 * chance)
