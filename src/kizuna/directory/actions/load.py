"""Importing a package: all of it or nothing, and nothing twice."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow
from kizuna.access.viewer import Refused, Viewer
from kizuna.directory.actions.following import following, joins
from kizuna.directory.actions.held import HeldFields, confidential, held_fields, present
from kizuna.directory.actions.hours import hold_hours
from kizuna.directory.actions.mapping import chosen_needs
from kizuna.directory.actions.merge import Plan, Written, plan
from kizuna.directory.actions.upkeep import NeedsPlan, edition, fill_cards, new_edition, plan_needs
from kizuna.directory.models import Organization, Service, ServiceAtLocation, ServiceNeed, Source, Taxonomy
from kizuna.directory.needs_map import Term, mapped_needs
from kizuna.directory.own_taxonomy import NAME, stamp, tables
from kizuna.directory.own_taxonomy import SOURCE as OWN
from kizuna.directory.package import Package, Record, read
from kizuna.directory.report import Imported, TableReport
from kizuna.directory.tables import TABLES
from kizuna.ledger.actions import note
from kizuna.places.queries import areas
from kizuna.work.actions import wake

_STEPS = len(TABLES) + 2
Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many steps are done, and how many there are."""


def _quietly(what: str, done: int, total: int) -> None:
    """For callers who do not watch."""


def _areas(by: Viewer) -> Callable[[Record], Mapping[str, Any]]:
    """Which of this site's areas a row of `service_area` names, by id or by name, if just one."""
    known: dict[str, set[UUID]] = defaultdict(set)
    for area in areas(by):
        known[area.id].add(UUID(area.id))
        known[area.name.casefold()].add(UUID(area.id))

    def of(record: Record) -> Mapping[str, Any]:
        for word in (record.values["uri"].removeprefix("urn:uuid:"), record.values["name"].casefold()):
            found = known.get(word, set())
            if len(found) == 1:
                return {"area_id": next(iter(found))}
        return {"area_id": None}

    return of


def _nothing(record: Record) -> Mapping[str, Any]:
    return {}


def _mapped(package: Package) -> dict[UUID, frozenset[str]]:
    """The needs of each service of the package, from its words."""
    names = {r.id: r.values["name"] for r in package.records["taxonomy"]}
    terms = {
        r.id: Term(r.values["name"], r.values["code"], names.get(r.values["taxonomy_id"], ""))
        for r in package.records["taxonomy_term"]
    }
    given: dict[UUID, dict[UUID, Term]] = defaultdict(dict)
    for record in package.records["attribute"]:
        given[record.values["service_id"]][record.values["term_id"]] = terms[record.values["term_id"]]
    chosen = chosen_needs()
    return {
        r.id: mapped_needs(
            given[r.id], chosen, (r.values["name"], r.values["alternate_name"]), r.values["description"]
        )
        for r in package.records["service"]
    }


@dataclass
class _Prepared:
    """Everything an import will write, and the edition of the directory that it was compared with."""

    edition: UUID | None
    source: Source
    first_time: bool
    tables: list[Plan]
    needs: NeedsPlan
    held: HeldFields

    @property
    def any(self) -> bool:
        """Whether there is anything to write."""
        return self.first_time or self.needs.any or self.held.any or any(each.any for each in self.tables)


def _prepare(
    package: Package, mapped: dict[UUID, frozenset[str]], by: Viewer, progress: Progress
) -> _Prepared:
    """Read, compare and make every row; nothing is locked meanwhile."""
    read_at = edition()
    kept = Source.objects.filter(name=package.source).first()
    source = kept or Source(id=uuid.uuid5(uuid.NAMESPACE_URL, package.source), name=package.source)
    more = {
        "service_area": _areas(by),
        "service": present(source.pk),
        "location": confidential(source.pk),
    }
    tables, held, merged = [], held_fields(package), joins()
    for number, table in enumerate(TABLES):
        progress(table.name, number, _STEPS)
        records = package.records.get(table.name, ())
        also = following(merged, table.name, held.more(table.name, more.get(table.name, _nothing)))
        tables.append(plan(table.name, records, source.pk, also))
    return _Prepared(read_at, source, kept is None, tables, plan_needs(mapped), held)


