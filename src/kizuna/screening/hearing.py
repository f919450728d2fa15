"""Finding phrases in a text as people write it: in haste, with slips, figures for letters, no accents."""

import re
import unicodedata
from collections.abc import Iterable

SAME = {
    "wanna": "want to", "wanto": "want to", "gonna": "going to", "gotta": "got to", "tryna": "trying to",
    "any more": "anymore", "im": "i am", "ive": "i have", "ill": "i will", "hes": "he is", "shes": "she is",
    "theyre": "they are", "u": "you", "2": "to", "r": "are", "ur": "your",
    "can not": "cant", "cannot": "cant", "could not": "couldnt", "do not": "dont", "does not": "doesnt",
    "did not": "didnt", "will not": "wont", "would not": "wouldnt", "is not": "isnt", "was not": "wasnt",
    "were not": "werent", "have not": "havent", "has not": "hasnt", "aint": "isnt", "dnt": "dont",
    "kiero": "quiero", "qiero": "quiero", "kisiera": "quisiera", "ke": "que", "q": "que", "k": "que",
}  # fmt: skip
"""Words that are written in several ways, and the one in which phrases are compared."""
_SAME = re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, SAME), key=len, reverse=True)) + r")\b")
_LETTERS = str.maketrans(
    {"!": "i", "1": "i", "|": "i", "0": "o", "3": "e", "4": "a", "@": "a", "$": "s", "5": "s"}
)
_MASKED = re.compile(r"(?<=[^\W\d_])[!1|0345@$*](?=[^\W\d_])")
_SPACED = re.compile(r"\b(?:[^\W\d_] ){2,}[^\W\d_]\b")
_TWICE = re.compile(r"(\w)\1+")
NONE_TO_THREE = r"(?:\w+ ){0,3}"


def plain(text: str) -> str:
    """Text as phrases are compared: small letters, no accents or vowel signs, words with single spaces."""
    small = unicodedata.normalize("NFKD", text).casefold()  # first: “𝐀” becomes a letter that has a small one
    letters = unicodedata.normalize("NFKD", small).replace("ـ", "")
    letters = "".join(char for char in letters if not unicodedata.combining(char) and char not in "'’`´")
    letters = "".join(char for char in letters if unicodedata.category(char) != "Cf")  # unseen marks
    letters = letters.replace("ى", "ي").replace("ة", "ه")
    return " ".join(re.findall(r"\w+", letters))


def _alike(text: str) -> str:
    """Words that are written in several ways in one, and letters that are doubled once."""
    return _TWICE.sub(r"\1", _SAME.sub(lambda found: SAME[found[0]], text))


def forms(text: str) -> tuple[str, ...]:
    """A text as it is compared: as it stands, and without what hides its letters where something does."""
    as_it_is = plain(text)
    shown = plain(_MASKED.sub(lambda found: found[0].translate(_LETTERS), text))
    shown = _SPACED.sub(lambda found: found[0].replace(" ", ""), shown)
    return tuple(dict.fromkeys((_alike(as_it_is), _alike(shown))))


def _word(written: str) -> str:
    """One word of a phrase as an expression, with its stars."""
    if written == ".":
        return "$"
    before, after = written.startswith("*"), written.endswith("*")
    parts = [_TWICE.sub(r"\1", re.escape(plain(part))) for part in written.strip("*").split("_")]
    return (r"\w*" if before else "") + " ?".join(parts) + (r"\w*" if after else "")


def _expression(phrase: str) -> str:
    found = []
    for part in phrase.split():
        if part == "...":
            found.append(NONE_TO_THREE)
            continue
        maybe = part.endswith("?")
        words = list(dict.fromkeys(_word(one) for one in part.removesuffix("?").split("/")))
        found.append(f"(?:(?:{'|'.join(words)})(?: |$))" + ("?" if maybe else ""))
    return "".join(found)


def pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """Whole words, in a text that ends with a space. Arabic joins small words to the front."""
    return re.compile(rf"\b(?:[وفبلس]|وس|فس)?(?:{'|'.join(map(_expression, phrases))})")


def found_in(text: str, wanted: re.Pattern[str]) -> bool:
    """Whether one of the phrases stands in a text that `forms` gave."""
    return wanted.search(text + " ") is not None
