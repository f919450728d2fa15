"""How well a group answers a question: which of its words stand in the name, and which in the rest."""

from collections.abc import Sequence

_ENDINGS = ("ing", "ers", "er", "es", "s", "e")
_SHORTEST = 4
_IN_NAME = 3


def stem(word: str) -> str:
    """A word without its ending, so that walking finds a walk; short words as they are."""
    plain = word.casefold()
    end = next((end for end in _ENDINGS if plain.endswith(end) and len(plain) - len(end) >= _SHORTEST), "")
    return plain.removesuffix(end)


def said(stems: Sequence[str], name: str, text: str) -> int:
    """How much of a question a group says: a word in its name counts three times."""
    called, rest = name.casefold(), text.casefold()
    return sum(_IN_NAME if one in called else one in rest for one in stems)
