"""The report on referrals and outcomes, for those who look at a whole community."""

from datetime import datetime

from django.utils import timezone

from kizuna.access.deeds import ANYWHERE, DEEDS, allow, allow_some
from kizuna.access.viewer import NotFound, Viewer
from kizuna.places import queries as places
from kizuna.places.area import LEVELS, AreaValue
from kizuna.places.identity import known
from kizuna.referrals import report as reports
from kizuna.referrals.basis import SITE
from kizuna.referrals.counting import report
from kizuna.referrals.queries.basis import basis
from kizuna.referrals.report import Indicator, Report
from kizuna.referrals.timespan import Timespan, timespan, timespans


def outcome_areas(viewer: Viewer, deed: str = "outcome.see") -> tuple[AreaValue, ...]:
    """The areas that this viewer may choose from, the largest first; those who see all also have SITE."""
    allow_some(viewer, deed)
    everywhere = DEEDS[deed][viewer.role] == ANYWHERE
    found = [one for one in places.areas(viewer) if everywhere or one.id in viewer.areas]
    order = [str(level) for level in LEVELS]
    found.sort(key=lambda one: (-order.index(one.level), one.name, one.id))
    whole = (AreaValue(SITE, "", "", None, 0.0, 0.0),) if everywhere else ()
    return (*whole, *found)


def outcome_spans(viewer: Viewer, now: datetime) -> tuple[Timespan, ...]:
    """The years and quarters to choose from, the newest first: five years, longer than referrals are kept."""
    allow_some(viewer, "outcome.see")
    today = timezone.localdate(now)
    return timespans(today.replace(year=today.year - 4, day=1), today)


def outcomes(viewer: Viewer, *, period: str = "", area: str | None = None, now: datetime) -> Report:
    """The report for a time and an area; without them for this year and the largest area there is.

    Refused for a time that is no year or quarter, NotFound for an area out of reach.
    """
    allow_some(viewer, "outcome.see")
    span = timespan(period or f"{timezone.localdate(now):%Y}")
    where = chosen_area(viewer, area, "outcome.see")
    return report(basis(viewer, span, where, now), where)


def chosen_area(viewer: Viewer, area: str | None, deed: str) -> str:
    """The area asked for, or the largest one; NotFound when it is out of reach."""
    if area is None:
        found = outcome_areas(viewer, deed)
        if not found:
            raise NotFound("area")
        return found[0].id
    if area == SITE:
        if DEEDS[deed].get(viewer.role) != ANYWHERE:
            raise NotFound("area")
        return SITE
    allow(viewer, deed, area=str(known(area, "area")))
    return places.area(viewer, area).id


def indicators(
    viewer: Viewer, area: object, period: tuple[datetime, datetime], now: datetime | None = None
) -> tuple[Indicator, ...]:
    """This room's figures for an area, of the calendar year in which the period ends."""
    end = period[1]
    found = outcomes(
        viewer, period=f"{timezone.localdate(end):%Y}", area=str(area), now=end if now is None else now
    )
    return reports.indicators(found)
