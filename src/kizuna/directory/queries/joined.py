"""Pairs that may be one, beside each other, and merges that can be undone; for those who care for both."""

from collections.abc import Iterable, Mapping, Sequence
from typing import cast
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import NotFound, Viewer
from kizuna.directory.alike import REASONS, Kind, Verdict
from kizuna.directory.changing import shown
from kizuna.directory.ids import known_ids
from kizuna.directory.joining import FIELDS, Apart, Line, Merged, Pair, Side
from kizuna.directory.models import Alike, Joined, Organization, Phone, Service
from kizuna.directory.phone import shown as as_written
from kizuna.directory.queries.care import visible_listings
from kizuna.directory.queries.followed import KINDS
from kizuna.directory.queries.gather import Around, place
from kizuna.directory.queries.links import area_of_care

_SHOWN_PLACES = 8
_SHOWN_MERGES = 20
_SHOWN_APART = 10


def allow_joining(viewer: Viewer, ids: Sequence[object]) -> None:
    """Let somebody go on who cares for all of these. An organisation belongs to the whole site."""
    for id in ids:
        allow(viewer, "listing.care", area=area_of_care(viewer, id))


def _waiting(viewer: Viewer) -> QuerySet[Alike]:
    """Pairs that nobody decided, of entries that both stand here, within reach."""
    return _mine(viewer).filter(apart_at__isnull=True)


def _mine(viewer: Viewer) -> QuerySet[Alike]:
    allow_some(viewer, "listing.care")
    mine = visible_listings(viewer)
    bodies = Organization.objects.filter(merged_into=None).values("pk") if _whole(viewer) else []
    of = Q(kind="service", one__in=mine, two__in=mine) | Q(
        kind="organization", one__in=bodies, two__in=bodies
    )
    return Alike.objects.filter(of)


def _whole(viewer: Viewer) -> bool:
    """Whether this viewer cares for what belongs to the whole site."""
    try:
        allow_joining(viewer, [None])
    except NotFound:
        return False
    return True


def how_many_alike(viewer: Viewer) -> int:
    """How many pairs wait for this curator."""
    return _waiting(viewer).count()


def alike(viewer: Viewer, *, start: int = 0, stop: int = 50) -> tuple[Pair, ...]:
    """A piece of the list of pairs, most likely first."""
    return _pairs(list(_waiting(viewer).order_by("-score", "pk")[start:stop]))


def alike_after(viewer: Viewer, after: str, limit: int) -> tuple[Pair, ...]:
    """Up to `limit` pairs behind the one that this key says (`Pair.stands`), most likely first."""
    rows = _waiting(viewer).order_by("-score", "pk")
    score, _, id = after.partition(" ")
    last = next(iter(known_ids([id])), None)
    if last and score.isdecimal() and len(score) < 4:
        rows = rows.filter(Q(score__lt=int(score)) | Q(score=int(score), pk__gt=last))
    return _pairs(list(rows[:limit]))


def apart(viewer: Viewer) -> tuple[Apart, ...]:
    """The pairs that somebody called two lately, newest first: it can be taken back."""
    rows = _mine(viewer).filter(apart_at__isnull=False).order_by("-apart_at", "pk")[:_SHOWN_APART]
    return tuple(Apart(str(row.pk), *row.names) for row in rows)


def pair(viewer: Viewer, id: object) -> Pair:
    """One pair with the fields in which they differ; NotFound unless both are within reach."""
    rows = list(_waiting(viewer).filter(pk__in=known_ids([id])))
    if not rows:
        raise NotFound("pair")
    (found,) = _pairs(rows, lines=True)
    return found


def _pairs(rows: Sequence[Alike], *, lines: bool = False) -> tuple[Pair, ...]:
    sides = {kind: _sides(kind, [r for r in rows if r.kind == kind], lines) for kind in FIELDS}
    return tuple(_pair(row, sides[cast(Kind, row.kind)], lines) for row in rows)


