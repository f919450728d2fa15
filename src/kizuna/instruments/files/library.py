"""Reads the questionnaires that come with Kizuna: one TOML file each, in `library/`."""

from functools import lru_cache
from pathlib import Path

from kizuna.instruments.definition import Instrument
from kizuna.instruments.parsing import parse

LIBRARY = Path(__file__).parents[1] / "library"


@lru_cache(maxsize=1)
def codes() -> tuple[str, ...]:
    """The codes of the questionnaires in the library."""
    return tuple(sorted(path.stem for path in LIBRARY.glob("*.toml")))


@lru_cache(maxsize=64)
def read(code: str) -> Instrument | None:
    """The questionnaire with this code, or None."""
    if code not in codes():
        return None
    return parse((LIBRARY / f"{code}.toml").read_text(encoding="utf-8"), f"{code}.toml")
