"""Reads for pages: one service in full, the list of all, where a referral goes, and how large it all is."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language

from kizuna.access.deeds import allow
from kizuna.access.viewer import NotFound, Viewer
from kizuna.directory.capacity import Word
from kizuna.directory.freshness import freshness
from kizuna.directory.hours import state, week
from kizuna.directory.ids import known_ids
from kizuna.directory.listing import Address, Card, PhoneValue, PlaceValue, ServiceValue, SourceValue, Stats
from kizuna.directory.models import (
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceNeed,
    ServiceTerm,
    Source,
)
from kizuna.directory.option import Option
from kizuna.directory.own_taxonomy import SOURCE as OWN
from kizuna.directory.phone import dial, shown
from kizuna.directory.public_holidays import named
from kizuna.directory.queries.followed import followed
from kizuna.directory.queries.gather import Around
from kizuna.directory.queries.options import (
    COLUMNS,
    Emergency,
    active,
    option,
    options,
    readable,
    with_cards,
)
from kizuna.directory.queries.translations import Spoken, original_language, spoken
from kizuna.directory.queries.words import when_text
from kizuna.directory.translated import FIELDS


def _phone(row: Phone) -> PhoneValue:
    return PhoneValue(
        shown(row.number, settings.COUNTRY),
        dial(row.number, row.extension, settings.COUNTRY),
        row.extension,
        row.type,
        row.description,
    )


def _places(own: Card, around: Around, row: Service) -> tuple[PlaceValue, ...]:
    """Where one can go, then what happens elsewhere: by telephone or online."""
    elsewhere = [s.location for s in around.sites[row.pk] if s.location.location_type == "virtual"]
    return (
        *own.places,
        *(PlaceValue(name=site.name, transportation=site.transportation) for site in elsewhere),
    )


def _source_title(name: str) -> str:
    """Where a listing comes from: the site's own directory by the name of the site."""
    return settings.SITE_NAME if name == slugify(settings.SITE_NAME) else name


def _in_their_words(schedules: list[Schedule]) -> tuple[str, ...]:
    """What is written about the hours, each text once."""
    texts = (text for s in schedules for text in (s.description, s.notes) if text)
    return tuple(dict.fromkeys(texts))


def _units(own: Card, emergency: Emergency) -> tuple[Word, ...]:
    """Each unit of a service that has several, with what still holds of it."""
    urgent = emergency.near(own) if len(own.capacity) > 1 else False
    named = len(own.capacity) > 1 or any(word.unit for word in own.capacity)
    return tuple(word for word in own.capacity if named and word.holds(emergency.now, emergency=urgent))


def _value(row: Service, own: Card, around: Around, emergency: Emergency) -> ServiceValue:
    """A service in full: its card, and around it what a card leaves out."""
    body, now = row.organization, emergency.now
    holidays = named(settings.COUNTRY, settings.REGION, now.year)
    free = frozenset(holidays)
    today = timezone.localtime(now).date()
    hours = state(own.openings, now, settings.TIME_ZONE, holidays=free)
    languages = around.owned(around.languages, row)
    terms = ServiceTerm.objects.filter(service=row).values_list("term__name", flat=True)
    return ServiceValue(
        id=str(row.pk),
        name=row.name,
        alternate_name=row.alternate_name,
        organisation=own.organisation,
        organisation_website=body.website if body else "",
        organisation_id=str(body.pk) if body else "",
        description=row.description,
        url=row.url or (body.website if body else ""),
        email=row.email,
        status=row.status,
        alert=row.alert,
        eligibility=row.eligibility_description,
        min_age=row.minimum_age,
        max_age=row.maximum_age,
        how_to_get=row.application_process,
        cost_text=row.fees_description,
        cost=own.cost,
        wait_time=row.wait_time,
        languages=tuple(sorted(own.languages or ())),
        languages_text=tuple(dict.fromkeys(r.name for r in languages if r.name and not r.code)),
        interpreting=row.interpretation_services,
        phones=tuple(_phone(r) for r in around.owned(around.phones, row)),
        places=_places(own, around, row),
        needs=tuple(sorted(own.needs)),
        terms=tuple(sorted(set(terms))),
        areas=tuple(dict.fromkeys(r.name for r in around.areas[row.pk] if r.name)),
        hours=hours,
        when_text=when_text(hours, now, by_phone=bool(own.phone)),
        week=week(own.openings, today, settings.TIME_ZONE, holidays=free),
        hours_text=_in_their_words(around.owned(around.schedules, row)),
        confirmed_on=row.assured_date,
        source=_source_title(row.source.name) if row.source else "",
        freshness=freshness(row.assured_date, today),
        last_modified=row.last_modified,
        capacity=emergency.capacity(own),
        units=_units(own, emergency),
        emergency_only=row.emergency_only,
        withdrawn=row.withdrawn,
        holidays=holidays,
    )


