"""A telephone that fetches texts, and providers that tell what became of them."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client
from django.utils import timezone

from kizuna.outbox import actions
from kizuna.outbox.message import Draft
from kizuna.outbox.models import FailedAddress, Gate, Message, Reply
from kizuna.outbox.quiet import hours
from kizuna.outbox.signature import HEADER, signature
from kizuna.outbox.ways import ways
from tests.outbox.test_send import HOUSE, send

pytestmark = pytest.mark.django_db
TOKEN, SECRET = "a-token-of-the-telephone", "a-secret-of-the-provider"


@pytest.fixture(autouse=True)
def kitchen(settings: Any) -> None:
    settings.OUTBOX_WAYS = {
        "sms": ways(f"phone://{TOKEN}@kitchen?cost=10", "sms"),
        "email": ways(f"smtp://127.0.0.1:9?secret={SECRET}&name=post", "email"),
    }
    settings.QUIET_HOURS = hours("")


def text(key: str, **how: Any) -> uuid.UUID:
    told = {"channel": "sms", "address": "+1 305 555 0100", "now": timezone.now() - timedelta(seconds=5)}
    return send(key, **{**told, **how})


def ask(said: object = None, token: str = TOKEN) -> Any:
    body = json.dumps(said if said is not None else {})
    headers = {"Authorization": f"Bearer {token}"}
    return Client().post("/outbox/phone/", body, content_type="application/json", headers=headers)


def state(message: object) -> str:
    return str(Message.objects.get(id=message).status)


def test_a_telephone_fetches_texts_once_and_tells_what_became_of_them() -> None:
    first, second = text("a"), text("b")
    fetched = ask().json()
    assert {one["id"] for one in fetched["texts"]} == {str(first), str(second)}
    assert fetched["texts"][0]["to"] == "+1 305 555 0100"
    assert ask().json() == {"heard": [], "texts": [], "again_in": 10}
    told = [{"id": str(first), "state": "sent"}, {"id": str(second), "state": "wrong"}]
    for _ in range(2):  # its line broke, and it tells again
        assert ask({"told": told, "want": 0}).json()["heard"] == [str(first), str(second)]
    assert (state(first), state(second)) == ("sent", "failed")
    assert FailedAddress.objects.count() == 1
    assert Message.objects.get(id=first).cost == 10
    ask({"told": [{"id": str(first), "state": "delivered"}, {"id": str(first), "state": "sent"}]})
    assert state(first) == "delivered"


def test_a_telephone_hands_over_what_it_received_once_and_a_stop_holds_at_once() -> None:
    waits = text("a")
    received = [
        {"id": "1", "from": "+13055550100", "text": "STOP"},
        {"id": "2"},
        {"id": "", "from": "", "text": ""},
    ]
    for _ in range(2):
        said = ask({"received": received}).json()
        assert said["kept"] == ["1"]
        assert str(waits) not in [one["id"] for one in said["texts"]]
    assert state(waits) == "stopped"
    assert Reply.objects.count() == 1
    assert ask({"received": [received[0]]}, token="wrong").status_code == 401


def test_workers_leave_to_the_telephone_what_is_the_telephone_s() -> None:
    text("a")
    found = actions.turn(by="w", now=timezone.now())
    assert (found.parcels, found.rest_until) == ((), None)
    actions.go_on(now=timezone.now())


def test_a_telephone_that_fell_silent_leaves_a_doubt_and_life_safety_goes_out_again() -> None:
    usual, danger = text("a"), text("b", life_safety=True)
    ask()
    later = timezone.now() + timedelta(minutes=6)
    actions.adopt(by="w", now=later)
    assert (state(usual), state(danger)) == ("unknown", "unknown")
    assert Message.objects.get(id=usual).next_try is None
    (way,) = site.OUTBOX_WAYS["sms"]
    again = actions.hand_out(way=way, by="x", limit=9, lease=timedelta(minutes=5), now=later)
    assert [parcel.id for parcel in again] == [danger]
    assert ask({"told": [{"id": str(usual), "state": "sent"}]}).json()["heard"]
    assert state(usual) == "sent"


def test_a_telephone_keeps_to_its_throttle(settings: Any) -> None:
    settings.OUTBOX_WAYS = {"sms": ways(f"phone://{TOKEN}@kitchen?rate=0.1&burst=2", "sms")}
    for n in range(5):
        text(f"k{n}")
    assert len(ask().json()["texts"]) == 2
    assert not ask().json()["texts"]
    assert Gate.objects.get(name="kitchen").tokens < 1


def test_a_telephone_stands_in_when_the_provider_is_full(settings: Any) -> None:
    both = f"http://127.0.0.1:9/x?rate=0.001&burst=1 phone://{TOKEN}@kitchen"
    settings.OUTBOX_WAYS = {"sms": ways(both, "sms")}
    text("a")
    text("b")
    assert not ask({"want": 1}).json()["texts"]
    (parcel,) = actions.turn(by="w", limit=1, now=timezone.now()).parcels
    assert parcel.way == "sms"
    assert len(ask().json()["texts"]) == 1


@pytest.mark.parametrize("said", [[], {"told": 3}, {"told": {}}, "x"])
def test_what_a_telephone_cannot_mean_is_refused(said: object) -> None:
    assert ask(said).status_code == 400


def test_lines_that_mean_nothing_are_not_heard() -> None:
    lines: list[object] = [3, {}, {"id": "x", "state": "sent"}, {"id": str(uuid.uuid4()), "state": "lost"}]
    assert ask({"told": lines, "want": "many"}).json()["heard"] == []
    stranger = str(uuid.uuid4())
    assert ask({"told": [{"id": stranger, "state": "sent"}]}).json()["heard"] == [stranger]


@pytest.mark.doors
@pytest.mark.parametrize("token", ["", "x", TOKEN + "x", "töken"])
def test_a_telephone_without_its_token_gets_nothing(token: str) -> None:
    text("a")
    assert ask(token=token.encode().decode("latin-1")).status_code == 401
    assert Message.objects.get().status == "queued"


def receipt(said: object, mark: str | None = None, way: str = "post") -> Any:
    body = json.dumps(said).encode()
    headers = {HEADER: signature(body, SECRET, timezone.now()) if mark is None else mark}
    return Client().post(f"/outbox/receipts/{way}/", body, content_type="application/json", headers=headers)


def left(key: str = "k") -> Message:
    found = send(key)
    Message.objects.filter(id=found).update(status="sent")
    return Message.objects.get(id=found)


def test_a_receipt_moves_a_message_forward_and_a_bounce_marks_the_address() -> None:
    one, two = left("a"), left("b")
    told = [
        {"reference": one.reference, "status": "delivered"},
        {"reference": two.reference, "status": "bounced", "error": "5.1.1"},
        {"reference": "nobody's", "status": "delivered"},
        {"status": 3},
        7,
    ]
    assert receipt(told).json() == {"heard": 2}
    assert (state(one.id), state(two.id)) == ("delivered", "failed")
    assert FailedAddress.objects.get().error == "5.1.1"


@pytest.mark.doors
def test_a_receipt_that_is_not_signed_is_old_or_was_sent_before_changes_nothing() -> None:
    row = left()
    said = {"reference": row.reference, "status": "failed"}
    body = json.dumps(said).encode()
    old = signature(body, SECRET, timezone.now() - timedelta(minutes=10))
    foreign = signature(body, "another-secret-altogether", timezone.now())
    for mark in ("", old, foreign):
        assert receipt(said, mark).status_code == 401
    assert receipt(said, way="kitchen").status_code == 401
    assert state(row.id) == "sent"
    mark = signature(body, SECRET, timezone.now())
    assert receipt(said, mark).status_code == 200
    assert receipt(said, mark).status_code == 409


def test_a_receipt_that_is_no_json_is_refused() -> None:
    body = b"{"
    headers = {HEADER: signature(body, SECRET, timezone.now())}
    path, kind = "/outbox/receipts/post/", "application/json"
    assert Client().post(path, body, content_type=kind, headers=headers).status_code == 400


def test_a_call_waits_for_a_person_with_its_number_and_words(settings: Any) -> None:
    settings.OUTBOX_WAYS = {"voice": ways("people:", "voice")}
    now = timezone.now()
    draft = Draft("v", "+1 305 555 0100", "", "The hall is open.", channel="voice")
    actions.send_many(messages=[draft], now=now)
    assert not actions.turn(by="w", now=now).parcels
    (way,) = site.OUTBOX_WAYS["voice"]
    (parcel,) = actions.hand_out(way=way, by="caller:1", limit=1, lease=timedelta(minutes=30), now=now)
    assert parcel.text == "The hall is open."
    assert not actions.tell(way=way, message=parcel.id, what="later", by="caller:2", now=now)
    assert actions.tell(way=way, message=parcel.id, what="later", by="caller:1", now=now)
    assert (state(parcel.id), Message.objects.get().next_try) == ("queued", now + timedelta(hours=1))
    assert HOUSE is not None
