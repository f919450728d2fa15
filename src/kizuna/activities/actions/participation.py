"""The profile of an area is loaded: all of it, or nothing."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from kizuna.access.deeds import allow
from kizuna.access.viewer import Refused, Viewer
from kizuna.activities.models import AreaProfile
from kizuna.activities.participation import ProfileRow, wrong_rows
from kizuna.ledger.actions import note
from kizuna.places.identity import known
from kizuna.places.queries import area as one_area


def load_profile(*, area: object, rows: Sequence[ProfileRow], source: str, by: Viewer, now: datetime) -> bool:
    """Keep who lives in an area, in place of what was kept before. False: it was the same already."""
    where = one_area(by, area)
    allow(by, "profile.load", area=where.id)
    if wrong := wrong_rows(rows):
        said = "; ".join(f"{number}: {gettext(why)}" for number, why in wrong[:10])
        raise Refused(f"Nothing was kept. {said}" if rows else "There is nothing in it.")
    if not rows:
        raise Refused("There is nothing in it.")
    new = sorted((one.attribute, one.value, one.people) for one in rows)
    with transaction.atomic():
        there = AreaProfile.objects.select_for_update().filter(area=known(where.id))
        if sorted(there.values_list("attribute", "value", "people")) == new:
            return False
        there.delete()
        AreaProfile.objects.bulk_create(
            AreaProfile(
                area_id=known(where.id),
                attribute=one.attribute,
                value=one.value,
                people=one.people,
                source=source[:200],
                loaded_at=now,
            )
            for one in rows
        )
        note(verb="profile.loaded", subject=f"area:{where.id}", by=by, now=now)
    return True
