"""How far people come with questionnaires, and how scores moved: for those who see a whole town."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from kizuna.access.deeds import ANYWHERE, DEEDS, allow, allow_some
from kizuna.access.small_numbers import shown
from kizuna.access.viewer import NotFound, Viewer
from kizuna.instruments.definition import Instrument
from kizuna.instruments.fhir.foreign import Foreign
from kizuna.instruments.queries import instrument
from kizuna.people.queries import visible_at_rest, visible_to_keepers
from kizuna.places.identity import known_all
from kizuna.places.queries import under
from kizuna.screening.again import Passage as PassageValue
from kizuna.screening.before_after import BeforeAfter, compared
from kizuna.screening.models import CheckUp, Passage
from kizuna.screening.over_time import Given, Point
from kizuna.screening.queries.over_time import courses_in, questionnaires

SHOWN_FOR = timedelta(days=90)
NUMBERS = frozenset({"decimal", "integer", "quantity"})
"""Formulas of these types give a score, others words."""


def passages(viewer: Viewer, now: datetime) -> list[PassageValue]:
    """How far people came in 90 days, by questionnaire, on the whole site: nobody knows where they live."""
    allow_some(viewer, "town.see")
    since = timezone.localdate(now) - SHOWN_FOR
    rows = Passage.objects.filter(day__gt=since).values_list("instrument", "step").annotate(n=Sum("count"))
    counts: dict[str, dict[str, int]] = {}
    for code, step, n in rows.order_by("instrument", "step"):
        counts.setdefault(code, {})[step] = n
    names = questionnaires(viewer, counts)
    return [_passage(names[code], told) for code, told in counts.items() if code in names]


def _passage(found: Instrument, told: dict[str, int]) -> PassageValue:
    begun, finished = told.get("begun", 0), told.get("finished", 0)
    stopped = shown(max(0, begun - finished))
    return PassageValue(
        instrument=found.code,
        name=found.title,
        asked=shown(told.get("asked", 0)),
        # Two of the three would tell the third.
        begun=shown(begun) if stopped is not None else None,
        finished=shown(finished),
        skipped=shown(told.get("skipped", 0)),
        stopped=stopped,
    )


def scored_here(viewer: Viewer) -> list[Instrument]:
    """The questionnaires with a score that somebody in the areas of this viewer answered, by title."""
    allow_some(viewer, "town.see")
    codes = _here(viewer, "").values_list("instrument", flat=True).distinct().order_by("instrument")
    found = questionnaires(viewer, codes).values()
    return sorted((one for one in found if _has_scores(one)), key=lambda one: one.title)


def _has_scores(found: Instrument) -> bool:
    """Whether answers to it make a number: by Kizuna's rules, or by a formula of its file."""
    if isinstance(found, Foreign):
        return any(item.calculated and item.type in NUMBERS for item in found.form.walk())
    return bool(found.scales)


def _here(viewer: Viewer, area: str) -> QuerySet[CheckUp]:
    """Check-ups in an area, or in all that this viewer sees; not of who must not be found, or rests."""
    rows = CheckUp.objects.exclude(person__in=visible_to_keepers(viewer))
    rows = rows.exclude(person__in=visible_at_rest(viewer))
    if area:
        return rows.filter(area__in=known_all(under(viewer, [area])))
    if DEEDS["town.see"].get(viewer.role) == ANYWHERE:
        return rows
    return rows.filter(area__in=known_all(viewer.areas))


def before_after(viewer: Viewer, code: str, area: str = "") -> tuple[BeforeAfter, ...]:
    """Each scale of a questionnaire before and after, in one area with everything below it, or in all.

    NotFound for an area out of reach, and for a questionnaire without a score.
    """
    allow_some(viewer, "town.see")
    if area:
        allow(viewer, "town.see", area=area)
    found = instrument(viewer, code)
    if not _has_scores(found):
        raise NotFound(code)
    rows = (
        _here(viewer, area)
        .filter(instrument=code, version=found.version)
        .exclude(who="proxy")
        .order_by("person", "at")
    )
    people = [
        _points(viewer, found, (Given(row.at, row.answers) for row in mine))
        for _, mine in groupby(rows.iterator(chunk_size=2000), key=lambda row: row.person_id)
    ]
    if isinstance(found, Foreign):
        return tuple(
            compared(None, [points.get(item.link_id, ()) for points in people], item.text or item.link_id)
            for item in found.form.walk()
            if item.calculated and item.type in NUMBERS and any(item.link_id in points for points in people)
        )
    return tuple(compared(scale, [points[scale.id] for points in people]) for scale in found.scales)


def points(
    viewer: Viewer, codes: Iterable[str], *, since: datetime, until: datetime
) -> dict[str, dict[str, dict[str, tuple[Point, ...]]]]:
    """The scores of everybody on these, by record and scale: for counting, by the house alone."""
    allow(viewer, "check_up.load")
    known = questionnaires(viewer, codes)
    wanted = Q()
    for code, one in known.items():
        wanted |= Q(instrument=code, version=one.version)
    rows = CheckUp.objects.filter(wanted, at__gte=since, at__lt=until) if known else CheckUp.objects.none()
    rows = rows.exclude(who="proxy").order_by("instrument", "person", "at")
    found: dict[str, dict[str, dict[str, tuple[Point, ...]]]] = {}
    mine = groupby(rows.iterator(chunk_size=2000), key=lambda row: (row.instrument, row.person_id))
    for (code, person), times in mine:
        given = (Given(row.at, row.answers) for row in times)
        found.setdefault(code, {})[str(person)] = _points(viewer, known[code], given)
    return found


def _points(viewer: Viewer, found: Instrument, given: Iterable[Given]) -> dict[str, tuple[Point, ...]]:
    return {course.code: course.points for course in courses_in(viewer, found, given)}
