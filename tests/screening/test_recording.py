"""A check-up is kept once, whole or not at all, and only for those who asked."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection

from kizuna.access.secrets import look_up_only
from kizuna.access.viewer import STRANGER, NotFound, Refused
from kizuna.ledger.models import Entry
from kizuna.outbox.models import Message
from kizuna.people.actions import open_account
from kizuna.people.consent import LINK_WORKERS, SUPPORT
from kizuna.people.models import Person
from kizuna.people.queries import contact, has_consent, profile
from kizuna.screening import queries
from kizuna.screening.actions import (
    answer_contact,
    count_danger,
    erase,
    load_check_ups,
    recording,
    take_concern,
)
from kizuna.screening.models import CheckUp, Concern, ContactRequest, DangerCount
from kizuna.screening.values import NewCheckUp
from kizuna.work.models import Seen
from tests.conftest import NOW
from tests.people.town import HOUSE, viewer_for
from tests.screening.scene import SECRET, attempt, kept

LATER = NOW + timedelta(minutes=5)


def test_a_stranger_who_leaves_a_way_to_be_reached_is_known_from_then_on(scene):
    person = scene.record()
    who = profile(scene.town.worker, person)
    assert (who.name, who.area_id) == (SECRET, str(scene.town.north))
    assert has_consent(scene.town.worker, person, SUPPORT, LINK_WORKERS, NOW)
    assert contact(scene.town.worker, person, NOW).address == "+13055550188"
    assert queries.needs_of(scene.town.worker, person) == ("company.friend",)
    (waiting,) = queries.asked_for_contact(scene.town.worker)
    assert (waiting.person, waiting.best_time) == (str(person), "after four")
    assert not Concern.objects.exists()
    assert not Message.objects.exists()


def test_posting_twice_gives_one_of_each(scene):
    first = scene.record(answers={"safe": ["life"]})
    before = kept()
    assert scene.record(answers={"safe": ["life"]}, now=LATER) == first
    assert kept() == before
    assert (before["Concern"], before["CheckUp"], before["ContactRequest"], before["Message"]) == (1, 1, 1, 1)


def test_later_answers_of_the_same_attempt_complete_it(scene):
    person = scene.record(answers={"safe": ["life"]}, heard=["mood.crisis"])
    scene.record(
        answers={"lonely": "often", "safe": ["life"]},
        heard=["mood.crisis", "company.friend"],
        contact=scene.leaving(phone="+13055550177"),
        now=LATER,
    )
    found = queries.latest(scene.town.worker, person)
    assert found.answers == {"lonely": "often", "safe": ["life"]}
    assert found.needs == ("mood.crisis", "company.friend")
    assert ContactRequest.objects.get().details["phone"] == "+13055550177"
    assert Concern.objects.count() == 1
    assert [entry.verb for entry in Entry.objects.filter(verb__startswith="check_up.")] == [
        "check_up.recorded",
        "check_up.completed",
    ]


def test_all_dangers_of_an_attempt_are_one_concern(scene):
    scene.record(answers={"safe": ["life", "home"]})
    assert Concern.objects.get().kinds == ["life", "home"]
    assert Message.objects.count() == 1


def test_another_danger_is_added_while_nobody_has_taken_it(scene):
    scene.record(answers={"safe": ["other"]})
    for _ in range(2):
        scene.record(answers={"safe": ["other", "home"]}, now=LATER)
    assert Concern.objects.get().kinds == ["home", "other"]
    assert Message.objects.count() == 1


def test_another_danger_is_told_anew_to_who_has_taken_the_first(scene):
    first = scene.concern(answers={"safe": ["other"]})
    take_concern(concern=first.pk, by=scene.town.worker, now=NOW)
    for _ in range(2):
        scene.record(answers={"safe": ["other", "home"]}, now=LATER)
    assert Concern.objects.exclude(pk=first.pk).get().kinds == ["home", "other"]
    assert Message.objects.count() == 2


def test_a_call_for_today_is_a_concern_whatever_the_answers(scene):
    scene.record(answers={}, heard=[], urgent=True)
    assert Concern.objects.get().kinds == ["other"]


def test_the_answers_are_sealed(scene):
    scene.record(answers={"matters": "My secret garden", "safe": ["home"]})
    with connection.cursor() as cursor:
        for table in ("checkup", "concern", "contactrequest"):
            cursor.execute(f"SELECT * FROM screening_{table}")
            text = repr(cursor.fetchall())
            for private in ("secret garden", "home", "zebedee", "55501", "after four"):
                assert private not in text


def test_no_one_can_add_to_what_belongs_to_somebody_else(scene):
    scene.record()
    with pytest.raises(NotFound):
        scene.record(by=scene.town.resident, person=scene.town.ana, contact=None)


def test_a_stranger_cannot_record_on_a_person(scene):
    with pytest.raises(Exception, match=r"person\.see"):
        scene.record(person=scene.town.ana)


@pytest.mark.parametrize(
    "changes",
    [
        {"answers": {"lonely": "blue"}},
        {"answers": {"weight": "70"}},
        {"contact": None},
        {"attempt": "nonsense"},
    ],
)
def test_what_makes_no_sense_leaves_nothing_behind(scene, changes):
    before = kept()
    with pytest.raises((Refused, NotFound)):
        scene.record(**changes)
    assert kept() == before


@pytest.mark.parametrize("broken", ["note", "give_consent", "_asked", "open_concern"])
def test_when_anything_breaks_nothing_is_half_written(scene, monkeypatch, broken):
    before = kept()
    whole = getattr(recording, broken)

    def breaks(*args, **kwargs):
        whole(*args, **kwargs)
        raise RuntimeError("power cut")

    monkeypatch.setattr(recording, broken, breaks)
    with pytest.raises(RuntimeError):
        scene.record(answers={"safe": ["life"]})
    assert kept() == before


def test_a_resident_without_a_person_becomes_one(scene):
    account = open_account(email="new@example.org", role="resident", name="New", by=HOUSE, now=NOW)
    person = scene.record(by=viewer_for(account))
    assert viewer_for(account).person == str(person)
    assert len(queries.history(viewer_for(account), person)) == 1


def test_the_ledger_holds_no_words(scene):
    scene.record(answers={"matters": "My secret garden", "safe": ["life"]})
    for entry in Entry.objects.all():
        told = f"{entry.verb} {entry.subject} {entry.by}"
        assert not any(private in told for private in (SECRET, "garden", "life", "example.org", "55501"))


def test_an_unreached_danger_is_a_number_and_nothing_else(scene):
    for area in (scene.town.north, scene.town.north, None):
        count_danger(attempt=uuid4(), area=area, by=STRANGER, now=NOW)
    rows = {str(row.area_id): row.count for row in DangerCount.objects.all()}
    assert rows == {str(scene.town.north): 2, "None": 1}
    assert queries.unreached(scene.town.coordinator, NOW) is None
    for _ in range(9):
        count_danger(attempt=uuid4(), area=scene.town.north, by=STRANGER, now=NOW)
    assert queries.unreached(scene.town.coordinator, NOW) == 11
    assert queries.unreached(scene.town.admin, NOW) == 12


def test_an_unreached_danger_that_is_sent_again_is_counted_once(scene):
    """The connection broke after the first one was kept: the same button, once more."""
    same = uuid4()
    for _ in range(3):
        count_danger(attempt=same, area=scene.town.north, by=STRANGER, now=NOW)
    assert DangerCount.objects.get().count == 1
    assert Entry.objects.filter(verb="danger.counted").count() == 1
    assert str(same) not in Seen.objects.get().key


def test_a_change_of_keys_between_two_tries_counts_nobody_twice(scene, settings):
    same = uuid4()
    count_danger(attempt=same, area=scene.town.north, by=STRANGER, now=NOW)
    old = settings.SECRET_KEYS[0]
    for older in (old, look_up_only(old)):  # while the records are sealed anew, and after that
        settings.SECRET_KEYS = ["another-key-for-tests-0123456789abcdef", older]
        count_danger(attempt=same, area=scene.town.north, by=STRANGER, now=NOW)
    assert DangerCount.objects.get().count == 1


def test_whoever_was_contacted_waits_no_longer(scene):
    scene.record()
    (waiting,) = queries.asked_for_contact(scene.town.worker)
    for now in (LATER, LATER + timedelta(1)):
        answer_contact(request=waiting.id, by=scene.town.worker, now=now)
    assert queries.asked_for_contact(scene.town.worker) == []
    assert ContactRequest.objects.get().answered_at == LATER
    with pytest.raises(NotFound):
        answer_contact(request=uuid4(), by=scene.town.worker, now=NOW)


def test_people_can_take_along_and_erase_what_is_held(scene):
    town = scene.town
    scene.record(by=town.resident, person=town.ana, answers={"safe": ["life"], "matters": "My garden"})
    held = queries.held_about(town.resident, town.ana)
    assert held["check_ups"][0]["answers"] == {"safe": ["life"], "matters": "My garden"}
    assert held["concerns"][0]["kinds"] == ["life"]
    assert held["contact_requests"][0]["best_time"] == "after four"
    for _ in range(2):
        erase(person=town.ana, by=town.resident, now=LATER)
    held = queries.held_about(town.resident, town.ana)
    assert held["contact_requests"] == []
    assert [one["answers"] for one in held["check_ups"]] == [{}]
    assert [one["closed_at"] for one in held["concerns"]] == [None]


def test_a_town_is_loaded_at_once(scene):
    town = scene.town
    rows = [
        NewCheckUp(
            id=str(attempt(str(number))),
            person=str(town.ana),
            area=str(town.north),
            at=NOW - timedelta(days=number),
            answers={"safe": ["life"]} if number == 1 else {"lonely": "often"},
            needs=("company.friend",),
            asked_contact=number < 3,
            contacted_at=NOW if number == 2 else None,
            contacted_by=town.worker.account if number == 2 else "",
        )
        for number in range(5)
    ]
    assert load_check_ups(rows=rows, by=HOUSE, now=NOW) == 5
    assert len(queries.history(town.worker, town.ana)) == 5
    assert queries.latest(town.worker, town.ana).at == NOW
    assert len(queries.asked_for_contact(town.worker)) == 2
    assert len(queries.concerns(town.worker, NOW)) == 1
    assert Entry.objects.filter(verb="check_up.recorded").count() == 5
    assert not Message.objects.exists()
    assert queries.figures(town.coordinator, NOW) == {
        "check_ups": 5,
        "concerns_open": 1,
        "asked_for_contact": 2,
    }
    assert Person.objects.count() == 3
    four = dict.fromkeys(("satisfaction", "worthwhile", "happiness", "anxiety"), "5")
    scored = NewCheckUp(
        str(attempt("scored")), str(town.ana), str(town.north), NOW, four, (), instrument="ons-4"
    )
    load_check_ups(rows=[scored], by=HOUSE, now=NOW)
    assert "ons-4" in {one.instrument for one in queries.history(town.worker, town.ana)}


def test_two_posts_at_the_same_moment_give_one(scene, monkeypatch):
    """The other post commits between our look and our write: the second try finds what it made."""
    whole, tries = recording._record, []

    def meets_the_other(*args):
        tries.append(args)
        if len(tries) == 1:
            whole(*args)
            raise IntegrityError("somebody else was first")
        return whole(*args)

    monkeypatch.setattr(recording, "_record", meets_the_other)
    scene.record(answers={"safe": ["life"]})
    assert (len(tries), CheckUp.objects.count(), Concern.objects.count()) == (2, 1, 1)
