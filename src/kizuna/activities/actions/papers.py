"""Writes about papers of volunteers: what was seen and when it runs out, who vouches for them, thanks."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import NotFound, Refused, Viewer
from kizuna.access.wording import N_
from kizuna.activities.actions.shift_words import HOUSE, deliver, language_of, tell_group, way_to
from kizuna.activities.actions.volunteering import kept_volunteer, own_volunteer
from kizuna.activities.models import Check, Group, Helping, Reference
from kizuna.activities.shifts import opens_reference, reference_token
from kizuna.activities.skills import CHECKS, ENDS_SOON
from kizuna.ledger.actions import note
from kizuna.outbox.actions import send
from kizuna.people.queries import profile
from kizuna.places.identity import known

MOST_REFERENCES = 3
ASKED_TO_VOUCH = (
    N_("Somebody named you: %(name)s"),
    N_(
        "%(name)s wants to help at %(group)s and named you as somebody who knows them. Will you say a few "
        "words? It takes two minutes, without an account. Only %(group)s reads it: %(link)s"
    ),
)


def see_check(
    *,
    group: object,
    volunteer: object,
    kind: str,
    done_on: date,
    until: date | None,
    by: Viewer,
    now: datetime,
) -> None:
    """An organiser saw a paper: what it is, of which day, and until when it is good."""
    with transaction.atomic():
        _row, who = kept_volunteer(group, volunteer, by)
        if kind not in CHECKS:
            raise NotFound("check")
        if done_on > timezone.localdate(now) or (until is not None and until < done_on):
            raise Refused(_("Look at both days: the paper is of a day that was, and good until a later one."))
        row, made = Check.objects.update_or_create(
            person_id=who.person_id,
            kind=kind,
            done_on=done_on,
            defaults={"until": until, "seen_by_id": known(by.account) if by.account else None, "at": now},
        )
        note(
            verb="check.seen" if made else "check.changed", subject=row, person=who.person_id, by=by, now=now
        )


def watch_checks(*, by: Viewer, now: datetime, limit: int = 500) -> int:
    """Tell organisers, once a check, that papers of their volunteers run out; how many checks these were."""
    allow_some(by, "check.watch")
    today, told = timezone.localdate(now), 0
    due = Check.objects.filter(told_at__isnull=True, until__lte=today + ENDS_SOON).order_by("until", "pk")
    for id in list(due.values_list("pk", flat=True)[:limit]):
        with transaction.atomic():
            row = Check.objects.select_for_update().filter(pk=id, told_at__isnull=True).first()
            if row is None:
                continue
            row.told_at = now
            row.save(update_fields=["told_at"])
            newer = Check.objects.filter(person=row.person_id, kind=row.kind, done_on__gt=row.done_on)
            if newer.exists():
                continue
            _say_that_it_ends(row, now)
            told += 1
    return told


def _say_that_it_ends(check: Check, now: datetime) -> None:
    helping = Helping.objects.filter(
        volunteer__person=check.person_id, state="welcome", role__group__active=True
    )
    for group in Group.objects.filter(pk__in=helping.values("role__group")):
        tell_group(
            group,
            f"check:{check.pk}:{group.pk}",
            N_("Papers of a volunteer run out: %(group)s"),
            N_("Papers of somebody who helps at %(group)s run out. Ask for new ones in time: %(link)s"),
            now,
        )


def name_reference(*, volunteer: object, name: str, reach: str, by: Viewer, now: datetime) -> None:
    """A volunteer names somebody who knows them; nobody is written to before an organiser asks."""
    with transaction.atomic():
        who = own_volunteer(volunteer, by)
        there = list(Reference.objects.filter(volunteer=who))
        if any(one.reach == reach for one in there):
            return
        if len(there) >= MOST_REFERENCES:
            raise Refused(_("Three people are enough."))
        row = Reference.objects.create(
            id=uuid4(), volunteer=who, name=name, reach=reach, state="named", named_at=now
        )
        note(verb="reference.named", subject=row, person=who.person_id, by=by, now=now)


def ask_reference(*, group: object, volunteer: object, reference: object, by: Viewer, now: datetime) -> None:
    """An organiser asks somebody whom a volunteer named; they answer by a link. Twice is once."""
    with transaction.atomic():
        kept, who = kept_volunteer(group, volunteer, by)
        row = Reference.objects.select_for_update().filter(pk=known(reference), volunteer=who).first()
        if row is None:
            raise NotFound("reference")
        if row.state != "named":
            return
        row.state, row.asked_at = "asked", now
        row.save(update_fields=["state", "asked_at"])
        note(verb="reference.asked", subject=row, person=who.person_id, by=by, now=now)
        token = reference_token(row.pk, settings.SECRET_KEYS, now)
        facts = {
            "name": profile(HOUSE, who.person_id).call_them,
            "group": kept.name,
            "link": settings.BASE_URL + reverse("activities:vouch", args=[token]),
        }
        subject, text = (_(words) % facts for words in ASKED_TO_VOUCH)
        send(
            key=f"reference:{row.pk}",
            channel="email" if "@" in row.reach else "sms",
            address=row.reach,
            subject=subject,
            text=text,
            topic="activities",
            person=who.person_id,
            cause=f"activities.Reference:{row.pk}",
            now=now,
        )


def answer_reference(*, reference: object, said: Mapping[str, str] | None, by: Viewer, now: datetime) -> None:
    """Somebody says what they know of a volunteer, or (None) that they would rather not. Once.

    The way to reach them is forgotten: nobody writes to them again.
    """
    with transaction.atomic():
        allow(by, "reference.answer", link=opens_reference(reference))
        rows = Reference.objects.select_for_update(of=("self",)).select_related("volunteer")
        row = rows.filter(pk=known(reference)).first()
        if row is None:
            raise NotFound("reference")
        if row.state != "asked":
            return
        row.state = "declined" if said is None else "answered"
        row.said, row.reach, row.answered_at = dict(said or {}), "", now
        row.save()
        note(verb=f"reference.{row.state}", subject=row, person=row.volunteer.person_id, by=by, now=now)


def thank(*, group: object, volunteer: object, text: str, by: Viewer, now: datetime) -> bool:
    """An organiser thanks somebody in their own words, once a day; whether there was a way to write."""
    with transaction.atomic():
        row, who = kept_volunteer(group, volunteer, by)
        way = way_to(who, now)
        if way is None or not text.strip():
            return False
        with override(language_of(way)):
            subject = _("Thank you from %(group)s") % {"group": row.name}
        day = timezone.localdate(now)
        deliver(who, way, f"thanks:{row.pk}:{who.pk}:{day:%Y%m%d}", subject, text, now)
        who.thanked_at = now
        who.save(update_fields=["thanked_at"])
        note(verb="volunteer.thanked", subject=who, person=who.person_id, by=by, now=now)
    return True
