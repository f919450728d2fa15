"""An organiser writes what their group is like: who it is for, how to join, what it costs."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.activities.actions.keeping import new_edition
from kizuna.activities.group import GroupPage
from kizuna.activities.models import Group
from kizuna.ledger.actions import note
from kizuna.places.identity import known


def change_group(*, group: object, page: GroupPage, by: Viewer, now: datetime) -> None:
    """What a group says of itself is this from now on; whoever keeps it has confirmed it today."""
    found = Group.objects.filter(pk=known(group)).first()
    allow(by, "group.keep", area=found.area_id if found else None)
    with transaction.atomic():
        row = Group.objects.select_for_update().get(pk=known(group))
        said = asdict(page)
        for name in ("genders", "languages"):
            said[name] = None if said[name] is None else list(said[name])
        said["confirmed_on"] = timezone.localdate(now)
        for name, value in said.items():
            setattr(row, name, value)
        row.save(update_fields=list(said))
        note(verb="group.kept", subject=row, by=by, now=now)
        new_edition()
