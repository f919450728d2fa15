"""Programs are told what happens: once, signed, without a word about anybody, and only what they may know."""

import re
import runpy
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from kizuna.access.gateways import Fetched
from kizuna.access.viewer import NotAllowed, NotFound, Refused
from kizuna.ledger.models import News
from kizuna.outbox import tasks as outbox
from kizuna.outbox.gateways import called
from kizuna.outbox.models import Message
from kizuna.people.actions import correct_person, withdraw_consent
from kizuna.web import actions, queries
from kizuna.web.api import API
from kizuna.web.hooks import cause, gave_up
from kizuna.work.models import Job
from tests.town import HOUSE, Town, build, guarded
from tests.web.test_api import bearer, post, program

RECEIVER = runpy.run_path(str(Path(__file__).parents[2] / "docs" / "examples" / "receiver.py"))
URL = "https://clinic.example/news?key=abc"
CORRECTED = "person.corrected"


class Receivers:
    """The internet: every call is kept, and answered with the next status."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, str], bytes]] = []
        self.statuses: list[int | Exception] = []

    def __call__(self, url: str, body: bytes, *, headers: dict[str, str], seconds: float) -> Fetched:
        self.calls.append((url, headers, body))
        status = self.statuses.pop(0) if self.statuses else 204
        if isinstance(status, Exception):
            raise status
        return Fetched(url, status, "", b"")


@pytest.fixture
def net(monkeypatch: pytest.MonkeyPatch) -> Receivers:
    found = Receivers()
    monkeypatch.setattr(called, "post", found)
    return found


@pytest.fixture
def town(db: None) -> Town:
    return build(timezone.now())


def hooked(town: Town, *scopes: str, events: tuple[str, ...] = (CORRECTED,)) -> tuple[UUID, str, str]:
    """A webhook, its secret, and the program that it belongs to."""
    owner, _ = program(town, *(scopes or ("people:read",)))
    id, secret = actions.add_hook(url=URL, events=events, program=owner, by=HOUSE, now=timezone.now())
    return id, secret, owner


def correct(person: UUID) -> None:
    correct_person(person=person, changes={"called": f"A{time.monotonic_ns()}"}, by=HOUSE, now=timezone.now())


def go(net: Receivers) -> list[tuple[str, dict[str, str], bytes]]:
    """Tell, deliver, and say what was called by that."""
    before = len(net.calls)
    actions.tell_programs(by=HOUSE, now=timezone.now())
    outbox.deliver.call(key="wake:test")  # type: ignore[attr-defined]
    return net.calls[before:]


def test_a_call_is_verified_by_the_example_and_names_nobody(town: Town, net: Receivers) -> None:
    _id, secret, _owner = hooked(town)
    correct(town.ana)
    assert Job.objects.filter(name="web.tell_programs").exists()
    [(url, headers, body)] = go(net)
    assert url == URL
    event = RECEIVER["verified"](secret, headers, body, time.time())
    assert event["type"] == CORRECTED
    assert event["data"] == {"subject": f"people.Person:{town.ana}", "person": str(town.ana)}
    assert b"Ana" not in body
    with pytest.raises(RECEIVER["Forged"]):
        RECEIVER["verified"](secret, headers, body + b" ", time.time())
    with pytest.raises(RECEIVER["Forged"]):
        RECEIVER["verified"](secret, headers, body, time.time() + 600)
    other = "whsec_" + "A" * 43 + "="
    with pytest.raises(RECEIVER["Forged"]):
        RECEIVER["verified"](other, headers, body, time.time())


def test_each_event_goes_out_once(town: Town, net: Receivers) -> None:
    hooked(town)
    correct(town.ana)
    assert len(go(net)) == 1
    assert go(net) == []
    assert not News.objects.exists()


def test_what_was_taken_back_is_told_to_nobody(town: Town, net: Receivers) -> None:
    hooked(town)
    with transaction.atomic():
        correct(town.ana)
        transaction.set_rollback(True)
    assert go(net) == []


def test_nothing_is_kept_for_nobody(town: Town) -> None:
    correct(town.ana)
    assert not News.objects.exists()


@pytest.mark.doors
def test_a_program_is_told_of_nobody_whom_it_does_not_see(town: Town, net: Receivers) -> None:
    hooked(town)
    correct(town.cem)  # lives elsewhere
    correct(town.ben)  # never agreed
    assert go(net) == []


@pytest.mark.doors
def test_a_protected_person_is_told_of_to_nobody_else(town: Town, net: Receivers) -> None:
    hooked(town)
    guarded(town, town.ana)
    correct(town.ana)
    assert go(net) == []


@pytest.mark.doors
def test_what_waits_is_called_back_when_somebody_takes_their_agreement_back(
    town: Town, net: Receivers
) -> None:
    id, *_ = hooked(town)
    net.statuses = [503]
    correct(town.ana)
    assert len(go(net)) == 1
    withdraw_consent(consent=town.consents[town.ana], by=HOUSE, now=timezone.now())
    assert go(net) == []
    assert set(Message.objects.filter(cause=cause(id)).values_list("status", flat=True)) == {"stopped"}


@pytest.mark.doors
def test_a_program_without_the_scope_gets_no_webhook(town: Town) -> None:
    owner, _ = program(town, "people:read")
    said: dict[str, Any] = {"url": URL, "program": owner, "by": HOUSE, "now": timezone.now()}
    with pytest.raises(Refused, match="screening:read"):
        actions.add_hook(events=["concern.opened"], **said)


def test_a_closed_program_is_told_nothing(town: Town, net: Receivers) -> None:
    _id, _secret, owner = hooked(town)
    correct(town.ana)
    actions.tell_programs(by=HOUSE, now=timezone.now())
    actions.close_program(program=owner, by=HOUSE, now=timezone.now())
    correct(town.ana)
    assert go(net) == []


@pytest.mark.parametrize(
    "url",
    [
        "http://clinic.example/", "https://u:p@clinic.example/", "https://clinic.example:22/", "ftp://x.example/",
        "https://clinic.example/\r\nx", "",
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(town: Town, url: str) -> None:
    owner, _ = program(town)
    said: dict[str, Any] = {"program": owner, "by": HOUSE, "now": timezone.now()}
    with pytest.raises(Refused):
        actions.add_hook(url=url, events=[CORRECTED], **said)


def test_an_address_inside_is_not_called(town: Town) -> None:
    owner, _ = program(town, "people:read")
    said: dict[str, Any] = {"events": [CORRECTED], "program": owner, "by": HOUSE, "now": timezone.now()}
    id, _ = actions.add_hook(url="https://127.0.0.1/", **said)
    correct(town.ana)
    actions.tell_programs(by=HOUSE, now=timezone.now())
    outbox.deliver.call(key="wake:test")  # type: ignore[attr-defined]
    found = Message.objects.get(cause=cause(id))
    assert (found.status, found.last_error) == ("queued", "Refused")


@pytest.mark.parametrize("answer", [500, 404, 302, TimeoutError()])
def test_a_call_is_made_again_with_the_same_id(town: Town, net: Receivers, answer: int | Exception) -> None:
    id, secret, _ = hooked(town)
    net.statuses = [answer]
    correct(town.ana)
    go(net)
    assert Message.objects.get(cause=cause(id)).status == "queued"
    Message.objects.update(next_try=timezone.now())
    go(net)
    assert [headers["webhook-id"] for _, headers, _ in net.calls] == [net.calls[0][1]["webhook-id"]] * 2
    assert Message.objects.get(cause=cause(id)).status == "delivered"
    _, headers, body = net.calls[1]
    assert RECEIVER["verified"](secret, headers, body, time.time())


def test_one_that_is_gone_is_switched_off_and_told_of(town: Town, net: Receivers) -> None:
    id, *_ = hooked(town)
    net.statuses = [410]
    correct(town.ana)
    go(net)
    assert actions.stop_silent_hooks(by=HOUSE, now=timezone.now()) == 1
    assert actions.stop_silent_hooks(by=HOUSE, now=timezone.now()) == 0
    report = {one.code: one for one in queries.health(HOUSE, timezone.now())}
    assert report["webhooks"].level == "warn"
    correct(town.ana)
    assert go(net) == []
    actions.resume_hook(hook=id, by=HOUSE, now=timezone.now())
    assert actions.stop_silent_hooks(by=HOUSE, now=timezone.now()) == 0
    correct(town.ana)
    assert len(go(net)) == 1


def test_one_bad_call_among_good_ones_switches_nothing_off(town: Town, net: Receivers) -> None:
    id, *_ = hooked(town)
    net.statuses = [410, 204]
    for _ in range(2):
        correct(town.ana)
        go(net)
    assert not gave_up(None, queries.hook(HOUSE, id).last)


def rest(headers: dict[str, str]) -> Callable[..., Any]:
    """The API with these headers."""
    return lambda path, body=None: (
        Client().get(f"/api/v1/webhooks/{path}", headers=headers)
        if body is None
        else post(f"/api/v1/webhooks/{path}", body, headers)
    )


def test_a_program_keeps_its_own(town: Town, net: Receivers) -> None:
    scopes = ("people:read", "webhooks:read", "webhooks:write")
    api = rest(bearer(*program(town, *scopes)))
    made = api("webhooks", {"url": URL, "events": [CORRECTED]}).json()
    assert made["secret"].startswith("whsec_")
    assert api(f"webhooks/{made['id']}/test", {}).status_code == 200
    [(_, headers, body)] = go(net)
    assert RECEIVER["verified"](made["secret"], headers, body, time.time())["type"] == "webhook.test"
    shown = api(f"webhooks/{made['id']}").json()
    assert [call["status"] for call in shown["last"]] == ["delivered"]
    assert "secret" not in shown
    assert api(f"webhooks/{made['id']}/close", {}).status_code == 200
    correct(town.ana)
    assert go(net) == []


@pytest.mark.doors
def test_nobody_else_reaches_it(town: Town) -> None:
    id, *_ = hooked(town)
    other = rest(bearer(*program(town, "people:read", "webhooks:read", "webhooks:write")))
    assert other(f"webhooks/{id}").status_code == 404
    assert other(f"webhooks/{id}/close", {}).status_code == 404
    assert other("webhooks").json()["items"] == []
    with pytest.raises(NotFound):
        queries.hook(town.viewer("worker"), id)
    with pytest.raises(NotAllowed):
        actions.add_hook(url=URL, events=[CORRECTED], by=town.viewer("worker"), now=timezone.now())


@pytest.fixture
def admin(town: Town) -> Client:
    client = Client()
    client.force_login(town.accounts["admin"])
    return client


def test_an_administrator_adds_tries_and_closes_one(town: Town, admin: Client, net: Receivers) -> None:
    owner, _ = program(town, "people:read")
    form = {"hook_id": str(UUID(int=7)), "program": owner, "url": URL, "events": [CORRECTED]}
    assert "whsec_" in admin.post("/webhooks/", form).content.decode()
    assert admin.post("/webhooks/", form).status_code == 422
    admin.post(f"/webhooks/{UUID(int=7)}/", {"do": "test"})
    go(net)
    page = admin.get("/webhooks/").content.decode()
    assert "arrived" in page
    assert "key=abc" not in page
    admin.post(f"/webhooks/{UUID(int=7)}/", {"do": "close"})
    assert "clinic.example" not in admin.get("/webhooks/").content.decode()


def test_the_page_asks_little_of_the_database(
    town: Town, admin: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(4):
        id, *_rest = hooked(town)
        actions.try_hook(hook=id, by=HOUSE, now=timezone.now())
    with django_assert_max_num_queries(12):
        admin.get("/webhooks/")


def test_a_recent_sign_in_is_asked_for(town: Town, admin: Client, settings: Any) -> None:
    settings.FRESH_FOR = timedelta(0)
    assert admin.get("/webhooks/").status_code == 302


def test_every_address_of_the_guide_is_one(db: None) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "guides" / "api.md").read_text()
    known = {*API.get_openapi_schema()["paths"], "/api/v1/token", "/api/v1/docs", "/api/v1/openapi.json"}
    said = {found.rstrip("/.…") for found in re.findall(r"/api/v1/[a-z0-9/._-]*[a-z]", guide)}
    assert len(said) > 6
    assert not {each for each in said if not any(path.startswith(each) for path in known)}
