"""Who reads what comes in, and when: the truth that pages show."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from kizuna.access.deeds import DEEDS, allow, allow_some
from kizuna.access.viewer import Viewer
from kizuna.people.duty import Shift, bounds, gaps
from kizuna.people.models import Account, DutyShift
from kizuna.people.profile import AccountValue, Duty, DutyHours
from kizuna.people.queries.accounts import accounts
from kizuna.places.area import upwards
from kizuna.places.identity import known_all
from kizuna.places.queries import above, areas

Span = tuple[datetime, datetime]
_DAYS = timedelta(days=2)


def _covering(path: Iterable[str], now: datetime) -> QuerySet[DutyShift]:
    """Shifts that have not ended, for these areas."""
    return DutyShift.objects.filter(area__in=known_all(path), ends__gt=now, account__is_active=True)


def _value(row: DutyShift) -> Duty:
    return Duty(
        name=row.account.name,
        email=row.account.email or "",
        account=str(row.account_id),
        until=row.ends,
        starts=row.starts,
    )


def on_duty(viewer: Viewer, area: object | None, now: datetime) -> Duty | None:
    """The shift that covers this moment, in this area or else the nearest one above it."""
    allow(viewer, "duty.see", area=area)
    path = above(viewer, area)
    rows = _covering(path, now).filter(starts__lte=now).select_related("account")
    nearest = sorted(rows, key=lambda row: (path.index(str(row.area_id)), row.starts, str(row.pk)))
    return _value(nearest[0]) if nearest else None


def next_duty(viewer: Viewer, area: object | None, now: datetime) -> Duty | None:
    """The first shift that starts after this moment, in this area or one above it."""
    allow(viewer, "duty.see", area=area)
    rows = _covering(above(viewer, area), now).filter(starts__gt=now).select_related("account")
    row = rows.order_by("starts", "pk").first()
    return _value(row) if row else None


def duty_hours(viewer: Viewer, area: object | None, now: datetime) -> DutyHours:
    """When answers from this area are read, for everybody: no names. With None what is true in every area."""
    allow(viewer, "duty.hours")
    if area is not None:
        return _hours(_covering(above(viewer, area), now).values_list("starts", "ends"), now)
    found = areas(viewer)
    tree = {one.id: one.above_id for one in found}
    near = [one.id for one in found if one.level == "neighbourhood"] or list(tree)
    rows = list(_covering(tree, now).values_list("area", "starts", "ends"))
    return _everywhere([_hours(_of(upwards(tree, one), rows), now) for one in near])


def _of(path: Sequence[str], rows: Iterable[tuple[object, datetime, datetime]]) -> list[Span]:
    return [(starts, ends) for at, starts, ends in rows if str(at) in path]


def _everywhere(hours: Sequence[DutyHours]) -> DutyHours:
    """What holds wherever the reader lives: the first end if all are read now, else the last start."""
    ends = [one.until for one in hours if one.until]
    if ends and len(ends) == len(hours):
        return DutyHours(until=min(ends), for_days=all(one.for_days for one in hours))
    unread = [one for one in hours if not one.until]
    starts = [one.next_from for one in unread if one.next_from]
    return DutyHours(next_from=max(starts) if starts and len(starts) == len(unread) else None)


def _hours(spans: Iterable[Span], now: datetime) -> DutyHours:
    shifts = sorted(spans)
    if not any(starts <= now for starts, _ in shifts):
        return DutyHours(next_from=min((starts for starts, _ in shifts), default=None))
    until = now
    for starts, ends in shifts:
        if starts <= until < ends:
            until = ends
    again = min((starts for starts, _ in shifts if starts > until), default=None)
    return DutyHours(until=until, for_days=until - now > _DAYS, again=again)


def rota(viewer: Viewer, now: datetime) -> list[Duty]:
    """The shifts that are running or to come, in the areas of this viewer, by start."""
    allow_some(viewer, "duty.see")
    rows = DutyShift.objects.filter(ends__gt=now).select_related("account").order_by("starts", "pk")
    if viewer.role not in {"admin", "system"}:
        rows = rows.filter(area__in=known_all(viewer.areas))
    return [_value(row) for row in rows]


def shifts(viewer: Viewer, area: object, first: date, until: date) -> list[Shift]:
    """The shifts that count in this area between two local days, those of the areas above included."""
    allow(viewer, "duty.see", area=area)
    zone = timezone.get_default_timezone()
    starts, ends = bounds(first, zone)[0], bounds(until, zone)[0]
    path = above(viewer, area)
    rows = list(
        DutyShift.objects.filter(
            area__in=known_all(path), starts__lt=ends, ends__gt=starts, account__is_active=True
        )
        .select_related("account")
        .order_by("starts", "pk")
    )
    offered = Account.objects.filter(pk__in={row.offered_to_id for row in rows if row.offered_to_id})
    names = dict(offered.values_list("pk", "name")) if rows else {}
    return [
        Shift(
            id=str(row.pk),
            account=str(row.account_id),
            name=row.account.name or row.account.email or "",
            starts=row.starts,
            ends=row.ends,
            area=str(row.area_id),
            offered_to=str(row.offered_to_id or ""),
            offered_name=names.get(row.offered_to_id, "") if row.offered_to_id else "",
        )
        for row in rows
    ]


def duty_accounts(viewer: Viewer) -> list[AccountValue]:
    """The accounts that can be on duty, by name."""
    return [one for one in accounts(viewer) if one.role in DEEDS["concern.take"]]


def duty_gaps(viewer: Viewer, now: datetime, until: datetime) -> dict[str, datetime]:
    """The first moment in this time at which nobody is on duty, by the name of the area; none, when none."""
    allow(viewer, "site.check")
    found = areas(viewer)
    tree = {one.id: one.above_id for one in found}
    near = [one for one in found if one.level == "neighbourhood"] or found
    rows = list(_covering(tree, now).filter(starts__lt=until).values_list("area", "starts", "ends"))
    holes = {one.name: gaps(_of(upwards(tree, one.id), rows), now, until) for one in near}
    return {name: spans[0][0] for name, spans in holes.items() if spans}
