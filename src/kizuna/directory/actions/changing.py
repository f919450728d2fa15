"""Anybody proposes what a listing should say; a curator decides field by field, and can take it back."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow, may, reaches
from kizuna.access.viewer import SYSTEM, NotFound, Refused, Viewer
from kizuna.directory.actions.answering import tell_decided
from kizuna.directory.actions.caring import recheck
from kizuna.directory.actions.gate import allow_care, service_row
from kizuna.directory.actions.hours import write_day
from kizuna.directory.actions.upkeep import new_edition, write_cards
from kizuna.directory.changing import BY_COLUMN, MOST_WAITING, Field, Origin, Wrong, kept, read
from kizuna.directory.ids import known_ids
from kizuna.directory.models import Address, Change, ChangedField, HeldEdit, Metadata, Phone, Service
from kizuna.directory.provider_link import opens_service
from kizuna.directory.queries import area_of_care, changeable, current, followed, own_body
from kizuna.ledger.actions import note

_MODELS = {"service": Service, "phone": Phone, "address": Address}


class Changed(Refused):
    """The field says something else by now: look again before deciding."""


def _origin(by: Viewer, row: Service) -> Origin:
    """From whom a change comes. A link must be one to this very listing."""
    if by.token:
        allow(by, "listing.link", link=opens_service(row.pk))
        return "provider"
    if may(by, "listing.care"):
        area = area_of_care(by, row.pk)
        own = reaches(by, "listing.care", area=area, organisation=None, person=None, link=None)
        return "curator" if own else "public"
    return "provider" if str(own_body(by, row.organization_id)) in by.organisations else "public"


def propose_change(
    *, service: object, values: Mapping[str, str], why: str = "", reach: str = "", by: Viewer, now: datetime
) -> UUID:
    """Propose values for fields, by their keys; those that differ from the listing wait for a curator.

    Raises Refused when nothing differs, a value cannot be taken, or too much waits already.
    """
    allow(by, "listing.propose")
    ids = followed(by, "service", [service]).values() or known_ids([service])
    row = Service.objects.filter(pk__in=ids, withdrawn=False).first()
    if row is None:
        raise NotFound("service")
    origin = _origin(by, row)
    made = Change(id=uuid4(), service=row, origin=origin, by=by.name, at=now, why=why, reach=reach)
    parts = []
    for there in changeable(by, row.pk):
        if there.key not in values:
            continue
        said = read_value(there.field, values[there.key])
        if said != there.value:
            parts.append(_part(made, there.field, there.row, there.value, said))
    if not parts:
        raise Refused(_("Nothing differs from what the listing says. Change at least one field."))
    with transaction.atomic():
        waiting = ChangedField.objects.filter(change__service=row, status="waiting").count()
        if origin == "public" and waiting + len(parts) > MOST_WAITING:
            raise Refused(_("Others have told us much about this listing. We read that first. Thank you."))
        made.save(force_insert=True)
        ChangedField.objects.bulk_create(parts)
        note(verb="change.proposed", subject=made, by=by, now=now)
        recheck([row.pk], now)
    return made.pk


def read_value(field: Field, text: str) -> str:
    """What was typed, as it would stand; raises Refused with a sentence."""
    try:
        return read(field, text, country=settings.COUNTRY)
    except Wrong as wrong:
        raise Refused(f"{_(field.label)}: {_(str(wrong))}") from None


def _part(made: Change, field: Field, row: UUID | None, previous: str, said: str) -> ChangedField:
    return ChangedField(
        id=uuid4(),
        change=made,
        resource_type=field.table,
        resource_id=row,
        field_name=field.column,
        previous_value=previous,
        replacement=said,
    )


def _found(id: object, by: Viewer) -> tuple[ChangedField, Service]:
    rows = ChangedField.objects.select_for_update(of=("self",)).select_related("change")
    part = rows.filter(pk__in=known_ids([id])).first()
    if part is None:
        allow(by, "listing.care", area=next(iter(by.areas), None))
        raise NotFound("change")
    row = service_row(by, part.change.service_id)
    allow_care(by, row)
    return part, row


def _says(part: ChangedField, by: Viewer) -> str:
    (found,) = current(by, [(part.resource_type, part.resource_id, part.field_name)])
    return found


def decide_change(*, field: object, accept: bool, seen: str | None = None, by: Viewer, now: datetime) -> None:
    """Accept or refuse one field of a change. `seen`: what the curator saw that the listing says now.

    Raises Changed when the listing says something else by now than was seen (None: than when it was
    proposed), Refused when the field is decided already.
    """
    with transaction.atomic():
        part, row = _found(field, by)
        if part.status != "waiting":
            raise Refused(_("This was decided already."))
        if accept:
            says = _says(part, by)
            if says != (part.previous_value if seen is None else seen):
                raise Changed(_("The listing has changed since. Look at what it says now, then decide."))
            part.previous_value = says
            _apply(part, row, part.replacement, by, now)
        part.status, part.decided_at = ("accepted" if accept else "refused"), now
        part.save()
        note(verb=f"change.{part.status}", subject=part, by=by, now=now)
        tell_decided(part.change, now)
        recheck([row.pk], now)


def undo_change(*, field: object, by: Viewer, now: datetime) -> None:
    """Put back what an accepted field said before. Raises Changed when it says a third thing by now."""
    with transaction.atomic():
        part, row = _found(field, by)
        if part.status != "accepted":
            raise Refused(_("Only what was accepted can be undone."))
        if _says(part, by) != part.replacement:
            raise Changed(_("This field was changed again since. Propose what it should say instead."))
        _apply(part, row, part.previous_value, by, now)
        part.status, part.decided_at = "undone", now
        part.save()
        note(verb="change.undone", subject=part, by=by, now=now)
        recheck([row.pk], now)


def _apply(part: ChangedField, row: Service, value: str, by: Viewer, now: datetime) -> None:
    """Write a value into the listing, with its old one beside it (HSDS `metadata`)."""
    field = BY_COLUMN[part.resource_type, part.field_name]
    before = _says(part, by)
    if field.table == "schedule":
        write_day(row, field.column, value, now)
    else:
        _write(field, part, row, value, now)
    Service.objects.filter(pk=row.pk).update(last_modified=now)
    Metadata.objects.create(
        # The hours of a day may stand in several rows: they are a change of the listing itself.
        resource_type="service" if field.table == "schedule" else field.table,
        resource_id=part.resource_id,
        last_action_date=now.date(),
        last_action_type="update",
        field_name=f"schedule.{field.column}" if field.table == "schedule" else field.column,
        previous_value=before,
        replacement_value=value,
        updated_by=by.role,
    )
    write_cards([service_row(by, row.pk)])
    new_edition(now, [row.pk])


def _write(field: Field, part: ChangedField, row: Service, value: str, now: datetime) -> None:
    before = _says(part, SYSTEM("what a listing says"))
    if part.resource_id is None:
        part.resource_id = Phone.objects.create(service=row, number=value).pk
        source = None
    else:
        there = _MODELS[field.table]._default_manager.filter(pk=part.resource_id)
        source = there.values_list("source", flat=True).first()
        there.update(**{field.column: kept(field, value)})
    if source:
        _hold(part, row, before, value, now)


def _hold(part: ChangedField, row: Service, before: str, value: str, now: datetime) -> None:
    """From now on a human's word stands here, until the source says the same or they take it back."""
    place = {
        "resource_type": part.resource_type,
        "resource_id": part.resource_id,
        "field_name": part.field_name,
    }
    held = HeldEdit.objects.filter(**place).first()
    if held is None:
        HeldEdit.objects.create(service=row, value=value, source_value=before, at=now, **place)
    elif held.source_value == value:
        held.delete()
    else:
        HeldEdit.objects.filter(pk=held.pk).update(value=value, at=now)
