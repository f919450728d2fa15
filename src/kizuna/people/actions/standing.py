"""What became of a person, who must not be found, and what they depend on."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import NotFound, Refused, Viewer
from kizuna.ledger.actions import note
from kizuna.outbox.actions import halt
from kizuna.people.actions.persons import _changing
from kizuna.people.care import DEPENDENCES
from kizuna.people.models import (
    Account,
    AccountArea,
    Dependence,
    Keeper,
    Person,
    Protection,
    StatusChange,
)
from kizuna.people.profile import STATUSES
from kizuna.people.queries import is_keeper, same_person
from kizuna.places.identity import known, known_all
from kizuna.places.queries import above

LONGEST = 2000


def _words(text: str, what: str) -> str:
    """A text that must be there and not too long."""
    clean = text.strip()
    if not clean or len(clean) > LONGEST:
        raise Refused(_("%(what)s Write it in at most 2,000 characters.") % {"what": what})
    return clean


def silence(row: Person, now: datetime) -> None:
    """Stop what is on its way to a person, in every record of theirs."""
    ways = [("email", row.email), ("sms", row.phone)]
    shared = row.shared_contact
    halt(
        person=row.pk,
        addresses=[(way, address) for way, address in ways if address and not shared],
        now=now,
    )


def set_status(
    *, person: object, status: str, on: date | None = None, why: str = "", by: Viewer, now: datetime
) -> None:
    """Say that somebody died, moved away, or is here after all: nobody writes to them from now on.

    What waits to leave is stopped and stays stopped. Taking "died" back needs a word of why.
    """
    if status not in STATUSES or status == "erased":
        raise Refused(_("Choose living, died or moved away."))
    if on is not None and on > timezone.localdate(now):
        raise Refused(_("This day is still to come. Write the day it happened."))
    if len(why) > LONGEST:
        raise Refused(_("This is too long. Write at most 2,000 characters."))
    with transaction.atomic():
        row = _changing(by, person)
        before = row.status
        if before == "died" and status != "died" and not why.strip() and by.role != "system":
            raise Refused(_("Write why this is put right, so that colleagues understand it later."))
        row.status, row.status_on = status, on if status != "living" else None
        row.save(update_fields=["status", "status_on"])
        StatusChange.objects.create(
            person=row, before=before, after=status, on=on, note=why.strip(), by=by.name, at=now
        )
        if status != "living":
            silence(row, now)
        note(verb=f"person.{status}", subject=row, person=row.pk, by=by, now=now)


def leave_in_peace(*, person: object, quiet: bool, by: Viewer, now: datetime) -> None:
    """`quiet`: the person wants no contact at all; what waits to leave is stopped. Else they do again."""
    with transaction.atomic():
        row = _changing(by, person)
        if row.do_not_contact == quiet:
            return
        row.do_not_contact = quiet
        row.save(update_fields=["do_not_contact"])
        if quiet:
            silence(row, now)
        verb = "person.do_not_contact" if quiet else "person.contact_again"
        note(verb=verb, subject=row, person=row.pk, by=by, now=now)


def add_dependence(
    *,
    person: object,
    kind: str,
    words: str = "",
    since: date | None = None,
    until: date | None = None,
    by: Viewer,
    now: datetime,
) -> UUID:
    """Write down what a person cannot be without."""
    if kind not in DEPENDENCES:
        raise Refused(_("Choose what they depend on."))
    if kind == "other" or words.strip():
        words = _words(words, _("Say what they depend on."))
    if since and until and until < since:
        raise Refused(_("The end comes after the start."))
    with transaction.atomic():
        row = _changing(by, person)
        what = {"kind": kind, "note": words}
        made = Dependence.objects.create(person=row, what=what, since=since, until=until)
        note(verb="person.dependence_added", subject=made, person=row.pk, by=by, now=now)
    return made.pk


def end_dependence(*, person: object, dependence: object, by: Viewer, now: datetime) -> None:
    """They can be without it from today on; it stays written. A second time changes nothing."""
    today = timezone.localdate(now)
    with transaction.atomic():
        row = _changing(by, person)
        ids = same_person(by, row.pk)
        held = Dependence.objects.select_for_update().filter(pk=known(dependence), person__in=ids).first()
        if held is None:
            raise NotFound("dependence")
        if held.until is None or held.until > today:
            held.until = max(today, held.since or today)
            held.save(update_fields=["until"])
            note(verb="person.dependence_ended", subject=held, person=row.pk, by=by, now=now)


def _keepers(row: Person, keepers: Sequence[object], by: Viewer) -> list[Account]:
    """Two workers of the person's part of town."""
    ids = known_all(keepers)
    here = AccountArea.objects.filter(area__in=known_all(above(by, row.area_id))).values("account")
    found = list(Account.objects.filter(pk__in=ids, role="worker", is_active=True).filter(pk__in=here))
    if len(found) != 2 or len(ids) != 2:
        raise Refused(_("Choose two link workers who work where this person lives."))
    return found


