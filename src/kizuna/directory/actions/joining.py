"""Two entries become one, and two again, value for value. Nothing is deleted: rows point on."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow_some
from kizuna.access.viewer import NotFound, Refused, Viewer
from kizuna.directory.actions.caring import recheck
from kizuna.directory.actions.gathering import of_bodies, of_services
from kizuna.directory.actions.merge import MODELS
from kizuna.directory.actions.upkeep import new_edition, write_cards
from kizuna.directory.alike import Kind
from kizuna.directory.changing import shown
from kizuna.directory.ids import known_ids
from kizuna.directory.joining import FIELDS, Move, given_back
from kizuna.directory.models import (
    Change,
    ChangedField,
    Fault,
    Joined,
    Metadata,
    Organization,
    Service,
    ServiceNeed,
)
from kizuna.directory.queries import allow_joining
from kizuna.ledger.actions import note
from kizuna.work.actions import wake

_TABLES: dict[str, Any] = {**MODELS, "change": Change, "changed_field": ChangedField, "fault": Fault}
_ROWS: dict[Kind, Any] = {"service": Service, "organization": Organization}
_AT_ONCE = 500


def _both(kind: Kind, ids: Sequence[object], by: Viewer) -> list[Any]:
    """Both rows, locked, in the same order whoever asks first."""
    wanted = known_ids(ids)
    rows = _ROWS[kind].objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    found = {row.pk: row for row in rows}
    if len(wanted) != 2 or set(found) != set(wanted):
        raise NotFound(kind)
    allow_joining(by, wanted)
    if len(found) != 2 or any(row.merged_into_id or getattr(row, "withdrawn", False) for row in rows):
        raise Refused(_("One of these two is not listed any more. Look at the list again."))
    return [found[id] for id in wanted]


def join_entries(
    *, kind: Kind, keep: object, other: object, take: Sequence[str] = (), by: Viewer, now: datetime
) -> UUID:
    """Two entries are one: the address of `other` leads to `keep` from now on. Returns the merge, to undo it.

    `take` names the columns whose values come from the other one. Places are gathered; what only the other
    one says stays in its rows, which nobody sees until the merge is undone.
    """
    allow_some(by, "listing.care")
    if unknown := set(take) - set(FIELDS[kind]):
        raise Refused(_("These cannot be chosen: %(fields)s.") % {"fields": ", ".join(sorted(unknown))})
    with transaction.atomic():
        kept, gone = _both(kind, (keep, other), by)
        absorbed = _ROWS[kind].objects.filter(merged_into=gone).values_list("pk", flat=True)
        found = (of_services if kind == "service" else of_bodies)(kept, gone, now)
        after = {column: getattr(gone, column) for column in take}
        before: dict[str, Any] = {
            "values": {column: getattr(kept, column) for column in take},
            "name": kept.name,
            "other": gone.name,
            "absorbed": [str(id) for id in absorbed],
        }
        if kind == "service":
            before |= {"status": gone.status, "withdrawn": gone.withdrawn} | _needs(kept, gone)
            gone.status, gone.withdrawn, gone.card = "inactive", True, None
        join = Joined.objects.create(
            kind=kind, keep=kept.pk, other=gone.pk, by=by.name, at=now, before=before, after=after,
            moves=[move.as_json() for move in found.moves], left=found.left, hours=found.hours,
        )  # fmt: skip
        gone.merged_into = kept
        gone.save()
        _ROWS[kind].objects.filter(merged_into=gone).update(merged_into=kept)
        _put(kind, kept, after, by, now)
        _move(found.moves)
        _told(kind, kept.pk, gone.pk, by, now)
        _refresh(kind, (kept.pk, gone.pk), now)
        note(verb="listing.joined", subject=join, by=by, now=now)
    return join.pk


def _needs(kept: Service, gone: Service) -> dict[str, Any]:
    """A person says that both are one: it meets the needs of both, and machines leave that alone."""
    own = set(ServiceNeed.objects.filter(service=kept).values_list("need", flat=True))
    theirs = set(ServiceNeed.objects.filter(service=gone).values_list("need", flat=True))
    added, was = sorted(theirs - own), kept.needs_curated
    ServiceNeed.objects.bulk_create(ServiceNeed(service=kept, need=need) for need in added)
    if added:
        Service.objects.filter(pk=kept.pk).update(needs_curated=True)
    return {"needs": added, "needs_curated": was}


def _put(kind: Kind, row: Any, values: dict[str, Any], by: Viewer, now: datetime) -> None:
    """Write values into the kept row, each with its old one beside it (HSDS `metadata`)."""
    for column, value in values.items():
        _say(kind, row.pk, column, shown(getattr(row, column)), shown(value), by, now)
    if values:
        _ROWS[kind].objects.filter(pk=row.pk).update(**values)


def _say(kind: Kind, id: UUID, column: str, before: str, after: str, by: Viewer, now: datetime) -> None:
    Metadata.objects.create(
        resource_type=kind, resource_id=id, last_action_date=now.date(), last_action_type="update",
        field_name=column, previous_value=before, replacement_value=after, updated_by=by.role,
    )  # fmt: skip


def _told(kind: Kind, kept: UUID, gone: UUID, by: Viewer, now: datetime) -> None:
    """Whoever keeps a copy learns what became of the other one."""
    _say(kind, kept, "merged_from", "", str(gone), by, now)


def _move(moves: Iterable[Move], *, back: bool = False) -> None:
    """Rows go over, or back: then only those that still stand where the merge put them."""
    groups: dict[tuple[str, str, str | None, str | None], list[UUID]] = defaultdict(list)
    for move in moves:
        groups[move.table, move.column, move.before, move.after].append(UUID(move.id))
    for (table, column, before, after), ids in groups.items():
        for first in range(0, len(ids), _AT_ONCE):
            rows = _TABLES[table].objects.filter(pk__in=ids[first : first + _AT_ONCE])
            if back:
                rows = rows.filter(**({f"{column}__isnull": True} if after is None else {column: after}))
            rows.update(**{column: before if back else after})


def _refresh(kind: Kind, ids: Sequence[UUID], now: datetime) -> None:
    """Of a large organisation cards are gathered by the next task, or when they are asked for."""
    rows = Service.objects.filter(**{"pk__in" if kind == "service" else "organization__in": ids})
    if rows.count() > _AT_ONCE:
        rows.update(card=None)
    else:
        write_cards(rows.filter(merged_into=None).select_related("organization"))
    if kind == "service":
        recheck(ids, now)
    new_edition(now, list(rows.values_list("pk", flat=True)))


def undo_join(*, join: object, by: Viewer, now: datetime) -> None:
    """Two entries again, as they were. What was changed since stays with the one that was kept."""
    allow_some(by, "listing.care")
    with transaction.atomic():
        rows = Joined.objects.select_for_update().filter(pk__in=known_ids([join]), undone_at__isnull=True)
        held = rows.first()
        if held is None:
            raise NotFound("merge")
        allow_joining(by, (held.keep, held.other))
        kind: Kind = "service" if held.kind == "service" else "organization"
        kept = _ROWS[kind].objects.select_for_update().get(pk=held.keep)
        if kept.merged_into_id:
            raise Refused(_("The one that was kept was merged again since. Undo that first."))
        _part(kind, held)
        here = {column: getattr(kept, column) for column in held.after}
        _put(kind, kept, given_back(held.before["values"], held.after, here), by, now)
        _move((Move(*move) for move in held.moves), back=True)
        held.undone_at = now
        held.save(update_fields=["undone_at"])
        _refresh(kind, (held.keep, held.other), now)
        wake("directory.look_for_alike", now=now)
        note(verb="listing.parted", subject=held, by=by, now=now)


def _part(kind: Kind, held: Joined) -> None:
    """The other one stands for itself again, with those that had been merged into it."""
    rows, before = _ROWS[kind].objects, held.before
    rows.filter(pk__in=before["absorbed"], merged_into=held.keep).update(merged_into=held.other)
    gone = rows.filter(pk=held.other)
    gone.update(merged_into=None)
    if kind == "service":
        gone.update(status=before["status"], withdrawn=before["withdrawn"])
        ServiceNeed.objects.filter(service=held.keep, need__in=before["needs"]).delete()
        Service.objects.filter(pk=held.keep).update(needs_curated=before["needs_curated"])
