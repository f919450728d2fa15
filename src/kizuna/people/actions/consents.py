"""Agreements: given, and taken back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow
from kizuna.access.viewer import LogInFirst, NotFound, Refused, Viewer
from kizuna.ledger.actions import note
from kizuna.people.actions.persons import _locked
from kizuna.people.consent import HOWS, active
from kizuna.people.models import Consent, Person
from kizuna.places.identity import known


def _allow_giving(by: Viewer, row: Person, now: datetime) -> None:
    """Without an account, one agrees only in the very action that says who one is."""
    allow(by, "consent.give", area=row.area_id, person=row.pk)
    if by.role == "stranger" and row.created_at != now:
        raise LogInFirst("consent.give")


def give_consent(
    *,
    person: object,
    purpose: str,
    recipient: str,
    how: str,
    until: datetime | None = None,
    what: Sequence[str] = (),
    emergency_only: bool = False,
    by: Viewer,
    now: datetime,
) -> UUID:
    """Record that a person agrees. One that already holds just so is kept. Returns its id."""
    if how not in HOWS:
        raise Refused(_("Say how the person agreed: %(ways)s.") % {"ways": ", ".join(HOWS)})
    if not purpose or not recipient or (until is not None and until <= now):
        raise Refused(_("An agreement needs a purpose, a recipient, and an end that is still to come."))
    with transaction.atomic():
        row = _locked(person)
        _allow_giving(by, row, now)
        same = Consent.objects.filter(
            person=row, purpose=purpose, recipient=recipient, until=until, emergency_only=emergency_only
        )
        held = next((each for each in same if active(each.value(), now) and each.what == list(what)), None)
        if held:
            return held.pk
        given = Consent.objects.create(
            person=row,
            purpose=purpose,
            recipient=recipient,
            what=list(what),
            emergency_only=emergency_only,
            given_at=now,
            until=until,
            how=how,
            recorded_by=by.name,
        )
        note(verb="consent.given", subject=given, person=row.pk, by=by, now=now)
    return given.pk


def withdraw_consent(*, consent: object, by: Viewer, now: datetime) -> None:
    """Take an agreement back: it counts from the next request on. A second time changes nothing."""
    with transaction.atomic():
        try:
            row = Consent.objects.select_for_update().select_related("person").get(pk=known(consent))
        except Consent.DoesNotExist:
            raise NotFound("consent") from None
        allow(by, "consent.withdraw", area=row.person.area_id, person=row.person_id)
        if row.withdrawn_at is not None:
            return
        row.withdrawn_at = max(now, row.given_at)
        row.save(update_fields=["withdrawn_at"])
        note(verb="consent.withdrawn", subject=row, person=row.person_id, by=by, now=now)
