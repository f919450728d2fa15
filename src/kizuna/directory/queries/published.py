"""What the standard interfaces and exports give out: the public list, as HSDS 3.1 and as the UK profile.

Services only for emergencies, and those that left their package, are left out.
"""

from collections.abc import Iterable, Iterator, Sequence
from math import cos, radians
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.db.models import Case, Exists, IntegerField, Model, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from kizuna.access.deeds import allow
from kizuna.access.viewer import NotFound, Refused, Viewer
from kizuna.directory import index
from kizuna.directory.asked import Asked
from kizuna.directory.models import (
    Address,
    Edition,
    Location,
    Organization,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceTerm,
    Taxonomy,
    TaxonomyTerm,
)
from kizuna.directory.queries.dressing import dressed
from kizuna.directory.queries.nested import Nested
from kizuna.directory.standard import Entity, plain, term, whole
from kizuna.directory.uk_profile import in_uk_profile
from kizuna.places.geometry import distance_m
from kizuna.places.queries import postcode

Profile = Literal["hsds", "oruk"]
Kind = Literal["services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms"]
TABLE: dict[Kind, str] = {
    "services": "service",
    "organizations": "organization",
    "service_at_locations": "service_at_location",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
}
_AT_ONCE = 200
_MOST_FOUND = 1000
_METRES_A_DEGREE = 111_000
UNKNOWN_POSTCODE = "This directory does not know that postcode. Leave out proximity, or try another."


def public() -> QuerySet[Service]:
    """Services that anybody may read."""
    return Service.objects.filter(withdrawn=False, emergency_only=False)


def stamp(viewer: Viewer) -> str:
    """Another word whenever anything in the directory changed."""
    allow(viewer, "directory.see")
    row = Edition.objects.values_list("token", "told").first()
    return "".join(part.hex for part in row) if row else ""


def _near(viewer: Viewer, asked: Asked) -> QuerySet[ServiceAtLocation]:
    """Sites at a postcode, or within so many metres of its middle."""
    sites = ServiceAtLocation.objects.all()
    if asked.proximity is None:
        at = Address.objects.filter(postal_code__iexact=asked.postcode, location__confidential=False)
        return sites.filter(location__in=at.values("location"))
    middle = _middle(viewer, asked.postcode)
    if middle is None:
        raise Refused(UNKNOWN_POSTCODE)
    lat, lon = middle
    tall = asked.proximity / _METRES_A_DEGREE + 0.001
    wide = tall / max(cos(radians(min(abs(lat) + tall, 89.0))), 0.01)
    box = Location.objects.filter(
        confidential=False,
        latitude__range=(lat - tall, lat + tall),
        longitude__range=(lon - wide, lon + wide),
    )
    rows = box.values_list("pk", "latitude", "longitude")
    near = [pk for pk, y, x in rows if distance_m(lat, lon, y or 0.0, x or 0.0) <= asked.proximity]
    return sites.filter(location__in=near)


def _middle(viewer: Viewer, code: str) -> tuple[float, float] | None:
    """The middle of a postcode: from the list of postcodes, else of the places that are there."""
    known = postcode(viewer, code, country=settings.COUNTRY)
    if known:
        return known.lat, known.lon
    at = Address.objects.filter(postal_code__iexact=code, location__confidential=False).values("location")
    rows = Location.objects.filter(
        pk__in=at, latitude__isnull=False, longitude__isnull=False, confidential=False
    )
    found = [(lat or 0.0, lon or 0.0) for lat, lon in rows.values_list("latitude", "longitude")]
    if not found:
        return None
    return sum(lat for lat, _ in found) / len(found), sum(lon for _, lon in found) / len(found)


def _hours(asked: Asked) -> Q:
    """Services with an opening on this day, not before this time, not after that."""
    rows = Schedule.objects.filter(exception=False, replaced=False)
    if asked.day:
        rows = rows.filter(byday__contains=asked.day)
    if asked.start_time:
        rows = rows.filter(opens_at__gte=asked.start_time)
    if asked.end_time:
        rows = rows.filter(closes_at__lte=asked.end_time)
    at_site = ServiceAtLocation.objects.filter(
        Q(pk__in=rows.filter(service_at_location__isnull=False).values("service_at_location"))
        | Q(location__in=rows.filter(location__isnull=False, service=None).values("location"))
    )
    return Q(pk__in=rows.filter(service__isnull=False).values("service")) | Q(
        pk__in=at_site.values("service")
    )


