"""Who told of a tie to somebody: for rules of rooms above, as the house itself."""

from collections.abc import Iterable
from uuid import UUID

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.bonds.models import Tie


def near(viewer: Viewer, records: Iterable[UUID]) -> frozenset[str]:
    """Ids of those who named this person, or whom they named; under all their records. Never to be shown."""
    allow(viewer, "tie.load")
    ids = frozenset(records)
    named = Tie.objects.filter(person__in=ids, other__isnull=False).values_list("other", flat=True)
    naming = Tie.objects.filter(other__in=ids).values_list("person", flat=True)
    return frozenset(map(str, {*named, *naming} - ids))
