"""Before a human reads what people wrote: who wrote it, and whether somebody may be in danger."""

from typing import Any
from uuid import UUID

import pytest
from django.db.models import Q

from kizuna.access.viewer import STRANGER, SYSTEM, LogInFirst, NotAllowed, Viewer
from kizuna.outbox import queries as outbox
from kizuna.outbox.actions import receive
from kizuna.outbox.models import Message, Reply
from kizuna.people.actions import add_person, open_account, protect
from kizuna.screening import actions, queries
from kizuna.screening.actions import replies
from kizuna.screening.models import Worry
from tests.conftest import NOW
from tests.people.town import HOUSE
from tests.screening.scene import Scene

PHONE = "+13055550143"
READER = SYSTEM("replies")
NOBODY = Q(person__in=())
"""Nobody has to be hidden."""


def hear(text: str, reference: str = "r1", **changes: Any) -> Reply:
    whole = {"channel": "sms", "address": PHONE, "now": NOW, **changes}
    receive(text=text, reference=reference, **whole)
    while actions.read_replies(by=READER, now=NOW):
        continue
    return Reply.objects.get(reference=reference)


def somebody(scene: Scene, **changes: Any) -> UUID:
    given = {"name": "Quill", "area": scene.town.north, "phone": PHONE, "birth_year": 1950, **changes}
    return add_person(**given, by=HOUSE, now=NOW)


def answers() -> list[Message]:
    return list(Message.objects.filter(topic="answer").order_by("created_at"))


def rung() -> int:
    return Message.objects.filter(topic="duty").count()


def test_the_sender_is_found_by_the_address(scene: Scene):
    person = somebody(scene)
    row = hear("Is there tea today?", address="305 555 0143")
    assert (row.person, row.area) == (person, scene.town.north)
    assert not Worry.objects.exists()
    assert not answers()


def test_an_unknown_sender_is_kept_and_belongs_to_the_whole_town(scene: Scene):
    row = hear("Is there tea today?")
    assert row.person is None
    assert row.area is not None
    assert row.area not in {scene.town.north, scene.town.south}


def test_a_shared_telephone_names_nobody(scene: Scene):
    somebody(scene)
    somebody(scene, name="Other")
    row = hear("Is there tea today?")
    assert (row.person, row.area) == (None, scene.town.north)


def test_danger_words_reach_whoever_is_on_duty_at_once_and_the_numbers_go_back(scene: Scene):
    somebody(scene)
    row = hear("I can't go on. I want to die")
    worry = Worry.objects.get()
    assert (worry.area_id, worry.told["danger"]) == (scene.town.north, "yes")
    assert "I want to die" in worry.told["worry"]
    assert worry.told["reach"] == PHONE
    assert rung() == 1
    (said,) = answers()
    assert "988" in said.text
    assert "911" in said.text
    assert row.outcome == "worry"
    assert not outbox.received_count(SYSTEM("test"), NOW, hidden=NOBODY)
    assert queries.worries(scene.town.worker, NOW)


def test_the_numbers_go_back_once_a_day(scene: Scene):
    hear("I want to die")
    hear("I want to die, really", "r2")
    assert len(answers()) == 1
    assert Worry.objects.count() == 2


def test_a_stop_with_danger_in_it_is_obeyed_and_heard(scene: Scene):
    row = hear("Stop. I want to kill myself")
    assert row.kind == "stop"
    assert Worry.objects.count() == 1
    assert {"988" in one.text for one in answers()} == {True, False}


@pytest.mark.parametrize("text", ["quiero morir", "أريد أن أموت"])
def test_danger_is_heard_in_every_language(scene: Scene, text: str):
    hear(text)
    assert Worry.objects.count() == 1


def test_danger_at_home_is_answered_only_where_nobody_else_reads(scene: Scene):
    hear("my husband hits me")
    assert not answers()
    assert Worry.objects.count() == 1
    somebody(scene)
    hear("my husband hits me", "r2")
    assert len(answers()) == 1
    somebody(scene, name="Husband")
    Message.objects.all().delete()
    hear("my husband hits me", "r3")
    assert not answers()


