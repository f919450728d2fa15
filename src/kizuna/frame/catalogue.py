"""What can be wrong with a translation, found by machine. Works on Babel catalogues and reads no files."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from babel.messages.catalog import Catalog, Message

# Words that are rightly the same in another language.
EQUAL = frozenset({"Kizuna", "No", "Normal"})

_NAMED = re.compile(r"%\((\w+)\)[-#0 +]*\d*(?:\.\d+)?[a-zA-Z]|(?<!\{)\{(\w*)\}(?!\})")
_LETTERS = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True, order=True)
class Finding:
    """One thing to mend. `kind`: missing, unknown, untranslated, fuzzy, equal, plural or placeholder."""

    kind: str
    message: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.kind}: {self.message!r}{f' ({self.detail})' if self.detail else ''}"


def findings(catalogue: Catalog, template: Catalog, equal: frozenset[str] = EQUAL) -> list[Finding]:
    """Everything wrong with a translation, measured against the catalogue of what the program says."""
    found = [*missing(catalogue, template), *unknown(catalogue, template)]
    for message in _messages(catalogue):
        if template.get(message.id, message.context) is None:
            continue
        found += fuzzy(message)
        found += untranslated(message) or [
            *equal_to_source(message, equal),
            *(wrong_plurals(message, catalogue.num_plurals) or broken_placeholders(message)),
        ]
    return sorted(found)


def missing(catalogue: Catalog, template: Catalog) -> list[Finding]:
    """What the program says and the translation does not have."""
    return [
        Finding("missing", _name(message))
        for message in _messages(template)
        if catalogue.get(message.id, message.context) is None
    ]


def unknown(catalogue: Catalog, template: Catalog) -> list[Finding]:
    """What the translation has and the program does not say any more."""
    return [
        Finding("unknown", _name(message))
        for message in _messages(catalogue)
        if template.get(message.id, message.context) is None
    ]


def fuzzy(message: Message) -> list[Finding]:
    """A guess that nobody has looked at."""
    return [Finding("fuzzy", _name(message))] if message.fuzzy else []


def untranslated(message: Message) -> list[Finding]:
    """Nothing there, or one of the plural forms is not there."""
    return [] if all(text.strip() for text in _texts(message)) else [Finding("untranslated", _name(message))]


def equal_to_source(message: Message, equal: frozenset[str] = EQUAL) -> list[Finding]:
    """The English once more, as if somebody had copied it to make a test pass."""
    sources = set(_sources(message)) - equal
    same = [text for text in _texts(message) if text in sources and _LETTERS.search(_NAMED.sub("", text))]
    return [Finding("equal", _name(message))] if same else []


def wrong_plurals(message: Message, forms: int) -> list[Finding]:
    """Not as many forms as the language has: Spanish 2, Arabic 6."""
    has = len(_texts(message))
    if not isinstance(message.id, tuple | list):
        return [] if isinstance(message.string, str) else [Finding("plural", _name(message), "has forms")]
    return [] if has == forms else [Finding("plural", _name(message), f"{has} forms, needs {forms}")]


def broken_placeholders(message: Message) -> list[Finding]:
    """A placeholder that was lost, invented or broken: `%(name)s` and `{name}`.

    A plural form for one fixed number (one, two) may leave out the number, so all forms but the last may
    lose one placeholder.
    """
    sources, texts = _sources(message), _texts(message)
    wanted = Counter(_placeholders(sources[-1]))
    found = []
    for place, text in enumerate(texts):
        has = Counter(_placeholders(text))
        lost, invented = wanted - has, has - wanted
        may_lose = 1 if len(sources) > 1 and place < len(texts) - 1 else 0
        if invented or len(set(lost)) > may_lose or _half_written(text, sources):
            detail = f"{sorted(has)} for {sorted(wanted)}"
            found.append(Finding("placeholder", _name(message), detail))
    return found


def _placeholders(text: str) -> Iterator[str]:
    return (match.group(0) for match in _NAMED.finditer(text))


def _half_written(text: str, sources: list[str]) -> bool:
    """`%(name)` without its letter, `% (name)s`, one brace: they break the page only when it is shown."""
    bare = _NAMED.sub("", text).replace("%%", "")
    known = {sign for source in sources for sign in _NAMED.sub("", source)}
    return any(sign in bare and sign not in known for sign in ("%", "{", "}"))


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _sources(message: Message) -> list[str]:
    return list(message.id) if isinstance(message.id, tuple | list) else [message.id]


def _texts(message: Message) -> list[str]:
    if isinstance(message.string, tuple | list):
        return [text or "" for text in message.string]
    return [message.string or ""]


def _name(message: Message) -> str:
    context = f"{message.context} | " if message.context else ""
    return f"{context}{_sources(message)[0]}"
