"""Figures on suggestions: who can reach them, what nothing was there for, and what came of them."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, Sum
from django.utils import timezone

from kizuna.access.deeds import ANYWHERE, DEEDS, allow_some
from kizuna.access.small_numbers import too_small
from kizuna.access.viewer import Viewer
from kizuna.activities.queries import aid_unmet
from kizuna.places import queries as places
from kizuna.places.identity import known_all
from kizuna.places.queries import areas
from kizuna.signposting.chart import chart
from kizuna.signposting.fairness import cells
from kizuna.signposting.models import Offer, ShownCount, UnmetNeed
from kizuna.signposting.report import (
    SIDES,
    CameLine,
    PlaceLine,
    Report,
    Side,
    came_lines,
    side_of,
    unmet_lines,
)

YEAR = timedelta(days=365)


def unmet(viewer: Viewer, *, since: date, until: date | None = None) -> list[tuple[str, str, int]]:
    """How often nothing was found since a day, as (need code, area id or "", n), the most first.

    What was asked of neighbours and ran out without anybody counts, too. `until`: the first day that does not
    count any more.
    """
    allow_some(viewer, "unmet.see")
    rows = UnmetNeed.objects.filter(day__gte=since)
    if until is not None:
        rows = rows.filter(day__lt=until)
    if DEEDS["unmet.see"][viewer.role] != ANYWHERE:
        rows = rows.filter(area__in=known_all(viewer.areas))
    totals = rows.values_list("need", "area").annotate(total=Sum("n")).order_by("-total", "need", "area")
    found = Counter({(need, str(area or "")): total for need, area, total in totals})
    for need, area, n in aid_unmet(viewer, since, until):
        found[need, area] += n
    return [(*one, n) for one, n in sorted(found.items(), key=lambda each: (-each[1], each[0]))]


def report(viewer: Viewer, now: datetime) -> Report:
    """Who got suggestions that they can reach in the last year, and what nothing was there for.

    Areas are those of the viewer; ages and languages are of the whole site. Small counts are hidden.
    """
    allow_some(viewer, "unmet.see")
    since = timezone.localdate(now) - YEAR
    here = {one.id: one for one in areas(viewer)}
    seen = set(here) if DEEDS["unmet.see"][viewer.role] == ANYWHERE else {*map(str, known_all(viewer.areas))}
    missing = unmet(viewer, since=since)
    by_area = _summed((area, n) for _, area, n in missing)
    parts = [one.id for one in here.values() if one.id in seen and one.level == "neighbourhood"]
    hidden = dict(zip(parts, too_small(by_area.get(one, 0) for one in parts), strict=True))
    counts = {one: None if hidden[one] else by_area.get(one, 0) for one in parts}
    outlines = places.outlines_of(viewer, parts)
    return Report(
        since,
        tuple(_side(side, since, {one: here[one].name for one in seen if one in here}) for side in SIDES),
        unmet_lines(_summed((need, n) for need, _, n in missing)),
        tuple(
            PlaceLine(number, one.area.name, counts[one.area.id]) for number, one in enumerate(outlines, 1)
        ),
        chart(outlines, counts),
        _came(viewer, since),
    )


def _summed(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for key, n in pairs:
        found[key] += n
    return dict(found)


def _side(side: str, since: date, names: dict[str, str]) -> Side:
    """One way of counting; areas are those in `names`."""
    rows = ShownCount.objects.filter(side=side, month__gte=since.replace(day=1))
    if side == "area":
        rows = rows.filter(value__in=list(names))
    sums = {f"{name}_": Sum(name) for name in ("n", "found", "reached", "suited")}
    found = rows.order_by("value").values_list("value").annotate(**sums)
    return side_of(side, cells([tuple(row) for row in found]), names)


def _came(viewer: Viewer, since: date) -> tuple[CameLine, ...]:
    """What became of the suggestions to people with a link worker beside them, by the group of the need."""
    rows = Offer.objects.filter(shown_at__date__gte=since)
    if DEEDS["unmet.see"][viewer.role] != ANYWHERE:
        rows = rows.filter(area__in=known_all(viewer.areas))
    sums = {came: Count("pk", filter=Q(came=came)) for came in ("helped", "went", "stayed")}
    chosen = Count("pk", filter=Q(chosen_at__isnull=False))
    found = rows.order_by("group").values_list("group").annotate(n=Count("pk"), chosen=chosen, **sums)
    return came_lines([tuple(row) for row in found])
