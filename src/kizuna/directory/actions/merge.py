"""Writes the rows of a package over those that came from the same source before: only what differs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from kizuna.access.viewer import Refused
from kizuna.directory.models import (
    Accessibility,
    Address,
    CostOption,
    Language,
    Listed,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceCapacity,
    ServiceTerm,
    Source,
    Taxonomy,
    TaxonomyTerm,
)
from kizuna.directory.package import Record

MODELS: dict[str, type[Listed]] = {
    "organization": Organization,
    "location": Location,
    "service": Service,
    "service_at_location": ServiceAtLocation,
    "address": Address,
    "phone": Phone,
    "schedule": Schedule,
    "language": Language,
    "accessibility": Accessibility,
    "taxonomy": Taxonomy,
    "taxonomy_term": TaxonomyTerm,
    "attribute": ServiceTerm,
    "service_area": ServiceArea,
    "cost_option": CostOption,
    "service_capacity": ServiceCapacity,
}
LASTING = {"organization", "location", "service", "taxonomy", "taxonomy_term"}
"""Other rooms and people point to these: a row that left its package stays, a service as withdrawn."""
_BATCH = 500
_LOOK_UP = 5000


@dataclass
class Written:
    """What writing one table did."""

    new: int = 0
    changed: int = 0
    gone: int = 0
    services: set[UUID] = field(default_factory=set)

    @property
    def any(self) -> bool:
        """Whether anything was written at all."""
        return bool(self.new or self.changed or self.gone)


def _fields(model: type[Listed], records: tuple[Record, ...], more: Mapping[str, Any]) -> tuple[str, ...]:
    columns = {f.attname for f in model._meta.concrete_fields}
    return ("foreign_id", *(name for name in (*records[0].values, *more) if name in columns))


def _rows(
    records: tuple[Record, ...], names: tuple[str, ...], more: Callable[[Record], Mapping[str, Any]]
) -> dict[UUID, tuple[Any, ...]]:
    out = {}
    for record in records:
        values = {"foreign_id": record.foreign_id, **record.values, **more(record)}
        out[record.id] = tuple(values[name] for name in names)
    return out


def _not_of_others(model: type[Listed], ids: list[UUID], source: Source) -> None:
    """A row that belongs to another source is never taken over: the whole import is refused."""
    for first in range(0, len(ids), _LOOK_UP):
        other = (
            model._default_manager.filter(pk__in=ids[first : first + _LOOK_UP])
            .exclude(source=source)
            .values_list("source__name")
            .first()
        )
        if other:
            raise Refused(
                _(
                    "This package has rows that are already here from “%(source)s”. "
                    "Bring it in with that source to bring those up to date."
                )
                % {"source": other[0] or "?"}
            )


def merge(
    table: str,
    records: tuple[Record, ...],
    source: Source,
    more: Callable[[Record], Mapping[str, Any]],
) -> Written:
    """Bring one table up to date; `more` gives further values of a row."""
    model, written = MODELS[table], Written()
    here = set(model._default_manager.filter(source=source).values_list("pk", flat=True))
    if records:
        names = _fields(model, records, more(records[0]))
        wanted = _rows(records, names, more)
        _write(model, names, wanted, here, source, written)
    left = here - {record.id for record in records}
    if left:
        _take_out(table, model, left, source, written)
    return written


def _write(
    model: type[Listed],
    names: tuple[str, ...],
    wanted: dict[UUID, tuple[Any, ...]],
    here: set[UUID],
    source: Source,
    written: Written,
) -> None:
    known = {
        row[0]: row[1:] for row in model._default_manager.filter(source=source).values_list("pk", *names)
    }
    new = [id for id in wanted if id not in here]
    changed = [id for id in wanted if id in here and known[id] != wanted[id]]
    _not_of_others(model, new, source)

    def made(id: UUID) -> Listed:
        return model(id=id, source=source, **dict(zip(names, wanted[id], strict=True)))

    model._default_manager.bulk_create((made(id) for id in new), batch_size=_BATCH)
    model._default_manager.bulk_update((made(id) for id in changed), names, batch_size=100)
    written.new, written.changed = len(new), len(changed)


def _take_out(table: str, model: type[Listed], left: set[UUID], source: Source, written: Written) -> None:
    """Rows that the package no longer has."""
    ids = sorted(left)
    for first in range(0, len(ids), _LOOK_UP):
        some = ids[first : first + _LOOK_UP]
        if table == "service":
            rows = Service.objects.filter(pk__in=some, withdrawn=False)
            written.gone += rows.update(withdrawn=True, status="inactive", card=None)
        elif table not in LASTING:
            written.gone += model._default_manager.filter(pk__in=some).delete()[0]
