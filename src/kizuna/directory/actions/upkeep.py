"""Keeps what is derived from listings true: cards, mapped needs, the search index."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from kizuna.access.deeds import allow
from kizuna.access.viewer import SYSTEM, NotFound, Refused, Viewer
from kizuna.directory.actions.merge import Statement, inserts, run
from kizuna.directory.card import to_json
from kizuna.directory.ids import known_ids
from kizuna.directory.models import Edition, Service, ServiceNeed
from kizuna.directory.needs import BY_CODE
from kizuna.directory.queries import cards, own_body
from kizuna.ledger.actions import note
from kizuna.work.actions import wake

_BATCH = 200
_REMEMBERED, _NAMED = 100, 500
"""Changes, and services in them, that an index may lie behind without being built anew."""


def new_edition(
    now: datetime, services: Collection[UUID] | None = None, *, source: UUID | None = None
) -> None:
    """The directory has changed: copies are out of date; these services, or a source, are indexed anew.

    Whoever names neither says that anything may have changed: the whole index is built anew.
    """
    _counted(now, None if services is None and source is None else services or (), source, token=uuid4())


def told_anew(now: datetime, services: Collection[UUID] = ()) -> None:
    """Who checked a listing, or how much room there is: copies are out of date.

    `services`: those that the search index has to take up all the same, since they were checked today.
    """
    if services:
        _counted(now, services, None, told=uuid4())
    elif not Edition.objects.filter(pk=1).update(told=uuid4(), changed_at=now):
        new_edition(now)


def _counted(now: datetime, services: Collection[UUID] | None, source: UUID | None, **fresh: UUID) -> None:
    """Count one more change. Whoever counts holds the one row until the end of their transaction."""
    there = Edition.objects.select_for_update().filter(pk=1).first() or Edition(pk=1)
    number = there.number + 1
    recent = [*there.recent, [number, uuid4().hex]][-_REMEMBERED:]
    named = [str(id) for id in services or ()]
    touched = [*there.touched, [number, named, str(source or "")]][-_REMEMBERED:]
    while touched and (services is None or sum(len(ids) for _, ids, _ in touched) > _NAMED):
        # An index that lies behind this one is built anew.
        touched, recent = touched[1:], recent[1:] or recent
    changed = {"changed_at": now, "number": number, "recent": recent, "touched": touched, **fresh}
    Edition.objects.update_or_create(pk=1, defaults=changed)
    wake("directory.reindex", now=now)


def _moment() -> tuple[UUID, UUID] | None:
    """Another one means that anything was written since."""
    return Edition.objects.values_list("token", "told").first()


def write_cards(services: Iterable[Service]) -> int:
    """Gather these services' cards anew; how many differ from what was kept. In the caller's transaction."""
    rows = list(services)
    fresh = {id: to_json(card) for id, card in cards(SYSTEM("cards"), rows).items()}
    changed = [row for row in rows if row.card != fresh[row.pk]]
    for row in changed:
        row.card = fresh[row.pk]
    Service.objects.bulk_update(changed, ["card"], batch_size=_BATCH)
    return len(changed)


def edition() -> UUID | None:
    """The edition of the directory: another one means that something changed since."""
    return Edition.objects.values_list("token", flat=True).first()


def fill_cards(*, by: Viewer, now: datetime) -> int:
    """Gather the cards that are missing, some at a time; how many were written.

    Without its card a service is shown all the same (it is gathered when asked for), so that whoever
    changes many rows need not make other writers wait for the cards. Only the writing is a transaction.
    """
    allow(by, "directory.import")
    written = 0
    bare = Service.objects.filter(card__isnull=True, withdrawn=False).order_by("pk")
    while True:
        read_at = _moment()
        rows = list(bare.select_related("organization")[:_BATCH])
        if not rows:
            return written
        fresh = cards(SYSTEM("cards"), rows)
        for row in rows:
            row.card = to_json(fresh[row.pk])
        statements = inserts(Service, rows, ("card",))
        with transaction.atomic():
            if _moment() == read_at:  # else the rows around these services may have changed: gather again
                run(statements)
                if not written:
                    note(verb="directory.refreshed", subject="directory.Service:*", by=by, now=now)
                written += len(rows)


@dataclass
class NeedsPlan:
    """Which needs that machines found are to be written, and which are theirs no longer."""

    new: list[Statement] = field(default_factory=list)
    old: dict[UUID, set[str]] = field(default_factory=dict)

    @property
    def any(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.new or self.old)

    def write(self) -> None:
        """Write them, in the caller's transaction."""
        run(self.new)
        for service, needs in self.old.items():
            ServiceNeed.objects.filter(service=service, need__in=needs).delete()


def plan_needs(mapped: dict[UUID, frozenset[str]]) -> NeedsPlan:
    """What machines found against what is here; what a person said stays. Only reads."""
    curated = set(Service.objects.filter(needs_curated=True).values_list("pk", flat=True))
    open_to_machines = sorted(set(mapped) - curated)
    here: dict[UUID, set[str]] = defaultdict(set)
    for first in range(0, len(open_to_machines), 5000):
        rows = ServiceNeed.objects.filter(service__in=open_to_machines[first : first + 5000])
        for service, need in rows.values_list("service_id", "need"):
            here[service].add(need)
    new = [
        ServiceNeed(service_id=service, need=need, origin="mapped")
        for service in open_to_machines
        for need in sorted(mapped[service] - here[service])
    ]
    old = {service: gone for service in open_to_machines if (gone := here[service] - mapped[service])}
    return NeedsPlan(inserts(ServiceNeed, new), old)


def refresh_cards(*, services: Collection[object] | None = None, by: Viewer, now: datetime) -> int:
    """Gather cards anew, of all services or of these, after rows were written by other means."""
    allow(by, "directory.import")
    rows = Service.objects.select_related("organization")
    if services is not None:
        rows = rows.filter(pk__in=known_ids(services))
    with transaction.atomic():
        changed = write_cards(rows)
        if changed:
            note(verb="directory.refreshed", subject="directory.Service:*", by=by, now=now)
            new_edition(now, [row.pk for row in rows])
    return changed


def set_needs(*, service: object, needs: Collection[str], by: Viewer, now: datetime) -> None:
    """A person says which needs a service meets: these hold from now on, whatever machines find."""
    row = Service.objects.filter(pk__in=known_ids([service])).select_related("organization").first()
    if row is None:
        raise NotFound("service")
    allow(by, "directory.change", organisation=own_body(by, row.organization_id))
    unknown = sorted(set(needs) - set(BY_CODE))
    if unknown:
        raise Refused(f"There is no need called {', '.join(unknown)}.")
    with transaction.atomic():
        ServiceNeed.objects.filter(service=row).delete()
        ServiceNeed.objects.bulk_create(ServiceNeed(service=row, need=need) for need in sorted(set(needs)))
        row.needs_curated = True
        row.save(update_fields=["needs_curated"])
        write_cards([row])
        note(verb="service.needs", subject=row, by=by, now=now)
        new_edition(now, [row.pk])
