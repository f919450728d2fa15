"""Answers by number: as printed beside boxes, typed by a link worker, sent in a text message."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kizuna.access.wording import N_
from kizuna.instruments.answers import Answer
from kizuna.instruments.definition import Item
from kizuna.outbox.stop import plain

SKIP = "-"
"""The key for a question that was left empty on the sheet."""
Places = Sequence[tuple[str, str]]
AND = frozenset({"and", "y", "e", "و", "n", "or", "o"})
"""What stands between two numbers: 1 and 3."""
PICTURES = "\ufe0f\u20e3"
OUTSIDE = N_("Type a number from 1 to %(most)s.")
ONE = N_("Only one answer fits here.")
DAYS = (
    r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})",
    r"(?P<d>\d{1,2})[./ ](?P<m>\d{1,2})[./ ](?P<y>\d{4})",
)
NO_NUMBER = N_("Type a number.")
NOT_WHOLE = N_("Type a whole number.")
TOO_SMALL = N_("Type a number from %(least)s up.")
TOO_LARGE = N_("Type a number up to %(most)s.")
NO_DAY = N_("Type a day like 31.12.1950, or 1950-12-31.")
TOO_LONG = N_("This is too long. Use at most %(most)s characters.")


class WrongNumber(ValueError):
    """What was typed is no answer to this question; a sentence to be translated, and its numbers."""

    def __init__(self, sentence: str, most: float = 0, least: float = 0) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.values = {"most": f"{most:g}", "least": f"{least:g}"}


@dataclass(frozen=True)
class Box:
    """One answer with the number that stands beside it."""

    number: int
    value: str
    label: str


def boxes(item: Item, places: Places = ()) -> tuple[Box, ...]:
    """The answers to choose from, numbered from 1; none for a question in one's own words."""
    offered = [(one.value, one.label) for one in item.choices] if item.choices else []
    if item.kind == "place":
        offered = list(places)
    return tuple(Box(number, *one) for number, one in enumerate(offered, 1))


def western(text: str) -> str:
    """The text with figures of any script as 0 to 9, in its plainest form, pictures of figures too."""
    found = unicodedata.normalize("NFKC", text)
    return "".join(
        sign if (digit := unicodedata.digit(sign, None)) is None else str(digit)
        for sign in found
        if sign not in PICTURES
    ).strip()


def _picked(text: str, offered: tuple[Box, ...]) -> list[str]:
    """The values behind the numbers or words of a text. Numbers may stand in a row: 1 3, or 1,3."""
    said = text.casefold()
    exact = [
        box.value for box in offered if plain(said) in {plain(box.label), plain(f"{box.number} {box.label}")}
    ]
    if exact:
        return exact[:1]
    parts = [part for part in re.split(r"[\s,;،/+&.()#!:]+", said) if part and part not in AND]
    if not parts or not all(part.isdecimal() for part in parts):
        raise WrongNumber(OUTSIDE, len(offered))
    numbers = [int(part) for part in parts if len(part) < 6]
    if len(numbers) != len(parts) or not all(1 <= number <= len(offered) for number in numbers):
        raise WrongNumber(OUTSIDE, len(offered))
    return list(dict.fromkeys(offered[number - 1].value for number in numbers))


def _day(text: str) -> str:
    """A day as 1950-12-31 or, the day first, 31.12.1950."""
    for pattern in (
        r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})",
        r"(?P<d>\d{1,2})[./ ](?P<m>\d{1,2})[./ ](?P<y>\d{4})",
    ):
        if found := re.fullmatch(pattern, text):
            try:
                return date(*(int(found[part]) for part in "ymd")).isoformat()
            except ValueError:
                break
    raise WrongNumber(NO_DAY)


def _number(item: Item, text: str) -> str:
    said = text.replace(",", ".")
    if not re.fullmatch(r"[+-]?\d{1,12}(?:\.\d{1,6})?", said):
        raise WrongNumber(NO_NUMBER)
    if item.whole and float(said) != int(float(said)):
        raise WrongNumber(NOT_WHOLE)
    if item.least is not None and float(said) < item.least:
        raise WrongNumber(TOO_SMALL, least=item.least)
    if item.most is not None and float(said) > item.most:
        raise WrongNumber(TOO_LARGE, most=item.most)
    return said


def typed(item: Item, text: str, places: Places = ()) -> Answer:
    """The answer that was typed, or an empty one for the key that skips. Raises WrongNumber."""
    said = text.strip() if item.kind == "text" else western(text)
    if said in {"", SKIP}:
        return ""
    if item.kind == "text":
        if len(said) > item.longest:
            raise WrongNumber(TOO_LONG, item.longest)
        return said
    if item.kind == "number":
        return _number(item, said)
    if item.kind == "date":
        return _day(said)
    values = _picked(said, boxes(item, places))
    if item.kind == "many":
        return values
    if len(values) > 1:
        raise WrongNumber(ONE)
    return values[0]


def number_of(item: Item, answer: Answer, places: Places = ()) -> str:
    """What has to be typed for this answer."""
    numbers = {box.value: str(box.number) for box in boxes(item, places)}
    values = [answer] if isinstance(answer, str) else answer
    return " ".join(numbers.get(value, value) for value in values)


def label_of(item: Item, answer: Answer, places: Places = ()) -> list[str]:
    """An answer in words, to be translated; what is no choice stays as it is."""
    labels = {box.value: box.label for box in boxes(item, places)}
    values = [answer] if isinstance(answer, str) else answer
    return [labels.get(value, value) for value in values]