def _services(viewer: Viewer, asked: Asked) -> QuerySet[Service]:
    """The services that fit, but for words and place."""
    rows = public()
    if asked.organization_id:
        rows = rows.filter(organization=asked.organization_id)
    if asked.modified_after:
        # A row without a date may have changed: those who keep a copy must not miss it.
        changed = Coalesce("last_modified", "source__changed_at")
        rows = rows.annotate(changed=changed).filter(
            Q(changed__gte=asked.modified_after) | Q(changed__isnull=True)
        )
    if asked.taxonomy_term_id or asked.taxonomy_id:
        given = ServiceTerm.objects.filter(service=OuterRef("pk"))
        if asked.taxonomy_term_id:
            given = given.filter(term=asked.taxonomy_term_id)
        if asked.taxonomy_id:
            given = given.filter(term__taxonomy=asked.taxonomy_id)
        rows = rows.filter(Exists(given))
    if asked.minimum_age is not None:
        rows = rows.filter(minimum_age__gte=asked.minimum_age)
    if asked.maximum_age is not None:
        rows = rows.filter(maximum_age__lte=asked.maximum_age)
    return rows.filter(_hours(asked)) if asked.hours else rows


def _ranked(rows: QuerySet[Any], asked: Asked, of: str) -> QuerySet[Any]:
    """Those that fit the words, best first; without words all, by id."""
    if not asked.search:
        return rows.order_by("pk")
    found = index.searchable().find(asked.search, _MOST_FOUND)
    ids = [UUID(hit.id) for hit in found]
    place = Case(
        *(When(**{of: id}, then=Value(number)) for number, id in enumerate(ids)),
        default=Value(len(ids)),
        output_field=IntegerField(),
    )
    return rows.filter(**{f"{of}__in": ids}).order_by(place, "pk")


def _rows(viewer: Viewer, kind: Kind, asked: Asked) -> QuerySet[Any]:
    """What was asked for, in its order."""
    if kind == "services":
        rows = _services(viewer, asked).select_related("organization")
        if asked.postcode:
            rows = rows.filter(pk__in=_near(viewer, asked).values("service"))
        return _ranked(rows, asked, "pk")
    if kind == "service_at_locations":
        sites = _near(viewer, asked) if asked.postcode else ServiceAtLocation.objects.all()
        sites = sites.filter(service__in=_services(viewer, asked).values("pk"))
        return _ranked(sites.select_related("location", "service__organization"), asked, "service_id")
    if kind == "organizations":
        bodies = Organization.objects.filter(merged_into=None).order_by("pk")
        if asked.taxonomy_term_id or asked.taxonomy_id:
            bodies = bodies.filter(pk__in=_services(viewer, asked).values("organization"))
        return bodies.filter(name__icontains=asked.search) if asked.search else bodies
    if kind == "taxonomies":
        lists = Taxonomy.objects.order_by("pk")
        return lists.filter(name__icontains=asked.search) if asked.search else lists
    terms = TaxonomyTerm.objects.select_related("taxonomy").order_by("pk")
    if asked.taxonomy_id:
        terms = terms.filter(taxonomy=asked.taxonomy_id)
    if asked.parent_id:
        terms = terms.filter(parent=asked.parent_id)
    if asked.top_only:
        terms = terms.filter(parent=None)
    return terms.filter(name__icontains=asked.search) if asked.search else terms


def _with_body(row: Service) -> Entity:
    """A service with what there is one of."""
    found = whole("service", row)
    return found | {"organization": whole("organization", row.organization)} if row.organization else found


def _minimal(row: Service) -> Entity:
    """The id, and when it changed, for those who keep a copy."""
    moment = plain(row.last_modified)
    return {"id": str(row.pk)} | ({"last_modified": moment, "modified_date": moment} if moment else {})


def _bodies(rows: Sequence[Organization], asked: Asked) -> list[Entity]:
    """Organisations; in full with their services, each of these in full when that was asked for."""
    if not (asked.full or asked.full_service):
        return [whole("organization", row) for row in rows]
    offered = list(public().filter(organization__in=rows).select_related("organization").order_by("pk"))
    nested = Nested(offered, rows)
    by_body: dict[UUID, list[Entity]] = {}
    for row in offered:
        value = nested.service(row, body=False) if asked.full_service else whole("service", row)
        by_body.setdefault(row.organization_id, []).append(value)  # type: ignore[arg-type]
    found = [(nested.organization(row, places=True), by_body.get(row.pk)) for row in rows]
    return [body | {"services": offers} if offers else body for body, offers in found]


