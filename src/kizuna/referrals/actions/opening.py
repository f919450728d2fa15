"""Opening a referral: consent, row, history, ledger and message in one transaction."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import SYSTEM, NotAllowed, NotFound, Refused, Viewer
from kizuna.access.wording import N_
from kizuna.activities.actions import introduce
from kizuna.activities.queries import groups_apart
from kizuna.directory.actions import count_use
from kizuna.directory.needs import BY_CODE as NEEDS
from kizuna.directory.option import Option
from kizuna.ledger.actions import note as write_note
from kizuna.people import queries as people
from kizuna.people.actions import give_consent
from kizuna.people.consent import REFERRAL
from kizuna.people.profile import Profile
from kizuna.people.reach import phone
from kizuna.places.identity import known, known_all
from kizuna.referrals.actions.measuring import begin_measuring
from kizuna.referrals.actions.messages import send_link, tell_person
from kizuna.referrals.actions.owing import look_after, owe
from kizuna.referrals.actions.steps import take_step
from kizuna.referrals.case import BY_VOICE, CONSENT_LASTS, Asking, agreement, recipient
from kizuna.referrals.handing import HANDOVER_CODES
from kizuna.referrals.models import Referral, Step
from kizuna.referrals.pathway import OPEN, REQUESTER, START, check_step
from kizuna.referrals.queries import find_option, site_calendar, visible
from kizuna.screening.actions import heed_words

ENDS = {
    "draft": ("entered-in-error", False),
    "requested": ("cancelled", False),
    "accepted": ("cancelled", False),
    "on-hold": ("cancelled", False),
    "in-progress": ("failed", True),
}
"""How an open referral ends when another one takes its place: one that has begun has failed, as they told."""
SAME = ("how", "until", "what", "emergency_only", "evidence", "decided_by", "review_on")
"""What makes an agreement the one that is there already."""
CONSENT_HOWS = ("spoken", "phone", "helper", "paper", "speaker")
"""By voice, by a tap on the screen beside the worker, on paper, or by who may speak for them."""
AGREED_BEFORE = "agreed before"
"""How they agreed: it is written down already, and holds."""
_HOUSE = SYSTEM("somebody asks for a place themselves")


def open_referral(
    *,
    referral_id: UUID,
    person: UUID | str,
    kind: str,
    option: UUID | str,
    need: str,
    note: str = "",
    share_contact: bool = True,
    consent_how: str,
    consent_note: str = "",
    tell: bool = False,
    send_to: str = "",
    replaces: UUID | str | None = None,
    assessment: bool = False,
    send_sms: str = "",
    handover: str = "",
    by: Viewer,
    now: datetime,
) -> UUID:
    """Ask a service or group for a place. The same `referral_id` again changes nothing; returns it.

    `replaces`: an earlier referral of theirs, which ends with this one. `assessment`: they are asked to look
    what is needed first. `send_to`: an address that the provider gave on the telephone; `send_sms`: a number
    that gets the link instead. `consent_note`: what was said. `handover`: how they are introduced.
    """
    allow_some(by, "referral.open")
    who = people.profile(by, person)
    allow(by, "referral.open", area=who.area_id, person=who.id)
    _check(need, consent_how, handover, consent_note)
    number = phone(send_sms, settings.COUNTRY)
    given = Asking(
        referral_id,
        kind,
        need,
        note,
        share_contact,
        consent_how,
        consent_note,
        send_to,
        number,
        handover,
        replaces=str(replaces or ""),
        assessment=assessment,
    )
    with transaction.atomic():
        row = _ask(given, who, find_option(by, kind, option, now), by, by, now)
        if row and tell:
            tell_person(row, by, now)
    return referral_id


def _agreement(given: Asking, who: Profile, asked: Option, by: Viewer, now: datetime) -> UUID:
    """The agreement that it stands on; the person is locked from here on."""
    to = recipient(given.kind, asked.id)
    said: dict[str, Any] = {"how": given.how, "what": given.what, "until": now + CONSENT_LASTS}
    said["evidence"] = given.said
    if given.how == AGREED_BEFORE:
        every = people.consents(by, who.id)
        held = agreement(every, consent=None, kind=given.kind, option=asked.id, now=now)
        if held is None:
            raise NotAllowed(_("They have not agreed to it. Without their yes nothing leaves this site."))
        said = {name: getattr(held, name) for name in SAME}
    return give_consent(person=who.id, purpose=REFERRAL, recipient=to, **said, by=by, now=now)


def _end(replaced: UUID | str, who: Profile, by: Viewer, now: datetime) -> UUID:
    """The earlier referral of the same person: nobody waits for it from here on."""
    row = Referral.objects.filter(pk=known(replaced), pk__in=visible(by)).first()
    if row is None or row.person_id not in people.same_person(by, who.id):
        raise NotFound("referral")
    if row.status in ENDS:
        to, told = ENDS[row.status]
        take_step(referral=row.pk, to=to, reason="referred-elsewhere", as_told=told, by=by, now=now)
    return row.pk


def ask_for_oneself(
    *,
    referral_id: UUID,
    kind: str,
    option: UUID | str,
    need: str,
    note: str = "",
    share_contact: bool = True,
    by: Viewer,
    now: datetime,
) -> UUID:
    """Somebody with an account asks for a place themselves. The same `referral_id` again changes nothing."""
    allow(by, "referral.ask", person=by.person or None)
    who = people.profile(by, by.person)
    _check(need, "helper")
    given = Asking(referral_id, kind, need, note, share_contact, "online")
    with transaction.atomic():
        if _ask(given, who, find_option(by, kind, option, now), by, _HOUSE, now):
            _heed(given, who, now)
    return referral_id


def _heed(given: Asking, who: Profile, now: datetime) -> None:
    """What they want the place to know may tell of a danger: whoever is on duty reads it today."""
    way = people.contact(_HOUSE, who.id, now)
    heed_words(
        text=given.note,
        attempt=given.id,
        area=who.area_id,
        name=who.call_them,
        reach=way.address if way else "",
        person=known(who.id),
        by=_HOUSE,
        now=now,
    )


def _ask(
    given: Asking, who: Profile, asked: Option, by: Viewer, house: Viewer, now: datetime
) -> Referral | None:
    """Consent, row, history, ledger and message; None when this very referral was opened before.

    `house` does what the one who asks may not do themselves: find who looks after it, and make the link.
    """
    # First the consent: it locks the person, so that of two clicks at once one waits for the other.
    consent = _agreement(given, who, asked, by, now)
    if _is_there(given.id, who):
        transaction.set_rollback(True)
        return None
    earlier = _end(given.replaces, who, by, now) if given.replaces else None
    _check_may_be_asked(by, who, given.kind, asked.id, now)
    row = _write(given, who, asked, consent, earlier, by, house, now)
    if given.kind == "group" and by.role == "worker":
        introduce(group=asked.id, person=who.id, by=by, now=now)
    write_note(verb="referral.requested", subject=row, person=who.id, by=by, now=now)
    send_link(row, house, now)
    begin_measuring(person=who.id, area=who.area_id, referral=row, by=house, now=now)
    return row


def _check(need: str, consent_how: str, handover: str = "", said: str = "") -> None:
    if need not in NEEDS:
        raise Refused(N_("Say what the place is for: choose a need from the list."))
    if consent_how not in (*CONSENT_HOWS, AGREED_BEFORE):
        raise Refused(N_("Say how they agreed. Without their yes nothing leaves this site."))
    if consent_how in BY_VOICE and not said.strip():
        raise Refused(N_("Write down what they said. A few words are enough."))
    if handover and handover not in HANDOVER_CODES:
        raise Refused(N_("Say how they get there: choose from the list."))


def _count(kind: str, option: str, by: Viewer, now: datetime) -> None:
    """A listing that many are referred to is looked after first."""
    if kind == "service":
        count_use(service=option, what="referrals", by=by, now=now)


def _is_there(referral: UUID, who: Profile) -> bool:
    """Whether this very referral was opened before; an id of somebody else's is refused."""
    person = Referral.objects.filter(pk=referral).values_list("person", flat=True).first()
    if person is not None and str(person) != who.id:
        raise Refused(N_("Something went wrong with this page. Open it again."))
    return person is not None


