"""When to try again, and when to give up."""

from random import Random

ATTEMPTS = 16
"""About eleven hours of trying: a mail server may be down overnight."""
FIRST, LONGEST = 30.0, 3600.0
FIRST_FOR_LIFE, LONGEST_FOR_LIFE = 5.0, 120.0


def pause(attempt: int, *, life_safety: bool, rng: Random) -> float:
    """Seconds until the next attempt after `attempt` of them: doubling, capped, between half and whole."""
    first, longest = (FIRST_FOR_LIFE, LONGEST_FOR_LIFE) if life_safety else (FIRST, LONGEST)
    whole = min(longest, first * 2.0 ** min(max(attempt - 1, 0), 30))
    return whole * (0.5 + rng.random() / 2)


NEVER_LONGER = 60.0
"""Seconds. What a telephone could not do just now it is given again after so long."""


def longest(attempt: int, *, life_safety: bool) -> float:
    """Seconds: nothing sent by the site waits longer after this attempt, whatever its ways are."""
    first, most = (FIRST_FOR_LIFE, LONGEST_FOR_LIFE) if life_safety else (FIRST, LONGEST)
    return max(NEVER_LONGER, min(most, first * 2.0 ** min(max(attempt - 1, 0), 30)))


NEXT_WAY = 1.0
"""Seconds before a message that one provider could not take goes to the next."""


def next_pause(attempt: int, *, ways: int, life_safety: bool, rng: Random) -> float:
    """Seconds until the next attempt where a channel has so many ways: backing off once all were tried."""
    turn, place = divmod(max(attempt, 1), max(ways, 1))
    return NEXT_WAY if place else pause(turn, life_safety=life_safety, rng=rng)
