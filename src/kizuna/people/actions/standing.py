"""What became of a person, who must not be found, and what they depend on."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kizuna.access.viewer import NotFound, Refused, Viewer
from kizuna.ledger.actions import note
from kizuna.outbox.actions import halt
from kizuna.people.actions.persons import _changing
from kizuna.people.care import DEPENDENCES
from kizuna.people.models import (
    Dependence,
    Person,
    StatusChange,
)
from kizuna.people.profile import STATUSES
from kizuna.people.queries import same_person
from kizuna.places.identity import known

LONGEST = 2000


def _words(text: str, what: str) -> str:
    """A text that must be there and not too long."""
    clean = text.strip()
    if not clean or len(clean) > LONGEST:
        raise Refused(_("%(what)s Write it in at most 2,000 characters.") % {"what": what})
    return clean


def silence(row: Person, now: datetime, *, but_life_safety: bool = False) -> None:
    """Stop what is on its way to a person, in every record of theirs."""
    for each in [row, *Person.objects.filter(merged_into=row)]:
        ways = [("email", each.email), ("sms", each.phone)]
        alone = [(way, address) for way, address in ways if address and not each.shared_contact]
        halt(person=each.pk, addresses=alone, but_life_safety=but_life_safety, now=now)


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
        row = _changing(by, person, "person.status")
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
