"""What somebody agreed to, as a Consent that was sent."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow_some
from kizuna.access.viewer import NotAllowed, NotFound, Viewer
from kizuna.exchange.outcome import Wrong
from kizuna.exchange.search import reference
from kizuna.people import actions as people
from kizuna.people.consent import REFERRAL
from kizuna.people.fhir import Agreed
from kizuna.people.queries import consents
from kizuna.referrals.case import CONSENT_LASTS, WHAT, agreement, recipient
from kizuna.referrals.queries import find_option

MORE = ("note", "contact")
"""What may be told on top, where the Consent says so."""


def told(agreed: Agreed) -> tuple[str, ...]:
    """What may be told of the person: where nothing is said, a note and how to reach them, too."""
    return (*WHAT, *(each for each in MORE if not agreed.what or each in agreed.what))


def give(*, agreed: Agreed, by: Viewer, now: datetime) -> UUID:
    """Write down that a person agrees to a referral to one service or group. Twice changes nothing."""
    allow_some(by, "exchange.send")
    allow_some(by, "consent.give")
    person = reference(agreed.patient, "Patient")
    if person is None:
        raise NotFound("person")
    if not agreed.holds:
        raise NotAllowed(_("This is no agreement that holds: it says no, or it has ended."))
    named = [id for each in agreed.recipients if (id := reference(each, "HealthcareService"))]
    if len(named) != 1:
        raise Wrong("Name one HealthcareService as the actor of the provision.", 422, "provision.actor")
    kind = _kind(by, named[0], now)
    every = consents(by, person)
    held = agreement(every, consent=None, kind=kind, option=str(named[0]), now=now)
    if held and agreed.until is None and (held.how, held.what) == (agreed.how, told(agreed)):
        return UUID(held.id)
    # By the day: of the same yes twice at once, whichever comes second is the one that is there.
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return people.give_consent(
        person=person,
        purpose=REFERRAL,
        recipient=recipient(kind, str(named[0])),
        what=told(agreed),
        how=agreed.how,
        until=agreed.until or today + CONSENT_LASTS,
        by=by,
        now=now,
    )


def _kind(by: Viewer, option: UUID, now: datetime) -> str:
    for kind in ("service", "group"):
        try:
            find_option(by, kind, option, now)
        except NotFound:
            continue
        return kind
    raise NotFound("option")


def withdraw(*, consent: UUID, by: Viewer, now: datetime) -> None:
    """Take an agreement back: from the next request on nobody gets in by it."""
    allow_some(by, "exchange.send")
    people.withdraw_consent(consent=consent, by=by, now=now)
