"""Reads about groups and their dates. Everybody may read them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache, partial
from threading import Lock
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import DateTimeField, Q, QuerySet
from django.utils import timezone

from kizuna.access.deeds import ANYWHERE, AREA, DEEDS, allow, allow_some, reaches
from kizuna.access.models import Place, Prepared
from kizuna.access.viewer import NotFound, Viewer
from kizuna.activities.group import NO_MEETINGS, EventValue, GroupValue, Meetings
from kizuna.activities.models import Edition, Event, Group, GroupNeed
from kizuna.activities.recurrence import occurrences
from kizuna.activities.words import said, stem
from kizuna.directory.finding import telling
from kizuna.directory.freshness import freshness
from kizuna.directory.hours import Outlook, parts_of_a_day
from kizuna.directory.needs import BY_CODE, meets
from kizuna.directory.needs_map import needs_in
from kizuna.directory.option import Option
from kizuna.directory.standing import Standing
from kizuna.directory.timeline import timeline
from kizuna.directory.tongues import in_english
from kizuna.frame.columns import fold
from kizuna.places.queries import under

NEXT_DATES = 6
AHEAD = timedelta(days=365)
WEEK = timedelta(days=8)
"""So that on a whole day the next meeting of every week is seen."""
MOST_DATES = 60
_MOST_WORDS = 12
NO_OUTLOOK = Outlook((), (True,), (False,))
_lock = Lock()
_at_hand: list[Standing] = []


def _uuids(ids: Iterable[object]) -> set[UUID]:
    """Ids from outside that the database can look up; others are nobody's."""
    found = set()
    for one in ids:
        try:
            found.add(UUID(str(one)))
        except ValueError:
            continue
    return found


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def _kept(viewer: Viewer) -> QuerySet[Group]:
    """Rows of the groups this viewer may change."""
    reach = DEEDS["group.keep"].get(viewer.role)
    if reach == ANYWHERE:
        return Group.objects.all()
    return Group.objects.filter(area__in=_uuids(viewer.areas)) if reach == AREA else Group.objects.none()


def _seen(viewer: Viewer) -> QuerySet[Group]:
    """Rows of the groups this viewer may see: those that are going on, and those they keep."""
    allow(viewer, "group.see")
    return Group.objects.filter(Q(active=True) | Q(pk__in=_kept(viewer).values("pk")))


def visible(viewer: Viewer) -> QuerySet[Group, Any]:
    """Ids of the groups this viewer may see: a subquery for rooms above."""
    return _seen(viewer).values("pk")


def _event_value(row: Event, starts_at: datetime) -> EventValue:
    group = row.group
    return EventValue(
        event=str(row.pk),
        group=str(row.group_id),
        group_name=group.name,
        title=row.title,
        starts_at=starts_at,
        ends_at=starts_at + (row.ends_at - row.starts_at),
        place=row.place or group.place_name,
        cost=group.cost,
        cost_text=group.cost_text,
        places=row.places,
        photos=row.photos,
    )


def _dates(row: Event, *, now: datetime, limit: int, before: datetime | None = None) -> tuple[datetime, ...]:
    """The next starts of an event; one that is going on still counts."""
    after, limit_with = now - (row.ends_at - row.starts_at), limit + len(row.skips)
    found = occurrences(row.starts_at, row.rule, zone=_zone(), after=after, limit=limit_with, before=before)
    return tuple(at for at in found if held(row, at))[:limit]


def held(row: Event, at: datetime) -> bool:
    """Whether this date of the event was not called off."""
    return not row.skips or at.isoformat() not in row.skips


def _coming(rows: Iterable[Event], *, now: datetime, each: int, before: datetime) -> list[EventValue]:
    found = [_event_value(row, at) for row in rows for at in _dates(row, now=now, limit=each, before=before)]
    return sorted(found, key=lambda one: (one.starts_at, one.title, one.event))


_SHOWN = (
    *("starts_at", "ends_at", "rule", "title", "place", "places", "skips", "photos"),
    *("group__name", "group__place_name", "group__cost", "group__cost_text"),
)
"""What `_event_value` reads: the rest of a group, and what is sealed of it, stays where it is."""


def _events(groups: Any, now: datetime | Place) -> QuerySet[Event]:
    """Events of these groups that repeat, or are not over."""
    rows = Event.objects.filter(group__in=groups).exclude(rule="", ends_at__lt=now)
    return rows.select_related("group").only(*_SHOWN).order_by("starts_at", "pk")


def upcoming(
    viewer: Viewer,
    *,
    now: datetime,
    area: object = None,
    limit: int = 5,
    before: datetime | None = None,
) -> list[EventValue]:
    """The next events, the soonest first; in one area (and below it) if given. Two or three queries."""
    allow(viewer, "group.see")
    events = _events_in(viewer, area, now) if area else _everywhere(viewer).rows(now=now)
    return _coming(events, now=now, each=limit, before=before or now + AHEAD)[:limit]


