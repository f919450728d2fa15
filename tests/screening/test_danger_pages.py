"""A danger answer: the numbers at once, the truth about who reads it, and a human told if we can."""

import pytest
from django.urls import reverse

from kizuna.instruments.files import read
from kizuna.outbox.models import Message
from kizuna.people.actions import correct_person
from kizuna.screening import queries
from kizuna.screening.models import CheckUp, Concern, ContactRequest, DangerCount
from tests.conftest import NOW
from tests.people.town import HOUSE
from tests.screening.scene import kept, seal, set_up, unseal
from tests.screening.walk import Walk, leave

CHECK_UP = read("check-up")
NOTHING_NEW = ("Person", "CheckUp", "Concern", "ContactRequest", "Message", "Account")
ON_DUTY, OFF_DUTY = (True, "Someone is on duty now"), (False, "No one is on duty right now")
pytestmark = pytest.mark.usefixtures("clock")


DANGERS = [("safe", ["life"]), ("safe", ["home"]), ("safe", ["other"])] + [
    (item.id, "I want to die") for item in CHECK_UP.items if item.kind == "text"
]


@pytest.mark.parametrize(("item", "answer"), DANGERS)
def test_a_danger_answer_brings_the_numbers_at_once(scene, item, answer):
    walk = Walk().skip_to(item)
    before = kept()
    walk.next(**{item: answer})
    html = walk.page.content.decode()
    assert "tel:988" in html
    assert "tel:911" in html
    assert reverse("frame:leave") in html
    assert walk.page["Cache-Control"].count("no-store") == 1
    assert "No one has been told" in walk.text
    assert {name: kept()[name] for name in NOTHING_NEW} == {name: before[name] for name in NOTHING_NEW}
    assert DangerCount.objects.get().count == 1
    walk.go("on")
    assert walk.page.status_code == 200


def test_going_back_and_forth_counts_once(scene):
    walk = Walk().skip_to("safe")
    walk.next(safe=["life"])
    for _ in range(2):
        walk.go("on")
        walk.go("back")
        walk.next(safe=["home"])
    assert DangerCount.objects.get().count == 1


def test_danger_at_home_says_what_stays_on_the_device(scene):
    walk = Walk().skip_to("safe")
    walk.next(safe=["home"])
    assert "It is not your fault" in walk.text
    assert "Your answers are not kept on this device" in walk.text
    assert "Your browser may still list" in walk.text


@pytest.mark.parametrize(("duty", "truth"), [ON_DUTY, OFF_DUTY])
@pytest.mark.django_db
def test_the_page_says_truly_who_reads_it_and_when(duty, truth):
    scene = set_up(duty=duty)
    walk = Walk()
    walk.start()
    walk.next()
    state = {**unseal(walk.state, "check-up"), "answers": {"place": str(scene.town.north)}, "page": 10}
    walk.post("screening:questions", state=seal(state, "check-up"), go="next", safe=["life"])
    assert truth in walk.text


def test_asking_for_a_call_from_the_danger_page_tells_the_one_on_duty(scene):
    walk = Walk().skip_to("safe")
    walk.next(safe=["life"])
    state = walk.state
    walk.post("screening:contact", heard=walk.page.context["heard"], state=state)
    assert walk.page.status_code == 200
    assert "best_time" not in walk.page.context["form"].fields
    leave(walk, scene, state=state)
    assert "The person on duty is told now" in walk.text
    assert (Concern.objects.count(), Message.objects.count(), ContactRequest.objects.count()) == (1, 1, 1)
    walk.go("on")
    assert walk.page.context["step"] == 12
    walk.next(matters="my husband hits me")
    assert "A person from here is told now" in walk.text
    assert Concern.objects.get().kinds == ["life", "home"]
    assert DangerCount.objects.get().count == 1


def test_a_person_asks_for_a_call_from_the_help_now_page(scene):
    walk = Walk()
    walk.page = walk.client.get(reverse("screening:crisis"))
    assert "tel:988" in walk.page.content.decode()
    assert "did not tell anyone" in walk.text
    assert reverse("screening:call_me") in walk.page.content.decode()
    walk.page = walk.client.get(reverse("screening:call_me"))
    assert walk.page["Cache-Control"].count("no-store") == 1
    leave(walk, scene)
    assert Concern.objects.get().kinds == ["other"]
    assert Message.objects.count() == 1


def test_a_resident_in_danger_is_told_of_in_that_very_request(scene):
    walk = Walk(scene.town.resident).skip_to("safe")
    assert CheckUp.objects.count() == 0
    walk.next(safe=["life"])
    assert "A person from here is told now" in walk.text
    assert (Concern.objects.get().person_id, Message.objects.count()) == (scene.town.ana, 1)
    walk.go("on")
    walk.go("skip")
    walk.post("screening:heard", state=walk.state, needs=["mood.crisis"], more=["food"])
    assert (CheckUp.objects.count(), Concern.objects.count()) == (1, 1)
    assert queries.needs_of(scene.town.resident, scene.town.ana) == ("mood.crisis", "food")
    assert not DangerCount.objects.exists()


def test_a_resident_whom_nobody_can_reach_is_counted(scene):
    correct_person(person=scene.town.ana, changes={"do_not_contact": True}, by=HOUSE, now=NOW)
    walk = Walk(scene.town.resident).skip_to("safe")
    walk.next(safe=["life"])
    assert "No one has been told" in walk.text
    assert (DangerCount.objects.get().count, CheckUp.objects.count()) == (1, 0)
