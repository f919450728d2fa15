"""One click ends messages to many; a page lets people choose. Looking at the link changes nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from kizuna.outbox import actions, tasks
from kizuna.outbox.message import Draft
from kizuna.outbox.models import Message, Stopped

pytestmark = pytest.mark.django_db
ADDRESS = "ada@example.org"


@pytest.fixture
def letters() -> Callable[[], Any]:
    """The newsletter and the answer to one person, as they left."""
    now = timezone.now()
    many = [Draft("news", ADDRESS, "News", "Tea", many=True)]
    actions.send_many(messages=many, now=now)
    actions.send(key="one", address=ADDRESS, subject="Code", text="1234", now=now)
    tasks.deliver.call(key="wake:test")
    return {letter.subject: letter for letter in mail.outbox}


def path(letter: Any) -> str:
    return letter.extra_headers["List-Unsubscribe"].strip("<>").partition("/end-messages/")[2]


def test_only_messages_to_many_can_be_ended_by_one_click(letters: Any):
    headers = letters["News"].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert ADDRESS not in headers["List-Unsubscribe"]
    assert path(letters["News"]) in letters["News"].body
    assert "List-Unsubscribe" not in letters["Code"].extra_headers


def test_one_click_ends_them_without_a_cookie_or_an_account(letters: Any):
    url = f"/end-messages/{path(letters['News'])}"
    answer = Client(enforce_csrf_checks=True).post(url, {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, answer.content) == (200, b"")
    actions.send(key="next", address="Ada@example.org", subject="News", text="x", now=timezone.now())
    assert Message.objects.get(key="next").status == "stopped"
    assert not Message.objects.filter(topic="answer").exists()


def test_looking_changes_nothing(letters: Any, client: Client):
    url = f"/end-messages/{path(letters['News'])}"
    for method in ("get", "head"):
        assert getattr(client, method)(url).status_code == 200
    client.get(url + "?List-Unsubscribe=One-Click&wish=stop")
    assert not Stopped.objects.exists()


def test_people_choose_on_a_page(letters: Any, client: Client, django_assert_max_num_queries: Any):
    url = f"/end-messages/{path(letters['News'])}"
    for wish, words in (
        ("life", "You only get warnings of danger to life here"),
        ("stop", "You get no more messages from us here"),
        ("start", "You get our messages here"),
    ):
        answer = client.post(url, {"wish": wish}, follow=True)
        assert words in answer.content.decode()
    with django_assert_max_num_queries(12):
        assert ADDRESS not in client.get(url).content.decode()
    assert client.post(url, {"wish": "x"}).status_code == 422


@pytest.mark.doors
def test_a_link_that_is_not_ours_opens_nothing(letters: Any, client: Client):
    token = path(letters["News"]).rstrip("/")
    for wrong in ("x", token[:-2] + "AA", token[1:]):
        assert client.post(f"/end-messages/{wrong}/", {"List-Unsubscribe": "One-Click"}).status_code == 404
    assert not Stopped.objects.exists()
