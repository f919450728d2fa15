"""Who came to the same meetings: for rules of the rooms above, as the house itself."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import combinations
from uuid import UUID

from django.db.models import Count

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.activities.models import Attendance, Member
from kizuna.activities.queries.groups import _seen, _uuids

Pair = tuple[str, str]


def met_in_groups(
    viewer: Viewer, people: Mapping[str, str], period: tuple[datetime, datetime], crowd: int
) -> dict[Pair, tuple[datetime, ...]]:
    """For pairs of these people the moments of meetings to which both came, in order of time.

    `people`: each record and the person it stands for. Meetings to which more than `crowd` came join nobody.
    """
    allow(viewer, "attendance.see")
    came = Attendance.objects.filter(status="came", starts_at__gte=period[0], starts_at__lte=period[1])
    ours = came.filter(person__in=[UUID(one) for one in people]).values_list("event", "starts_at", "person")
    there: dict[tuple[UUID, datetime], set[str]] = defaultdict(set)
    for event, at, person in ours:
        there[event, at].add(people[str(person)])
    events = {event for (event, _), each in there.items() if len(each) > 1}
    sizes = came.filter(event__in=events).order_by().values_list("event", "starts_at").annotate(Count("pk"))
    found: dict[Pair, list[datetime]] = defaultdict(list)
    for event, at, size in sorted(sizes, key=lambda row: row[1]):
        if size <= crowd:
            for pair in combinations(sorted(there.get((event, at), ())), 2):
                found[pair].append(at)
    return {pair: tuple(moments) for pair, moments in found.items()}


def groups_of_areas(viewer: Viewer, areas: Iterable[str]) -> dict[str, str]:
    """Names of the groups that are going on in just these areas, by id."""
    allow(viewer, "group.see")
    rows = _seen(viewer).filter(active=True, area__in=_uuids(areas)).order_by("name", "pk")
    return {str(id): name for id, name in rows.values_list("pk", "name")}


def goers(viewer: Viewer, people: Iterable[str], since: datetime) -> dict[str, frozenset[str]]:
    """For each group those of these people who belong to it, or came since then, by whichever record."""
    allow(viewer, "attendance.see")
    ids = _uuids(people)
    came = Attendance.objects.filter(person__in=ids, status="came", starts_at__gte=since)
    belong = Member.objects.filter(person__in=ids, since__isnull=False).values_list("group", "person")
    found: dict[str, set[str]] = defaultdict(set)
    for group, person in came.values_list("event__group", "person").union(belong):
        found[str(group)].add(str(person))
    return {group: frozenset(each) for group, each in found.items()}


def who_comes(viewer: Viewer, groups: Iterable[str], since: datetime) -> dict[str, frozenset[str]]:
    """For each of these groups the records of those who belong to it, or came since then."""
    allow(viewer, "attendance.see")
    ids = _uuids(groups)
    came = Attendance.objects.filter(event__group__in=ids, status="came", starts_at__gte=since)
    belong = Member.objects.filter(group__in=ids).values_list("group", "person")
    found: dict[str, set[str]] = defaultdict(set)
    for group, person in came.values_list("event__group", "person").union(belong):
        found[str(group)].add(str(person))
    return {group: frozenset(each) for group, each in found.items()}
