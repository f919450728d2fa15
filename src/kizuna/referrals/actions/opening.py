"""Opening a referral: consent, row, history, ledger and message in one transaction."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import SYSTEM, Refused, Viewer
from kizuna.access.wording import N_
from kizuna.activities.queries import groups_apart
from kizuna.directory.actions import count_use
from kizuna.directory.needs import BY_CODE as NEEDS
from kizuna.directory.option import Option
from kizuna.ledger.actions import note as write_note
from kizuna.people import queries as people
from kizuna.people.actions import give_consent
from kizuna.people.consent import REFERRAL
from kizuna.people.profile import Profile
from kizuna.places.identity import known_all
from kizuna.referrals.actions.messages import send_link, tell_person
from kizuna.referrals.actions.owing import look_after, owe
from kizuna.referrals.case import CONSENT_LASTS, WHAT, recipient
from kizuna.referrals.models import Referral, Step
from kizuna.referrals.pathway import OPEN, REQUESTER, START, check_step
from kizuna.referrals.queries import find_option, site_calendar

CONSENT_HOWS = ("spoken", "phone", "paper", "speaker")


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
    tell: bool = False,
    send_to: str = "",
    by: Viewer,
    now: datetime,
) -> UUID:
    """Ask a service or group for a place. The same `referral_id` again changes nothing; returns it.

    `send_to` is an address that the provider gave on the telephone, for a listing that has none.
    """
    allow_some(by, "referral.open")
    who = people.profile(by, person)
    allow(by, "referral.open", area=who.area_id, person=who.id)
    asked = find_option(by, kind, option, now)
    _check(need, consent_how)
    what = (*WHAT, *(["note"] if note.strip() else []), *(["contact"] if share_contact else []))
    with transaction.atomic():
        # First the consent: it locks the person, so that of two clicks at once one waits for the other.
        consent = give_consent(
            person=who.id,
            purpose=REFERRAL,
            recipient=recipient(kind, asked.id),
            what=what,
            how=consent_how,
            until=now + CONSENT_LASTS,
            by=by,
            now=now,
        )
        if _is_there(referral_id, who):
            transaction.set_rollback(True)
            return referral_id
        _check_may_be_asked(by, who, kind, option, now)
        row = _write(referral_id, who, kind, asked, need, note, consent, by, now)
        write_note(verb="referral.requested", subject=row, person=who.id, by=by, now=now)
        if send_to:
            row.send_to = send_to
            row.save(update_fields=["send_to"])
        send_link(row, by, now)
        if tell:
            tell_person(row, by, now)
    return referral_id


def _check(need: str, consent_how: str) -> None:
    if need not in NEEDS:
        raise Refused(N_("Say what the place is for: choose a need from the list."))
    if consent_how not in CONSENT_HOWS:
        raise Refused(N_("Say how they agreed. Without their yes nothing leaves this site."))


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
    id: UUID,
    who: Profile,
    kind: str,
    asked: Option,
    need: str,
    note: str,
    consent: UUID,
    by: Viewer,
    now: datetime,
) -> Referral:
    check_step(START, "requested", sides=frozenset({REQUESTER}))
    row = Referral(
        pk=id,
        person_id=who.id,
        option_name=asked.name,
        area_id=who.area_id,
        status="requested",
        need=need,
        note=note.strip(),
        consent=consent,
        requested_by_id=by.account or None,
        requested_at=now,
        answer_by=site_calendar(by).after_working_days(now, settings.DUE_DAYS.answer),
        updated_at=now,
        **{f"{kind}_id": asked.id},
    )
    look_after(row, by)
    owe(row, by, now)
    row.save(force_insert=True)
    Step.objects.create(
        referral=row,
        before=START,
        after="requested",
        by_role=by.role,
        by_account_id=by.account or None,
        at=now,
    )
    _count(kind, asked.id, by, now)
    return row
