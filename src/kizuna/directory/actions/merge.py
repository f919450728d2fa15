"""Brings the rows of a package over those that came from the same source before: only what differs.

Comparing takes seconds and is done outside any transaction; writing what it found is short.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import AutoField, Model, Q
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery
from django.utils.translation import gettext as _

from kizuna.access.viewer import Refused
from kizuna.directory.models import (
    Accessibility,
    Address,
    Contact,
    CostOption,
    Language,
    Listed,
    Location,
    Metadata,
    Organization,
    PassedOn,
    Phone,
    Program,
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceCapacity,
    ServiceTerm,
    Taxonomy,
    TaxonomyTerm,
    Unit,
)
from kizuna.directory.package import Record
from kizuna.directory.passing import NAMES

MODELS: dict[str, type[Listed]] = {
    "organization": Organization,
    "program": Program,
    "location": Location,
    "service": Service,
    "service_at_location": ServiceAtLocation,
    "address": Address,
    "contact": Contact,
    "phone": Phone,
    "schedule": Schedule,
    "language": Language,
    "accessibility": Accessibility,
    "taxonomy": Taxonomy,
    "taxonomy_term": TaxonomyTerm,
    "attribute": ServiceTerm,
    "service_area": ServiceArea,
    "cost_option": CostOption,
    "required_document": RequiredDocument,
    "unit": Unit,
    "service_capacity": ServiceCapacity,
    **dict.fromkeys(sorted(NAMES), PassedOn),
    "metadata": Metadata,
}
LASTING = {"organization", "program", "location", "service", "taxonomy", "taxonomy_term", "unit"}
"""Other rooms and people point to these: a row that left its package stays, a service as withdrawn."""
_BATCH = 500
_LOOK_UP = 5000


@dataclass
class Written:
    """What writing one table did."""

    new: int = 0
    changed: int = 0
    gone: int = 0

    @property
    def any(self) -> bool:
        """Whether anything was written at all."""
        return bool(self.new or self.changed or self.gone)


Statement = tuple[str, tuple[Any, ...]]


def inserts(model: type[Model], rows: Sequence[Model], changing: Sequence[str] = ()) -> list[Statement]:
    """The statements that write these rows, or over those that are here the columns that are `changing`.

    Made ahead, because making them takes far longer than running them, and others wait only for the latter.
    """
    made = []
    fields = [each for each in model._meta.concrete_fields if not isinstance(each, AutoField)]
    over = [model._meta.get_field(name) for name in changing]
    size = connection.ops.bulk_batch_size(fields, rows) if rows else 1
    for first in range(0, len(rows), min(size, _BATCH)):
        query = InsertQuery(
            model,
            on_conflict=OnConflict.UPDATE if over else None,
            update_fields=over,
            unique_fields=[model._meta.pk] if over else [],
        )
        query.insert_values(fields, list(rows[first : first + min(size, _BATCH)]))
        made += query.get_compiler(connection=connection).as_sql()
    return made


def run(statements: Iterable[Statement]) -> None:
    """Run them in the caller's transaction."""
    with connection.cursor() as cursor:
        for sql, values in statements:
            cursor.execute(sql, values)


@dataclass
class Plan:
    """What one table needs to be up to date, found and prepared without a transaction."""

    table: str
    new: int = 0
    changed: int = 0
    gone: list[UUID] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)

    @property
    def any(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.new or self.changed or self.gone)

    def write(self) -> Written:
        """Write just what differs, in the caller's transaction."""
        run(self.statements)
        gone = sum(_take_out(self.table, some) for some in batched(self.gone, _LOOK_UP))
        return Written(self.new, self.changed, gone)


def batched(ids: Sequence[UUID], size: int) -> Iterator[Sequence[UUID]]:
    """These ids, some at a time."""
    return (ids[first : first + size] for first in range(0, len(ids), size))


def _fields(model: type[Listed], records: tuple[Record, ...], more: Mapping[str, Any]) -> tuple[str, ...]:
    columns = {f.attname for f in model._meta.concrete_fields}
    names = dict.fromkeys(name for name in (*records[0].values, *more) if name in columns)
    return ("foreign_id", "more", *names)


def _rows(
    records: tuple[Record, ...], names: tuple[str, ...], more: Callable[[Record], Mapping[str, Any]]
) -> dict[UUID, tuple[Any, ...]]:
    out = {}
    for record in records:
        values = {"foreign_id": record.foreign_id, "more": record.more, **record.values, **more(record)}
        out[record.id] = tuple(values[name] for name in names)
    return out


def _not_of_others(model: type[Listed], ids: list[UUID], source: UUID) -> None:
    """A row that belongs to another source is never taken over: the whole import is refused."""
    for some in batched(ids, _LOOK_UP):
        rows = model._default_manager.filter(pk__in=some).exclude(source=source)
        other = rows.values_list("source__name").first()
        if other:
            raise Refused(
                _(
                    "This package has rows that are already here from “%(source)s”. "
                    "Bring it in with that source to bring those up to date."
                )
                % {"source": other[0] or "?"}
            )


def _of(table: str) -> dict[str, str]:
    """Rows that are only passed on share one table, and name their own."""
    return {"table": table} if table in NAMES else {}


def plan(
    table: str,
    records: tuple[Record, ...],
    source: UUID,
    more: Callable[[Record], Mapping[str, Any]],
) -> Plan:
    """Compare one table with what is here; `more` gives further values of a row. Only reads."""
    model = MODELS[table]
    kept = model._default_manager.filter(source=source, **_of(table))
    if not records:
        return Plan(table, gone=sorted(_still_here(table, kept.values_list("pk", flat=True))))
    names = _fields(model, records, more(records[0]))
    wanted = _rows(records, names, more)
    known = {row[0]: row[1:] for row in kept.values_list("pk", *names)}
    new = [id for id in wanted if id not in known]
    _not_of_others(model, new, source)

    def made(id: UUID) -> Listed:
        return model(id=id, source_id=source, **_of(table), **dict(zip(names, wanted[id], strict=True)))

    changed = [id for id in wanted if id in known and known[id] != wanted[id]]
    left = _still_here(table, known.keys() - wanted.keys())
    statements = inserts(model, [made(id) for id in new]) + inserts(
        model, [made(id) for id in changed], names
    )
    return Plan(table, len(new), len(changed), sorted(left), statements)


def _still_here(table: str, left: Iterable[UUID]) -> set[UUID]:
    """Of the rows that the package no longer has, those that there is something to do about."""
    ids = set(left)
    if table == "service" and ids:
        settled = Service.objects.filter(Q(withdrawn=True) | Q(kept=True)).values_list("pk", flat=True)
        return ids.difference(settled)
    return set() if table in LASTING else ids


def _take_out(table: str, ids: Sequence[UUID]) -> int:
    """Rows that the package no longer has; how many went."""
    if table == "service":
        rows = Service.objects.filter(pk__in=ids)
        return rows.update(withdrawn=True, status="inactive", card=None)
    return MODELS[table]._default_manager.filter(pk__in=ids).delete()[0]
