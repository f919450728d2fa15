"""Safeguarding flags: raised, read, closed."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import SYSTEM, NotFound, Refused, Viewer
from kizuna.access.wording import N_
from kizuna.ledger.actions import note as write_note
from kizuna.outbox.actions import send
from kizuna.people import queries as people
from kizuna.places.identity import known
from kizuna.referrals.models import Flag, FlagSeen
from kizuna.referrals.queries import visible_flags
from kizuna.referrals.safety import NOTE_LENGTH

_HOUSE = SYSTEM("a safeguarding flag")


def raise_flag(*, attempt: UUID, person: object, note: str, by: Viewer, now: datetime) -> None:
    """Flag somebody's record once for an attempt; whoever is on duty is told to look, and nothing else."""
    allow_some(by, "flag.raise")
    who = people.profile(by, person)
    allow(by, "flag.raise", area=who.area_id)
    note = note.strip()
    if not note or len(note) > NOTE_LENGTH:
        raise Refused(N_("Write what you saw or heard."))
    with transaction.atomic():
        values = {
            "person_id": known(who.id),
            "note": note,
            "raised_by_id": known(by.account),
            "raised_at": now,
        }
        row, made = Flag.objects.get_or_create(id=attempt, defaults=values)
        if not made:
            return
        FlagSeen.objects.create(flag=row, account_id=known(by.account), at=now)
        write_note(verb="flag.raised", subject=row, person=who.id, by=by, now=now)
        _tell(row, who.area_id, by, now)


def _tell(row: Flag, area: str, by: Viewer, now: datetime) -> None:
    duty = people.on_duty(_HOUSE, area, now)
    if duty is None or not duty.email or duty.account == by.account:
        return
    with translation.override(settings.LANGUAGE_CODE):
        words = _("Somebody who works with you asks you to look at something today. Sign in to read it.")
        send(
            key=f"flag:{row.pk}",
            address=duty.email,
            subject=_("Please look today"),
            text=f"{words}\n\n{settings.BASE_URL}{reverse('referrals:today')}",
            topic="duty",
            now=now,
        )


def _flag(flag: object, by: Viewer) -> Flag:
    allow_some(by, "flag.raise")
    mine = Flag.objects.filter(pk=known(flag), pk__in=visible_flags(by))
    row = mine.select_for_update(of=("self",)).first()
    if row is None:
        raise NotFound("flag")
    allow(by, "flag.raise", area=people.profile(by, row.person_id).area_id)
    return row


def flag_seen(*, flag: object, by: Viewer, now: datetime) -> None:
    """Somebody read it: the first time is kept."""
    with transaction.atomic():
        row = _flag(flag, by)
        FlagSeen.objects.get_or_create(flag=row, account_id=known(by.account), defaults={"at": now})


def close_flag(*, flag: object, outcome: str, by: Viewer, now: datetime) -> None:
    """Nobody need worry any more, or others take care: say why. A second time changes nothing."""
    if not outcome.strip() or len(outcome) > NOTE_LENGTH:
        raise Refused(N_("Write what was done, and why it can be closed."))
    with transaction.atomic():
        row = _flag(flag, by)
        if row.closed_at is not None:
            return
        row.closed_at, row.closed_by_id, row.outcome = now, known(by.account), outcome.strip()
        row.save(update_fields=["closed_at", "closed_by", "outcome"])
        write_note(verb="flag.closed", subject=row, person=row.person_id, by=by, now=now)
