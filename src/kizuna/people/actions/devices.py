"""Messages on a device and news of the area: switched on and off by the person who gets them."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow
from kizuna.access.viewer import Refused, Viewer
from kizuna.ledger.actions import note
from kizuna.outbox.actions import let_failed_go
from kizuna.outbox.address import clean, normal
from kizuna.outbox.queries import failed_marks
from kizuna.people.actions.consents import give_consent, withdraw_consent
from kizuna.people.actions.persons import _locked
from kizuna.people.consent import NEWS, THIS_SITE, active
from kizuna.people.models import Consent, Device, records_of
from kizuna.people.models.filling import indexes
from kizuna.places.identity import known

MOST = 10
"""Devices of one person; the oldest goes when there is one more."""


def keep_device(*, subscription: str, by: Viewer, now: datetime) -> UUID:
    """Send this person's messages to this browser, too. The same browser again is the same device.

    A browser that somebody else used before is theirs no more. Raises Refused for what is no subscription.
    """
    allow(by, "device.keep", person=by.person)
    try:
        address = clean("push", subscription)
    except Refused:
        raise Refused(_("Your browser did not say where messages go. Please try again.")) from None
    with transaction.atomic():
        person = _locked(by.person)
        places = indexes(normal("push", address), "outbox.address")
        held = Device.objects.select_for_update().filter(place_index__in=places).first()
        if held and held.person_id == person.pk:
            if held.subscription != address:
                held.subscription = address
                held.save()
            return held.pk
        if held:
            held.delete()
        # A browser may come back under the address that it gave up before.
        let_failed_go(channel="push", marks=places, now=now)
        made = Device.objects.create(person=person, subscription=address, place_index=places[0], at=now)
        mine = Device.objects.filter(person=person).order_by("-at")
        Device.objects.filter(pk__in=list(mine.values_list("pk", flat=True)[MOST:])).delete()
        note(verb="device.kept", subject=made, person=person.pk, by=by, now=now)
    return made.pk


def drop_devices(*, subscription: str = "", by: Viewer, now: datetime) -> int:
    """Send nothing to this browser any more; without one, to none of this person's. How many went."""
    allow(by, "device.keep", person=by.person)
    with transaction.atomic():
        mine = Device.objects.filter(person__in=records_of(known(by.person)))
        if subscription:
            try:
                mine = mine.filter(place_index__in=indexes(normal("push", subscription), "outbox.address"))
            except Refused:
                return 0
        rows = list(mine)
        for row in rows:
            note(verb="device.dropped", subject=row, person=known(by.person), by=by, now=now)
        Device.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def drop_gone_devices(*, by: Viewer, now: datetime) -> int:
    """Forget the browsers that took their subscription back: nobody has to look into that. How many."""
    allow(by, "device.clear")
    with transaction.atomic():
        marks = failed_marks(by, "push")
        gone = Device.objects.filter(place_index__in=marks).delete()[0] if marks else 0
        let_failed_go(channel="push", marks=marks, now=now)
    return gone


def choose_news(*, wanted: bool, helped: bool = False, by: Viewer, now: datetime) -> None:
    """Agree to news of the area, or take that back. A second time changes nothing."""
    allow(by, "device.keep", person=by.person)
    if wanted:
        how = "helper" if helped else "online"
        give_consent(person=by.person, purpose=NEWS, recipient=THIS_SITE, how=how, by=by, now=now)
        return
    held = Consent.objects.filter(
        person__in=records_of(known(by.person)), purpose=NEWS, recipient=THIS_SITE, withdrawn_at=None
    )
    for one in [row for row in held if active(row.value(), now)]:
        withdraw_consent(consent=one.pk, by=by, now=now)
