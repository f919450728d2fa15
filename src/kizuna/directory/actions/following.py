"""What an import must leave as a merge made it: the package knows nothing of merges."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from kizuna.directory.actions.held import More
from kizuna.directory.joining import Joins
from kizuna.directory.models import Joined, Organization, Service
from kizuna.directory.package import Record


def joins() -> Joins:
    """Every merge that holds, the oldest first: of two that moved one row the later counts. Only reads."""
    services = Service.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into_id")
    bodies = Organization.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into_id")
    found = Joins(services=dict(services), bodies=dict(bodies))
    if not found.any:
        return found
    for row in Joined.objects.filter(undone_at__isnull=True).order_by("at", "pk"):
        for table, id, column, _before, after in row.moves:
            if column.endswith("_id"):
                found.rows.setdefault((table, UUID(id)), {})[column] = UUID(after) if after else None
        if row.after:
            found.rows.setdefault((row.kind, row.keep), {}).update(row.after)
        found.left |= set(map(UUID, row.left))
        found.hours |= {UUID(service): UUID(site) for service, site in row.hours.items()}
    return found


def following(found: Joins, table: str, before: More) -> More:
    """The further values of a row of this table: those before, and what merges made of it."""
    if not found.any:
        return before

    def more(record: Record) -> Mapping[str, Any]:
        return {**before(record), **found.values(table, record.id, record.values)}

    return more
