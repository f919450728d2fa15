"""Over time what the formulas of a questionnaire from a file gave: numbers without ends, or words.

Where the file names the LOINC code of a score that Kizuna knows, its bands and norms hold for complete ones.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kizuna.instruments.answers import Answers
from kizuna.instruments.definition import Instrument
from kizuna.instruments.fhir.asking import OTHER
from kizuna.instruments.fhir.foreign import Foreign, Result
from kizuna.instruments.scale import Scale
from kizuna.screening.over_time import Course, Given, Point, Verdict, compared_with_first, judged, needed

Times = list[tuple[Given, Mapping[str, Result]]]


@dataclass(frozen=True)
class Known:
    """A scale that Kizuna knows, and the LOINC codes of its questions."""

    scale: Scale
    questions: frozenset[str]


def known_scores(found: Iterable[Instrument]) -> dict[str, Known]:
    """The scales by the LOINC code of their score."""
    return {
        scale.loinc: Known(scale, frozenset(i.loinc for i in one.items if i.id in scale.items) - {""})
        for one in found
        for scale in one.scales
        if scale.loinc
    }


def unanswered(found: Foreign, answers: Answers, known: Known | None = None) -> int:
    """How many of the questions that are asked after these answers have none; those in own words may.

    Of a known score only its own questions count, where the file names their codes.
    """
    asked = found.asked(found.kept(answers))
    counted = [one for one in found.items if one.kind != "text" and not one.id.endswith(OTHER)]
    if known and known.questions:
        counted = [one for one in counted if one.loinc in known.questions] or counted
    return sum(1 for item in counted if item.id in asked and not answers.get(item.id))


def band_of(found: Foreign, told: Result, answers: Answers, known: Mapping[str, Known]) -> str:
    """What a result is called on the scale that Kizuna knows by its code; empty where that cannot be said."""
    scale = known.get(told.loinc) if told.loinc else None
    if scale is None or isinstance(told.value, str) or unanswered(found, answers, scale):
        return ""
    if not scale.scale.least <= told.value <= scale.scale.most:
        return ""
    band = scale.scale.band(told.value)
    return band.label if band else ""


def foreign_courses(found: Foreign, given: Iterable[Given], known: Mapping[str, Known]) -> tuple[Course, ...]:
    """One course for each result of its formulas, in the order of the file."""
    in_order = sorted(given, key=lambda one: one.at)
    times: Times = [(one, {told.link_id: told for told in found.results(one.answers)}) for one in in_order]
    last = {name: told for _, results in times for name, told in results.items()}
    order = [item.link_id for item in found.form.walk() if item.link_id in last]
    return tuple(_course(found, last[name], times, known.get(last[name].loinc)) for name in order)


def _point(found: Foreign, given: Given, told: Result | None, known: Known | None) -> Point:
    lacks = unanswered(found, given.answers, known)
    bare = Point(given.at, None, missing=lacks, proxy=given.proxy)
    if told is None:
        return bare
    if isinstance(told.value, str):
        return replace(bare, words=told.value)
    return replace(bare, value=round(float(told.value), 2))


def _course(found: Foreign, told: Result, times: Times, known: Known | None) -> Course:
    name = told.link_id
    points = [_point(found, given, results.get(name), known) for given, results in times]
    values = [point.value for point in points if point.value is not None]
    bare = Course(found.code, found.title, told.title, 0, 0, (), (), code=name)
    if known is None or not values or not known.scale.least <= min(values) <= max(values) <= known.scale.most:
        judged_so = compared_with_first(points, lambda before, after: "unknown")
        least, most = min([0.0, *values]), max([0.0, *values])
        return replace(bare, least=least, most=most, points=judged_so, ends=False)
    rule, points_needed = needed(known.scale)
    return replace(
        bare,
        least=known.scale.least,
        most=known.scale.most,
        edges=tuple((band.low, band.label) for band in known.scale.bands),
        points=_judged(known.scale, points),
        rule=rule,
        needed=points_needed,
    )


def _judged(scale: Scale, points: list[Point]) -> tuple[Point, ...]:
    """With bands and verdicts of the scale, where no answer is missing."""

    def judge(before: float, after: float) -> Verdict:
        return judged(scale, before, after)

    banded = [_banded(scale, point) for point in points]
    first = next((one for one in banded if one.value is not None and not one.proxy), None)
    whole = first is not None and not first.missing
    return tuple(
        replace(one, verdict="unknown") if one.verdict and (one.missing or not whole) else one
        for one in compared_with_first(banded, judge)
    )


def _banded(scale: Scale, point: Point) -> Point:
    if point.value is None or point.missing:
        return point
    band = scale.band(point.value)
    return replace(point, band=band.label if band else "")
