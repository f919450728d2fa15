"""Keeping a check-up: the person, their agreement, the answers, a concern and who is told, all or nothing."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow
from kizuna.access.secrets import blinds
from kizuna.access.viewer import SYSTEM, NotFound, Refused, Viewer
from kizuna.instruments.answers import Answers, WrongAnswer, checked
from kizuna.instruments.definition import DangerKind, Instrument
from kizuna.instruments.queries import instrument
from kizuna.ledger.actions import note
from kizuna.people.actions import add_person, correct_person, give_consent
from kizuna.people.consent import LINK_WORKERS, SUPPORT
from kizuna.people.queries import profile, withdrawn_since
from kizuna.places.identity import known
from kizuna.places.queries import areas
from kizuna.screening.actions.concerns import open_concern
from kizuna.screening.facts import facts, lives_alone
from kizuna.screening.flow import CHECK_UP
from kizuna.screening.models import CheckUp, ContactRequest, DangerCount, Spent
from kizuna.screening.needs import corrected
from kizuna.screening.safety import danger, in_order
from kizuna.screening.values import CHANNELS, HELPED, RELATIONS, WHO, Channel, Leaving, Manner, Used, id_for
from kizuna.work.actions import first_time

NOON = time(12)
SLOW_CLOCK = timedelta(minutes=10)
"""So far may the clock of another program be ahead of ours."""


def _clean(by: Viewer, found: Instrument, answers: Answers) -> Answers:
    try:
        return checked(found, answers, [area.id for area in areas(by)])
    except WrongAnswer as wrong:
        raise Refused(_("This answer does not fit. %(why)s") % {"why": wrong}) from None


def _added(attempt: UUID, contact: Leaving, answers: Answers, by: Viewer, now: datetime) -> UUID:
    """The person of this attempt, with what they left and said about themselves; the same each time."""
    told = facts(answers)
    return add_person(
        person_id=id_for(attempt, "person"),
        name=contact.name,
        area=contact.area,
        languages=told["languages"],
        lives_alone=lives_alone(answers),
        access_needs=told["mobility"],
        phone=contact.phone,
        email=contact.email,
        preferred_channel="phone" if contact.phone else "email",
        preferred_language=contact.language,
        shared_contact=contact.shared,
        by=by,
        now=now,
    )


def _whose(
    attempt: UUID,
    before: CheckUp | None,
    person: object | None,
    contact: Leaving | None,
    answers: Answers,
    by: Viewer,
    now: datetime,
) -> tuple[UUID, UUID]:
    """Person and area of this attempt. A stranger's second post with it finds what the first one made."""
    if person is not None:
        who = profile(by, person)
        found, area = known(who.id), known(who.area_id)
    elif before is not None:
        found, area = id_for(attempt, "person"), before.area_id
    elif contact is not None:
        found, area = _added(attempt, contact, answers, by, now), known(contact.area)
    else:
        raise Refused(_("Leave a name and a way to reach you."))
    if before is not None and before.person_id != found:
        raise NotFound("check-up")
    return found, area


def _asked(row: CheckUp, contact: Leaving, by: Viewer, now: datetime) -> bool:
    """One request for contact an attempt; what was written last is what counts.

    Asking again after an answer waits again; True then.
    """
    details = {key: value for key, value in asdict(contact).items() if key != "area"}
    request, made = ContactRequest.objects.get_or_create(
        id=id_for(row.pk, "contact"),
        defaults={
            "check_up": row,
            "person_id": row.person_id,
            "area_id": row.area_id,
            "details": details,
            "asked_at": now,
        },
    )
    if not made and request.details != details:
        _corrected(row, contact, request.details, now)
        request.details = details
        request.save(update_fields=["details"])
    if request.answered_at is None:
        return False
    request.asked_at, request.answered_at, request.answered_by_id = now, None, None
    request.save(update_fields=["asked_at", "answered_at", "answered_by"])
    note(verb="contact.asked_again", subject=request, person=row.person_id, by=by, now=now)
    return True


