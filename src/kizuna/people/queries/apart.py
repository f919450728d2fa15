"""Who does not want to meet whom: asked by rules of rooms above, told to nobody but who said so."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q

from kizuna.access.deeds import allow
from kizuna.access.viewer import SYSTEM, Viewer
from kizuna.people.homes import Apart, Avoided
from kizuna.people.models import Account, Block, Person
from kizuna.people.queries.sight import row_of, rows_of, same_person, seen, visible_same


def kept_apart(viewer: Viewer, person: object) -> Apart:
    """Everybody whom this person must not meet through us, whichever of the two asked for it.

    For rules, as the house itself: what it gives is never shown, for it would tell who blocked whom.
    """
    allow(viewer, "person.apart", person=person)
    house = SYSTEM("who is kept apart")
    theirs = visible_same(house, person)
    rows = Block.objects.filter(Q(person__in=theirs) | Q(other__in=theirs))
    told = list(rows.values_list("person", "other", "account"))
    if not told:  # which is so nearly always, and asked often
        return Apart()
    mine = same_person(house, person)
    others = {id for one, other, _account in told for id in (one, other) if id} - mine
    works_here = {str(account) for _one, _other, account in told if account}
    into = Person.objects.filter(pk__in=others, merged_into__isnull=False).values("merged_into")
    records = Person.objects.filter(
        Q(pk__in=others) | Q(pk__in=into) | Q(merged_into__in=others) | Q(merged_into__in=into)
    )
    ids = set(records.values_list("pk", flat=True)) - mine
    accounts = Account.objects.filter(person__in=records.exclude(pk__in=mine)).values_list("pk", flat=True)
    return Apart(frozenset(map(str, ids)), frozenset(map(str, accounts)) | works_here)


def apart_among(viewer: Viewer, ids: Iterable[object]) -> frozenset[tuple[str, str]]:
    """Pairs of these persons of whom one does not want to meet the other, each as smaller and larger id.

    For rules, as the house itself, like `kept_apart`: never shown.
    """
    allow(viewer, "person.apart")
    wanted = {str(id) for id in ids}
    pairs = list(Block.objects.filter(other__isnull=False).values_list("person", "other"))
    merged = Person.objects.filter(pk__in={id for pair in pairs for id in pair}, merged_into__isnull=False)
    stays = dict(merged.values_list("pk", "merged_into"))
    found = ((str(stays.get(a, a)), str(stays.get(b, b))) for a, b in pairs)
    return frozenset((min(a, b), max(a, b)) for a, b in found if a in wanted and b in wanted)


def avoided(viewer: Viewer, person: object) -> list[Avoided]:
    """Whom this person does not want to meet. Without a name those out of the viewer's sight."""
    row_of(viewer, person)
    return _avoided(viewer, same_person(viewer, person))


def _avoided(viewer: Viewer, ids: frozenset[UUID]) -> list[Avoided]:
    rows = list(Block.objects.filter(person__in=ids).order_by("pk"))
    others = {row.other_id for row in rows if row.other_id}
    who: dict[Any, Person] = rows_of(seen(viewer), others) if others else {}
    names = {id: each.name for id, each in who.items()}
    if accounts := [row.account_id for row in rows if row.account_id]:
        names |= dict(Account.objects.filter(pk__in=accounts).values_list("pk", "name"))
    return [
        Avoided(row.pk, names.get(row.other_id or row.account_id, ""), row.created_at, row.words or "")
        for row in rows
    ]
