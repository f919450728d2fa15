"""Somebody in danger is not lost: a human is told, without content, until one says what was done."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from kizuna.access.viewer import SYSTEM, NotFound, Refused
from kizuna.ledger.models import Entry
from kizuna.outbox.models import Message
from kizuna.people.actions import (
    add_person,
    block,
    correct_person,
    open_account,
    protect,
    withdraw_consent,
)
from kizuna.people.models import Account
from kizuna.people.queries import consents, viewer_of
from kizuna.screening import queries, tasks
from kizuna.screening.actions import close_concern, escalate_concern, take_concern
from kizuna.screening.ladder import LADDER, key_of
from kizuna.screening.models import Concern
from kizuna.work.models import Job
from tests.conftest import NOW
from tests.people.town import HOUSE
from tests.screening.scene import DAY, SECRET, on_duty, set_up

PRIVATE = (SECRET, "zebedee", "55501", "life", "North", "after four", "danger", "ending")
LATER = NOW + timedelta(minutes=30)


def told():
    return [message.address for message in Message.objects.order_by("created_at", "key")]


def jobs():
    return sorted(Job.objects.filter(name="screening.escalate").values_list("key", flat=True))


def test_the_one_on_duty_is_told_without_content(scene):
    concern = scene.concern()
    (message,) = Message.objects.all()
    assert message.address == "worker-n@example.org"
    assert message.life_safety
    assert message.text.startswith("Someone needs you today. Sign in to see.")
    for private in PRIVATE:
        assert private not in message.subject + message.text + message.key
    assert str(concern.pk) in message.text
    assert concern.due_at.date() == NOW.date()


def test_the_message_is_in_the_language_of_the_site(scene):
    with override("ar"):
        scene.concern()
    assert "Sign in" in Message.objects.get().text


@pytest.mark.django_db
def test_with_nobody_on_duty_the_coordinator_is_told_at_once():
    scene = set_up(duty=False)
    scene.concern()
    assert told() == ["coordinator-all@example.org"]


def test_a_concern_of_the_whole_town_reaches_somebody_too(scene):
    scene.record(answers={"safe": ["life"]}, contact=scene.leaving(area=str(scene.town.community)))
    assert told() == ["coordinator-all@example.org"]


def test_nobody_takes_it_and_each_step_reaches_a_human(scene):
    concern = scene.concern()
    now, seen = NOW, []
    for look in range(1, len(LADDER)):
        assert key_of(concern.pk, look) in jobs()
        now += LADDER[look - 1].wait
        before = Message.objects.count()
        for _ in range(2):
            escalate_concern(concern=concern.pk, look=look, by=SYSTEM("escalation"), now=now)
        assert Message.objects.count() > before
        seen.append(Message.objects.order_by("-created_at").first().address)
    assert seen[:2] == ["coordinator-all@example.org", "admin-all@example.org"]
    assert len(jobs()) == len(LADDER) - 1
    for message in Message.objects.all():
        assert not any(private in message.text + message.subject for private in PRIVATE)


@pytest.mark.django_db
def test_with_nobody_at_all_we_look_again():
    scene = set_up(duty=False)
    # The house would not close the last administrator, and tells whomever it closes.
    Account.objects.filter(role__in=("coordinator", "admin")).update(is_active=False)
    concern = scene.concern()
    assert told() == []
    assert jobs() == [key_of(concern.pk, 1)]
    on_duty(scene.town)
    escalate_concern(concern=concern.pk, look=1, by=SYSTEM("escalation"), now=LATER)
    assert told() == ["worker-n@example.org"]


def test_once_taken_nobody_else_is_told(scene):
    concern = scene.concern()
    take_concern(concern=concern.pk, by=scene.town.worker, now=LATER)
    tasks.escalate.func(key_of(concern.pk, 1))
    assert told() == ["worker-n@example.org"]
    tasks.escalate.func(key_of("00000000-0000-0000-0000-000000000000", 1))


def test_who_it_is_only_for_the_one_who_took_it(scene):
    concern = scene.concern()
    (listed,) = queries.concerns(scene.town.coordinator, NOW)
    assert (listed.name, listed.person, listed.kinds, listed.phone) == ("", "", (), "")
    before = queries.concern(scene.town.worker, concern.pk, NOW)
    assert (before.name, before.phone) == ("", "")
    take_concern(concern=concern.pk, by=scene.town.worker, now=LATER)
    after = queries.concern(scene.town.worker, concern.pk, NOW)
    assert (after.name, after.kinds, after.phone, after.best_time) == (
        SECRET,
        ("life",),
        "+13055550188",
        "after four",
    )
    assert queries.concern(scene.town.coordinator, concern.pk, NOW).phone == ""
    assert Entry.objects.filter(verb="looked", person=concern.person_id).count() == 1


def test_danger_at_home_says_to_leave_no_message(scene):
    concern = scene.concern(answers={"safe": ["home"]}, contact=scene.leaving(shared=True))
    take_concern(concern=concern.pk, by=scene.town.worker, now=LATER)
    found = queries.concern(scene.town.worker, concern.pk, NOW)
    assert found.quiet
    assert found.shared
    assert told() == ["worker-n@example.org"]


def test_a_concern_stays_when_the_agreement_to_support_ends(scene):
    concern = scene.concern()
    for consent in consents(HOUSE, concern.person_id):
        withdraw_consent(consent=consent.id, by=HOUSE, now=LATER)
    (listed,) = queries.concerns(scene.town.worker, NOW)
    assert listed.name == ""
    take_concern(concern=concern.pk, by=scene.town.worker, now=LATER)
    assert queries.concern(scene.town.worker, concern.pk, NOW).name == SECRET


def test_those_who_do_not_want_contact_are_still_in_danger(scene):
    town = scene.town
    correct_person(person=town.ana, changes={"do_not_contact": True}, by=HOUSE, now=NOW)
    scene.concern(by=town.resident, person=town.ana, contact=None)
    assert told() == ["worker-n@example.org"]


def test_two_people_cannot_take_it_at_once_without_knowing(scene):
    concern, town = scene.concern(), scene.town
    take_concern(concern=concern.pk, by=town.worker, now=LATER)
    with pytest.raises(Refused, match="worker-n took this"):
        take_concern(concern=concern.pk, by=town.coordinator, now=LATER)
    take_concern(concern=concern.pk, instead_of=town.worker.account, by=town.coordinator, now=LATER)
    (listed,) = queries.concerns(town.worker, NOW)
    assert listed.owner_name == "coordinator-all"


@pytest.mark.parametrize("what", ["", "   ", "\n", "x" * 2001])
def test_it_cannot_be_closed_without_what_was_done(scene, what):
    concern = scene.concern()
    take_concern(concern=concern.pk, by=scene.town.worker, now=LATER)
    with pytest.raises(Refused):
        close_concern(concern=concern.pk, what=what, by=scene.town.worker, now=LATER)
    assert Concern.objects.get().closed_at is None


def test_only_the_one_who_took_it_closes_it(scene):
    concern, town = scene.concern(), scene.town
    with pytest.raises(Refused):
        close_concern(concern=concern.pk, what="Rang.", by=town.worker, now=LATER)
    take_concern(concern=concern.pk, by=town.worker, now=LATER)
    with pytest.raises(Refused):
        close_concern(concern=concern.pk, what="Rang.", by=town.coordinator, now=LATER)
    for what in ("Rang, safe with her sister.", "Something else."):
        close_concern(concern=concern.pk, what=what, by=town.worker, now=LATER)
    assert Concern.objects.get().closed_what == "Rang, safe with her sister."
    assert queries.concerns(town.worker, NOW) == []
    assert queries.concern(town.worker, concern.pk, NOW).closed_what.startswith("Rang")
    with pytest.raises(Refused):
        take_concern(concern=concern.pk, instead_of=town.worker.account, by=town.coordinator, now=LATER)


@pytest.mark.parametrize(
    "row",
    [
        {"closed_at": LATER},
        {"taken_at": LATER},
        {"closed_at": LATER, "closed_what": "Rang."},
        {"due_at": NOW - DAY},
    ],
)
def test_the_database_itself_refuses_half_a_concern(scene, row):
    concern = scene.concern()
    with pytest.raises(IntegrityError), transaction.atomic():
        Concern.objects.filter(pk=concern.pk).update(**row)


def test_overdue_is_said(scene):
    scene.concern()
    assert not queries.concerns(scene.town.worker, NOW)[0].overdue
    assert queries.concerns(scene.town.worker, NOW + DAY)[0].overdue


def test_a_concern_that_is_not_there(scene):
    for act in (
        lambda: take_concern(concern=scene.town.ana, by=scene.town.worker, now=NOW),
        lambda: queries.concern(scene.town.worker, "nonsense", NOW),
    ):
        with pytest.raises(NotFound):
            act()


def test_concerns_of_the_people_in_sight(scene):
    concern, town = scene.concern(), scene.town
    (found,) = queries.concerns_of(town.worker, [concern.person_id, town.ana], NOW)
    assert (found.id, found.person, found.name) == (str(concern.pk), str(concern.person_id), "")
    assert queries.concerns_of(town.other_worker, [concern.person_id], NOW) == []
    assert len(queries.concerns(town.admin, NOW)) == 1


def test_of_somebody_who_must_not_be_found_the_keepers_are_told_and_others_only_whose_help_is_needed(scene):
    person = scene.record()
    keepers = [
        open_account(
            email=f"{name}@example.org", role="worker", name=name, areas=[scene.town.north], by=HOUSE, now=NOW
        )
        for name in ("Kim", "Lou")
    ]
    protect(person=person, keepers=keepers, reason="Somebody looks for them.", by=HOUSE, now=NOW)
    Message.objects.all().delete()
    scene.record(answers={"safe": ["life"]}, heard=["mood.crisis"])
    concern = Concern.objects.get()
    said = {message.address: message.text for message in Message.objects.all()}
    for address in ("kim@example.org", "lou@example.org"):
        assert f"/concerns/{concern.pk}/" in said.pop(address)
    assert len(said) == 1, "whoever is on duty"
    (hint,) = said.values()
    assert "Kim, Lou" in hint
    assert str(concern.pk) not in hint
    assert SECRET not in hint
    escalate_concern(concern=concern.pk, look=1, by=HOUSE, now=NOW)
    assert told().count("kim@example.org") == 2, "again, until one of them looks"


def test_whoever_is_in_danger_is_not_left_to_somebody_they_do_not_want_to_meet(scene):
    """The worker on duty is their former partner: the next on the ladder are told."""
    person, town = scene.record(), scene.town
    partner = add_person(name="Pat", area=town.north, by=HOUSE, now=NOW)
    Account.objects.filter(pk=town.worker.account).update(person=partner)
    block(person=person, other=partner, by=HOUSE, now=NOW)
    Message.objects.all().delete()
    scene.record(answers={"safe": ["life"]}, heard=["mood.crisis"])
    concern, worker = Concern.objects.get(), Account.objects.get(pk=town.worker.account)
    assert told() and worker.email not in told()
    on_duty = viewer_of(HOUSE, worker)
    assert queries.concerns(on_duty, NOW) == []
    for act in (
        lambda: queries.concern(on_duty, concern.pk, NOW),
        lambda: take_concern(concern=concern.pk, by=on_duty, now=NOW),
    ):
        with pytest.raises(NotFound):
            act()