def protect(*, person: object, keepers: Sequence[object], reason: str, by: Viewer, now: datetime) -> UUID:
    """Let nobody find this person but the two keepers, from the next request on."""
    why = _words(reason, _("Say why this person must not be found."))
    allow_some(by, "person.protect")
    with transaction.atomic():
        row = _changing(by, person)
        allow(by, "person.protect", area=row.area_id, person=row.pk)
        if Protection.objects.filter(person__in=same_person(by, row.pk), lifted_at__isnull=True).exists():
            raise Refused(_("This person is protected already."))
        two = _keepers(row, keepers, by)
        made = Protection.objects.create(person=row, reason=why, by=by.name, at=now)
        Keeper.objects.bulk_create([Keeper(protection=made, account=each) for each in two])
        note(verb="person.protected", subject=made, person=row.pk, by=by, now=now)
    return made.pk


def unprotect(*, protection: object, by: Viewer, now: datetime) -> bool:
    """Lift a protection: the first of two asks, the second one does it. True when it is lifted.

    One of the two is a keeper; the other one too, or a coordinator of that part of town.
    """
    allow_some(by, "person.unprotect")
    with transaction.atomic():
        row = (
            Protection.objects.select_for_update()
            .select_related("person")
            .filter(pk=known(protection))
            .first()
        )
        if row is None or row.lifted_at is not None or not _may_lift(row, by):
            raise NotFound("protection")
        if row.lifting_by_id is None and by.account:
            row.lifting_by_id = known(by.account)
            row.save(update_fields=["lifting_by"])
            note(verb="person.unprotecting", subject=row, person=row.person_id, by=by, now=now)
            return False
        if str(row.lifting_by_id) == by.account:
            raise Refused(_("A second person has to agree: the other keeper, or a coordinator."))
        row.lifted_at = now
        row.save(update_fields=["lifted_at"])
        note(verb="person.unprotected", subject=row, person=row.person_id, by=by, now=now)
    return True


def _live(protection: object) -> Protection | None:
    """A protection that holds, locked."""
    rows = Protection.objects.select_for_update(of=("self",)).select_related("person")
    return rows.filter(pk=known(protection), lifted_at__isnull=True).first()


def _may_lift(row: Protection, by: Viewer) -> bool:
    """A keeper always; a coordinator of the area once a keeper has asked."""
    if by.role == "system" or is_keeper(by, row.person_id):
        return True
    return (
        by.role == "coordinator"
        and row.lifting_by_id is not None
        and str(row.person.area_id) in by.areas | by.around
    )


def change_keeper(
    *, protection: object, instead_of: object, keeper: object, by: Viewer, now: datetime
) -> None:
    """Another worker keeps this protection in the place of one who goes. Only a keeper does this."""
    allow_some(by, "person.protect")
    with transaction.atomic():
        row = (
            Protection.objects.select_for_update()
            .select_related("person")
            .filter(pk=known(protection))
            .first()
        )
        if (
            row is None
            or row.lifted_at is not None
            or (by.role != "system" and not is_keeper(by, row.person_id))
        ):
            raise NotFound("protection")
        held = set(Keeper.objects.filter(protection=row).values_list("account", flat=True))
        stays = held - {known(instead_of)}
        if len(stays) != 1:
            raise NotFound("keeper")
        _keepers(row.person, [*stays, known(keeper)], by)
        Keeper.objects.filter(protection=row, account=known(instead_of)).update(account=known(keeper))
        note(verb="person.keeper_changed", subject=row, person=row.person_id, by=by, now=now)
