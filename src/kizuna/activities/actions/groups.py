"""An organiser writes what their group is like: who it is for, how to join, what it costs."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.activities.actions.keeping import new_edition
from kizuna.activities.group import GroupPage
from kizuna.activities.models import Group, Introduction
from kizuna.ledger.actions import note
from kizuna.people.queries import profile, same_person
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


def introduce(*, group: object, person: object, by: Viewer, now: datetime) -> None:
    """Somebody may join this group now, also where that needs a link worker; nobody joins by it alone.

    A second time changes nothing. The group learns of it only when they join.
    """
    who = profile(by, person)
    allow(by, "group.introduce", area=who.area_id, person=who.id)
    with transaction.atomic():
        row, made = Introduction.objects.get_or_create(
            group_id=known(group),
            person_id=known(who.id),
            defaults={"account_id": known(by.account) if by.account else None, "at": now},
        )
        if made:
            note(
                verb="member.introduced",
                subject=f"group:{known(group)}",
                person=row.person_id,
                by=by,
                now=now,
            )


def end_introduction(*, group: object, person: object, by: Viewer, now: datetime) -> None:
    """The group said no: they may not join it by this. Who belongs to it already stays."""
    who = profile(by, person)
    allow(by, "group.introduce", area=who.area_id, person=who.id)
    with transaction.atomic():
        rows = Introduction.objects.filter(group=known(group), person__in=same_person(by, who.id))
        if rows.delete()[0]:
            note(verb="member.declined", subject=f"group:{known(group)}", person=who.id, by=by, now=now)
