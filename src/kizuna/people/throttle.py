"""How long to wait after guesses: nothing at first, then longer and longer, never for ever."""

FREE = 5
FIRST = 30.0
LONGEST = 900.0


def pause(count: int) -> float:
    """Seconds to wait after so many tries without success: none for the first five, at most 15 minutes."""
    return 0.0 if count < FREE else min(LONGEST, FIRST * 2.0 ** min(count - FREE, 10))


def must_wait(count: int, last: float, now: float) -> bool:
    """Whether it is too early to try again; `last` and `now` in seconds."""
    return now - last < pause(count)