def _events_in(viewer: Viewer, area: object, now: datetime) -> QuerySet[Event]:
    groups = _seen(viewer).filter(active=True, area__in=_uuids(under(viewer, [area])))
    return _events(groups.values("pk"), now)


@lru_cache(maxsize=256)
def _everywhere(viewer: Viewer) -> Prepared[Event]:
    """What the first page asks: put together once for a viewer."""
    groups = _seen(viewer).filter(active=True).values("pk")
    return Prepared(lambda: _events(groups, Place("now", DateTimeField())))


def _codes(needs: Iterable[str]) -> set[str]:
    """Every code that a group may carry to meet one of these needs."""
    return {code for code in BY_CODE for wanted in needs if meets(wanted, frozenset({code}))}


def meetings(rows: Sequence[Group], now: datetime) -> dict[UUID, Meetings]:
    """When each group meets in the coming days. One query."""
    zone = _zone()
    found: dict[UUID, Meetings] = {}
    for event in Event.objects.filter(group__in=[row.pk for row in rows]).exclude(rule="", ends_at__lt=now):
        lasts = event.ends_at - event.starts_at
        starts = partial(occurrences, event.starts_at, event.rule, zone=zone, after=now)
        near = tuple(at for at in starts(limit=MOST_DATES, before=now + WEEK) if held(event, at))
        near = near or tuple(at for at in starts(limit=1 + len(event.skips)) if held(event, at))[:1]
        if not near:
            continue
        more = Meetings(near, frozenset().union(*(_parts(at, lasts, zone) for at in near)))
        found[event.group_id] = found[event.group_id] | more if event.group_id in found else more
    return found


def _parts(at: datetime, lasts: timedelta, zone: ZoneInfo) -> frozenset[str]:
    begins, ends = at.astimezone(zone), (at + lasts).astimezone(zone)
    return parts_of_a_day(begins.date(), begins.time(), ends.time())


def _needs_of(rows: Sequence[Group]) -> dict[UUID, set[str]]:
    codes: dict[UUID, set[str]] = {row.pk: set() for row in rows}
    for group, code in GroupNeed.objects.filter(group__in=list(codes)).values_list("group", "code"):
        codes[group].add(code)
    return codes


def _option(row: Group, codes: set[str], meets: Meetings, now: datetime) -> Option:
    return Option(
        kind="group",
        id=str(row.pk),
        name=row.name,
        organisation="",
        summary=row.description,
        needs=frozenset(codes),
        address=", ".join(part for part in (row.place_name, row.address) if part),
        lat=row.lat,
        lon=row.lon,
        remote=row.remote,
        ways=frozenset({"online"} if row.remote else {"in_person"}),
        phone=row.phone,
        url=row.url,
        min_age=row.min_age,
        max_age=row.max_age,
        genders=frozenset(row.genders) if row.genders else None,
        languages=None if row.languages is None else frozenset(row.languages),
        step_free=row.step_free,
        cost=row.cost,
        cost_text=row.cost_text,
        next_start=min(meets.starts, default=None),
        times=meets.times if meets.starts else None,
        places_left=row.places_left,
        group_size=row.size,
        gentle=row.gentle,
        confirmed_on=row.confirmed_on,
        freshness=freshness(row.confirmed_on, timezone.localdate(now)),
        can_refer=bool(row.can_refer),  # type: ignore[attr-defined]
    )


def _options(groups: QuerySet[Group], now: datetime) -> list[Option]:
    # Whether there is an address is asked of the database, so that none need be opened for a list.
    found = groups.annotate(can_refer=Q(email__isnull=False)).defer("email").order_by("name", "pk")
    rows = list(found)
    codes, meets = _needs_of(rows), meetings(rows, now)
    return [_option(row, codes[row.pk], meets.get(row.pk, NO_MEETINGS), now) for row in rows]


def standing_groups(viewer: Viewer, now: datetime) -> Standing:
    """All groups that are going on, kept in this process for as long as nothing is written."""
    allow(viewer, "group.see")
    token = Edition.objects.values_list("token", flat=True).first()
    stamp = token.hex if token else ""
    with _lock:
        at_hand = next(iter(_at_hand), None)
        if at_hand and at_hand.holds(stamp, now.timestamp()):
            return at_hand
        found = _standing(stamp, now)
        _at_hand[:] = [found] if stamp else []
        return found


def _standing(stamp: str, now: datetime) -> Standing:
    first, zone = timezone.localdate(now), _zone()
    midnight = datetime.combine(first, time(0), zone)
    found = Group.objects.filter(active=True).annotate(can_refer=Q(email__isnull=False)).defer("email")
    rows = list(found.order_by("name", "pk"))
    codes, meets = _needs_of(rows), meetings(rows, midnight)
    each = [meets.get(row.pk, NO_MEETINGS) for row in rows]
    # A group is never said to be open or closed: it starts.
    outlooks = [Outlook(tuple((at, at) for at in one.starts), (True,), (False,)) for one in each]
    return Standing(
        stamp,
        [_option(row, codes[row.pk], one, midnight) for row, one in zip(rows, each, strict=True)],
        timeline(
            outlooks or [NO_OUTLOOK], range(len(rows)), first=first, days=1, tz=zone.key, ahead=AHEAD.days
        ),
    )


