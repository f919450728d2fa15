"""What a reply asks of us before anybody reads it: silence, messages again, only warnings, who we are.

A wish for silence may be said in any reasonable way. A whole sentence must mean it: "stop by tomorrow" and
"the bus stop" are not stops. In doubt a human reads it.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from kizuna.outbox import stop_words as words

NOT_STOPPED = ("account", "duty", "answer")
"""Topics that a STOP does not silence: a code somebody just asked for, the call to whoever is on duty, and
the one automatic answer to what somebody wrote just now."""
LONGEST = 40
"""Words: nobody who writes more than these only wants to stop."""

Wish = Literal["stop", "start", "life", "help", ""]


@dataclass(frozen=True)
class Meaning:
    """What is asked for, and the language in which it was said; both empty for anything else."""

    wish: Wish = ""
    language: str = ""


def plain(text: str) -> str:
    """Small letters without accents, vowel signs and stretching; one form of each Arabic letter."""
    small = unicodedata.normalize("NFKD", text.replace("🛑", " stop ")).casefold()
    kept = []
    for char in unicodedata.normalize("NFKD", small):
        if unicodedata.combining(char) or unicodedata.category(char) == "Cf" or char in "ـء'’`´":
            continue
        number = unicodedata.digit(char, None)
        kept.append(char if number is None else str(number))
    letters = "".join(kept).replace("ى", "ي").replace("ة", "ه").translate(words.LOOKALIKES)
    return " ".join(re.findall(r"[^\W_]+", letters))


def undisguised(sentence: str) -> str:
    """A plain sentence without what thumbs and machines make of one word.

    Letters that stand apart (`s t o p`), figures for letters (`st0p`), letters held too long (`stooop`),
    the same word over and over. For a wish that is the whole of a message only: elsewhere it would guess.
    """
    apart = re.sub(r"\b[^\W\d](?: [^\W\d]){2,}\b", lambda found: found[0].replace(" ", ""), sentence).split()
    whole = [word if word.isdigit() else word.translate(words.FIGURES) for word in apart]
    short = [re.sub(r"(.)\1{2,}", r"\1", word) for word in whole]
    return " ".join(word for at, word in enumerate(short) if at == 0 or word != short[at - 1])


def _patterns(table: Mapping[str, tuple[str, ...]]) -> dict[str, re.Pattern[str]]:
    found = {}
    for language, some in table.items():
        small = "|".join(sorted({plain(word) for word in words.TAILS[language]}, key=len, reverse=True))
        tail = rf"(?: (?:{small}))*"
        found[language] = re.compile("|".join(f"(?:{one.replace('{tail}', tail)})" for one in some))
    return found


_FILLERS = {plain(word) for some in words.FILLERS.values() for word in some}
_SHORT: dict[Wish, dict[str, re.Pattern[str]]] = {
    "stop": _patterns(words.STOP),
    "start": _patterns(words.START),
    "life": _patterns(words.LIFE),
    "help": _patterns(words.HELP),
}
_LONG = _patterns(words.STOP_SENTENCES)


def _bare(sentence: str) -> str:
    """The sentence without the small words of politeness at its ends, in whichever language."""
    left = sentence.split()
    while len(left) > 1 and left[-1] in _FILLERS:
        left.pop()
    while len(left) > 1 and left[0] in _FILLERS:
        left.pop(0)
    return " ".join(left)


def _means(sentence: str, patterns: Mapping[str, re.Pattern[str]]) -> str:
    """The language in which a plain sentence says it; empty when in none."""
    bare = _bare(sentence)
    for language, pattern in patterns.items():
        if pattern.fullmatch(sentence) or pattern.fullmatch(bare):
            return language
    return ""


STRONG, WEAK = r"[.!?\n…؟¡¿]+", r"[.!?;,\n…؟،؛¡¿]+"


def sentences(text: str, ends: str = STRONG) -> list[str]:
    """The sentences of a text, plain; what was quoted from the message before is left out."""
    own = []
    for line in text.splitlines():
        if line.lstrip().startswith(">") or re.fullmatch(r"-{2,3}\s*|_{5,}\s*", line):
            break
        own.append(line)
    parts = re.split(ends, "\n".join(own))
    return [found for part in parts if (found := plain(part))]


def meaning(text: str) -> Meaning:
    """What a message asks of us. STOP wins over everything else that stands in it."""
    said = sentences(text)
    if not said or sum(len(one.split()) for one in said) > LONGEST:
        return Meaning()
    whole = " ".join(said)
    for one in (whole, said[0], undisguised(whole), undisguised(said[0])):
        if language := _means(one, _SHORT["stop"]):
            return Meaning("stop", language)
    for one in (whole, *said, *sentences(text, WEAK)):
        if language := _means(one, _LONG):
            return Meaning("stop", language)
    for wish in ("start", "life", "help"):
        if language := _means(whole, _SHORT[wish]):
            return Meaning(wish, language)
    return Meaning()


def means_stop(text: str) -> bool:
    """Whether a message asks for silence."""
    return meaning(text).wish == "stop"
