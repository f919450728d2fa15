"""What somebody chose to get: news, and messages on a device, until they or the device end it."""

import json
from datetime import time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from py_vapid import Vapid
from py_vapid.utils import b64urlencode

from kizuna.access.gateways import Fetched
from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed, NotFound
from kizuna.outbox import tasks as outbox_tasks
from kizuna.outbox.gateways import pushed
from kizuna.outbox.models import FailedAddress, Message
from kizuna.outbox.quiet import Quiet
from kizuna.outbox.vapid import public_key
from kizuna.outbox.ways import way
from kizuna.people import actions as people
from kizuna.people import tasks as people_tasks
from kizuna.people.models import Consent, Device
from kizuna.web import actions, queries, tasks
from kizuna.web.models import Notice
from kizuna.web.notices import NEWS, task_key
from tests.outbox.test_chat_and_push import subscription
from tests.town import HOUSE, Town, build


def secret() -> str:
    key = Vapid()
    key.generate_keys()
    return b64urlencode(key.private_key.private_numbers().private_value.to_bytes(32, "big"))


SECRET = secret()


def test_the_public_key_is_what_a_push_service_checks_our_signature_with() -> None:
    headers = Vapid.from_string(SECRET).sign({"aud": "https://push.example.org", "sub": "mailto:a@b.org"})
    assert f"k={public_key(SECRET)}" in headers["Authorization"]
    assert public_key("") == public_key("nonsense") == public_key("!") == ""


@pytest.fixture
def town(db: None, settings: Any) -> Town:
    push = way(f"push:mailto:ops@example.org?secret={SECRET}", "push", 0)
    settings.OUTBOX_WAYS = {**settings.OUTBOX_WAYS, "push": (push,)}
    settings.QUIET_HOURS = Quiet(time(0), time(0))
    return build(timezone.now())


@pytest.fixture
def ana(town: Town) -> Client:
    client = Client()
    client.force_login(town.accounts["resident"])
    return client


def choose(client: Client, do: str, said: str = "") -> Any:
    return client.post("/my-data/messages/", {"do": do, "subscription": said}, follow=True)


def test_news_are_agreed_to_and_taken_back_on_the_page(town: Town, ana: Client) -> None:
    for _ in range(2):
        assert "We may send you news" in choose(ana, "news").content.decode()
    row = Consent.objects.get(purpose=NEWS)
    assert (row.person_id, row.how) == (town.ana, "online")
    assert "You get no news" in choose(ana, "no-news").content.decode()
    assert not Consent.objects.filter(purpose=NEWS, withdrawn_at=None).exists()
    assert "may send you news" in choose(ana, "news").content.decode()


def test_a_device_is_kept_once_and_let_go(town: Town, ana: Client) -> None:
    one, two = subscription("https://push.example.org/1"), subscription("https://push.example.org/2")
    for said in (one, one, two):
        choose(ana, "device", said)
    assert Device.objects.filter(person=town.ana).count() == 2
    assert "2 devices" in ana.get("/my-data/messages/").content.decode()
    choose(ana, "no-device")  # the browser had none any more: the others stay
    assert Device.objects.count() == 2
    choose(ana, "no-device", one)
    assert json.loads(Device.objects.get().subscription)["endpoint"].endswith("/2")
    choose(ana, "none")
    assert not Device.objects.exists()


def test_a_browser_that_changes_hands_shows_messages_to_one_of_them(town: Town, ana: Client) -> None:
    said = subscription()
    choose(ana, "device", said)
    people.open_account(
        email="cem@example.org", role="resident", name="Cem", person=town.cem, by=HOUSE, now=town.now
    )
    from_cem = queries_viewer(town)
    people.keep_device(subscription=said, by=from_cem, now=town.now)
    assert Device.objects.get().person_id == town.cem


def queries_viewer(town: Town) -> Any:
    from kizuna.access.viewer import Viewer

    return Viewer(role="resident", person=str(town.cem))


def test_what_is_no_subscription_is_refused_and_nothing_is_kept(town: Town, ana: Client) -> None:
    for said in ("", "{}", "x" * 3000):
        assert choose(ana, "device", said).status_code in {400, 422}
    assert not Device.objects.exists()


def news(town: Town) -> None:
    by, now = town.viewer("coordinator"), timezone.now()
    said = {"audience": NEWS, "area": str(town.north), "subject": "Tea", "texts": {"en": "At three."}}
    run = actions.write_notice(notice_id=uuid4(), **said, by=by, now=now)
    for notice in Notice.objects.all():
        tasks.write_notice.call(key=task_key(notice.pk))
    assert actions.decide_run(run=run, what="start", by=by, now=now)
    outbox_tasks.deliver.call(key="k")


def test_news_show_on_the_device_and_a_device_that_is_gone_is_dropped(
    town: Town, ana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    status = [201]

    def post(url: str, body: bytes, *, headers: dict[str, str]) -> Fetched:
        return Fetched(url, status[0], "", b"")

    monkeypatch.setattr(pushed, "post", post)
    choose(ana, "news")
    choose(ana, "device", subscription())
    news(town)
    states = dict(Message.objects.exclude(run=None).values_list("channel", "status"))
    assert states == {"push": "sent", "email": "queued"}
    status[0] = 410
    later = queries.gathered(HOUSE, NEWS, town.north, timezone.now() + timedelta(minutes=1))
    assert [one.channel for one in later.recipients] == ["push", "email"]
    news(town)
    failed = Message.objects.get(channel="push", status="failed")
    assert failed.last_error == "HTTP 410"
    # What was held back in its stead goes out: they hear of it all the same.
    outbox_tasks.deliver.call(key="k2")
    assert Message.objects.filter(channel="email", run=failed.run).exclude(status="queued").exists()
    people_tasks.drop_gone_devices.call(key="hour")
    assert not Device.objects.exists()
    assert not FailedAddress.objects.exists()
    assert "devices of yours" not in ana.get("/my-data/messages/").content.decode()


def test_without_a_key_or_on_a_shared_computer_there_are_no_devices(
    town: Town, ana: Client, settings: Any
) -> None:
    assert public_key(SECRET) in ana.get("/my-data/messages/").content.decode()
    settings.OUTBOX_WAYS = {**settings.OUTBOX_WAYS, "push": ()}
    assert "data-key" not in ana.get("/my-data/messages/").content.decode()
    assert choose(ana, "device", subscription()).status_code == 404
    assert not Device.objects.exists()


@pytest.mark.doors
def test_nobody_chooses_for_somebody_else(town: Town) -> None:
    for who, refusal in ((STRANGER, LogInFirst), (town.viewer("worker"), NotAllowed)):
        with pytest.raises((refusal, NotFound)):
            people.keep_device(subscription=subscription(), by=who, now=town.now)
        with pytest.raises((refusal, NotFound)):
            people.choose_news(wanted=True, by=who, now=town.now)
    assert not Device.objects.exists()
    assert not Consent.objects.filter(purpose=NEWS).exists()


def test_the_page_asks_little(ana: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(12):
        assert ana.get("/my-data/messages/").status_code == 200