def test_help_says_who_we_are_and_a_human_reads_it_too(scene: Scene):
    row = hear("HELP")
    (said,) = answers()
    assert "988" in said.text
    assert "STOP" in said.text
    assert row.collected_at is None
    assert outbox.received_count(SYSTEM("test"), NOW, hidden=NOBODY) == 1


def test_a_machine_is_neither_answered_nor_a_worry(scene: Scene):
    hear("Out of office. I want to die of boredom", automatic=True)
    assert not answers()
    assert not Worry.objects.exists()


def test_of_many_cries_in_an_hour_the_first_rings_and_the_others_are_listed(scene: Scene):
    for number in range(10):
        receive(channel="sms", address=PHONE, text="want to die", reference=f"r{number}", now=NOW)
    hear("want to die", "last")
    assert len(answers()) == 1
    assert rung() == 1
    assert Worry.objects.count() == 11


def test_a_danger_in_the_subject_of_an_e_mail_is_heard(scene: Scene):
    mail = {"channel": "email", "address": "quill@example.org"}
    hear("Please ring me.", "m1", subject="I want to end my life", **mail)
    (worry,) = Worry.objects.all()
    assert "I want to end my life" in worry.told["worry"]
    hear("Thank you", "m2", subject="Re: not safe at home", **mail)
    assert Worry.objects.count() == 1


def test_who_wrote_much_before_is_heard_all_the_same(scene: Scene):
    for number in range(20):
        hear(f"Is the hall open? {number}", f"q{number}")
    assert rung() == 0
    hear("i want to kill my self", "cry")
    assert (rung(), len(answers())) == (1, 1)
    hear("please, i want to die", "again")
    assert rung() == 1  # nobody has taken the first one yet: it rings on
    Worry.objects.update(taken_at=NOW, owner_id=scene.town.worker.account)
    hear("i really want to die", "later")
    assert rung() == 2
    assert Worry.objects.count() == 3


def test_reading_twice_changes_nothing(scene: Scene):
    hear("I want to die")
    Reply.objects.update(placed_at=None)
    actions.read_replies(by=READER, now=NOW)
    assert Worry.objects.count() == 1
    assert len(answers()) == 1
    assert rung() == 1


def test_one_that_cannot_be_read_does_not_hold_up_the_others(scene: Scene, monkeypatch: Any):
    receive(channel="sms", address=PHONE, text="bad", reference="r0", now=NOW)
    whole = replies.spoken

    def breaks(text: str) -> Any:
        if text == "bad":
            raise RuntimeError
        return whole(text)

    monkeypatch.setattr(replies, "spoken", breaks)
    hear("I want to die")
    assert Worry.objects.count() == 1
    assert Reply.objects.get(reference="r0").placed_at
    assert outbox.received_count(SYSTEM("test"), NOW, hidden=NOBODY) == 1


@pytest.mark.doors
@pytest.mark.django_db
@pytest.mark.parametrize("role", ["resident", "worker", "coordinator", "admin"])
def test_only_the_house_reads_everything(role: Any):
    with pytest.raises(NotAllowed):
        actions.read_replies(by=Viewer(role=role, account="1"), now=NOW)
    with pytest.raises(LogInFirst):
        actions.read_replies(by=STRANGER, now=NOW)


def test_who_must_not_be_found_is_not_told_by_the_area(scene: Scene):
    person = somebody(scene)
    north = scene.town.north
    keepers = [
        open_account(email=f"{n}@example.org", role="worker", name=n, areas=[north], by=HOUSE, now=NOW)
        for n in ("kim", "lou")
    ]
    protect(person=person, keepers=keepers, reason="She fled.", by=HOUSE, now=NOW)
    row = hear("I want to die")
    assert row.person == person
    assert row.area != scene.town.north
    assert Worry.objects.get().area_id != scene.town.north
