"""How long to wait after guesses: nothing at first, then longer and longer, never for ever."""

FREE = 5
FIRST = 30.0
LONGEST = 900.0
FORGOTTEN = 4 * LONGEST
"""Seconds after the last try until nobody counts the earlier ones any more."""


def pause(count: int) -> float:
    """Seconds to wait after so many tries without success: none for the first five, at most 15 minutes."""
    return 0.0 if count < FREE else min(LONGEST, FIRST * 2.0 ** min(count - FREE, 10))


def must_wait(count: int, since: float) -> bool:
    """Whether it is too early to try again, so many seconds since the last try."""
    return since < pause(count)


def begins_anew(since: float) -> bool:
    """Whether the last try was so many seconds ago that none counts any more."""
    return since > FORGOTTEN
