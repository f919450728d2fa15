"""Taking a step, seeing the news, sending the link again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import SYSTEM, NotFound, Refused, Viewer
from kizuna.access.wording import N_
from kizuna.activities.actions import end_introduction, introduce
from kizuna.ledger.actions import note as write_note
from kizuna.people import queries as people
from kizuna.people.actions import withdraw_consent
from kizuna.people.reach import phone
from kizuna.places.identity import known
from kizuna.referrals.actions.messages import send_link, tell_answer
from kizuna.referrals.actions.owing import OWES, owe
from kizuna.referrals.case import LINK_LIVES, LinkClosed, link_viewer_token, sides_of
from kizuna.referrals.models import Referral, Step
from kizuna.referrals.pathway import BY_CODE, check_step
from kizuna.referrals.queries import agreed, site_steps, visible

_HOUSE = SYSTEM("a provider answers a referral")
MOVED = ["status", "reason", "updated_at", "closed_at", "news_at", "estimate_weeks"]
JUST_SENT = timedelta(minutes=2)
"""A second click on "send again" within this time changes nothing."""


def _locked(by: Viewer, referral: UUID | str) -> Referral:
    """The row, held until the transaction ends, for a viewer who may change it."""
    allow_some(by, "referral.change")
    mine = Referral.objects.filter(pk=known(referral), pk__in=visible(by))
    row = mine.select_for_update(of=("self",)).first()
    if row is None:
        raise NotFound("referral")
    area = row.area_id if by.role == "provider" else people.profile(by, row.person_id).area_id
    link = link_viewer_token(str(row.pk))
    allow(by, "referral.change", area=area, person=row.person_id, link=link)
    return row


def take_step(
    *,
    referral: UUID | str,
    to: str,
    reason: str = "",
    note: str = "",
    as_told: bool = False,
    via: Sequence[str] = (),
    weeks: int | None = None,
    by: Viewer,
    now: datetime,
) -> str:
    """Take one step of the pathway; the state it led to. A step to where it stands already changes nothing.

    `as_told`: a link worker writes down what the provider told them, for the provider's side. `via`: states
    that it goes through on the way, such as a yes before the waiting list; `weeks`: how long that may take.
    """
    with transaction.atomic():
        row = _locked(by, referral)
        if by.role == "provider" and agreed(_HOUSE, row, now) is None:
            raise LinkClosed
        if row.status == to:
            return to
        for between in via:
            _walk(row, between, "", "", as_told, by, now)
        _walk(row, to, reason, note.strip(), as_told, by, now)
        row.estimate_weeks = weeks if to == "on-hold" else None
        row.closed_at = now if BY_CODE[to].closed else None
        row.news_at = now if by.role == "provider" else None
        owe(row, by, now)
        row.save(update_fields=[*MOVED, *OWES])
        if row.group_id and "accepted" in (to, *via):
            introduce(group=row.group_id, person=row.person_id, by=_HOUSE, now=now)
        if row.group_id and to == "rejected":
            end_introduction(group=row.group_id, person=row.person_id, by=_HOUSE, now=now)
        if by.role == "provider":
            tell_answer(row, now)
        if reason == "consent-withdrawn" and by.role != "provider":
            _take_back(row, by, now)
    return to


def _walk(row: Referral, to: str, reason: str, note: str, as_told: bool, by: Viewer, now: datetime) -> None:
    """One step: checked, and written into the history, the ledger and the row (not yet saved)."""
    check_step(row.status, to, sides=sides_of(by.role, as_told), reason=reason, steps=site_steps(by))
    Step.objects.create(
        referral=row,
        before=row.status,
        after=to,
        reason=reason,
        note=note,
        by_role=by.role,
        by_account_id=by.account or None,
        as_told=as_told,
        at=now,
    )
    row.status, row.reason, row.updated_at = to, reason, now
    write_note(verb=f"referral.{to}", subject=row, person=row.person_id, by=by, now=now)


def _take_back(row: Referral, by: Viewer, now: datetime) -> None:
    """End the consent with the referral, so that the link is dead from here on."""
    held = agreed(by, row, now)
    if held is not None:
        withdraw_consent(consent=held.id, by=by, now=now)


def seen(*, referral: UUID | str, by: Viewer, now: datetime) -> None:
    """A link worker has read the news of this referral."""
    with transaction.atomic():
        row = _locked(by, referral)
        if row.news_at is None:
            return
        row.news_at = None
        row.save(update_fields=["news_at"])
        write_note(verb="referral.seen", subject=row, person=row.person_id, by=by, now=now)


def resend_link(*, referral: UUID | str, number: str | None = None, by: Viewer, now: datetime) -> bool:
    """Send the provider a new link; older ones open nothing from here on. False when there is no address.

    `number`: it goes there as a text message from now on; empty: by e-mail again; None: as it went before.
    """
    sms = None if number is None else phone(number, settings.COUNTRY)
    with transaction.atomic():
        row = _locked(by, referral)
        if BY_CODE[row.status].closed:
            raise Refused(N_("This referral is closed. Open a new one if they still want a place."))
        if agreed(by, row, now) is None:
            raise Refused(N_("They took back their consent, so nothing can be sent. Cancel the referral."))
        if sms is not None and sms != row.send_sms:
            row.send_sms = sms
            row.save(update_fields=["send_sms"])
        elif row.link_until and row.link_until > now + LINK_LIVES - JUST_SENT:
            return True
        sent = send_link(row, by, now)
        write_note(verb="referral.link_sent", subject=row, person=row.person_id, by=by, now=now)
    return sent
