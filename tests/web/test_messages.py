"""Messages, for whoever runs the site: what became of them, and what is to decide."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed
from kizuna.ledger.models import Entry
from kizuna.outbox.actions import send, turn
from kizuna.outbox.models import FailedAddress, Message
from kizuna.web import actions
from tests.town import Town, build

CANARY = "canary.lark@example.org"


@pytest.fixture
def town(db: None) -> Town:
    return build(timezone.now())


@pytest.fixture
def admin(town: Town) -> Client:
    client = Client()
    client.force_login(town.accounts["admin"])
    return client


def unknown(key: str = "k") -> uuid.UUID:
    found = send(key=key, address=CANARY, subject="Tea", text="Secret tea", now=timezone.now())
    Message.objects.filter(id=found).update(status="unknown", next_try=None, last_error="TimeoutError")
    return found


def test_the_page_of_messages_shows_what_to_decide_and_neither_text_nor_address(admin: Client) -> None:
    message = unknown()
    FailedAddress.objects.create(
        address_index="x", channel="email", message=message, error="550", at=timezone.now()
    )
    page = admin.get("/messages/").content.decode()
    assert "c…@example.org" in page
    for word in (CANARY, "Secret tea", "canary"):
        assert word not in page
    assert "no answer came in time" in page


@pytest.mark.parametrize(("what", "state"), [("arrived", "sent"), ("leave", "failed"), ("again", "unknown")])
def test_a_human_decides_about_an_unknown_message(admin: Client, what: str, state: str) -> None:
    message = unknown()
    admin.post("/messages/", {"message": str(message), "what": what})
    row = Message.objects.get(id=message)
    assert row.status == state
    assert Entry.objects.filter(verb=f"message.{what}").count() == 1
    parcels = turn(by="test", now=timezone.now()).parcels
    assert [p.doubtful for p in parcels if p.id == message] == ([False] if what == "again" else [])


def test_an_address_that_failed_works_again_when_a_human_says_so(admin: Client) -> None:
    message = unknown()
    index = Message.objects.get(id=message).address_index
    told = {"channel": "email", "message": message, "at": timezone.now()}
    failed = FailedAddress.objects.create(address_index=index, **told)
    send(key="a", address=CANARY, subject="Tea", text="Tea", now=timezone.now())
    assert Message.objects.get(key="a").status == "failed"
    admin.post("/messages/", {"address": failed.pk})
    send(key="b", address=CANARY, subject="Tea", text="Tea", now=timezone.now())
    assert Message.objects.get(key="b").status == "queued"


@pytest.mark.parametrize("page", ["/messages/"])
def test_a_form_that_says_nothing_is_refused_with_the_page(admin: Client, page: str) -> None:
    for said in ({}, {"what": "again"}, {"task": "x", "what": "again"}, {"message": "x"}):
        assert admin.post(page, said).status_code == 422


@pytest.mark.parametrize("page", ["/messages/"])
def test_few_queries_however_much_there_is(
    admin: Client, page: str, django_assert_max_num_queries: Any
) -> None:
    for n in range(20):
        message = unknown(f"k{n}")
        told = {"channel": "email", "message": message, "at": timezone.now()}
        FailedAddress.objects.create(address_index=f"x{n}", **told)
    with django_assert_max_num_queries(12):
        assert admin.get(page).status_code == 200


@pytest.mark.doors
def test_only_whoever_runs_the_site_decides(town: Town) -> None:
    with pytest.raises(LogInFirst):
        actions.decide_message(message=uuid.uuid4(), what="again", by=STRANGER, now=town.now)
    for role in ("resident", "worker", "coordinator", "organiser"):
        with pytest.raises(NotAllowed):
            actions.decide_message(message=uuid.uuid4(), what="again", by=town.viewer(role), now=town.now)
        with pytest.raises(NotAllowed):
            actions.address_works(address=1, by=town.viewer(role), now=town.now)


def test_what_a_backup_held_is_released_with_one_button(admin: Client) -> None:
    for n in range(3):
        Message.objects.filter(id=unknown(f"k{n}")).update(last_error="Restored")
    assert "Held since a backup was brought back" in admin.get("/messages/").content.decode()
    admin.post("/messages/", {"held": "again"})
    assert len(turn(by="test", now=timezone.now()).parcels) == 3
    assert Entry.objects.filter(verb="message.held_again").count() == 1
    assert "Held since" not in admin.get("/messages/").content.decode()
