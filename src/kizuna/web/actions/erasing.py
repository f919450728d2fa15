"""What crosses rooms: forgetting a person."""

from datetime import datetime

from django.db import transaction

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.activities import actions as activities
from kizuna.people import actions as people
from kizuna.referrals import actions as referrals
from kizuna.screening import actions as screening


def erase_person(*, person: str, by: Viewer, now: datetime) -> None:
    """Erase what every room holds about a person, upstairs first, all or nothing."""
    allow(by, "person.erase", person=person)
    with transaction.atomic():
        for room in (referrals, activities, screening, people):
            room.erase(person=person, by=by, now=now)
