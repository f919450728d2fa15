"""Reads about who meets newcomers: for buddies, for the organiser, and for the newcomer."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from kizuna.access.deeds import allow
from kizuna.access.viewer import SYSTEM, NotFound, Viewer
from kizuna.activities.buddies import Buddies, GreetingValue
from kizuna.activities.models import Greeting, Introduction, Member
from kizuna.activities.queries.groups import _seen, _uuids
from kizuna.activities.queries.talking import _own_ids, keeps_letters
from kizuna.people.profile import Contact, Profile
from kizuna.people.queries import contacts, profiles, visible_at_rest, visible_to_keepers

HOUSE = SYSTEM("activities: who meets newcomers")
SHOWN = ("open", "given")


def has_buddies(viewer: Viewer, group: object) -> bool:
    """Whether somebody of this group meets newcomers."""
    allow(viewer, "group.see")
    return Member.objects.filter(group__in=_uuids([group]), buddy_since__isnull=False).exists()


def may_join(viewer: Viewer, group: object) -> bool:
    """Whether the one who looks was introduced to a group that is joined by referral."""
    if viewer.role != "resident" or not viewer.person:
        return False
    return Introduction.objects.filter(group__in=_uuids([group]), person__in=_own_ids(viewer)).exists()


def buddies(viewer: Viewer, group: object, now: datetime) -> Buddies:
    """Who meets newcomers: for a member their own part, for an organiser all; NotFound for everybody else."""
    row = _seen(viewer).defer("email").filter(pk__in=_uuids([group])).first()
    if row is None:
        raise NotFound("group")
    keeping = keeps_letters(viewer, row.area_id)
    if viewer.role == "organiser":
        allow(viewer, "letter.keep", area=row.area_id)
    elif not keeping:
        allow(viewer, "member.own", person=viewer.person)
    ids = _own_ids(viewer)
    mine = Member.objects.filter(group=row, person__in=ids, since__isnull=False).first() if ids else None
    if not keeping and mine is None:
        raise NotFound("group")
    found = Greeting.objects.filter(group=row, state__in=SHOWN).select_related("seat", "member")
    found = found.exclude(seat__starts_at__lt=now) if keeping else found.filter(person__in=ids, state="given")
    found = found.exclude(_hidden(viewer, "seat__person")).exclude(_hidden(viewer, "member__person"))
    rows = list(found.order_by("seat__starts_at", "at", "pk"))
    some = Member.objects.filter(group=row, buddy_since__isnull=False).exclude(_hidden(viewer, "person"))
    meeting = list(some.order_by("buddy_since", "pk")) if keeping else []
    who = _people(viewer, rows, meeting)
    ways = contacts(HOUSE, [m for m in map(_shared, rows) if m], now) if not keeping else {}
    values = tuple(_value(one, who, ways, reach=not keeping) for one in rows if _coming(one))
    return Buddies(
        group=str(row.pk),
        group_name=row.name,
        keeps=keeping,
        member=mine is not None,
        buddy=mine is not None and mine.buddy_since is not None,
        mine=() if keeping else values,
        every=values if keeping else (),
        names=tuple((one.pk, _called(who, one.person_id)) for one in meeting if str(one.person_id) in who),
    )


def _hidden(viewer: Viewer, field: str) -> Q:
    away = Q(**{f"{field}__in": visible_to_keepers(viewer)}) | Q(**{f"{field}__in": visible_at_rest(viewer)})
    return away & Q(**{f"{field}__isnull": False})


def _coming(row: Greeting) -> bool:
    return row.seat.state == "booked" if row.seat else bool(row.member and row.member.since)


def _shared(row: Greeting) -> str:
    return str(row.member.person_id) if row.shares and row.member else ""


def _people(viewer: Viewer, rows: list[Greeting], buddies: list[Member]) -> dict[str, Profile]:
    ids = {row.person_id for row in rows} | {row.member.person_id for row in rows if row.member}
    return _shown(viewer, {id for id in (*ids, *(one.person_id for one in buddies)) if id})


def _shown(viewer: Viewer, ids: set[UUID]) -> dict[str, Profile]:
    """Who they are. Whoever must not be found, rests, or is kept apart from the one who looks is nobody."""
    if not ids:
        return {}
    away = visible_to_keepers(viewer).filter(pk__in=ids), visible_at_rest(viewer).filter(pk__in=ids)
    hidden = {pk for rows in away for pk in rows.values_list("pk", flat=True)}
    return profiles(HOUSE, ids - hidden)


def _called(who: dict[str, Profile], person: UUID | None) -> str:
    return who[str(person)].call_them if str(person) in who else ""


def _value(row: Greeting, who: dict[str, Profile], ways: dict[str, Contact], *, reach: bool) -> GreetingValue:
    seat, member = row.seat, row.member
    way = ways.get(_shared(row))
    # An organiser learns nobody's address; a buddy does where the newcomer let them, and it is theirs alone.
    how = seat.reach if seat and row.shares else way.address if way and not way.shared else ""
    return GreetingValue(
        id=str(row.pk),
        name=seat.name if seat else _called(who, member.person_id if member else None),
        state=row.state,
        starts_at=seat.starts_at if seat else None,
        buddy=_called(who, row.person_id),
        reach=how if reach else "",
    )


def met_by(viewer: Viewer, seat: object) -> str | None:
    """Who meets the holder of a place at the door: a name; empty, nobody yet; None, they asked for nobody."""
    allow(viewer, "group.see")
    row = Greeting.objects.filter(seat__in=_uuids([seat]), state__in=("open", "given", "met")).first()
    if row is None:
        return None
    return _called(_shown(viewer, {row.person_id}), row.person_id) if row.person_id else ""


def greeting_group(viewer: Viewer, greeting: object) -> str:
    """The group of a newcomer's wish, for their buddy or whoever keeps the group; else NotFound."""
    row = Greeting.objects.filter(pk__in=_uuids([greeting])).select_related("group").first()
    if viewer.role == "resident":
        allow(viewer, "member.own", person=viewer.person)
        if row is None or row.person_id not in _own_ids(viewer):
            raise NotFound("greeting")
        return str(row.group_id)
    allow(viewer, "letter.keep", area=row.group.area_id if row else None)
    if row is None:
        raise NotFound("greeting")
    return str(row.group_id)
