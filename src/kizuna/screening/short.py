"""What we heard, in so few words that it may stand in a text message that others could see."""

from collections.abc import Iterable

from kizuna.directory.needs import BY_CODE

MOST = 3
NOT_IN_A_MESSAGE = frozenset({"mood", "safety"})
"""Groups of needs that are nobody else's business: they stand behind the private link only."""


def short(codes: Iterable[str]) -> list[str]:
    """The labels of a few needs, to be translated; what is private is left out."""
    found = [BY_CODE[code] for code in codes if code in BY_CODE]
    return [one.label for one in found if one.group not in NOT_IN_A_MESSAGE][:MOST]
