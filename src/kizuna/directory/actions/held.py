"""What humans decided against what an import brings: theirs stays, and what the source says is proposed."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Q

from kizuna.directory.changing import BY_COLUMN, HELD_TABLES, Held, kept, shown
from kizuna.directory.models import Change, ChangedField, HeldEdit, Location, Service
from kizuna.directory.package import Package, Record

More = Callable[[Record], Mapping[str, Any]]


@dataclass
class HeldFields:
    """The fields of one source's rows that an import leaves alone, and what came of comparing them."""

    values: dict[str, dict[UUID, dict[str, Any]]] = field(default_factory=lambda: defaultdict(dict))
    agreed: list[HeldEdit] = field(default_factory=list)
    """The source says the same by now: nothing needs to be held."""
    differ: list[tuple[HeldEdit, str]] = field(default_factory=list)
    """The source says a third thing."""

    @property
    def any(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.agreed or self.differ)

    def more(self, table: str, before: More) -> More:
        """The further values of a row of this table: those before, and what a human decided."""
        held = self.values.get(table, {})
        return (lambda record: {**before(record), **held.get(record.id, {})}) if held else before

    def write(self, source: str, now: datetime) -> None:
        """Propose what the source says anew, in the caller's transaction; the next import is quiet."""
        HeldEdit.objects.filter(pk__in=[held.pk for held in self.agreed]).delete()
        made: dict[UUID, Change] = {}
        parts = []
        for held, said in self.differ:
            by = f"source:{source}"[:200]
            new = Change(id=uuid4(), service_id=held.service_id, origin="import", by=by, at=now)
            change = made.setdefault(held.service_id, new)
            parts.append(
                ChangedField(
                    id=uuid4(),
                    change=change,
                    resource_type=held.resource_type,
                    resource_id=held.resource_id,
                    field_name=held.field_name,
                    previous_value=held.value,
                    replacement=said,
                )
            )
            held.source_value = said
        Change.objects.bulk_create(made.values())
        ChangedField.objects.bulk_create(parts)
        HeldEdit.objects.bulk_update([held for held, _said in self.differ], ["source_value"])


def held_fields(package: Package) -> HeldFields:
    """Compare what humans decided with a package. Only reads."""
    found = HeldFields()
    rows = HeldEdit.objects.filter(resource_type__in=HELD_TABLES)
    edits: dict[tuple[str, UUID], list[HeldEdit]] = defaultdict(list)
    for edit in rows.order_by("pk"):
        edits[edit.resource_type, edit.resource_id].append(edit)
    for table in HELD_TABLES if edits else ():
        for record in package.records.get(table, ()):
            for edit in edits.get((table, record.id), ()):
                _compare(found, edit, record)
    return found


def _compare(found: HeldFields, edit: HeldEdit, record: Record) -> None:
    said = shown(record.values[edit.field_name])
    meant = Held(edit.value, edit.source_value).against(said)
    if meant == "agrees":
        found.agreed.append(edit)
        return
    if meant == "differs":
        found.differ.append((edit, said))
    column = BY_COLUMN[edit.resource_type, edit.field_name]
    found.values[edit.resource_type].setdefault(edit.resource_id, {})[edit.field_name] = kept(
        column, edit.value
    )


def _later(here: Any, there: Any) -> bool:
    return here is not None and (there is None or here > there)


def present(source: UUID) -> More:
    """A service that is in the package is not withdrawn; a later check or change by a human here stays."""
    columns = ("pk", "assured_date", "assurer_email", "last_modified")
    touched = Q(assured_date__isnull=False) | Q(last_modified__isnull=False)
    rows = Service.objects.filter(touched, source=source).values_list(*columns)
    here = {pk: (day, who, changed) for pk, day, who, changed in rows}

    def of(record: Record) -> Mapping[str, Any]:
        found: dict[str, Any] = {"withdrawn": False, "kept": False}
        day, who, changed = here.get(record.id, (None, "", None))
        if _later(day, record.values["assured_date"]):
            found |= {"assured_date": day, "assurer_email": who}
        if _later(changed, record.values["last_modified"]):
            found["last_modified"] = changed
        return found

    return of


def confidential(source: UUID) -> More:
    """A place that is kept secret here stays so: an import may hide one, and never tells of one."""
    here = set(Location.objects.filter(source=source, confidential=True).values_list("pk", flat=True))
    return lambda record: {"confidential": True} if record.id in here else {}
