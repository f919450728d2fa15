"""Languages as people write them, in any of ours or in their own, as codes of ISO 639."""

import re
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.localedata import locale_identifiers

from kizuna.frame.columns import fold

ALSO = {
    "mandarin": "zh", "mandarin chinese": "zh", "putonghua": "zh", "farsi": "fa", "dari": "fa-AF",
    "kreyol": "ht", "creole": "ht", "haitian": "ht", "castellano": "es", "tagalog": "tl", "flemish": "nl",
    "moldovan": "ro", "sorani": "ckb", "kurmanji": "kmr", "punjabi": "pa", "bangla": "bn", "twi": "ak",
    "bsl": "bfi", "british sign language": "bfi", "asl": "ase", "american sign language": "ase",
}  # fmt: skip
"""What people say, and catalogues of names do not."""
_SPLIT = re.compile(r"[,،;/|\n]|\s+(?:and|y|e|و|&|\+)\s+")


@lru_cache(maxsize=8)
def _names(shown_in: tuple[str, ...]) -> dict[str, str]:
    """Folded name of a language → its code: what it calls itself, and what these languages call it."""
    found: dict[str, str] = dict(ALSO)
    for code in (c for c in locale_identifiers() if "_" not in c):
        found.setdefault(fold(code), code)
        found.setdefault(fold(Locale(code).get_language_name(code) or code), code)
    for shown in shown_in:
        for code, name in Locale.parse(shown, sep="-").languages.items():
            found.setdefault(fold(name), code.replace("_", "-"))
            if "_" not in code:
                found.setdefault(fold(code), code)
    return found


def code(text: str, shown_in: tuple[str, ...] = ("en",)) -> str | None:
    """The code of a language written as `Español`, `spanish`, `es` or `pt-BR`; None if unknown."""
    known = _names(shown_in).get(fold(text))
    if known:
        return known
    try:
        parsed = Locale.parse(text.strip(), sep="-")
    except (ValueError, UnknownLocaleError, TypeError):
        return None
    return text.strip() if parsed else None


def codes(text: str, shown_in: tuple[str, ...] = ("en",)) -> tuple[tuple[str, ...], str]:
    """The codes of several languages in one cell, each once; and the first word that is none."""
    found: dict[str, None] = {}
    for part in filter(None, (part.strip() for part in _SPLIT.split(text))):
        one = code(part, shown_in)
        if one is None:
            return (), part
        found[one] = None
    return tuple(found), ""


def named(code: str, reader: str) -> str:
    """The name of a language in the reader's one, such that `codes` reads it again; else its code."""
    try:
        name = Locale.parse(reader, sep="-").languages.get(code.replace("-", "_"), "")
    except (ValueError, UnknownLocaleError):
        name = ""
    return name if name and codes(name, (reader,))[0] == (code,) else code
