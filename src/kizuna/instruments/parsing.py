"""A definition file into typed values. What it does not know, or what contradicts itself, is refused."""

import json
import tomllib
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError, with_config

from kizuna.instruments.definition import Choice, DangerKind, Instrument, Item, Only
from kizuna.instruments.scale import Band, Range, Recode, Scale, Weight, WrongDefinition, check, twice

for _kind in (Band, Range, Recode, Weight, Scale, Choice, Only, Item, Instrument):
    with_config({"extra": "forbid"})(_kind)


@with_config({"extra": "forbid"})
@dataclass(frozen=True)
class AnswerSet:
    """Whole numbers that several items are answered with; their words are written once, by the site."""

    id: str
    low: int
    high: int
    items: tuple[str, ...]
    only: tuple[Only, ...] = ()
    """They are asked only after these answers to an earlier item."""


@with_config({"extra": "forbid"})
@dataclass(frozen=True)
class Safety:
    """A rule as data: these items, answered above a number, tell of a danger."""

    items: tuple[str, ...]
    above: int
    danger: DangerKind


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _made(kind: Any, value: object, what: str) -> Any:
    """The value as this kind. Strict: a number in quotes is no number. The first fault as a sentence."""
    try:
        return _adapter(kind).validate_json(json.dumps(value, default=str), strict=True)
    except ValidationError as wrong:
        fault = wrong.errors(include_url=False, include_context=False)[0]
        where = " → ".join(str(part + 1 if isinstance(part, int) else part) for part in fault["loc"])
        said = fault["msg"].removeprefix("Value error, ")
        raise WrongDefinition(f"{what}{f', {where}' if where else ''}: {said}") from None


def _choices(answers: AnswerSet, item: str, rules: tuple[Safety, ...]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for point in range(answers.low, answers.high + 1):
        told = [rule.danger for rule in rules if item in rule.items and point > rule.above]
        rows.append({"value": str(point), "label": "", "score": point, "danger": told[0] if told else None})
    return rows


def _items(found: dict[str, Any], what: str) -> list[Any]:
    """The items that the file spells out, or those of its sets of answers."""
    sets: tuple[AnswerSet, ...] = _made(tuple[AnswerSet, ...], found.pop("answers", []), f"{what}, answers")
    rules: tuple[Safety, ...] = _made(tuple[Safety, ...], found.pop("safety", []), f"{what}, safety")
    codes: dict[str, str] = _made(dict[str, str], found.pop("loinc_items", {}), f"{what}, loinc_items")
    spelt = found.pop("items", [])
    check(isinstance(spelt, list), f"{what}: items is a list of tables.")
    check(not twice(one.id for one in sets), f"{what} has a set of answers twice.")
    names = [item for one in sets for item in one.items]
    for kind, used in (("safety", [i for rule in rules for i in rule.items]), ("loinc_items", list(codes))):
        strange = sorted(set(used) - set(names))
        check(not strange, f"{what}: {kind} names {strange}, which no set of answers has.")
    made = [
        {
            "id": item,
            "kind": "one",
            "answers": one.id,
            "loinc": codes.get(item, ""),
            "choices": _choices(one, item, rules),
            "only": [asdict(only) for only in one.only],
        }
        for one in sets
        for item in one.items
    ]
    return [*spelt, *made]


def parse(text: str, what: str = "The file") -> Instrument:
    """A questionnaire from its TOML text. Raises WrongDefinition with a sentence that says where."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise WrongDefinition(f"{what} is not TOML: {wrong}") from None
    found["items"] = _items(found, what)
    made: Instrument = _made(Instrument, found, what)
    return made
