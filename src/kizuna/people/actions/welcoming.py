"""Somebody new, with their agreement."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.people.actions.consents import give_consent
from kizuna.people.actions.persons import add_person
from kizuna.people.consent import LINK_WORKERS, SUPPORT


def welcome(*, how: str, by: Viewer, now: datetime, **about: Any) -> UUID:
    """Add somebody who agreed (`how`) that link workers see their record: both, or nothing."""
    allow(by, "person.add", area=about.get("area"))
    with transaction.atomic():
        person = add_person(by=by, now=now, **about)
        give_consent(person=person, purpose=SUPPORT, recipient=LINK_WORKERS, how=how, by=by, now=now)
    return person
