"""Asking again: by the site's rule, once, only where somebody agreed, and never where it could do harm."""

from datetime import timedelta

import pytest

from kizuna.access.viewer import SYSTEM
from kizuna.ledger.models import Entry
from kizuna.outbox.models import Message
from kizuna.people.models import Consent, Person
from kizuna.screening import actions, queries
from kizuna.screening.again import WrongPeriods, periods
from kizuna.screening.models import Asking, Concern, Passage
from tests.conftest import NOW
from tests.screening.scene import attempt
from tests.screening.walk import Walk

LATER = NOW + timedelta(days=180)
HOUSE = SYSTEM("test")


def offered(now=LATER) -> list[Message]:
    actions.offer_again(by=HOUSE, now=now)
    return list(Message.objects.filter(key__startswith="again:"))


def due(viewer, now) -> list[tuple[str, str, object]]:
    return [(one.person, one.instrument, one.since) for one in queries.waiting(viewer, now) if one.instrument]


def test_a_site_says_when_and_a_wrong_word_says_what_to_write():
    assert periods("check-up=180, phq-9 = 28,") == {"check-up": 180, "phq-9": 28}
    assert periods("") == {}
    for wrong in ("check-up", "check-up=6", "=90", "a b=90", "check-up=-9", "check-up=99999"):
        with pytest.raises(WrongPeriods):
            periods(wrong)


def test_who_agreed_gets_one_kind_message_and_stands_on_the_list_until_they_answer(scene):
    person = scene.record(contact=scene.leaving(phone=""))
    worker = scene.town.worker
    assert offered(LATER - timedelta(minutes=1)) == []
    assert not due(worker, LATER - timedelta(minutes=1))
    (one,) = offered()
    assert len(offered(LATER + timedelta(days=9))) == 1
    assert one.text.count("check-up/") == 1
    assert "STOP" in one.text
    assert (one.channel, str(one.person)) == ("email", str(person))
    assert not {"lonely", "safe", "score"} & set(one.text.lower().split())
    assert due(worker, LATER) == [(str(person), "check-up", LATER)]
    (told,) = queries.dues(worker, queries.story(worker, person)[0], LATER)
    assert (told.name, told.due_at, told.asked_at, told.now) == ("Check-up", LATER, LATER, True)
    assert Entry.objects.filter(verb="check_up.offered").count() == 1
    assert Passage.objects.get(step="asked").count == 1
    scene.record(by=worker, attempt=attempt("again"), person=person, contact=None, now=LATER)
    assert not due(worker, LATER)
    assert queries.dues(worker, queries.story(worker, person)[0], LATER)[0].asked_at is None
    actions.erase(person=person, by=HOUSE, now=LATER)
    assert not Asking.objects.exists()


@pytest.mark.parametrize(
    ("what", "contact"),
    [
        ({"do_not_contact": True}, {}),
        ({"status": "died"}, {}),
        ({"status": "moved_away"}, {}),
        ({"restricted_at": NOW}, {}),
        ({}, {"shared": True}),
        ({"preferred_channel": "phone"}, {"phone": "+13055550188"}),
    ],
)
def test_nobody_hears_who_must_not_or_wants_not_to(scene, what, contact):
    person = scene.record(contact=scene.leaving(**{"phone": "", **contact}))
    Person.objects.filter(pk=person).update(**what)
    assert offered() == []


def test_without_agreement_nothing_is_sent(scene):
    scene.record(by=scene.town.resident, person=scene.town.ana, contact=None)
    scene.record(by=HOUSE, attempt=attempt("cem"), person=scene.town.ben, contact=None)
    got = {str(one.person) for one in offered()}
    for who in (scene.town.ana, scene.town.ben):
        told = queries.story(HOUSE, who)
        assert told
    agreed = {str(one) for one in Consent.objects.values_list("person", flat=True)}
    assert got <= agreed


@pytest.mark.parametrize("answers", [{"safe": ["home"]}, {"safe": ["life"]}])
def test_danger_at_home_or_an_open_worry_keeps_the_house_silent(scene, answers):
    scene.record(answers=answers, contact=scene.leaving(phone=""))
    assert offered() == []
    Concern.objects.update(owner=scene.town.worker.account, taken_at=NOW, closed_at=NOW, closed_what="rang")
    assert len(offered()) == (0 if answers == {"safe": ["home"]} else 1)


@pytest.mark.usefixtures("clock")
def test_how_far_people_come_is_counted_without_anything_else(scene):
    walk = Walk()
    walk.start()
    walk.next(lonely="often")
    walk.start()
    walk.to_the_end(lonely="often")
    walk.go("on")  # the last page once more
    rows = {row.step: row.count for row in Passage.objects.all()}
    assert rows == {"begun": 3, "finished": 1, "skipped": 1}
    (shown,) = queries.passages(scene.town.admin, NOW)
    assert (shown.begun, shown.finished, shown.stopped) == (None, None, None)
    Passage.objects.filter(step="begun").update(count=40)
    Passage.objects.filter(step="finished").update(count=30)
    (shown,) = queries.passages(scene.town.admin, NOW)
    assert (shown.begun, shown.finished, shown.stopped, shown.skipped) == (40, 30, 10, None)
