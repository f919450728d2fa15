"""On a database whose records went elsewhere every write is refused in words: nothing is lost unseen."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from kizuna.access.viewer import SYSTEM
from kizuna.outbox.models import Reply
from kizuna.people.models import Account, Person
from kizuna.web import actions
from tests.people.town import Town, build
from tests.web.test_inbound import ONE, SECRET, hand

HOUSE = SYSTEM("test")
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def moved(settings: Any) -> Iterator[tuple[Town, Client, Client]]:
    """A site whose records went elsewhere, and two who were signed in before."""
    settings.INBOUND_SECRETS = (SECRET,)
    town = build()
    admin, worker = (Client(raise_request_exception=False) for _ in range(2))
    admin.force_login(Account.objects.get(role="admin"))
    worker.force_login(Account.objects.get(pk=town.worker.account))
    now = timezone.now()
    actions.hand_over(take=lambda lines: bool(list(lines)), by=HOUSE, now=now)
    yield town, admin, worker
    actions.reopen(by=HOUSE, now=now)


def test_pages_programs_and_providers_are_told_and_may_come_again(moved: tuple[Town, Client, Client]) -> None:
    town, admin, worker = moved
    persons = Person.objects.count()
    form = {"program_id": str(uuid4()), "name": "x", "role": "worker", "scopes": ["places:read"], "days": 30}
    page = admin.post("/programs/", {**form, "areas": str(town.north)})
    assert page.status_code == 503
    assert page["Retry-After"] == "600"
    assert "This site is moving" in page.content.decode()
    address = f"/api/v1/people/persons/{town.ana}/quiet"
    told = worker.post(address, {"quiet": True}, content_type="application/json")
    assert told.status_code == 503
    assert (told["Content-Type"], told["Retry-After"]) == ("application/problem+json", "600")
    assert "moving" in told.json()["detail"]
    # Not “had it already”: a provider that is told so would never come again with it.
    assert hand(ONE).status_code == 503
    assert not Reply.objects.exists()
    assert Person.objects.count() == persons
