"""The scores of a published scale as a page shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kizuna.instruments.answers import Answer
from kizuna.instruments.definition import Instrument
from kizuna.instruments.fhir.foreign import Foreign
from kizuna.instruments.scoring import NotScorable, numbers, score
from kizuna.screening.worked_out import Known, band_of

NOTHING: Mapping[str, Known] = MappingProxyType({})


@dataclass(frozen=True)
class Shown:
    """One score: where it lies on its scale and what that is called; without a value there is none."""

    title: str
    least: float
    most: float
    value: float | None = None
    band: str = ""
    missing: int = 0
    told: str | float = ""
    """What the formula of a questionnaire from a file gave: a number or words, without ends."""


def shown(
    found: Instrument, answers: Mapping[str, Answer], known: Mapping[str, Known] = NOTHING
) -> tuple[Shown, ...]:
    """Every score of the scale, the whole first, as its file has them.

    `known`: scales by the LOINC code of their score, for what formulas of files give.
    """
    if isinstance(found, Foreign):
        given = dict(answers)
        return tuple(
            Shown(one.title, 0, 0, band=band_of(found, one, given, known), told=one.value)
            for one in found.results(given)
        )
    told = numbers(found, answers)
    lines: list[Shown] = []
    for scale in found.scales:
        ends = (scale.title, scale.least, scale.most)
        one = score(scale, told)
        if isinstance(one, NotScorable):
            missing = sum(1 for item in scale.items if item not in told)
            lines.append(Shown(*ends, missing=missing))
        else:
            lines.append(Shown(*ends, round(one.value, 2), one.band, one.missing))
    return tuple(lines)