def _check_may_be_asked(by: Viewer, who: Profile, kind: str, option: UUID | str, now: datetime) -> None:
    same = {f"{kind}_id": option}
    ids = people.same_person(by, who.id)
    if Referral.objects.filter(person__in=ids, status__in=OPEN, **same).exists():
        raise Refused(N_("They have been asked for this person already. Open that referral instead."))
    _check_not_apart(who, kind, option, now)


def _check_not_apart(who: Profile, kind: str, option: UUID | str, now: datetime) -> None:
    """Nobody is sent to a group to meet somebody from whom they are kept apart. The words tell no reason."""
    if kind != "group":
        return
    house = SYSTEM("a referral that is opened")
    apart = people.kept_apart(house, who.id).persons
    asked = Referral.objects.filter(person__in=known_all(apart), status__in=OPEN, group_id=option)
    if apart and (str(option) in groups_apart(house, who.id, now) or asked.exists()):
        raise Refused(N_("This group is not the right one for them just now. Choose something else."))


def _write(
    given: Asking,
    who: Profile,
    asked: Option,
    consent: UUID,
    earlier: UUID | None,
    by: Viewer,
    house: Viewer,
    now: datetime,
) -> Referral:
    check_step(START, "requested", sides=frozenset({REQUESTER}))
    worker = by.account if by.role != "resident" else ""
    row = Referral(
        pk=given.id,
        person_id=who.id,
        option_name=asked.name,
        area_id=who.area_id,
        status="requested",
        need=given.need,
        note=given.note.strip(),
        consent=consent,
        requested_by_id=worker or None,
        requested_at=now,
        answer_by=site_calendar(by).after_working_days(now, settings.DUE_DAYS.answer),
        updated_at=now,
        send_to=given.send_to,
        send_sms=given.send_sms,
        handover=given.handover,
        replaces_id=earlier,
        assessment=given.assessment,
        **{f"{given.kind}_id": asked.id},
    )
    look_after(row, house)
    owe(row, house, now)
    row.save(force_insert=True)
    Step.objects.create(
        referral=row,
        before=START,
        after="requested",
        by_role=by.role,
        by_account_id=by.account or None,
        at=now,
    )
    _count(given.kind, asked.id, house, now)
    return row
