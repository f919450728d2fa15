"""Whoever asks again after all was dealt with is heard again; the same post twice is heard once."""

from datetime import timedelta

import pytest

from kizuna.ledger.models import Entry
from kizuna.outbox.models import Message
from kizuna.people.queries import contact, profile
from kizuna.screening import queries
from kizuna.screening.actions import answer_contact, close_concern, take_concern
from kizuna.screening.models import CheckUp, Concern, ContactRequest
from tests.conftest import NOW
from tests.screening.scene import Scene, kept
from tests.screening.walk import Walk

LATER = NOW + timedelta(minutes=20)
AGAIN = NOW + timedelta(minutes=40)
pytestmark = pytest.mark.usefixtures("clock")


def taken(scene: Scene) -> Concern:
    concern = Concern.objects.get()
    take_concern(concern=concern.pk, by=scene.town.worker, now=LATER)
    return concern


def reached(scene: Scene) -> None:
    (waiting,) = queries.asked_for_contact(scene.town.worker)
    answer_contact(request=waiting.id, by=scene.town.worker, now=LATER)


def closed(scene: Scene) -> None:
    close_concern(concern=taken(scene).pk, what="Rang, safe.", by=scene.town.worker, now=LATER)


def cry(scene: Scene, **changes: object) -> None:
    scene.record(**{"answers": {"safe": ["life"]}, "heard": ["mood.crisis"], "urgent": True, **changes})


@pytest.mark.parametrize(
    "dealt_with", [(closed, reached), (closed,), (reached, taken)], ids=["all", "closed", "reached"]
)
def test_a_second_cry_after_the_first_was_dealt_with_is_told_again(scene, dealt_with):
    cry(scene)
    for step in dealt_with:
        step(scene)
    for minutes in range(3):
        cry(scene, now=AGAIN + timedelta(minutes=minutes))
    waiting = Concern.objects.get(taken_at=None, closed_at=None)
    assert waiting.opened_at == AGAIN
    assert (Concern.objects.count(), Message.objects.count(), CheckUp.objects.count()) == (2, 2, 1)
    assert str(waiting.pk) in Message.objects.get(key__startswith=f"concern:{waiting.pk}:0:").text
    assert ContactRequest.objects.get().answered_at is None
    assert len(queries.asked_for_contact(scene.town.worker)) == 1


def test_a_third_cry_is_told_too(scene):
    cry(scene)
    for turn in (1, 2):
        waiting = Concern.objects.get(closed_at=None)
        now = LATER + timedelta(hours=turn)
        take_concern(concern=waiting.pk, by=scene.town.worker, now=now)
        close_concern(concern=waiting.pk, what="Rang.", by=scene.town.worker, now=now)
        cry(scene, now=now)
    assert (Concern.objects.count(), Message.objects.count()) == (3, 3)


def test_the_same_post_before_anybody_acted_is_one_cry(scene):
    cry(scene)
    before = kept()
    cry(scene, now=LATER)
    taken(scene)
    cry(scene, now=AGAIN)
    after = kept()
    assert {name: after[name] for name in before if name != "Entry"} == {
        name: before[name] for name in before if name != "Entry"
    }


def test_going_on_with_the_questions_is_no_second_cry(scene):
    walk = Walk(scene.town.resident).skip_to("safe")
    walk.next(safe=["life"])
    state = walk.state
    concern = Concern.objects.get()
    Concern.objects.update(
        owner=scene.town.worker.account, taken_at=concern.opened_at, closed_at=LATER, closed_what="Rang."
    )
    walk.go("on")
    walk.go("skip")
    walk.post("screening:heard", state=walk.state, needs=["mood.crisis"])
    assert Concern.objects.count() == 1
    walk.post("screening:questions", state=state, go="back")
    walk.next(safe=["life"])
    assert "A person from here is told now" in walk.text
    assert (Concern.objects.count(), Message.objects.count()) == (2, 2)


def test_what_is_written_anew_corrects_the_person(scene):
    person = scene.record()
    scene.record(now=LATER)
    assert not Entry.objects.filter(verb="person.corrected").exists()
    scene.record(contact=scene.leaving(name="Zoe", phone="+13055550177", email="", shared=True), now=AGAIN)
    found = contact(scene.town.worker, person, AGAIN)
    assert (found.address, found.shared) == ("+13055550177", True)
    assert profile(scene.town.worker, person).name == "Zoe"
    assert Entry.objects.filter(verb="person.corrected", person=person).count() == 1


def test_somebody_whom_we_know_is_not_changed_by_what_they_leave(scene):
    town = scene.town
    before = contact(town.worker, town.ana, NOW)
    for phone in ("+13055550188", "+13055550177"):
        scene.record(by=town.resident, person=town.ana, contact=scene.leaving(phone=phone))
    assert contact(town.worker, town.ana, NOW) == before
