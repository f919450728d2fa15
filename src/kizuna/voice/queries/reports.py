"""Reports: for those who decide about them and stand apart from them, and for whoever made one."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kizuna.access.deeds import ANYWHERE, DEEDS, allow, allow_some
from kizuna.access.secrets import BadSeal
from kizuna.access.small_numbers import told
from kizuna.access.viewer import SYSTEM, NotFound, Viewer
from kizuna.activities.measuring import Indicator
from kizuna.frame.errors import Gone
from kizuna.people.queries import profiles, same_person
from kizuna.places.identity import known, known_all
from kizuna.places.queries import areas, under
from kizuna.referrals.queries import site_calendar
from kizuna.voice.models import About, Aside, Report, Taken
from kizuna.voice.queries.tied import readers
from kizuna.voice.report import Line, OwnReport, ReportValue, opens, report_of
from kizuna.voice.steps import BY_CODE, OVER, STEPS, WAITS_FOR_US, Days, due, may_take

HOUSE = SYSTEM("voice: a report")
MANY = 200


def site_days(viewer: Viewer) -> Days:
    """The working days that this site gives each step."""
    found: Days = settings.REPORT_DAYS
    return found


def due_of(viewer: Viewer, state: str, since: datetime, *, urgent: bool) -> datetime | None:
    """Until when the next step is due, by the working days of this site."""
    return due(state, since=since, urgent=urgent, days=site_days(viewer), calendar=site_calendar(viewer))


def visible_reports(viewer: Viewer) -> QuerySet[Report]:
    """Reports that this viewer may decide about: in their areas or gone wider, none they stand near to."""
    allow_some(viewer, "report.see")
    if viewer.role == "system":
        return Report.objects.all()
    if not viewer.account:
        return Report.objects.none()
    rows = Report.objects.exclude(pk__in=Aside.objects.filter(account=known(viewer.account)).values("report"))
    if viewer.person:
        mine = same_person(HOUSE, viewer.person) | {known(viewer.person)}
        about = About.objects.filter(person__in=mine).values("report")
        rows = rows.exclude(pk__in=about).exclude(person__isnull=False, person__in=mine)
    if DEEDS["report.see"].get(viewer.role) == ANYWHERE:
        return rows
    near = known_all(viewer.areas | viewer.around)
    return rows.filter(Q(area__in=near) | Q(widened_at__isnull=False))


def _lines(row: Report) -> tuple[Line, ...]:
    steps = Taken.objects.filter(report=row).order_by("at", "pk")
    every = ((one, BY_CODE[one.step].who) for one in steps)
    return tuple(
        Line(one.at, one.step, one.words, who not in ("reporter", "reported"), who == "reported")
        for one, who in every
    )


def _value(row: Report, where: dict[str, str], now: datetime, **more: Any) -> ReportValue:
    return ReportValue(
        id=str(row.pk),
        kind=row.kind,
        state=row.state,
        at=row.at,
        due_at=row.due_at,
        late=bool(row.due_at and row.due_at < now and row.state in WAITS_FOR_US),
        page=row.page,
        where=where.get(str(row.area_id), ""),
        outcome=row.outcome,
        **more,
    )


def reports(viewer: Viewer, now: datetime, *, over: bool = False) -> list[ReportValue]:
    """What is open, whatever is due first; or what is over, the newest first. No words."""
    rows = visible_reports(viewer).defer("words", "who", "reach")
    found = rows.filter(state__in=OVER) if over else rows.exclude(state__in=OVER)
    where = {one.id: one.name for one in areas(viewer)}
    return [_value(row, where, now) for row in found.order_by("-since" if over else "due_at", "pk")[:MANY]]


def report(viewer: Viewer, id: object, now: datetime) -> ReportValue:
    """One report with its words; NotFound for whoever stands near. The reporter's name only if given."""
    row = visible_reports(viewer).filter(pk=known(id)).first()
    if row is None:
        raise NotFound("report")
    who = profiles(HOUSE, [row.person_id]) if row.named and row.person_id else {}
    where = {one.id: one.name for one in areas(viewer)}
    mine = {"who": "reader", "account": viewer.account, "decided_by": str(row.decided_by_id or "")}
    steps = tuple(one.code for one in STEPS if may_take(one.code, state=row.state, **mine))  # type: ignore[arg-type]
    return _value(
        row,
        where,
        now,
        words=row.words,
        who=row.who,
        reporter=next((one.call_them for one in who.values()), ""),
        lines=_lines(row),
        steps=tuple(one for one in steps if one != "ask" or row.tell != "not"),
        hears=row.tell != "not",
        about_found=About.objects.filter(report=row).exists(),
        told_them=row.told_them or "",
        taken_by_me=bool(viewer.account) and str(row.taken_by_id) == viewer.account,
    )


def _is_read(row: Report) -> bool:
    """Whether anybody who may decide was not set aside."""
    if row.state in OVER:
        return True
    aside = Aside.objects.filter(report=row).values_list("account", flat=True)
    return bool(readers(HOUSE, map(str, aside)))


def reports_late(viewer: Viewer, now: datetime) -> tuple[int, int]:
    """How many reports are late, and how many nobody may decide: for whoever looks after the site."""
    allow(viewer, "site.check")
    waiting = list(Report.objects.filter(state__in=WAITS_FOR_US).only("state", "due_at"))
    late = sum(bool(row.due_at and row.due_at < now) for row in waiting)
    return late, sum(not _is_read(row) for row in waiting)


def indicators(viewer: Viewer, area: object, period: tuple[datetime, datetime]) -> tuple[Indicator, ...]:
    """This room's figures for an area in a period: reports, and which part was decided; small ones hidden."""
    allow(viewer, "participation.see", area=area)
    near = known_all(under(viewer, [area]))
    states = Report.objects.filter(area__in=near, at__gte=period[0], at__lt=period[1])
    made, over = states.count(), states.filter(state__in=["decided", "closed"]).count()
    number = told(made)
    hidden = made > 0 and number is None
    share = None if number is None else round(over / made, 1)
    return (
        Indicator("voice.reports", number, hidden=hidden),
        Indicator("voice.reports_decided", share, answers=number, hidden=hidden),
    )


def may_appeal(viewer: Viewer, row: Report, step: str, now: datetime) -> bool:
    """Whether somebody may still ask for another look: in time, before it is decided again, and once."""
    allow(viewer, "report.make")
    if row.state not in ("decided", "appealed") or not (row.due_at and now <= row.due_at):
        return False
    return row.state == "decided" or not Taken.objects.filter(report=row, step=step).exists()


def own_report(viewer: Viewer, token: str, now: datetime) -> tuple[OwnReport, Viewer]:
    """The report that a secret link opens, and the viewer its holder becomes: for this report only.

    Raises NotFound for a link that this site never made, Gone when the report is no longer kept.
    """
    allow(viewer, "report.make")
    try:
        id = report_of(token, settings.SECRET_KEYS, now)
    except BadSeal:
        raise NotFound("report") from None
    row = Report.objects.filter(pk=known(id)).first()
    if row is None:
        raise Gone(_("This report is over, and nothing of it is kept any more."))
    found = OwnReport(
        id=str(row.pk),
        kind=row.kind,
        state=row.state,
        words=row.words,
        at=row.at,
        due_at=row.due_at,
        outcome=row.outcome,
        # What those wrote whom it is about is for those who decide.
        lines=tuple(one for one in _lines(row) if not one.by_them),
        may_appeal=may_appeal(viewer, row, "appeal", now),
        is_read=_is_read(row),
    )
    return found, Viewer(role="resident", token=opens(row.pk))