def options(
    viewer: Viewer, *, now: datetime, needs: Iterable[str] | None = None, area: object = None
) -> list[Option]:
    """Groups that are going on as options; only those for one of these needs, in one area. Four queries."""
    groups = _seen(viewer).filter(active=True)
    if needs is not None:
        groups = groups.filter(pk__in=GroupNeed.objects.filter(code__in=_codes(needs)).values("group"))
    if area:
        groups = groups.filter(area__in=_uuids(under(viewer, [area])))
    return _options(groups, now)


def options_by_id(viewer: Viewer, ids: Iterable[object], now: datetime) -> dict[str, Option]:
    """Groups as options by id; those out of sight are left out."""
    return {one.id: one for one in _options(_seen(viewer).filter(pk__in=_uuids(ids)), now)}


def search(viewer: Viewer, text: str, *, now: datetime, limit: int = 20) -> list[Option]:
    """Groups that hold words of the text in their name, description or place, or help with what it says.

    Those that say most of it first. Words of other languages are looked for in English, too.
    """
    groups = _seen(viewer).filter(active=True)
    question = in_english(text)
    stems = [stem(word) for word in telling(question)[:_MOST_WORDS]]
    labels = [code for code, need in BY_CODE.items() if any(word in need.label.casefold() for word in stems)]
    helping = GroupNeed.objects.filter(code__in={*labels, *needs_in(question)}).values_list(
        "group", flat=True
    )
    fits = Q(pk__in=helping) if stems else Q(pk__in=())
    for word in stems:
        fits |= Q(name__icontains=word) | Q(description__icontains=word) | Q(place_name__icontains=word)
    helps = set(helping) if stems else set()
    told = [
        (said(stems, name, f"{description} {place}") + (pk in helps), name, pk)
        for pk, name, description, place in groups.filter(fits).values_list(
            "pk", "name", "description", "place_name"
        )
    ]
    best = [pk for _, _, pk in sorted(told, key=lambda one: (-one[0], one[1], str(one[2])))[:limit]]
    found = {one.id: one for one in _options(Group.objects.filter(pk__in=best), now)}
    return [found[str(pk)] for pk in best]


def group(viewer: Viewer, id: object, now: datetime) -> GroupValue:
    """One group with its next dates; raises NotFound. Three queries."""
    row = _seen(viewer).defer("email").filter(pk__in=_uuids([id])).first()
    if row is None:
        raise NotFound("group")
    coming = _coming(_events([row.pk], now), now=now, each=NEXT_DATES, before=now + AHEAD)
    return GroupValue(
        id=str(row.pk),
        name=row.name,
        description=row.description,
        welcome_note=row.welcome_note,
        needs=tuple(sorted(_needs_of([row])[row.pk])),
        area=str(row.area_id),
        place_name=row.place_name,
        address=row.address,
        lat=row.lat,
        lon=row.lon,
        languages=None if row.languages is None else tuple(row.languages),
        step_free=row.step_free,
        cost=row.cost,
        cost_text=row.cost_text,
        size=row.size,
        places_left=row.places_left,
        join=row.join,
        phone=row.phone,
        url=row.url,
        min_age=row.min_age,
        max_age=row.max_age,
        genders=tuple(row.genders) if row.genders else None,
        remote=row.remote,
        gentle=row.gentle,
        confirmed_on=row.confirmed_on,
        active=row.active,
        next_dates=tuple(coming[:NEXT_DATES]),
        quiet_weeks=row.quiet_weeks,
    )


def keeps(viewer: Viewer, area: object) -> bool:
    """Whether this viewer keeps the groups of an area."""
    return reaches(viewer, "group.keep", area=area, organisation=None, person=None, link=None)


def kept_group(viewer: Viewer, id: object, now: datetime) -> GroupValue:
    """One group, for whoever keeps it; NotFound out of their areas."""
    found = group(viewer, id, now)
    allow(viewer, "group.keep", area=found.area)
    return found


def referral_address(viewer: Viewer, group: object) -> str:
    """Where a referral to this group is sent; empty when there is no address. For who may refer."""
    allow_some(viewer, "referral.open")
    return _seen(viewer).filter(pk__in=_uuids([group])).values_list("email", flat=True).first() or ""


def confirmed_before(viewer: Viewer, day: date) -> int:
    """How many groups nobody confirmed since this day."""
    return _seen(viewer).filter(Q(confirmed_on__isnull=True) | Q(confirmed_on__lt=day), active=True).count()


def groups_like(viewer: Viewer, names: Iterable[str]) -> frozenset[tuple[str, str]]:
    """Folded name and area of the groups that are called like one of these."""
    allow_some(viewer, "group.see")
    wanted = {fold(name) for name in names}
    if not wanted:
        return frozenset()
    here = Group.objects.values_list("name", "area")
    return frozenset((fold(name), str(area)) for name, area in here if fold(name) in wanted)