def _translated(viewer: Viewer, row: Service, original: bool) -> dict[str, Any]:
    """Write the reader's words over the row, which is shown and never saved; what is to be known of that."""
    reader = get_language() or ""
    words = Spoken(reader, {}) if original else spoken(viewer, [row.pk], reader)
    texts = {"other": original_language(words.language)}
    mark = words.mark(row)
    for name in FIELDS:
        said, texts[name] = words.of(row, name)
        setattr(row, name, said)
    return {"texts": texts, "translation": mark}


def service(viewer: Viewer, id: object, now: datetime, *, original: bool = False) -> ServiceValue:
    """One service in full, whatever its status, in the reader's words or as it was written.

    NotFound when none may be shown now.
    """
    allow(viewer, "directory.see")
    rows = Service.objects.filter(pk__in=known_ids([id])).select_related("organization", "source")
    row = rows.first()
    if row is None:
        raise NotFound("service")
    ((_row, own),) = with_cards(viewer, [row])
    emergency = Emergency(viewer, now, None)
    if viewer.role == "stranger" and not emergency.shows(row, own):
        raise NotFound("service")
    said = _translated(viewer, row, original)
    return replace(_value(row, own, Around([row]), emergency), **said)


def referral_address(viewer: Viewer, service_id: object) -> Address | None:
    """Where a referral to this service goes: its own address, else its organisation's; None when neither."""
    allow(viewer, "directory.see")
    ids = followed(viewer, "service", [service_id]).values() or known_ids([service_id])
    row = Service.objects.filter(pk__in=ids).select_related("organization").first()
    if row is None:
        return None
    email = row.email or (row.organization.email if row.organization else "")
    return Address(email, row.name) if email else None


def services_of_need(viewer: Viewer, need: str, *, now: datetime, area: object | None = None) -> list[Option]:
    """Active services for one need."""
    return options(viewer, now=now, needs=(need,), area=area)


def _public(need: str) -> QuerySet[Service]:
    """Services of the public list: those only for emergencies are left out."""
    return active((need,) if need else None).filter(emergency_only=False)


def how_many(viewer: Viewer, *, need: str = "") -> int:
    """How long the list of all services is, or of those for one need."""
    allow(viewer, "directory.see")
    return _public(need).count()


def listed(viewer: Viewer, *, now: datetime, need: str = "", start: int, stop: int) -> list[Option]:
    """A piece of the list of all services by name."""
    allow(viewer, "directory.see")
    rows = _public(need).order_by("name", "pk").only(*COLUMNS)[start:stop]
    emergency = Emergency(viewer, now, None)
    return [option(row, each, emergency) for row, each in readable(viewer, rows)]


def sources(viewer: Viewer) -> list[SourceValue]:
    """Where listings come from, newest first."""
    allow(viewer, "directory.see")
    counts = dict(
        Service.objects.filter(status="active").order_by().values_list("source").annotate(n=Count("pk"))
    )
    rows = Source.objects.exclude(name=OWN).order_by("-imported_at")
    return [SourceValue(r.name, r.imported_at, counts.get(r.pk, 0)) for r in rows]


def stats(viewer: Viewer) -> Stats:
    """How large the directory is."""
    allow(viewer, "directory.see")
    rows = Service.objects.filter(status="active")
    reachable = ~Q(email="") | (Q(organization__isnull=False) & ~Q(organization__email=""))
    return Stats(
        organisations=Organization.objects.filter(merged_into=None).count(),
        services=rows.count(),
        locations=Location.objects.count(),
        with_need=rows.filter(pk__in=ServiceNeed.objects.values("service")).count(),
        with_referral_address=rows.filter(reachable).count(),
    )
