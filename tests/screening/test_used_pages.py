"""A page that was sent before cannot undo an erasure, nor give back an agreement that was taken back."""

from datetime import timedelta

import pytest

from kizuna.access.viewer import STRANGER
from kizuna.people.actions import withdraw_consent
from kizuna.people.consent import LINK_WORKERS, SUPPORT
from kizuna.people.models import Consent
from kizuna.people.queries import consents, has_consent
from kizuna.screening.models import CheckUp, ContactRequest, Spent
from kizuna.screening.values import Used
from kizuna.web.actions import erase_person
from tests.conftest import NOW
from tests.people.town import HOUSE
from tests.screening.scene import attempt, kept
from tests.screening.walk import Walk, leave

pytestmark = pytest.mark.usefixtures("clock")
LATER = NOW + timedelta(minutes=5)


def taken_back(person, by):
    for consent in Consent.objects.filter(person=person, withdrawn_at__isnull=True):
        withdraw_consent(consent=consent.pk, by=by, now=NOW)


def left(scene, viewer=None, **answers):
    """A contact page that was sent; the walk stands on the page that answered it."""
    walk = Walk(viewer)
    walk.to_the_end(place=str(scene.town.north), **answers)
    walk.post("screening:heard", state=walk.state, needs=[])
    walk.post("screening:contact", heard=walk.page.context["heard"])
    form = walk.page
    assert "We have your message" in leave(walk, scene).content.decode()
    walk.page = form
    return walk


def says_it_was_used(walk):
    assert walk.page.status_code == 410
    assert "This page has been used" in walk.text
    assert "start again" in walk.text
    assert "988" in walk.text


def test_sending_the_page_again_brings_nothing_back_after_an_erasure(scene):
    walk = left(scene)
    person = CheckUp.objects.get().person_id
    erase_person(person=str(person), by=HOUSE, now=NOW)
    before = kept()
    leave(walk, scene)
    says_it_was_used(walk)
    assert kept() == before
    assert (before["CheckUp"], before["ContactRequest"]) == (0, 0)


def test_of_a_spent_attempt_only_its_id_is_kept(scene):
    scene.record()
    erase_person(person=str(CheckUp.objects.get().person_id), by=HOUSE, now=NOW)
    assert [field.name for field in Spent._meta.get_fields()] == ["attempt"]
    assert Spent.objects.get().pk == attempt()


def test_a_resident_who_took_it_back_is_not_asked_again_by_reloading(scene):
    resident = scene.town.resident
    walk = left(scene, resident)
    taken_back(resident.person, resident)
    before = kept()
    leave(walk, scene)
    says_it_was_used(walk)
    assert kept() == before
    assert not any(one.withdrawn_at is None for one in consents(resident, resident.person))
    walk.post("screening:heard", state=walk.post("screening:start").context["state"])
    walk.post("screening:contact", heard=walk.page.context["heard"])
    leave(walk, scene)
    assert "We have your message" in walk.text


def test_a_request_that_was_answered_does_not_wait_again_once_it_is_taken_back(scene):
    person = scene.record()
    taken_back(person, HOUSE)
    with pytest.raises(Used):
        scene.record(now=LATER)
    assert ContactRequest.objects.get().asked_at == NOW
    assert not has_consent(HOUSE, person, SUPPORT, LINK_WORKERS, LATER)


def test_danger_on_a_page_that_was_used_shows_the_numbers_and_may_ask_anew(scene):
    walk = Walk().skip_to("safe")
    walk.next(safe=["other"])
    walk.post("screening:contact", heard=walk.page.context["heard"], state=walk.state)
    leave(walk, scene, state=walk.state)
    walk.go("on")
    erase_person(person=str(CheckUp.objects.get().person_id), by=HOUSE, now=NOW)
    walk.go("back")
    walk.next(safe=["life"])
    assert walk.page.status_code == 200
    assert "988" in walk.text
    assert "No one has been told" in walk.text
    # The concern about the first danger is still open: it stays, without what was answered.
    assert (CheckUp.objects.get().answers, CheckUp.objects.get().needs) == ({}, [])
    walk.post("screening:contact", heard=walk.page.context["heard"])
    leave(walk, scene)
    assert "We have your message" in walk.text
    assert sum(bool(one.answers) for one in CheckUp.objects.all()) == 1


def test_nothing_is_spent_by_erasing_twice_or_by_somebody_else(scene):
    scene.record()
    scene.record(attempt=attempt("two"), by=STRANGER)
    first = CheckUp.objects.get(pk=attempt()).person_id
    erase_person(person=str(first), by=HOUSE, now=NOW)
    assert not Spent.objects.filter(pk=attempt("two")).exists()
