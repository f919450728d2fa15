"""Writes about persons: who they are and how they are reached."""

from collections.abc import Mapping, Sequence
from copy import copy
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import UUIDField
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow, allow_some
from kizuna.access.models import Place, Prepared, add, change
from kizuna.access.viewer import NotFound, Refused, Viewer
from kizuna.access.wording import N_
from kizuna.ledger.actions import note
from kizuna.people.actions.ways import sign_in_goes_along, tell_old_ways, ways_of
from kizuna.people.models import Account, Person
from kizuna.people.models.filling import CHANGEABLE, filled
from kizuna.people.queries import in_sight, is_keeper, profile
from kizuna.places.identity import known
from kizuna.places.queries import area as area_value

_HELD = Prepared(lambda: Person.objects.select_for_update().filter(pk=Place("id", UUIDField())))
BY_THEMSELVES = N_(
    "We no longer write to you here, because this was changed under “My data”. "
    "If it was not you, ring us or come by."
)
BY_ANOTHER = N_("We no longer write to you here. If that is not right, ring us or come by.")


def _locked(person: object) -> Person:
    """The row of a person, held until the end of the transaction; a merged id gives the one who stays."""
    row = _HELD.first(id=known(person))
    if row is not None and row.merged_into_id is not None:
        row = _HELD.first(id=row.merged_into_id)
    if row is None:
        raise NotFound("person")
    return row


def _changing(by: Viewer, person: object, deed: str = "person.change") -> Person:
    """The row of a person whom this viewer may see and change, held until the end of the transaction."""
    allow_some(by, deed)
    row = _locked(person)
    if not is_keeper(by, row.pk):
        allow(by, deed, area=row.area_id, person=row.pk)
        if not in_sight(by, row.pk):
            profile(by, row.pk)  # says why not
    return row


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
    address: str | Mapping[str, Any] | None = "",
    preferred_channel: str = "",
    preferred_language: str = "",
    shared_contact: bool = False,
    contact_times: Mapping[str, Any] | None = None,
    interpreter: bool | None = None,
    not_said: Sequence[str] = (),
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
        add(row)
        if by.role == "resident":
            Account.objects.filter(pk=by.account, person__isnull=True).update(person=row)
        note(verb="person.added", subject=row, person=row.pk, by=by, now=now)
    return row.pk


def correct_person(*, person: object, changes: Mapping[str, Any], by: Viewer, now: datetime) -> None:
    """Change what is held about a person; `changes` is `{field: value}` of the fields of `add_person`.

    An account that signs in by a number or address that was changed goes along, and the old one is told.
    """
    _correct(person, changes, "", by, now)


def _correct(person: object, changes: Mapping[str, Any], keep: str, by: Viewer, now: datetime) -> None:
    with transaction.atomic():
        row = _changing(by, person)
        if "area" in changes:
            allow(by, "person.change", area=area_value(by, changes["area"]).id, person=row.pk)
        before = copy(row)
        filled(row, changes, now)
        fields = [field.attname for field in Person._meta.concrete_fields]
        if changed := [name for name in fields if getattr(row, name) != getattr(before, name)]:
            change(row, *changed)
        note(verb="person.corrected", subject=row, person=row.pk, by=by, now=now)
        sign_in_goes_along(row, ways_of(before), keep=keep, by=by, now=now)
        if by.role != "system":  # which puts right what was typed a moment ago
            tell_old_ways(row, before, BY_THEMSELVES if by.role == "resident" else BY_ANOTHER, now)
