"""Everybody in sight who is here and hears from us, and how many of an area are not in sight."""

from datetime import datetime

from kizuna.access.deeds import allow_some
from kizuna.access.viewer import Viewer
from kizuna.people.models import Person
from kizuna.people.profile import Profile
from kizuna.people.queries.sight import AWAKE, _supported, visible_here, visible_to_keepers
from kizuna.places.identity import known_all


def here(viewer: Viewer) -> tuple[list[tuple[Profile, datetime]], dict[str, str]]:
    """Those in sight who are here and hear from us, each with since when we know them.

    And each record with who stays of it.
    """
    allow_some(viewer, "person.see")
    rows = list(Person.objects.filter(pk__in=visible_here(viewer)))
    stays = {str(row.pk): str(row.merged_into_id or row.pk) for row in rows}
    return [(row.profile(), row.created_at) for row in rows if row.merged_into_id is None], stays


def not_agreed(viewer: Viewer) -> int:
    """How many people of the areas of this viewer did not agree to support, or took it back: a number."""
    allow_some(viewer, "caseload.see")
    rows = Person.objects.filter(AWAKE, merged_into__isnull=True, status="living", do_not_contact=False)
    rows = rows.filter(area__in=known_all(viewer.areas)).exclude(_supported())
    return rows.exclude(pk__in=visible_to_keepers(viewer)).count()
