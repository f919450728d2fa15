"""All that a page shows of one person: one look at which tables know of them, then only those."""

from datetime import datetime

from django.db.models import Exists, Model, OuterRef, Q

from kizuna.access.viewer import Viewer
from kizuna.people.homes import Whole
from kizuna.people.models import (
    Block,
    Dependence,
    Membership,
    Merge,
    Person,
    PersonName,
    Protection,
    Speaking,
)
from kizuna.people.queries.apart import _avoided
from kizuna.people.queries.homes import _dependences, _guard, _homes, _names, _speakers
from kizuna.people.queries.merging import _merges
from kizuna.people.queries.persons import _details
from kizuna.people.queries.sight import row_of, same_person

TABLES: dict[str, tuple[type[Model], str]] = {
    "names": (PersonName, "person"),
    "homes": (Membership, "person"),
    "needs": (Dependence, "person"),
    "speakers": (Speaking, "person"),
    "avoided": (Block, "person"),
    "guard": (Protection, "person"),
    "merges": (Merge, "keep"),
}


def _told_of(row: Person) -> frozenset[str]:
    """Which of these tables hold anything about the person, under any of their records: one query."""
    there = {}
    for name, (table, field) in TABLES.items():
        own = Q((field, OuterRef("pk"))) | Q((f"{field}__merged_into", OuterRef("pk")))
        there[f"in_{name}"] = Exists(table._default_manager.filter(own))
    found = Person.objects.filter(pk=row.pk).annotate(**there).values(*there).first() or {}
    return frozenset(name.removeprefix("in_") for name, held in found.items() if held)


def whole(viewer: Viewer, person: object, now: datetime) -> Whole:
    """One person with everything around them. NotFound when out of sight."""
    row = row_of(viewer, person)
    told = _told_of(row)
    ids = same_person(viewer, row.pk) if told else frozenset([row.pk])
    return Whole(
        who=row.profile(),
        details=_details(row),
        names=tuple(_names(viewer, ids)) if "names" in told else (),
        homes=tuple(_homes(viewer, ids)) if "homes" in told else (),
        dependences=tuple(_dependences(ids)) if "needs" in told else (),
        speakers=tuple(_speakers(viewer, ids, now)) if "speakers" in told else (),
        avoided=tuple(_avoided(viewer, ids)) if "avoided" in told else (),
        guard=_guard(viewer, row, ids, now) if "guard" in told else None,
        merges=tuple(_merges(row)) if "merges" in told else (),
    )