def _pair(row: Alike, sides: Mapping[UUID, Side], lines: bool) -> Pair:
    """The one that has more to say for itself stands first: it is offered to be kept."""
    one, two = sides[row.one], sides[row.two]
    if two.standing > one.standing:
        one, two = two, one
    reasons = tuple(REASONS[code] for code in row.reasons if code in REASONS)
    said = (row.score, cast(Verdict, row.verdict), reasons)
    kind = cast(Kind, row.kind)
    return Pair(str(row.pk), kind, one, two, *said, _lines(kind, one, two) if lines else ())


def _sides(kind: Kind, rows: Sequence[Alike], whole: bool) -> dict[UUID, Side]:
    """Both sides of these pairs; whole: with places and numbers, as a pair is shown alone."""
    ids = {id for row in rows for id in (row.one, row.two)}
    if not ids:
        return {}
    return _service_sides(ids, whole) if kind == "service" else _body_sides(ids, whole)


def _service_sides(ids: set[UUID], whole: bool) -> dict[UUID, Side]:
    found = list(Service.objects.filter(pk__in=ids).select_related("organization", "source"))
    around = Around(found)
    return {
        row.pk: Side(
            str(row.pk),
            row.name,
            row.organization.name if row.organization else "",
            row.source.name if row.source else "",
            _places(around, row) if whole else (),
            _shown(one.number for one in around.owned(around.phones, row)) if whole else (),
            (row.assured_date.toordinal() if row.assured_date else 0, int(row.organization_id is not None)),
        )
        for row in found
    }


def _shown(numbers: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(as_written(number, settings.COUNTRY) for number in numbers))


def _places(around: Around, row: Service) -> tuple[str, ...]:
    found = (place(around, site) for site in around.sites[row.pk][:_SHOWN_PLACES])
    return tuple(value.address or value.name for value in found)


def _body_sides(ids: set[UUID], whole: bool) -> dict[UUID, Side]:
    """An organisation is known by what it offers: the names of some of its services stand for its places."""
    offers, numbers = (_offers(ids), _numbers(ids)) if whole else ({}, {})
    offered = Count("service", filter=Q(service__withdrawn=False))
    rows = Organization.objects.filter(pk__in=ids).select_related("source").annotate(offered=offered)
    return {
        row.pk: Side(
            str(row.pk),
            row.name,
            "",
            row.source.name if row.source else "",
            tuple(dict.fromkeys(offers.get(row.pk, ())))[:_SHOWN_PLACES],
            _shown(numbers.get(row.pk, ())),
            (row.offered,),
        )
        for row in rows
    }


def _offers(ids: set[UUID]) -> dict[UUID | None, list[str]]:
    found: dict[UUID | None, list[str]] = {}
    rows = Service.objects.filter(organization__in=ids, withdrawn=False).order_by("name", "pk")
    for body, name in rows.values_list("organization_id", "name"):
        found.setdefault(body, []).append(name)
    return found


def _numbers(ids: set[UUID]) -> dict[UUID | None, list[str]]:
    found: dict[UUID | None, list[str]] = {}
    rows = Phone.objects.filter(organization__in=ids, service=None).order_by("pk")
    for body, number in rows.values_list("organization_id", "number"):
        found.setdefault(body, []).append(number)
    return found


def _lines(kind: Kind, first: Side, second: Side) -> tuple[Line, ...]:
    labels = FIELDS[kind]
    found = KINDS[kind].objects.in_bulk([UUID(first.id), UUID(second.id)])
    one, two = found[UUID(first.id)], found[UUID(second.id)]
    said = (
        (name, label, shown(getattr(one, name)), shown(getattr(two, name))) for name, label in labels.items()
    )
    return tuple(Line(*each) for each in said if each[2] != each[3])


def merges(viewer: Viewer) -> tuple[Merged, ...]:
    """The latest merges within reach that can be undone, newest first."""
    allow_some(viewer, "listing.care")
    of = Q(kind="service", keep__in=visible_listings(viewer))
    of |= Q(kind="organization") if _whole(viewer) else Q(pk=None)
    rows = list(Joined.objects.filter(of, undone_at__isnull=True).order_by("-at", "pk")[:_SHOWN_MERGES])
    return tuple(
        Merged(
            str(row.pk), cast(Kind, row.kind), str(row.keep), row.before["name"], row.before["other"], row.at
        )
        for row in rows
    )
