"""Somebody who is out of sight agrees again: the code that proves it, and how long it works."""

from datetime import timedelta

PURPOSE = "coming back"
"""What the page's token is sealed for."""
LASTS = timedelta(minutes=15)
HOWS = ("spoken", "phone", "paper")


def plain(code: str) -> str:
    """A code as it is compared: however it was read out and typed."""
    return "".join(sign for sign in code.upper() if sign.isalnum())


def is_named(words: str, name_key: str) -> bool:
    """Whether every word of a name, folded, is one of those a record is found by."""
    said = set(words.split())
    return bool(said) and said <= set(name_key.split())
