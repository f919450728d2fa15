"""Importing a package: all of it or nothing, and nothing twice."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow
from kizuna.access.viewer import Refused, Viewer
from kizuna.directory.actions.merge import Written, merge
from kizuna.directory.actions.upkeep import new_edition, write_cards, write_needs
from kizuna.directory.models import Service, ServiceNeed, Source
from kizuna.directory.needs_map import Term, needs_of
from kizuna.directory.package import Package, Record
from kizuna.directory.report import Imported, TableReport
from kizuna.directory.tables import TABLES
from kizuna.ledger.actions import note
from kizuna.places.queries import areas

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


def _present(record: Record) -> Mapping[str, Any]:
    """A service that is in the package is not withdrawn."""
    return {"withdrawn": False}


def _mapped(package: Package) -> dict[UUID, frozenset[str]]:
    """The needs of each service of the package, from its words."""
    names = {r.id: r.values["name"] for r in package.records["taxonomy"]}
    terms = {
        r.id: Term(r.values["name"], r.values["code"], names.get(r.values["taxonomy_id"], ""))
        for r in package.records["taxonomy_term"]
    }
    given: dict[UUID, list[Term]] = defaultdict(list)
    for record in package.records["attribute"]:
        given[record.values["service_id"]].append(terms[record.values["term_id"]])
    return {
        r.id: needs_of(given[r.id], (r.values["name"], r.values["alternate_name"]), r.values["description"])
        for r in package.records["service"]
    }


def _tables(package: Package, source: Source, by: Viewer, progress: Progress) -> dict[str, Written]:
    more = {"service_area": _areas(by), "service": _present}
    done: dict[str, Written] = {}
    for number, table in enumerate(TABLES):
        progress(table.name, number, len(TABLES) + 2)
        records = package.records.get(table.name, ())
        done[table.name] = merge(table.name, records, source, more.get(table.name, _nothing))
    return done


def _report(package: Package, source: Source, done: Mapping[str, Written], changed: bool) -> Imported:
    services = Service.objects.filter(source=source, status="active")
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
        changed=changed,
        tables=tuple(tables),
        findings=package.findings,
        services=services.count(),
        with_need=services.filter(pk__in=ServiceNeed.objects.values("service")).count(),
    )


def import_package(
    *, package: Package, by: Viewer, now: datetime, progress: Progress | None = None
) -> Imported:
    """Bring the directory up to date with a package of one source. The same package again writes nothing.

    Raises Refused, with nothing written, when it holds no service or rows of another source.
    """
    allow(by, "directory.import")
    if not package.records.get("service"):
        raise Refused(
            _("There are no services in this package. It needs services.csv, as HSDS describes it.")
        )
    progress = progress or _quietly
    mapped = _mapped(package)
    with transaction.atomic():
        source = Source.objects.filter(name=package.source).first()
        first_time = source is None
        if source is None:
            source = Source.objects.create(
                id=uuid.uuid5(uuid.NAMESPACE_URL, package.source), name=package.source
            )
        done = _tables(package, source, by, progress)
        progress("needs", len(TABLES), len(TABLES) + 2)
        needs = write_needs(mapped)
        changed = first_time or bool(needs) or any(written.any for written in done.values())
        if changed:
            progress("cards", len(TABLES) + 1, len(TABLES) + 2)
            write_cards(Service.objects.filter(source=source).select_related("organization"))
            source.sha256, source.imported_at, source.changed_at = package.sha256, now, now
            source.save()
            note(verb="directory.imported", subject=source, by=by, now=now)
            new_edition(now)
        progress("done", len(TABLES) + 2, len(TABLES) + 2)
        return _report(package, source, done, changed)