def _switch(ready: _Prepared, sha256: str, by: Viewer, now: datetime) -> dict[str, Written]:
    """Write all of it, in the caller's transaction. Cards of this source are gathered afterwards."""
    source = ready.source
    source.sha256, source.imported_at, source.changed_at = sha256, now, now
    source.save()
    # Places of this source that a merge gave to services of others: they may go back now.
    lent = ServiceAtLocation.objects.filter(source=source).exclude(service__source=source)
    borrowers = set(lent.values_list("service", flat=True))
    done = {each.table: each.write() for each in ready.tables}
    ready.needs.write()
    ready.held.write(source.name, now)
    hold_hours(source.pk, f"source:{source.name}", now)
    led = Service.objects.filter(source=source, merged_into__isnull=False).values_list(
        "merged_into", flat=True
    )
    # No join and no look into the table that is written: PostgreSQL, which knows nothing yet of rows that are
    # minutes old, would look through all of them for each.
    bodies = Organization.objects.filter(source=source).values("pk")
    touched = Q(source=source) | Q(organization__in=bodies) | Q(pk__in=borrowers.union(led))
    Service.objects.filter(touched, card__isnull=False).update(card=None)
    if source.name != OWN:
        note(verb="directory.imported", subject=source, by=by, now=now)
    others = Service.objects.filter(touched).exclude(source=source).values_list("pk", flat=True)
    new_edition(now, list(others), source=source.pk)
    wake("directory.recheck", now=now)
    wake("directory.look_for_alike", now=now)
    return done


def _report(package: Package, ready: _Prepared, done: Mapping[str, Written]) -> Imported:
    services = Service.objects.filter(source=ready.source, status="active")
    tables = []
    for name, counts in package.counts.items():
        wrote = done.get(name, Written())
        tables.append(
            TableReport(
                name,
                counts.read,
                counts.kept,
                counts.merged,
                counts.refused,
                wrote.new,
                wrote.changed,
                wrote.gone,
            )
        )
    return Imported(
        source=package.source,
        changed=ready.any,
        tables=tuple(tables),
        findings=package.findings,
        services=services.count(),
        with_need=services.filter(pk__in=ServiceNeed.objects.values("service")).count(),
    )


def _taxonomy_alone(package: Package) -> bool:
    """Whether it is a taxonomy without listings, from a source that has brought none."""
    others = [name for name in ("organization", "location") if package.records.get(name)]
    known = Service.objects.filter(source__name=package.source).exists()
    return bool(package.records.get("taxonomy_term")) and not others and not known


def import_package(
    *, package: Package, by: Viewer, now: datetime, progress: Progress | None = None
) -> Imported:
    """Bring the directory up to date with a package of one source. The same package again writes nothing.

    Reading and comparing lock nothing; all rows are written in one short transaction, and the cards, which
    can be gathered at any time, in small ones after it (by the task when this process dies first).

    Raises Refused, with nothing written, when it holds no service or rows of another source.
    """
    allow(by, "directory.import")
    if not (package.records.get("service") or _taxonomy_alone(package)):
        raise Refused(
            _("There are no services in this package. It needs services.csv, as HSDS describes it.")
        )
    progress = progress or _quietly
    mapped = _mapped(package)
    while True:
        ready = _prepare(package, mapped, by, progress)
        progress("writing", len(TABLES), _STEPS)
        if not ready.any:
            done: dict[str, Written] = {}
            break
        with transaction.atomic():
            # Locked from here on: only what was compared with the directory as it still is may be written.
            if edition() == ready.edition:
                done = _switch(ready, package.sha256, by, now)
                break
    progress("cards", len(TABLES) + 1, _STEPS)
    fill_cards(by=by, now=now)
    progress("done", _STEPS, _STEPS)
    _publish_needs(package, by, now)
    return _report(package, ready, done)


def _publish_needs(package: Package, by: Viewer, now: datetime) -> None:
    """The needs of this site stand among the taxonomies, unless a package brought them or they are there."""
    there = Source.objects.filter(name=OWN, sha256=stamp()).exists()
    brought = Taxonomy.objects.filter(name__iexact=NAME).exclude(source__name=OWN).exists()
    if package.source != OWN and not there and not brought:
        import_package(package=read(tables(), source=OWN, sha256=stamp()), by=by, now=now)
