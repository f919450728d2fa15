"""A provider hands us messages: signed, fresh, each once."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kizuna.outbox.models import Message, Reply, Stopped
from kizuna.outbox.signature import signature
from tests.outbox.test_letters import letter

pytestmark = pytest.mark.django_db
SECRET = "a-secret-that-only-the-provider-knows"
ONE = {"id": "m1", "from": "+13055550123", "text": "Hello"}


@pytest.fixture(autouse=True)
def _secret(settings: Any) -> None:
    settings.INBOUND_SECRETS = ("a-newer-secret-that-nobody-uses-yet-0", SECRET)


def hand(said: Any, *, secret: str = SECRET, late: float = 0, path: str = "sms", body: bytes = b"") -> Any:
    body = body or json.dumps(said).encode()
    now = timezone.now() - timedelta(seconds=late)
    headers = {"X-Kizuna-Signature": signature(body, secret, now)}
    return Client(enforce_csrf_checks=True).post(
        f"/incoming/{path}/", body, content_type="application/json", headers=headers
    )


def test_a_message_is_kept_once():
    assert hand(ONE).json() == {"kept": 1}
    assert hand(ONE).json() == {"kept": 0}
    assert hand([ONE, {**ONE, "id": "m2"}]).json() == {"kept": 1}
    assert Reply.objects.count() == 2


def test_a_stop_that_is_handed_over_twice_is_answered_once():
    for _ in range(2):
        hand({**ONE, "text": "stop texting me"})
    assert Stopped.objects.exists()
    assert Message.objects.count() == 1


@pytest.mark.doors
def test_nobody_else_hands_us_anything(settings: Any):
    assert hand(ONE, secret="b" * 32).status_code == 401
    assert hand(ONE, late=301).status_code == 401
    assert hand(ONE, late=-301).status_code == 401
    body = json.dumps(ONE).encode()
    mark = signature(body, SECRET, timezone.now())
    changed = body.replace(b"Hello", b"Jello")
    headers = {"X-Kizuna-Signature": mark}
    answer = Client().post("/incoming/sms/", changed, content_type="application/json", headers=headers)
    assert answer.status_code == 401
    settings.INBOUND_SECRETS = ()
    assert hand(ONE, secret="").status_code == 401
    assert not Reply.objects.exists()


@pytest.mark.parametrize(
    "said",
    [None, "x", [1], {}, {**ONE, "text": 1}, {**ONE, "id": ""}, {**ONE, "id": "x" * 201}, [ONE] * 101,
     [ONE, {"id": "m2"}]],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_nothing_kept(said: Any):
    assert hand(said).status_code == 400
    assert not Reply.objects.exists()


def test_what_no_table_takes_is_taken_out():
    assert hand({**ONE, "text": "Hel\x00lo \ud83d\ude42"}).status_code == 200
    assert Reply.objects.get().text == "Hello \U0001f642"


def test_an_email_comes_as_it_is():
    assert hand(None, path="email", body=letter("Please stop sending me emails")).json() == {"kept": 1}
    assert Reply.objects.get().kind == "stop"
    assert hand(ONE, path="pigeon").status_code == 404


def test_too_much_is_refused():
    assert hand(None, path="email", body=b"x" * 1_048_577).status_code == 413
