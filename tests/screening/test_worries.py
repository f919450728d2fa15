"""Worried about someone: anybody may say so, a human is told without content, nobody is exposed by it."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed, NotFound, Refused
from kizuna.ledger.models import Entry
from kizuna.outbox.models import Message
from kizuna.people import actions as people
from kizuna.people.models import Account
from kizuna.screening import actions, queries
from kizuna.screening.models import Worry
from kizuna.screening.worry import LOUD, MOST, Told
from kizuna.work.models import Job
from tests.conftest import NOW
from tests.people.town import HOUSE
from tests.screening.scene import Scene, attempt, set_up

TOLD = Told(who="Zebedee in the blue house", where="Harbour Lane", worry="No light for days.", name="Quill",
            reach="+13055550111")  # fmt: skip
SECRETS = ("Zebedee", "Harbour Lane", "No light", "Quill", "5550111")


def raised(scene: Scene, **more: Any) -> UUID:
    given: dict[str, Any] = {"attempt": attempt("worry"), "area": scene.town.north, "told": TOLD, "now": NOW}
    return actions.raise_worry(**{**given, **more}, by=STRANGER)


def taken(scene: Scene) -> UUID:
    worry = raised(scene)
    actions.take_worry(worry=worry, by=scene.town.worker, now=NOW)
    return worry


def test_the_one_on_duty_is_told_without_content_and_once(scene: Scene) -> None:
    for _resent in range(3):
        worry = raised(scene)
    (message,) = Message.objects.all()
    assert message.address == "worker-n@example.org" and message.life_safety
    for secret in (*SECRETS, "North"):
        assert secret not in message.subject + message.text + message.key
    assert str(worry) in message.text
    assert Worry.objects.count() == 1
    assert Entry.objects.filter(verb="worry.raised").count() == 1


def test_what_was_told_is_sealed_and_stands_in_no_note(scene: Scene) -> None:
    raised(scene)
    with connection.cursor() as cursor:
        cursor.execute("SELECT told FROM screening_worry")
        ((told,),) = cursor.fetchall()
    lines = [f"{e.verb} {e.subject}" for e in Entry.objects.all()] + list(
        Job.objects.values_list("key", flat=True)
    )
    assert not any(secret in text for secret in SECRETS for text in (told, *lines))


def test_nobody_takes_it_so_others_are_told(scene: Scene) -> None:
    worry = raised(scene)
    actions.escalate_worry(worry=worry, look=1, by=HOUSE, now=NOW + timedelta(minutes=30))
    assert [message.address for message in Message.objects.order_by("created_at")][1:] == [
        "coordinator-all@example.org"
    ]
    actions.take_worry(worry=worry, by=scene.town.coordinator, now=NOW)
    actions.escalate_worry(worry=worry, look=2, by=HOUSE, now=NOW + timedelta(hours=1))
    assert Message.objects.count() == 2


def test_among_very_many_no_telephone_rings(scene: Scene) -> None:
    raised(scene, quiet=True)
    assert not Message.objects.exists()
    assert len(queries.worries(scene.town.worker, NOW)) == 1


@pytest.mark.doors
def test_what_was_told_is_for_the_one_who_took_it(scene: Scene) -> None:
    worry = raised(scene)
    assert queries.worry(scene.town.worker, worry, NOW).told is None
    actions.take_worry(worry=worry, by=scene.town.worker, now=NOW)
    assert queries.worry(scene.town.worker, worry, NOW).told == TOLD
    assert queries.worry(scene.town.coordinator, worry, NOW).told is None


@pytest.mark.doors
def test_worries_are_for_those_near_by_who_can_act(scene: Scene) -> None:
    town, worry = scene.town, raised(scene)
    for viewer, answer in (
        (STRANGER, LogInFirst),
        (town.resident, NotAllowed),
        (town.other_worker, NotFound),
    ):
        with pytest.raises(answer):
            queries.worry(viewer, worry, NOW)
        with pytest.raises(answer):
            actions.take_worry(worry=worry, by=viewer, now=NOW)
        assert not queries.visible_worries(viewer).exists()
    assert queries.worries(town.other_worker, NOW) == []
    for viewer, answer in ((STRANGER, LogInFirst), (town.resident, NotAllowed)):
        with pytest.raises(answer):
            queries.worries(viewer, NOW)
    with pytest.raises(NotAllowed):
        actions.escalate_worry(worry=worry, look=1, by=town.worker, now=NOW)


@pytest.mark.doors
def test_it_is_linked_only_to_somebody_in_sight(scene: Scene) -> None:
    town, worry = scene.town, taken(scene)
    for hidden in (town.ben, town.cem):
        with pytest.raises(NotFound):
            actions.link_worry(worry=worry, person=hidden, by=town.worker, now=NOW)
    actions.link_worry(worry=worry, person=town.ana, by=town.worker, now=NOW)
    assert queries.worry(town.worker, worry, NOW).person == str(town.ana)


def test_only_its_owner_closes_it_and_never_without_words(scene: Scene) -> None:
    town, worry = scene.town, taken(scene)
    close: dict[str, Any] = {"worry": worry, "outcome": "reached", "what": "Rang. All is well.", "now": NOW}
    with pytest.raises(Refused):
        actions.close_worry(**close, by=town.coordinator)
    for wrong in ({"what": " "}, {"outcome": "liar"}):
        with pytest.raises(Refused):
            actions.close_worry(**{**close, **wrong}, by=town.worker)
    actions.close_worry(**close, by=town.worker)
    assert queries.worries(town.worker, NOW) == []
    with pytest.raises(Refused):
        actions.take_worry(worry=worry, instead_of=town.worker.account, by=town.coordinator, now=NOW)


@pytest.mark.parametrize("may_say", [True, False])
def test_the_person_learns_who_told_only_when_that_one_agreed(scene: Scene, may_say: bool) -> None:
    town = scene.town
    told = Told(who="Ana", where="", worry="Quill says she fell.", name="Quill", may_say=may_say)
    worry = raised(scene, told=told)
    actions.take_worry(worry=worry, by=town.worker, now=NOW)
    actions.link_worry(worry=worry, person=town.ana, by=town.worker, now=NOW)
    held = str(queries.held_about(town.resident, town.ana))
    assert ("Quill" in held) == may_say


def test_erasing_somebody_leaves_what_is_open_without_them(scene: Scene) -> None:
    town, worry = scene.town, taken(scene)
    actions.link_worry(worry=worry, person=town.ana, by=town.worker, now=NOW)
    actions.erase(person=town.ana, by=town.resident, now=NOW)
    assert Worry.objects.get(pk=worry).person_id is None
    actions.link_worry(worry=worry, person=town.ana, by=town.worker, now=NOW)
    actions.close_worry(worry=worry, outcome="reached", what="Rang.", by=town.worker, now=NOW)
    actions.erase(person=town.ana, by=town.resident, now=NOW)
    assert not Worry.objects.exists()


def first(scene: Scene, **more: str) -> dict[str, str]:
    plain = {
        "who": "Zebedee",
        "where": "",
        "area": str(scene.town.north),
        "worry": "No light.",
        "danger": "no",
    }
    return {**plain, **more}


def state(page: str) -> str:
    found = re.search(r'name="state" value="([^"]+)"', page)
    assert found
    return found[1]


def test_anybody_tells_in_three_pages_without_a_cookie(scene: Scene) -> None:
    phone = Client()
    assert "sessionid" not in phone.get("/worried/").cookies
    between = phone.post("/worried/", first(scene)).content.decode()
    assert not Worry.objects.exists()
    for _resent in range(2):
        done = phone.post("/worried/", {"state": state(between), "reach": "+13055550111"})
        assert "It has arrived" in done.content.decode()
    row = Worry.objects.get()
    assert row.told["reach"] == "+13055550111" and not row.told["may_say"]


def test_with_a_danger_it_is_told_before_the_second_page(scene: Scene) -> None:
    between = Client().post("/worried/", first(scene, danger="yes")).content.decode()
    assert "Ring now" in between and "tel:" in between
    row = Worry.objects.get()
    Client().post("/worried/", {"state": state(between), "name": "Quill", "may_say": "yes"})
    assert Worry.objects.get().pk == row.pk
    assert Worry.objects.get().told["may_say"] is True


def test_whoever_presses_twice_tells_once_and_other_words_are_another_worry(scene: Scene) -> None:
    page = Client().get("/worried/").content.decode()
    once = re.findall(r'name="once" value="([^"]+)"', page)[0]
    for _pressed in range(2):
        Client().post("/worried/", first(scene, danger="yes", once=once))
    assert Worry.objects.count() == 1
    Client().post("/worried/", first(scene, danger="yes", once=once, worry="A smell of gas."))
    for odd in ("x", "y" * 40):
        Client().post("/worried/", first(scene, danger="yes", once=odd))
    assert Worry.objects.count() == 4


def test_a_page_that_was_changed_is_not_taken(scene: Scene) -> None:
    assert Client().post("/worried/", {"state": "x" * 40}).status_code == 400
    assert Client().post("/worried/", {}).status_code == 422


def test_programs_and_floods_reach_nobody(scene: Scene) -> None:
    phone = Client()
    assert phone.post("/worried/", first(scene, website="x", danger="yes")).status_code == 429
    for _turn in range(MOST + 1):
        last = phone.post("/worried/", first(scene, danger="yes"))
    assert last.status_code == 429 and "tel:" in last.content.decode()
    assert Message.objects.count() <= LOUD
    assert Worry.objects.count() < MOST


@pytest.mark.django_db
def test_it_is_promised_only_what_the_rota_says() -> None:
    scene = set_up(duty=False)
    now = timezone.now()

    def said() -> str:
        between = Client().post("/worried/", first(scene)).content.decode()
        return Client().post("/worried/", {"state": state(between)}).content.decode()

    assert "we cannot say when" in said()
    shift = {"account": scene.town.worker.account, "area": scene.town.north, "by": HOUSE, "now": now}
    people.set_duty(**shift, starts=now + timedelta(hours=5), ends=now + timedelta(hours=6))
    assert "The next person starts" in said()
    people.set_duty(**shift, starts=now - timedelta(hours=1), ends=now + timedelta(hours=1))
    assert "Someone is on duty now" in said()


def test_staff_work_through_it(scene: Scene, django_assert_max_num_queries: Any) -> None:
    worry = raised(scene, now=timezone.now())
    desk = Client()
    desk.force_login(Account.objects.get(pk=scene.town.worker.account))
    with django_assert_max_num_queries(12):
        assert f"/worries/{worry}/" in desk.get("/worries/").content.decode()
    address = f"/worries/{worry}/"
    assert "Zebedee" not in desk.get(address).content.decode()
    desk.post(address, {"do": "take", "instead_of": ""})
    assert "Zebedee" in desk.get(address).content.decode()
    assert "Ana Ruiz" in desk.post(address, {"do": "find", "sought": "ana"}).content.decode()
    assert "Nobody in your sight" in desk.post(address, {"do": "find", "sought": "ben"}).content.decode()
    desk.post(address, {"do": "link", "person": str(scene.town.ana)})
    assert desk.post(address, {"do": "close"}).status_code == 422
    assert desk.post(address, {"do": "close", "outcome": "reached", "what": "Rang."}).status_code == 302
