"""The check-up as people walk through it in a browser, without an account and with one."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kizuna.people.queries import consents
from kizuna.screening import queries
from kizuna.screening.models import CheckUp, ContactRequest
from tests.conftest import NOW
from tests.people.town import HOUSE
from tests.screening.scene import SECRET, kept, seal, unseal
from tests.screening.walk import Walk, leave

pytestmark = pytest.mark.usefixtures("clock")


def test_without_an_account_nothing_is_stored(scene):
    before = kept()
    walk = Walk()
    walk.to_the_end(lonely="always", upset=["nobody"], place=str(scene.town.north), matters="My garden")
    assert "What we heard" in walk.text
    assert "Someone to talk to" in walk.text
    assert "Nothing has been sent or kept" in walk.text
    walk.post("screening:heard", state=walk.state, needs=["company.friend"], more=["food"])
    found = unseal(walk.page.context["heard"], "heard")
    assert found["needs"] == ["company.friend", "food"]
    assert found["answers"]["matters"] == "My garden"
    assert found["facts"]["area"] == str(scene.town.north)
    assert found["facts"]["very_isolated"] is True
    assert kept() == before
    assert not walk.client.session.keys()


def test_one_question_a_page_with_progress_and_no_answer_in_any_address(scene):
    walk = Walk()
    walk.start()
    seen = []
    while "step" in walk.page.context:
        seen.append(walk.page.context["step"])
        assert f"Page {seen[-1]} of 12" in walk.text
        assert walk.page.content.decode().count("<h1") == 1
        sensitive = "safe" in walk.page.context["form"].fields
        assert walk.page["Cache-Control"] == ("no-store" if sensitive else "private, no-cache")
        walk.go("skip")
    assert seen == list(range(1, 13))
    assert "nothing stands out" in walk.text


def test_back_shows_what_was_said_and_skip_takes_it_out(scene):
    walk = Walk()
    walk.start()
    walk.next(lonely="often")
    walk.go("back")
    assert re.search(r'value="often"[^>]*checked', walk.page.content.decode())
    walk.go("skip")
    assert unseal(walk.state, "check-up")["answers"] == {}


def test_what_is_too_long_or_foreign_is_shown_again_with_help(scene):
    walk = Walk().skip_to("matters")
    walk.next(matters="x" * 501)
    assert walk.page.status_code == 422
    assert 'id="errors"' in walk.page.content.decode()
    walk.start()
    walk.next(lonely="blue")
    assert walk.page.status_code == 422


@pytest.mark.parametrize("token", ["", "nonsense", "gAAAAA", "é"])
@pytest.mark.parametrize("url", ["screening:questions", "screening:heard", "screening:contact"])
def test_a_changed_page_is_told_kindly(scene, url, token):
    before = kept()
    page = Walk().post(url, state=token, heard=token, go="leave")
    assert page.status_code == 400
    assert "Please start again" in page.content.decode()
    assert kept() == before


def test_a_page_that_was_open_too_long_is_told_kindly(scene):
    walk = Walk()
    walk.start()
    old = seal(unseal(walk.state, "check-up"), "check-up", NOW - timedelta(hours=12, minutes=1))
    assert walk.post("screening:questions", state=old, go="skip").status_code == 400


def test_a_token_of_one_door_opens_no_other(scene):
    walk = Walk()
    walk.start()
    assert walk.post("screening:contact", heard=walk.state).status_code == 400


@pytest.mark.parametrize("url", ["screening:questions", "screening:heard", "screening:contact"])
def test_reloading_an_address_starts_again(scene, url):
    page = Client().get(reverse(url))
    assert (page.status_code, page["Location"]) == (302, reverse("screening:start"))


def test_leaving_a_way_to_be_reached_is_kept_once_however_often_it_is_sent(scene):
    walk = Walk()
    walk.to_the_end(lonely="often", place=str(scene.town.north))
    walk.post("screening:heard", state=walk.state, needs=["company.friend"])
    walk.post("screening:contact", heard=walk.page.context["heard"])
    assert "What we keep when you send this" in walk.text
    assert "Someone to talk to" in walk.text
    assert CheckUp.objects.count() == 0
    form = walk.page
    leave(walk, scene, best_time="after four")
    assert "We have your message" in walk.text
    once = kept()
    walk.page = form
    leave(walk, scene, best_time="after four")
    assert kept() == once
    assert (once["CheckUp"], once["ContactRequest"], once["Concern"]) == (1, 1, 0)
    (waiting,) = queries.asked_for_contact(scene.town.worker)
    assert queries.needs_of(scene.town.worker, waiting.person) == ("company.friend",)


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"phone": "", "email": ""}, "phone", "One is enough"),
        ({"phone": "12"}, "phone", "with its area code, like"),
        ({"phone": "my phone"}, "phone", "with its area code, like"),
        ({"email": "nonsense"}, "email", "like name@example.org"),
        ({"name": ""}, "name", "Any name is fine"),
        ({"area": ""}, "area", "say that you are not sure"),
        ({"area": "elsewhere"}, "area", ""),
        ({"agree": ""}, "agree", "Tick the box"),
    ],
)
def test_the_form_says_how_to_go_on(scene, changes, field, sentence):
    before = kept()
    walk = Walk()
    walk.page = walk.client.get(reverse("screening:call_me"))
    page = leave(walk, scene, **changes)
    assert page.status_code == 422
    assert sentence in str(page.context["form"].errors[field])
    assert kept() == before


def test_a_telephone_that_may_be_shared_counts_as_shared(scene):
    walk = Walk()
    walk.page = walk.client.get(reverse("screening:call_me"))
    leave(walk, scene, shared="")
    assert ContactRequest.objects.get().details["shared"] is True


def test_a_worker_asks_somebody_they_support(scene):
    town = scene.town
    walk = Walk(town.worker)
    address = reverse("screening:with_person", args=[town.ana])
    walk.page = walk.client.get(address)
    assert "Ask Anita how they are" in walk.text
    walk.post(address)
    walk.next(lonely="often")
    assert "Together with Anita" in walk.text
    while "step" in walk.page.context:
        walk.go("skip")
    walk.post("screening:heard", state=walk.state, needs=["company.friend"])
    assert reverse("signposting:for_person", args=[town.ana]) in walk.page.content.decode()
    found = queries.latest(town.worker, town.ana)
    assert (found.channel, found.answers) == ("with a worker", {"lonely": "often"})


def test_staff_can_look_at_the_public_check_up_like_anybody(scene):
    walk = Walk(scene.town.coordinator)
    walk.to_the_end(safe=["safe"])
    walk.post("screening:heard", state=walk.state)
    assert CheckUp.objects.count() == 0


def test_a_worker_takes_and_closes_a_concern(scene):
    concern = scene.concern()
    walk = Walk(scene.town.worker)
    address = reverse("screening:concern", args=[concern.pk])
    walk.page = walk.client.get(address)
    assert SECRET not in walk.text
    assert walk.post(address, do="take", instead_of="").status_code == 302
    walk.page = walk.client.get(address)
    assert SECRET in walk.text
    assert "thinking about ending their life" in walk.text
    assert walk.post(address, do="close", what=" ").status_code == 422
    assert walk.post(address, do="close", what="Rang, safe.").status_code == 302
    walk.page = walk.client.get(address)
    assert "Rang, safe." in walk.text
    walk.page = Walk(scene.town.coordinator).client.get(address)
    assert SECRET not in walk.text
    assert "Rang, safe." not in walk.text


def test_danger_at_home_tells_the_worker_to_leave_no_message(scene):
    concern = scene.concern(answers={"safe": ["home"]}, heard=["safety.home"])
    walk = Walk(scene.town.worker)
    address = reverse("screening:concern", args=[concern.pk])
    walk.post(address, do="take", instead_of="")
    walk.page = walk.client.get(address)
    assert "Leave no message" in walk.text


def test_whoever_rang_says_so(scene):
    scene.record()
    (waiting,) = queries.asked_for_contact(scene.town.worker)
    page = Walk(scene.town.worker).post(reverse("screening:contact_done", args=[waiting.id]))
    assert (page.status_code, page["Location"]) == (302, reverse("referrals:today"))
    assert queries.asked_for_contact(scene.town.worker) == []


def test_pages_ask_the_database_little(scene, django_assert_max_num_queries):
    concern = scene.concern()
    take = reverse("screening:concern", args=[concern.pk])
    worker, resident, walk = Walk(scene.town.worker), Walk(scene.town.resident), Walk()
    worker.post(take, do="take", instead_of="")
    resident.start()
    for client, url in [
        (walk.client, reverse("screening:start")),
        (walk.client, reverse("screening:crisis")),
        (walk.client, reverse("screening:call_me")),
        (resident.client, reverse("screening:start")),
        (resident.client, reverse("screening:call_me")),
        (worker.client, take),
        (worker.client, reverse("screening:with_person", args=[scene.town.ana])),
    ]:
        with django_assert_max_num_queries(12):
            assert client.get(url).status_code == 200
    for one in (walk, resident):
        one.start()
        with django_assert_max_num_queries(12):
            one.next(lonely="often")
    with django_assert_max_num_queries(16):  # twelve pages, and that somebody began is counted
        walk.skip_to("matters")


def test_another_language_brings_the_same_question(scene):
    walk = Walk()
    walk.start()
    walk.next(lonely="often")
    walk.go("skip")
    step, carry = walk.page.context["step"], walk.page.context["carry"]
    data = {"language": "es", "next": carry.url, "carry": "on", **dict(carry.fields)}
    page = walk.client.post(reverse("set_language"), data)
    assert (page.status_code, page["Location"]) == (307, reverse("screening:questions"))
    walk.page = walk.client.post(page["Location"], data)  # what a browser does with it
    assert walk.page.context["step"] == step
    assert walk.page["Content-Language"] == "es"
    walk.go("back")
    walk.go("back")
    assert re.search(r'value="often"[^>]*checked', walk.page.content.decode())


def test_a_helper_beside_them_from_the_shared_computer_to_the_last_page(scene):
    """A volunteer signs nobody in: the device becomes a shared one, and forgets everything at the end."""
    walk = Walk(scene.town.worker)
    walk.client.post("/kiosk/", {"do": "help"})
    assert walk.client.get("/today/").status_code == 302, "the helper's own rights stay outside"
    walk.to_the_end(lonely="always", place=str(scene.town.north))
    assert 'url=/kiosk/done/"' in walk.page.content.decode(), "without a tap it clears itself"
    assert not CheckUp.objects.exists()
    walk.post("screening:heard", state=walk.state, needs=["company.friend"])
    heard = walk.page.context["heard"]
    walk.post("screening:contact", heard=heard)
    leave(walk, scene)
    assert "We have your message" in walk.text
    assert "Every look at it is written down" in walk.text
    row = CheckUp.objects.get()
    assert row.channel == "with a helper"
    (agreed,) = consents(HOUSE, row.person_id)
    assert (agreed.how, agreed.recorded_by.partition(":")[0]) == ("helper", "stranger")
    done = walk.client.get("/kiosk/done/")
    assert "cache" in done["Clear-Site-Data"] and SECRET not in done.content.decode()
    again = walk.client.post(reverse("screening:contact"), {"go": "leave", "heard": heard, "name": "Another"})
    assert again.status_code != 200 or CheckUp.objects.count() == 1, "by “back” nothing is sent twice"
    assert CheckUp.objects.count() == 1
