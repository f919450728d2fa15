"""What else the answers tell that helps to choose: only what was said, None for the rest."""

from collections.abc import Mapping
from typing import Any

from kizuna.instruments.answers import Answer

# How the answers about getting to places read for those who look for step-free or near things.
MOBILITY = {"steps": "limited", "wheelchair": "wheelchair", "housebound": "housebound", "none": "well"}
LONELY = frozenset({"often", "always"})


def _one(answers: Mapping[str, Answer], item: str) -> str:
    value = answers.get(item, "")
    return value if isinstance(value, str) else ""


def _many(answers: Mapping[str, Answer], item: str) -> list[str]:
    value = answers.get(item, [])
    return value if isinstance(value, list) else [value]


def lives_alone(answers: Mapping[str, Answer]) -> bool | None:
    """Whether the person lives alone; None when they did not say."""
    living = _one(answers, "living")
    return None if living in {"", "nowhere"} else living == "alone"


def very_isolated(answers: Mapping[str, Answer]) -> bool:
    """Lonely often, and either nobody to turn to or living alone with loneliness nearly all the time."""
    nobody = _many(answers, "upset") == ["nobody"]
    lonely = _one(answers, "lonely")
    return (lonely in LONELY and nobody) or (lonely == "always" and lives_alone(answers) is True)


def facts(answers: Mapping[str, Answer]) -> dict[str, Any]:
    """Plain JSON: area (id), age_band, languages, mobility, lives_alone, reach, matters, very_isolated."""
    mobility = [MOBILITY[value] for value in _many(answers, "access") if value in MOBILITY]
    return {
        "area": _one(answers, "place") or None,
        "age_band": _one(answers, "age") or None,
        "languages": [code for code in _many(answers, "language") if code != "other"],
        "mobility": mobility or None,
        "lives_alone": lives_alone(answers),
        "reach": _many(answers, "reach"),
        "matters": _one(answers, "matters"),
        "very_isolated": very_isolated(answers),
    }
