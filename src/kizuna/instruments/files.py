"""Reads the questionnaires that come with Kizuna: one TOML file each, in `library/`."""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from kizuna.instruments.definition import Band, Choice, Instrument, Item, Scale

LIBRARY = Path(__file__).parent / "library"


def _item(row: dict[str, Any]) -> Item:
    choices = tuple(Choice(**choice) for choice in row.pop("choices", ()))
    return Item(**row, choices=choices)


def _scale(row: dict[str, Any]) -> Scale:
    bands = tuple(Band(**band) for band in row.pop("bands", ()))
    items, reverse = tuple(row.pop("items")), frozenset(row.pop("reverse", ()))
    return Scale(**row, items=items, reverse=reverse, bands=bands)


def parse(text: str) -> Instrument:
    """A questionnaire from its TOML text; raises WrongDefinition, or TypeError for an unknown entry."""
    found = tomllib.loads(text)
    items = tuple(_item(row) for row in found.pop("items"))
    scales = tuple(_scale(row) for row in found.pop("scales", ()))
    return Instrument(**found, items=items, scales=scales)


def codes() -> tuple[str, ...]:
    """The codes of the questionnaires in the library."""
    return tuple(sorted(path.stem for path in LIBRARY.glob("*.toml")))


@lru_cache(maxsize=64)
def read(code: str) -> Instrument | None:
    """The questionnaire with this code, or None."""
    return parse((LIBRARY / f"{code}.toml").read_text(encoding="utf-8")) if code in codes() else None