def _sites(rows: Sequence[ServiceAtLocation], asked: Asked) -> list[Entity]:
    """Services at places, each with its service and its location."""
    if not asked.full:
        return [
            whole("service_at_location", row)
            | {"location": whole("location", row.location), "service": _with_body(row.service)}
            for row in rows
        ]
    nested = Nested(list({row.service_id: row.service for row in rows}.values()))
    return [nested.site(row) | {"service": nested.service(row.service, sites=False)} for row in rows]


def _entities(kind: Kind, rows: Iterable[Model], asked: Asked) -> list[Entity]:
    found = _bare(kind, list(rows), asked)
    return dressed(found, TABLE[kind]) if asked.full or asked.full_service else found


def _bare(kind: Kind, found: list[Any], asked: Asked) -> list[Entity]:
    if kind == "services":
        if asked.minimal:
            return [_minimal(row) for row in found]
        return Nested(found).all() if asked.full else [_with_body(row) for row in found]
    if kind == "organizations":
        return _bodies(found, asked)
    if kind == "service_at_locations":
        return _sites(found, asked)
    return [whole("taxonomy", row) if kind == "taxonomies" else term(row) for row in found]


def _shaped(profile: Profile, kind: Kind, found: list[Entity]) -> list[Entity]:
    return found if profile == "hsds" else [in_uk_profile(TABLE[kind], each) for each in found]


def published(viewer: Viewer, kind: Kind, asked: Asked, *, profile: Profile) -> tuple[list[Entity], int]:
    """One page of what was asked for, and how many there are on all pages."""
    allow(viewer, "directory.see")
    rows = _rows(viewer, kind, asked)
    first = (asked.page - 1) * asked.per_page
    # Ids first: what lies before the page is counted off an index, and not read.
    ids = list(rows.values_list("pk", flat=True)[first : first + asked.per_page])
    found = _entities(kind, _by_id(rows, ids), asked)
    total = len(ids) if not first and len(ids) < asked.per_page else rows.count()
    return _shaped(profile, kind, found), total


def streamed(viewer: Viewer, kind: Kind, asked: Asked, *, profile: Profile) -> Iterator[Entity]:
    """All of what was asked for, some at a time: memory does not grow with the directory."""
    allow(viewer, "directory.see")
    return _in_turn(_rows(viewer, kind, asked), kind, asked, profile)


def _in_turn(rows: QuerySet[Any], kind: Kind, asked: Asked, profile: Profile) -> Iterator[Entity]:
    for some in _turns(rows):
        yield from _shaped(profile, kind, _entities(kind, _by_id(rows, some), asked))


def _turns(rows: QuerySet[Any]) -> Iterator[list[UUID]]:
    """Ids, some at a time: by the last one where they are in their own order, else all are known at once."""
    ids = rows.values_list("pk", flat=True)
    if rows.query.order_by != ("pk",):  # the best of those that fit some words: at most a thousand
        every = list(ids)
        yield from (every[first : first + _AT_ONCE] for first in range(0, len(every), _AT_ONCE))
        return
    some = list(ids[:_AT_ONCE])
    while some:
        yield some
        some = list(ids.filter(pk__gt=some[-1])[:_AT_ONCE])


def _by_id(rows: QuerySet[Any], ids: list[UUID]) -> list[Any]:
    """These rows in this order, with what the question brings along."""
    whole: QuerySet[Any] = rows.model._default_manager.filter(pk__in=ids)
    whole.query.select_related = rows.query.select_related
    here = {row.pk: row for row in whole}
    return [here[id] for id in ids if id in here]


def one_published(viewer: Viewer, kind: Kind, id: UUID, *, profile: Profile) -> Entity:
    """One of them in full; NotFound when there is none that anybody may read."""
    allow(viewer, "directory.see")
    asked = Asked(full=True, full_service=True)
    rows = _rows(viewer, kind, asked).filter(pk=id)
    found = _shaped(profile, kind, _entities(kind, rows, asked))
    if not found:
        raise NotFound(TABLE[kind])
    return found[0]
