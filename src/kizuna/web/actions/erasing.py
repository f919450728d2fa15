"""What crosses rooms: forgetting a person, and noting that they took a copy."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from kizuna.access.deeds import allow
from kizuna.access.secrets import MARK, blind
from kizuna.access.viewer import Viewer
from kizuna.activities import actions as activities
from kizuna.bonds import actions as bonds
from kizuna.ledger.actions import note
from kizuna.outbox import actions as outbox
from kizuna.people import actions as people
from kizuna.people.queries import held_about, own_ways
from kizuna.referrals import actions as referrals
from kizuna.screening import actions as screening
from kizuna.signposting import actions as signposting
from kizuna.voice import actions as voice


def _receipt(person: str) -> str:
    """The number of a receipt: nobody can tell the person from it, and asking again gives the same.

    A change of keys changes it for those who ask again afterwards: nothing of them is left by then, and the
    ledger keeps the first number.
    """
    number = blind(str(person), settings.SECRET_KEYS, "receipt")[MARK:].upper()
    return f"{number[:4]}-{number[4:8]}-{number[8:12]}"


def erase_person(*, person: str, by: Viewer, now: datetime) -> str:
    """Erase what every room holds about a person, upstairs first, all or nothing; the receipt's number.

    Those merged into them go, too. A second time finds nothing left and gives the same number.
    """
    allow(by, "person.erase", person=person)
    with transaction.atomic():
        known = held_about(by, person)["persons"]
        ways = own_ways(by, person)
        for room in (voice, bonds, referrals, signposting, activities, screening):
            room.erase(person=person, by=by, now=now)
        for one in known:
            outbox.forget_person(person=one["id"], now=now)
        for channel, address in ways:
            outbox.forget(channel=channel, address=address, now=now)
        if known:
            people.erase(person=person, by=by, now=now)
            note(verb="person.receipt", subject=f"receipt:{_receipt(person)}", by=by, now=now)
    return _receipt(person)


def note_export(*, person: str, by: Viewer, now: datetime) -> None:
    """Note that a copy of a record was made."""
    allow(by, "person.export", person=person)
    note(verb="person.exported", subject=f"people.Person:{person}", person=person, by=by, now=now)
