"""Two records become one person, and two again; and the search for records that may be one."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import NotFound, Refused, Viewer
from kizuna.ledger.actions import note
from kizuna.people.actions.persons import _changing
from kizuna.people.actions.ways import sign_in_goes_along, ways_of
from kizuna.people.doubles import Card, suspicions
from kizuna.people.merging import FIELDS, GRAVITY, given_back, taken
from kizuna.people.models import Double, Membership, Merge, Person, PersonName, Protection
from kizuna.people.models.filling import name_key
from kizuna.places.identity import known

BATCH = 2000
READ: dict[str, Callable[[str], date]] = {
    "status_on": date.fromisoformat,
    "restricted_at": datetime.fromisoformat,
}
"""How what JSON has as text is read back."""


def _columns() -> Iterator[str]:
    fixed = {"id", "created_at", "merged_into", "name_key"}
    return (field.name for field in Person._meta.concrete_fields if field.name not in fixed)


def _values(row: Person) -> dict[str, Any]:
    """Everything in a row, opened, as JSON."""
    found = {name: getattr(row, f"{name}_id" if name == "area" else name) for name in _columns()}
    return {
        name: str(value)
        if isinstance(value, UUID)
        else value.isoformat()
        if isinstance(value, date)
        else value
        for name, value in found.items()
    }


def _put(row: Person, values: dict[str, Any]) -> None:
    for name, value in values.items():
        if name == "area":
            row.area_id = UUID(str(value))
        else:
            setattr(row, name, READ[name](value) if name in READ and value else value)


def _both(keep: object, other: object, by: Viewer) -> tuple[Person, Person]:
    """Both rows, locked, in the same order whoever asks first."""
    rows = {
        row.pk: row
        for row in (_changing(by, id, "person.merge") for id in sorted((known(keep), known(other))))
    }
    if len(rows) != 2 or set(rows) != {known(keep), known(other)}:
        raise Refused(_("These two are one record already."))
    return rows[known(keep)], rows[known(other)]


def merge_persons(
    *, keep: object, other: object, take: Sequence[str] = (), by: Viewer, now: datetime
) -> UUID:
    """Two records are one person: `other` is found under `keep` from now on. Returns the merge, to undo it.

    `take` names the fields whose values come from the other record. Nothing of either is lost; who must not
    be found, must not be contacted, wants it to rest or has died in one record is so in both.
    """
    if set(take) - set(FIELDS):
        raise Refused(
            _("These cannot be chosen: %(fields)s.") % {"fields": ", ".join(set(take) - set(FIELDS))}
        )
    with transaction.atomic():
        row, gone = _both(keep, other, by)
        if Protection.objects.filter(person__in=[row, gone], lifted_at__isnull=True).count() > 1:
            raise Refused(_("Both are protected. Lift one of the protections first."))
        before, theirs, ways = _values(row), _values(gone), ways_of(row)
        after = {name: theirs[name] for name in taken(list(take))}
        after["do_not_contact"] = before["do_not_contact"] or theirs["do_not_contact"]
        grave = max((before, theirs), key=lambda each: GRAVITY.index(each["status"]))
        after |= {"status": grave["status"], "status_on": grave["status_on"]}
        after["restricted_at"] = before["restricted_at"] or theirs["restricted_at"]
        _put(row, after)
        absorbed = list(Person.objects.filter(merged_into=gone).values_list("pk", flat=True))
        merge = Merge.objects.create(
            keep=row, other=gone, by=by.name, at=now, after=after,
            before={"values": before, "other": theirs, "absorbed": [str(id) for id in absorbed]},
        )  # fmt: skip
        Person.objects.filter(pk__in=[gone.pk, *absorbed]).update(merged_into=row)
        row.name_key = _found_by(row)
        row.save()
        sign_in_goes_along(row, ways, ends=False, by=by, now=now)
        note(verb="person.merged", subject=merge, person=row.pk, by=by, now=now)
    return merge.pk


def _found_by(row: Person) -> str:
    """The names in use in every record of this person."""
    rows = [row, *Person.objects.filter(merged_into=row)]
    others = PersonName.objects.filter(person__in=rows).exclude(use="former")
    words = [text for each in rows[1:] for text in (each.name, each.called)]
    return name_key(row, [*words, *(each.text for each in others)])


def undo_merge(*, merge: object, by: Viewer, now: datetime) -> None:
    """Two persons again, as they were. What was changed or added since stays with the one who was kept."""
    allow_some(by, "person.merge")
    with transaction.atomic():
        held = Merge.objects.select_for_update().filter(pk=known(merge), undone_at__isnull=True).first()
        if held is None:
            raise NotFound("merge")
        row = _changing(by, held.keep_id, "person.merge")
        if row.pk != held.keep_id:
            raise Refused(_("This record was merged again since. Undo that first."))
        ways = ways_of(row)
        _put(row, given_back(held.before["values"], held.after, _values(row)))
        back = Person.objects.filter(merged_into=row)
        back.filter(pk__in=held.before["absorbed"]).update(merged_into=held.other_id)
        back.filter(pk=held.other_id).update(merged_into=None)
        row.name_key = _found_by(row)
        row.save()
        sign_in_goes_along(row, ways, ends=False, by=by, now=now)
        held.undone_at = now
        held.save(update_fields=["undone_at"])
        note(verb="person.unmerged", subject=held, person=row.pk, by=by, now=now)


def _cards() -> Iterator[Card]:
    homes: dict[UUID, set[str]] = {}
    for person, home in Membership.objects.filter(until__isnull=True).values_list("person", "household"):
        homes.setdefault(person, set()).add(str(home))
    rows = Person.objects.filter(merged_into__isnull=True).exclude(status="erased").order_by("pk")
    rows = rows.filter(restricted_at__isnull=True)
    columns = ("pk", "name_key", "birth_year", "phone_index", "email_index", "address_index")
    for pk, name, year, phone, email, address in rows.values_list(*columns).iterator(BATCH):
        yield Card(str(pk), name, year, phone, email, address, frozenset(homes.get(pk, ())))


def find_doubles(*, by: Viewer, now: datetime) -> int:
    """Look for records that may be one person; how many pairs wait for a human. What one said stays said."""
    allow(by, "doubles.look")
    found = suspicions(_cards())
    rows = [
        Double(
            one_id=UUID(each.one),
            two_id=UUID(each.two),
            score=each.score,
            reasons=list(each.reasons),
            found_at=now,
        )
        for each in found
    ]
    with transaction.atomic():
        Double.objects.filter(different_at__isnull=True).delete()
        Double.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    return len(found)


def say_different(*, pair: object, by: Viewer, now: datetime) -> None:
    """These two are two people: the pair is not shown again."""
    with transaction.atomic():
        held = Double.objects.select_for_update().filter(pk=known(pair)).first()
        if held is None:
            raise NotFound("pair")
        row = _changing(by, held.one_id, "person.merge")
        _changing(by, held.two_id, "person.merge")
        if held.different_at is None:
            held.different_by, held.different_at = by.name, now
            held.save(update_fields=["different_by", "different_at"])
            note(verb="person.different", subject=held, person=row.pk, by=by, now=now)
