"""What kind of people stand behind rows of other rooms: for figures, read by the house alone."""

from typing import Any

from django.db.models import Q, QuerySet

from kizuna.access.deeds import allow
from kizuna.access.viewer import STRANGER, Viewer
from kizuna.people.kind import Kind
from kizuna.people.models import Person
from kizuna.people.queries.sight import visible_at_rest, visible_to_keepers


def kinds(viewer: Viewer, *keys: "QuerySet[Any, Any]") -> dict[str, Kind]:
    """By record, of these keys and of what was merged into them. One query.

    Nobody who must not be found and nobody whose record rests is in it, whoever looks at the figures: so
    those of two viewers are of the same people.
    """
    allow(viewer, "person.count")
    wanted = Q()
    for one in keys:
        wanted |= Q(pk__in=one) | Q(merged_into__in=one)
    rows = Person.objects.filter(wanted) if keys else Person.objects.none()
    rows = rows.exclude(pk__in=visible_to_keepers(STRANGER)).exclude(pk__in=visible_at_rest(viewer))
    fields = ("pk", "birth_year", "languages")
    merged = ("merged_into", "merged_into__birth_year", "merged_into__languages")
    found = {}
    for pk, year, spoken, into, into_year, into_spoken in rows.values_list(*fields, *merged):
        stays = (into, into_year, into_spoken) if into else (pk, year, spoken)
        found[str(pk)] = Kind(str(stays[0]), stays[1], tuple(stays[2]))
    return found