def _corrected(row: CheckUp, contact: Leaving, before: dict[str, Any], now: datetime) -> None:
    """What this attempt told of its own person, put right where it was written anew; others stay."""
    if row.person_id != id_for(row.pk, "person"):
        return
    told = {
        "name": (before.get("name", contact.name), contact.name),
        "phone": (before.get("phone"), contact.phone),
        "email": (before.get("email"), contact.email),
        "shared_contact": (before.get("shared"), contact.shared),
    }
    changes: dict[str, Any] = {field: new for field, (old, new) in told.items() if old != new}
    if {"phone", "email"} & set(changes):
        changes["preferred_channel"] = "phone" if contact.phone else "email"
    if changes:
        correct_person(person=row.person_id, changes=changes, by=SYSTEM("contact details"), now=now)


def _unspent(attempt: UUID, before: CheckUp | None) -> None:
    """Raise Used when this attempt was erased, or what was agreed to with it has been taken back since."""
    if Spent.objects.filter(pk=attempt).exists():
        raise Used(_("This page has been used."))
    asked = ContactRequest.objects.filter(check_up=before).first() if before else None
    if asked is None:
        return
    looks = SYSTEM("contact details")
    if withdrawn_since(looks, asked.person_id, SUPPORT, LINK_WORKERS, asked.asked_at):
        raise Used(_("This page has been used."))


def _kept(
    attempt: UUID, before: CheckUp | None, values: dict[str, Any], by: Viewer, now: datetime
) -> CheckUp:
    """The row of this attempt: made once; later answers of the same attempt replace the earlier ones."""
    if before is None:
        row = CheckUp.objects.create(id=attempt, changed_at=now, **{"at": now, **values})
        note(verb="check_up.recorded", subject=row, person=row.person_id, by=by, now=now)
        return row
    if (before.answers, before.needs) != (values["answers"], values["needs"]):
        before.answers, before.needs, before.changed_at = values["answers"], values["needs"], now
        before.save(update_fields=["answers", "needs", "changed_at"])
        note(verb="check_up.completed", subject=before, person=before.person_id, by=by, now=now)
    return before


def _manner(manner: Manner, now: datetime) -> dict[str, Any]:
    """How the answers came, as the row keeps it. The day that stands on a sheet counts as its noon."""
    if manner.channel not in CHANNELS or manner.who not in WHO:
        raise Refused(_("Say how the answers came, and who gave them."))
    if (manner.who == "proxy") != bool(manner.relation) or manner.relation not in {"", *RELATIONS}:
        raise Refused(_("Say who answered for them."))
    found: dict[str, Any] = {"channel": manner.channel, "who": manner.who, "relation": manner.relation}
    if isinstance(manner.on, datetime):
        if manner.on > now + SLOW_CLOCK:
            raise Refused(_("This day has not come yet."))
        return found | {"at": min(manner.on, now)}
    if manner.on is None or manner.on == timezone.localdate(now):
        return found
    if manner.on > timezone.localdate(now):
        raise Refused(_("This day has not come yet."))
    noon = datetime.combine(manner.on, NOON, timezone.get_default_timezone())
    return found | {"at": noon}


def _kinds(
    found: Instrument, answers: Answers, spoken: frozenset[DangerKind], urgent: bool
) -> list[DangerKind]:
    """The dangers that somebody told of, in their answers and beside them."""
    told = danger(found, answers)
    return in_order({*(told.kinds if told else ()), *spoken}) or (["other"] if urgent else [])


