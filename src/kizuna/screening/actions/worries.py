"""Worries about somebody else: taken in from anybody, told to whoever is on duty, closed with words."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import SYSTEM, NotFound, Refused, Viewer
from kizuna.ledger.actions import note
from kizuna.outbox.actions import send
from kizuna.people.queries import keepers_of, kept_apart, profile
from kizuna.places.identity import known
from kizuna.places.queries import area as area_value
from kizuna.screening.actions.concerns import LONGEST, on_rung, taken_over
from kizuna.screening.ladder import LADDER, Told, due, next_look
from kizuna.screening.models import Worry
from kizuna.screening.values import id_for
from kizuna.screening.worry import OUTCOMES
from kizuna.screening.worry import Told as WhatWasTold
from kizuna.work.actions import enqueue


def raise_worry(
    *,
    attempt: UUID,
    area: object,
    told: WhatWasTold,
    quiet: bool = False,
    person: UUID | None = None,
    by: Viewer,
    now: datetime,
) -> UUID:
    """Keep a worry and tell whoever is on duty; the same attempt again only corrects what was told.

    `quiet`: one of the same kind rings already, so that nobody's telephone rings for this one; it is listed.
    `person`: whom it is about, where the house knows it.
    """
    allow(by, "worry.raise")
    if not told.who.strip() or not told.worry.strip():
        raise Refused(_("Say who it is about and what worries you."))
    with transaction.atomic():
        row, made = Worry.objects.select_for_update().get_or_create(
            id=id_for(attempt, "worry"),
            defaults={
                "area_id": known(area_value(by, area).id),
                "told": told.packed(),
                "person_id": person,
                "opened_at": now,
                "due_at": due(now, timezone.get_default_timezone()),
            },
        )
        if made:
            note(verb="worry.raised", subject=row, by=by, now=now)
            if not quiet:
                _look(row, 0, now)
        elif row.closed_at is None and row.told != told.packed():
            row.told = told.packed()
            row.save(update_fields=["told"])
    return row.pk


def waits_untaken(attempts: Iterable[UUID]) -> bool:
    """Whether one of the worries of these attempts rings still: nobody has taken it yet."""
    ids = [id_for(attempt, "worry") for attempt in attempts]
    return bool(ids) and Worry.objects.filter(pk__in=ids, taken_at=None, closed_at=None).exists()


def _tell(row: Worry, look: int, told: Told, now: datetime) -> None:
    """A message without content, to somebody who works here; never to anybody around the person."""
    link = settings.BASE_URL + reverse("screening:worry", args=[row.pk])
    with override(settings.LANGUAGE_CODE):
        send(
            key=f"worry:{row.pk}:{look}:{told.account}",
            address=told.email,
            subject=_("Someone is worried about a person"),
            text=_("Someone is worried about a person near you. Sign in to see.\n\n%(link)s")
            % {"link": link},
            life_safety=True,
            topic="duty",
            now=now,
        )


def _look(row: Worry, look: int, now: datetime) -> None:
    """Tell the first rung from here on which anybody stands, and look again later."""
    at, told = look, []
    house = SYSTEM("a worry")
    apart = kept_apart(house, row.person_id).accounts if row.person_id else frozenset()
    # Somebody who must not be found is known to two alone: they are told at each look.
    keepers = [Told(one.id, one.email) for one in keepers_of(house, row.person_id)] if row.person_id else []
    for at in range(look, len(LADDER)):
        told = keepers or [one for one in on_rung(row, LADDER[at].who, now) if one.account not in apart]
        if told:
            break
    for one in told:
        _tell(row, look, one, now)
    following = next_look(at if told else look)
    if following is not None:
        after = now + LADDER[at if told else look].wait
        key = f"escalate-worry:{row.pk}:{following}"
        enqueue("screening.escalate_worry", key=key, now=now, after=after)


def escalate_worry(*, worry: object, look: int, by: Viewer, now: datetime) -> None:
    """Tell the next ones when nobody has taken it; does nothing when somebody has."""
    allow(by, "concern.escalate")
    with transaction.atomic():
        row = Worry.objects.select_for_update().filter(pk=known(worry)).first()
        if row is None or row.taken_at is not None:
            return
        note(verb="worry.escalated", subject=row, by=by, now=now)
        _look(row, look, now)


def _locked(worry: object) -> Worry:
    row = Worry.objects.select_for_update().filter(pk=known(worry)).first()
    if row is None:
        raise NotFound("worry")
    return row


def _own(worry: object, by: Viewer) -> Worry:
    """The row, held, for the one who took it."""
    row = _locked(worry)
    allow(by, "concern.close", area=row.area_id)
    if str(row.owner_id or "") != by.account:
        raise Refused(_("Take this on first."))
    return row


def take_worry(*, worry: object, instead_of: str = "", by: Viewer, now: datetime) -> None:
    """Take it on: from now on this account answers for it, and sees what was told. It is noted."""
    allow_some(by, "concern.take")
    with transaction.atomic():
        row = _locked(worry)
        allow(by, "concern.take", area=row.area_id)
        if taken_over(row, instead_of=instead_of, by=by, now=now):
            note(verb="worry.taken", subject=row, by=by, now=now)


def link_worry(*, worry: object, person: object, by: Viewer, now: datetime) -> None:
    """Say whom it is about, among the persons in one's sight: nobody else can be found here."""
    allow_some(by, "concern.close")
    with transaction.atomic():
        row = _own(worry, by)
        row.person_id = known(profile(by, person).id)
        row.save(update_fields=["person"])
        note(verb="worry.linked", subject=row, by=by, now=now)


def close_worry(*, worry: object, outcome: str, what: str, by: Viewer, now: datetime) -> None:
    """Close it with what came of it; only its owner can, and never without words. Twice changes nothing."""
    allow_some(by, "concern.close")
    words = what.strip()
    with transaction.atomic():
        row = _own(worry, by)
        if row.closed_at is not None:
            return
        if outcome not in OUTCOMES or not words or len(words) > LONGEST:
            raise Refused(_("Say what came of it, and write what was done in at most 2,000 characters."))
        row.closed_at, row.outcome, row.closed_what = now, outcome, words
        row.save(update_fields=["closed_at", "outcome", "closed_what"])
        note(verb="worry.closed", subject=row, by=by, now=now)
