"""A person's scores over time, from check-ups that the viewer was already let through to."""

from collections.abc import Iterable
from dataclasses import replace

from kizuna.access.deeds import allow_some
from kizuna.access.viewer import NotFound, Viewer
from kizuna.instruments.definition import Instrument
from kizuna.instruments.fhir.foreign import Foreign
from kizuna.instruments.queries import instrument, instruments
from kizuna.screening.flow import CHECK_UP
from kizuna.screening.over_time import Course, Given, courses
from kizuna.screening.queries.check_ups import history
from kizuna.screening.values import CheckUpValue
from kizuna.screening.worked_out import foreign_courses, known_scores


def questionnaires(viewer: Viewer, codes: Iterable[str], version: str = "") -> dict[str, Instrument]:
    """The questionnaires that are still known here, by code."""
    found = {}
    for code in dict.fromkeys(codes):
        try:
            found[code] = instrument(viewer, code, version=version)
        except NotFound:
            continue
    return found


def named(viewer: Viewer, history: Iterable[CheckUpValue]) -> tuple[CheckUpValue, ...]:
    """The same check-ups, each with what its questionnaire is called."""
    every = tuple(history)
    known = questionnaires(viewer, (one.instrument for one in every if one.instrument != CHECK_UP))
    return tuple(
        replace(one, name=known[one.instrument].title if one.instrument in known else one.instrument)
        if one.instrument != CHECK_UP
        else one
        for one in every
    )


def courses_in(viewer: Viewer, found: Instrument, times: Iterable[Given]) -> tuple[Course, ...]:
    """The courses of one questionnaire, of Kizuna's library or from a file."""
    if isinstance(found, Foreign):
        return foreign_courses(found, times, known_scores(instruments(viewer)))
    return courses(found, times)


def courses_of(viewer: Viewer, history: Iterable[CheckUpValue]) -> tuple[Course, ...]:
    """The scores of one person's check-ups over time, by questionnaire with its version, and by scale."""
    allow_some(viewer, "check_up.see")
    given: dict[tuple[str, str], list[Given]] = {}
    for one in history:
        kept = Given(one.at, one.answers, one.who == "proxy")
        given.setdefault((one.instrument, one.version), []).append(kept)
    return tuple(
        course
        for (code, version), times in given.items()
        for found in questionnaires(viewer, [code], version).values()
        for course in courses_in(viewer, found, times)
    )


def over_time(viewer: Viewer, person: object) -> tuple[Course, ...]:
    """The scores of one person over time; none when they are out of sight."""
    return courses_of(viewer, history(viewer, person))