def _record(
    attempt: UUID,
    answers: Answers,
    heard: Sequence[str],
    person: object | None,
    contact: Leaving | None,
    manner: Manner,
    urgent: bool,
    instrument_code: str,
    spoken: frozenset[DangerKind],
    by: Viewer,
    now: datetime,
) -> UUID:
    found = instrument(by, instrument_code, "" if instrument_code == CHECK_UP else get_language() or "")
    clean = _clean(by, found, answers)
    with transaction.atomic():
        before = CheckUp.objects.select_for_update().filter(pk=attempt).first()
        _unspent(attempt, before)
        who, area = _whose(attempt, before, person, contact, clean, by, now)
        # A stranger's person is of this attempt alone: `_whose` made sure of it. A resident whom we did not
        # know until now has just become themselves.
        if by.role == "resident" and not by.person:
            by = replace(by, person=str(who))
        allow(by, "check_up.record", area=area, person=who)
        values = {
            "person_id": who,
            "area_id": area,
            "instrument": found.code,
            "version": found.version,
            "answers": clean,
            "needs": list(corrected(heard)),
            **_manner(manner, now),
        }
        row, answered = _kept(attempt, before, values, by, now), False
        if contact is not None:
            if before is None or person is not None:
                give_consent(
                    person=who,
                    purpose=SUPPORT,
                    recipient=LINK_WORKERS,
                    how="helper" if manner.channel == HELPED else "online",
                    by=by,
                    now=now,
                )
            answered = _asked(row, contact, by, now)
        if kinds := _kinds(found, clean, spoken, urgent):
            anew = urgent or contact is not None
            open_concern(check_up=row, kinds=kinds, anew=anew, answered=answered, by=by, now=now)
    return who


def record_check_up(
    *,
    attempt: object,
    answers: Answers,
    heard: Sequence[str],
    person: object | None = None,
    contact: Leaving | None = None,
    channel: Channel = "alone",
    manner: Manner | None = None,
    urgent: bool = False,
    instrument_code: str = CHECK_UP,
    spoken: frozenset[DangerKind] = frozenset(),
    by: Viewer,
    now: datetime,
) -> UUID:
    """Keep a check-up once for its attempt, in one transaction; returns the person's id.

    `person` for people we know, `contact` for those who leave a way to be reached (and agree to support);
    `heard` are the needs as the person corrected them; `urgent` asks for a call today whatever the answers;
    `instrument_code` says which questionnaire it was, `manner` (or only its `channel`) how the answers came;
    `spoken` are dangers that they told of beside the answers.
    Whoever asks (`urgent` or `contact`) after all was dealt with is heard again.
    Raises Refused with a sentence, and nothing is kept; Used when the attempt was erased or its agreement
    taken back: an old page that is sent again undoes neither.
    """
    manner = manner or Manner(channel)
    who = (person, contact, manner, urgent)
    everything = (known(attempt), answers, heard, *who, instrument_code, spoken, by, now)
    try:
        return _record(*everything)
    except IntegrityError:
        # The same attempt was posted twice at the same moment: the other one is there now.
        return _record(*everything)


def count_danger(*, attempt: object, area: object | None, by: Viewer, now: datetime) -> None:
    """Count somebody whom nobody can reach, once for an attempt: a day and an area, nothing else."""
    allow(by, "check_up.record", person=by.person)
    # Blind, so that nobody can ever tell which check-up it was.
    key, *former = [f"danger:{mark}" for mark in blinds(str(attempt), settings.SECRET_KEYS, "danger")]
    with transaction.atomic():
        if not first_time(key=key, former=former, now=now):
            return
        where = {"area_id": known(area)} if area else {"area": None}
        row, _made = DangerCount.objects.get_or_create(day=timezone.localdate(now), **where)
        DangerCount.objects.filter(pk=row.pk).update(count=F("count") + 1)
        note(verb="danger.counted", subject=row, by=by, now=now)


def answer_contact(*, request: object, by: Viewer, now: datetime) -> None:
    """Say that somebody who waited has been contacted. A second time changes nothing."""
    with transaction.atomic():
        row = ContactRequest.objects.select_for_update().filter(pk=known(request)).first()
        if row is None:
            raise NotFound("contact request")
        allow(by, "contact.answer", area=row.area_id)
        profile(by, row.person_id)
        if row.answered_at is None:
            row.answered_at, row.answered_by_id = now, known(by.account)
            row.save(update_fields=["answered_at", "answered_by"])
            note(verb="contact.answered", subject=row, person=row.person_id, by=by, now=now)
