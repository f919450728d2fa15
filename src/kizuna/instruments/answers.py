"""Answers at the boundary: what a questionnaire allows, and nothing else."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from kizuna.instruments.definition import Instrument, Item

Answer = str | list[str]
Answers = dict[str, Answer]


class WrongAnswer(ValueError):
    """An answer that the question does not offer. Never clipped, never guessed."""


def _number(item: Item, value: str) -> None:
    try:
        number = float(value)
    except ValueError:
        raise WrongAnswer(f"{item.id} takes a number.") from None
    if not item.takes(number):
        kind = "whole numbers" if item.whole else "numbers"
        least = "" if item.least is None else f" from {item.least:g}"
        most = "" if item.most is None else f" up to {item.most:g}"
        raise WrongAnswer(f"{item.id} takes {kind}{least}{most}.")


def _day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _one(item: Item, value: object, places: Collection[str]) -> str:
    if not isinstance(value, str):
        raise WrongAnswer(f"{item.id} takes one answer.")
    if item.kind == "text" and len(value) > item.longest:
        raise WrongAnswer(f"{item.id} holds at most {item.longest} characters.")
    if item.kind == "one" and item.choice(value) is None:
        raise WrongAnswer(f"{item.id} does not offer this answer.")
    if item.kind == "number":
        _number(item, value)
    if item.kind == "date" and not _day(value):
        raise WrongAnswer(f"{item.id} takes a day, like 2026-05-03.")
    if item.kind == "place" and value not in places:
        raise WrongAnswer(f"{item.id} does not know this place.")
    return value


def _many(item: Item, value: object) -> list[str]:
    if not isinstance(value, list | tuple):
        raise WrongAnswer(f"{item.id} takes a list of answers.")
    if any(item.choice(one) is None for one in value):
        raise WrongAnswer(f"{item.id} does not offer one of these answers.")
    picked = [choice for choice in item.choices if choice.value in value]
    # "None of these" beside something else is a slip of the finger: what was told counts.
    told = [choice for choice in picked if not choice.alone] or picked
    return [choice.value for choice in told]


def checked(instrument: Instrument, answers: Mapping[str, Any], places: Collection[str]) -> Answers:
    """The answers in the order of the questions, without empty ones. `places`: ids of the site's areas.

    Raises WrongAnswer for an unknown question, a choice that is not offered, or a text that is too long.
    """
    unknown = set(answers) - {item.id for item in instrument.items}
    if unknown:
        raise WrongAnswer(f"{instrument.code} has no question {', '.join(sorted(unknown))}.")
    clean: Answers = {}
    for item in instrument.items:
        value = answers.get(item.id)
        if value is None or value == "" or value == []:
            continue
        clean[item.id] = _many(item, value) if item.kind == "many" else _one(item, value, places)
    return clean
