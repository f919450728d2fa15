"""What matters to somebody, in their own words, found again in the words of a listing."""

import re
from functools import lru_cache

from kizuna.directory.option import Option

_WORD = re.compile(r"[^\W\d_]{4,}")
_LOOKED_AT = 400
"""Letters of a description: what it is about stands at its beginning."""
_ENDINGS = ("ings", "ing", "ers", "er", "ed", "es", "s")
# Words that say nothing about what it is.
_EMPTY_WORDS = """
about again also always another around back because been being best better both care come could days
does doing down each enough even ever every everything feel find from gets getting give going good
great happy have having help here home into just keep kind know last less life like little live
living long look love loved made make many matter matters maybe mean might more most much must
myself need needs never nice nothing often only other others over people place places really right
same service services should some someone something still such sure take than that their them then
there these they thing things think this those through time times today together very want wanted
week weeks well were what when where which while will with within without work would year years your
algo ayuda bien buena bueno como cosas cuando desde donde ella ellos esta estar este estos gente
hacer hasta mejor mucho nada otra otro para pero persona personas poco porque puede quiero semana
sobre tener tiempo todo todos vida
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=8192)
def _stems(text: str) -> frozenset[str]:
    return frozenset(_stem(word) for word in _WORD.findall(text.casefold()))


def stems(option: Option) -> frozenset[str]:
    """The stems of the words in the name and at the beginning of the description of an option."""
    return _stems(f"{option.name} {option.summary[:_LOOKED_AT]}")


class Matters:
    """The telling words of what somebody wrote: `words` gives each by its stem."""

    def __init__(self, text: str) -> None:
        words = (word for word in _WORD.findall(text.casefold()) if word not in _EMPTY)
        self.words = {_stem(word): word for word in reversed(list(words))}
