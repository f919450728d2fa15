"""Reads about roles of volunteers and their shifts: open to everybody, without anybody's name."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from kizuna.access.deeds import allow
from kizuna.access.viewer import NotFound, Viewer
from kizuna.activities.models import Role, Shift, Stint
from kizuna.activities.queries.groups import _seen
from kizuna.activities.seats import HOLDS
from kizuna.activities.shifts import SOON, RoleValue, ShiftValue
from kizuna.places.identity import known

MANY = 300


def _roles(viewer: Viewer) -> QuerySet[Role]:
    rows = Role.objects.filter(group__in=_seen(viewer).values("pk"))
    return rows.select_related("group").defer("group__email")


def shift_rows(now: datetime) -> QuerySet[Shift]:
    """Shifts that are held and not over, the soonest first, with their role and group."""
    rows = Shift.objects.filter(ends_at__gt=now, starts_at__lte=now + SOON, called_off_at__isnull=True)
    rows = rows.filter(role__active=True, role__group__active=True)
    return rows.select_related("role__group").defer("role__group__email").order_by("starts_at", "pk")


def held_at(shifts: Iterable[UUID]) -> dict[UUID, int]:
    """How many have each of these shifts. One query."""
    rows = Stint.objects.filter(shift__in=list(shifts), state__in=HOLDS).values("shift")
    return dict(rows.annotate(n=Count("pk")).values_list("shift", "n"))


def shift_value(row: Shift, held: int) -> ShiftValue:
    """A row with its role and group as a value."""
    group = row.role.group
    return ShiftValue(
        id=str(row.pk),
        role=str(row.role_id),
        role_name=row.role.name,
        group=str(group.pk),
        group_name=group.name,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        place=row.place or group.place_name or group.address,
        places=row.places,
        left=max(0, row.places - held),
        called_off=row.called_off_at is not None,
    )


def shift_values(rows: Sequence[Shift]) -> list[ShiftValue]:
    """Rows as values, with how many are still needed. One query."""
    held = held_at([row.pk for row in rows])
    return [shift_value(row, held.get(row.pk, 0)) for row in rows]


def role_value(row: Role, coming: Sequence[ShiftValue] = ()) -> RoleValue:
    """A row with its group as a value; `coming`: its shifts."""
    free = [one for one in coming if one.left]
    return RoleValue(
        id=str(row.pk),
        group=str(row.group_id),
        group_name=row.group.name,
        name=row.name,
        about=row.about,
        kind=row.kind,
        skills=tuple(row.skills),
        checks=tuple(row.checks),
        languages=tuple(row.languages),
        remote=row.remote,
        place=row.group.place_name or row.group.address,
        active=row.active,
        needed=sum(one.left for one in free),
        next_start=min((one.starts_at for one in free), default=None),
    )


def by_role(shifts: Iterable[ShiftValue]) -> Mapping[str, list[ShiftValue]]:
    """Shifts by the id of their role."""
    found: dict[str, list[ShiftValue]] = {}
    for one in shifts:
        found.setdefault(one.role, []).append(one)
    return found


def roles(viewer: Viewer, now: datetime, group: object = None) -> list[RoleValue]:
    """Roles that are open, those that need somebody soonest first; of one group if asked. Three queries."""
    allow(viewer, "role.see")
    rows = _roles(viewer).filter(active=True, group__active=True)
    rows = rows.filter(group=known(group)) if group else rows
    found = list(rows.order_by("name", "pk")[:MANY])
    coming = by_role(shift_values(list(shift_rows(now).filter(role__in=[row.pk for row in found]))))
    values = [role_value(row, coming.get(str(row.pk), ())) for row in found]
    return sorted(values, key=lambda one: (one.next_start is None, one.next_start or now, one.name, one.id))


def role(viewer: Viewer, id: object, now: datetime) -> tuple[RoleValue, tuple[ShiftValue, ...]]:
    """One role with its coming shifts; NotFound. Three queries."""
    allow(viewer, "role.see")
    row = _roles(viewer).filter(pk=known(id)).first()
    if row is None:
        raise NotFound("role")
    coming = shift_values(list(shift_rows(now).filter(role=row)))
    return role_value(row, coming), tuple(coming)
