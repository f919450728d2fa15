"""Writes about persons: who they are, how they are reached, who lives with whom."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow
from kizuna.access.viewer import NotFound, Refused, Viewer
from kizuna.ledger.actions import note
from kizuna.people.models import Account, Block, Household, Membership, Person
from kizuna.people.models.filling import CHANGEABLE, filled
from kizuna.people.profile import STATUSES
from kizuna.places.identity import known
from kizuna.places.queries import area as area_value


def _locked(person: object) -> Person:
    """The row of a person, held until the end of the transaction; a merged id gives the one who stays."""
    try:
        row = Person.objects.select_for_update().get(pk=known(person))
    except Person.DoesNotExist:
        raise NotFound("person") from None
    if row.merged_into_id is None:
        return row
    return Person.objects.select_for_update().get(pk=row.merged_into_id)


def add_person(
    *,
    name: str,
    area: object,
    called: str = "",
    pronouns: str = "",
    birth_year: int | None = None,
    gender: str = "",
    languages: Sequence[str] = (),
    lat: float | None = None,
    lon: float | None = None,
    lives_alone: bool | None = None,
    access_needs: Sequence[str] | None = None,
    phone: str = "",
    email: str = "",
    address: str = "",
    preferred_channel: str = "",
    preferred_language: str = "",
    shared_contact: bool = False,
    by: Viewer,
    now: datetime,
    person_id: UUID | None = None,
) -> UUID:
    """Add a person; the same `person_id` a second time changes nothing. A resident adds themselves."""
    given = {key: value for key, value in locals().items() if key in CHANGEABLE}
    allow(by, "person.add", area=area)
    if by.role == "resident" and by.person:
        raise Refused(_("We know you already. You can change what we hold under “My data”."))
    given["area"] = area_value(by, area).id
    with transaction.atomic():
        if person_id and Person.objects.filter(pk=person_id).exists():
            return person_id
        row = filled(Person(pk=person_id or uuid4(), created_at=now), given, now)
        row.save(force_insert=True)
        if by.role == "resident":
            Account.objects.filter(pk=by.account, person__isnull=True).update(person=row)
        note(verb="person.added", subject=row, person=row.pk, by=by, now=now)
    return row.pk


def correct_person(*, person: object, changes: Mapping[str, Any], by: Viewer, now: datetime) -> None:
    """Change what is held about a person; `changes` is `{field: value}` of the fields of `add_person`."""
    with transaction.atomic():
        row = _locked(person)
        allow(by, "person.change", area=row.area_id, person=row.pk)
        if "area" in changes:
            allow(by, "person.change", area=area_value(by, changes["area"]).id, person=row.pk)
        filled(row, changes, now).save()
        note(verb="person.corrected", subject=row, person=row.pk, by=by, now=now)


def set_status(*, person: object, status: str, by: Viewer, now: datetime) -> None:
    """Say that somebody died, moved away, or is here after all: nobody writes to them from now on."""
    if status not in STATUSES or status == "erased":
        raise Refused(_("Choose living, died or moved away."))
    with transaction.atomic():
        row = _locked(person)
        allow(by, "person.change", area=row.area_id, person=row.pk)
        row.status = status
        row.save(update_fields=["status"])
        note(verb=f"person.{status}", subject=row, person=row.pk, by=by, now=now)


def block(*, person: object, other: object, by: Viewer, now: datetime) -> None:
    """`person` no longer wants to hear from `other`. A second time changes nothing."""
    with transaction.atomic():
        row, against = _locked(person), _locked(other)
        allow(by, "person.change", area=row.area_id, person=row.pk)
        if row.pk == against.pk:
            raise Refused(_("Nobody can block themselves."))
        _found, made = Block.objects.get_or_create(person=row, other=against, defaults={"created_at": now})
        if made:
            note(verb="person.blocked", subject=row, person=row.pk, by=by, now=now)


def unblock(*, person: object, other: object, by: Viewer, now: datetime) -> None:
    """`person` takes a block back."""
    with transaction.atomic():
        row, against = _locked(person), _locked(other)
        allow(by, "person.change", area=row.area_id, person=row.pk)
        gone, _rows = Block.objects.filter(person=row, other=against).delete()
        if gone:
            note(verb="person.unblocked", subject=row, person=row.pk, by=by, now=now)


def live_together(*, persons: Sequence[object], by: Viewer, now: datetime) -> UUID:
    """Put these persons into one new household, in the area of the first."""
    with transaction.atomic():
        rows = [_locked(person) for person in persons]
        if not rows:
            raise Refused(_("A household needs somebody who lives in it."))
        for row in rows:
            allow(by, "person.change", area=row.area_id, person=row.pk)
        home = Household.objects.create(area_id=rows[0].area_id, created_at=now)
        Membership.objects.bulk_create([Membership(household=home, person=row) for row in rows])
        note(verb="household.added", subject=home, person=rows[0].pk, by=by, now=now)
    return home.pk
