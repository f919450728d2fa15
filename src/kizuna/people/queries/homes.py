"""Who lives with whom, who may speak for whom, and what a person depends on."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from kizuna.access.viewer import SYSTEM, Viewer
from kizuna.people.care import DECIDES, Dependence, KnownName, Speaker
from kizuna.people.homes import Guard, Home, Member, Turn
from kizuna.people.models import (
    Dependence as DependenceRow,
)
from kizuna.people.models import Keeper, Membership, Person, PersonName, Protection, Speaking, StatusChange
from kizuna.people.queries.approvals import waiting_for
from kizuna.people.queries.sight import is_keeper, row_of, rows_of, same_person, seen


def homes(viewer: Viewer, person: object) -> list[Home]:
    """The households that this person lives in now, with those in sight who live there too."""
    row_of(viewer, person)
    return _homes(viewer, same_person(viewer, person))


def _homes(viewer: Viewer, ids: frozenset[UUID]) -> list[Home]:
    mine = Membership.objects.filter(person__in=ids, until__isnull=True).values("household")
    rows = list(Membership.objects.filter(household__in=mine, until__isnull=True).order_by("pk"))
    who = rows_of(seen(viewer), {row.person_id for row in rows})
    found: dict[str, dict[object, Member]] = {}
    for row in rows:
        home = found.setdefault(str(row.household_id), {})
        if (there := who.get(row.person_id)) and there.pk not in home:
            home[there.pk] = Member(row.pk, there.profile(), row.role, row.since)
    return [Home(id, tuple(members.values())) for id, members in found.items()]


def household(viewer: Viewer, person: object) -> list[Member]:
    """Who lives with this person now, in any of their homes, as far as the viewer may see them."""
    own = str(row_of(viewer, person).pk)
    others = [member for home in homes(viewer, person) for member in home.members if member.who.id != own]
    return list({member.who.id: member for member in others}.values())


def names(viewer: Viewer, person: object) -> list[KnownName]:
    """The other names of a person. Former ones are for the person alone."""
    row_of(viewer, person)
    return _names(viewer, same_person(viewer, person))


def _names(viewer: Viewer, ids: frozenset[UUID]) -> list[KnownName]:
    rows = PersonName.objects.filter(person__in=ids)
    if viewer.role not in {"resident", "system"}:
        rows = rows.exclude(use="former")
    return [KnownName(str(row.pk), row.text, row.use, row.language) for row in rows.order_by("use", "pk")]


def dependences(viewer: Viewer, person: object) -> list[Dependence]:
    """What this person cannot be without, those that ended last."""
    row_of(viewer, person)
    return _dependences(same_person(viewer, person))


def _dependences(ids: frozenset[UUID]) -> list[Dependence]:
    rows = DependenceRow.objects.filter(person__in=ids)
    found = [
        Dependence(str(row.pk), row.what["kind"], row.what.get("note", ""), row.since, row.until)
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.until is not None, one.kind, one.id))


def may_speak_for(viewer: Viewer, person: object, now: datetime) -> list[Speaker]:
    """Who may speak for this person today, with what shows it. Persons out of sight have no name here."""
    row_of(viewer, person)
    return _speakers(viewer, same_person(viewer, person), now)


def _speakers(viewer: Viewer, ids: frozenset[UUID], now: datetime) -> list[Speaker]:
    today = timezone.localdate(now)
    live = Speaking.objects.filter(Q(until__isnull=True) | Q(until__gte=today), since__lte=today)
    rows = list(live.filter(person__in=ids))
    who = {row.speaker_id for row in rows if row.speaker_id}
    known = rows_of(seen(viewer), who) if who else {}
    found = [(row, known.get(row.speaker_id) if row.speaker_id else None) for row in rows]
    return [
        Speaker(
            id=str(row.pk),
            name=who.name if who else row.name,
            role=row.role,
            evidence=row.evidence,
            seen_by=row.seen_by,
            since=row.since,
            person=str(who.pk) if who else "",
            until=row.until,
        )
        for row, who in found
        if who or not row.speaker_id
    ]


def speaks_for(viewer: Viewer, speaker: object, person: object, now: datetime) -> bool:
    """Whether one person may say yes or no for the other today: a parent, guardian or proxy with evidence."""
    row_of(viewer, person)
    today = timezone.localdate(now)
    rows = Speaking.objects.filter(Q(until__isnull=True) | Q(until__gte=today), since__lte=today)
    rows = rows.filter(person__in=same_person(viewer, person), role__in=DECIDES)
    return rows.filter(speaker__in=_ids_of(speaker)).exists()


def _ids_of(person: object) -> frozenset[UUID]:
    """The ids of somebody's records, whoever looks: to compare, never to show."""
    return same_person(SYSTEM("speaks for"), person)


def guard(viewer: Viewer, person: object, now: datetime) -> Guard | None:
    """That this person must not be found, for a keeper; None for everybody else."""
    row = row_of(viewer, person)
    return _guard(viewer, row, same_person(viewer, person), now)


def _guard(viewer: Viewer, row: Person, ids: frozenset[UUID], now: datetime) -> Guard | None:
    if viewer.role != "system" and not is_keeper(viewer, row.pk):
        return None
    found = Protection.objects.filter(person__in=ids, lifted_at__isnull=True).first()
    if found is None:
        return None
    keepers = Keeper.objects.filter(protection=found).select_related("account")
    rows = keepers.order_by("account__name", "pk")
    names = tuple(each.account.name or each.account.email or "" for each in rows)
    asked = waiting_for(viewer, deed="protection.lift", subject=f"people.Protection:{found.pk}", now=now)
    return Guard(
        str(found.pk),
        found.reason,
        names,
        asked.proposed_by if asked else "",
        asked.expires_at if asked else None,
    )


def turns(viewer: Viewer, person: object) -> list[Turn]:
    """What became of this person, newest first."""
    row_of(viewer, person)
    rows = StatusChange.objects.filter(person__in=same_person(viewer, person)).order_by("-at", "-pk")
    return [Turn(row.before, row.after, row.on, row.note, timezone.localdate(row.at)) for row in rows]
