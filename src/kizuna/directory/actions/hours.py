"""Opening hours by people's word: beside the rows of the source, which stand aside until it agrees."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from kizuna.access.viewer import SYSTEM, Refused
from kizuna.directory.actions.upkeep import write_cards
from kizuna.directory.models import Change, ChangedField, HeldEdit, Schedule, Service
from kizuna.directory.own_hours import (
    DAYS,
    OWN,
    all_closed,
    as_text,
    ordinary,
    rows_of,
    signature,
    week_of,
)
from kizuna.directory.queries import hours_now, hours_of_source

_HOUSE = SYSTEM("opening hours")
HELD = {"resource_type": "schedule", "field_name": "hours"}


def _own(service: UUID) -> Any:
    return Schedule.objects.filter(service=service, source=None, foreign_id=OWN)


def _aside(service: UUID, replaced: bool) -> int:
    rows = Schedule.objects.filter(service=service, exception=False, replaced=not replaced)
    return rows.exclude(foreign_id=OWN, source=None).update(replaced=replaced)


def write_day(row: Service, day: str, text: str, now: datetime) -> None:
    """From now on these are the hours of one day; in the caller's transaction.

    When the whole week says what the source says, the source leads again. Raises Refused when it would
    never open.
    """
    week = {**hours_now(_HOUSE, row.pk), day: text}
    if all_closed(week):
        raise Refused(_("It would be closed on all days. Say instead that it is not offered."))
    source = hours_of_source(_HOUSE, row.pk)
    if week == week_of(source) and len(ordinary(source)) == len(_plain(source)):
        give_back(row.pk)
        return
    _own(row.pk).delete()
    _aside(row.pk, replaced=True)
    Schedule.objects.bulk_create(
        Schedule(id=uuid4(), service=row, foreign_id=OWN, **values) for values in rows_of(week)
    )
    said = {"service": row, "value": as_text(week), "at": now}
    there = HeldEdit.objects.filter(resource_id=row.pk, **HELD)
    if not there.update(**said):
        HeldEdit.objects.create(resource_id=row.pk, source_value=signature(source), **HELD, **said)


def _plain(rows: Sequence[Any]) -> list[Any]:
    return [row for row in ordinary(rows) if any(week_of([row]).values())]


def give_back(service: UUID) -> None:
    """The source leads again."""
    _own(service).delete()
    _aside(service, replaced=False)
    HeldEdit.objects.filter(resource_id=service, **HELD).delete()


def hold_hours(source: UUID, by: str, now: datetime) -> None:
    """After an import: people's hours stay; what the source says anew is proposed. In its transaction."""
    for held in HeldEdit.objects.filter(service__source=source, **HELD).select_related("service"):
        rows, own = hours_of_source(_HOUSE, held.service_id), json.loads(held.value)
        if week_of(rows) == own and len(_plain(rows)) == len(ordinary(rows)):
            give_back(held.service_id)
        else:
            _aside(held.service_id, replaced=True)
            if (mark := signature(rows)) != held.source_value:
                _propose(held.service_id, own, week_of(rows), by, now)
                HeldEdit.objects.filter(pk=held.pk).update(source_value=mark)
        write_cards([held.service])


def _propose(service: UUID, own: dict[str, str], said: dict[str, str], by: str, now: datetime) -> None:
    differ = [day for day in DAYS if own[day] != said[day]]
    if not differ:
        return
    change = Change.objects.create(id=uuid4(), service_id=service, origin="import", by=by[:200], at=now)
    ChangedField.objects.bulk_create(
        ChangedField(
            id=uuid4(),
            change=change,
            resource_type="schedule",
            resource_id=service,
            field_name=day,
            previous_value=own[day],
            replacement=said[day],
        )
        for day in differ
    )
