"""The check-up as people walk through it in a browser, without an account and with one."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kizuna.instruments.files import read
from kizuna.outbox.models import Message
from kizuna.people.actions import correct_person
from kizuna.people.models import Account
from kizuna.screening import queries
from kizuna.screening.models import CheckUp, Concern, ContactRequest, DangerCount
from tests.conftest import NOW
from tests.people.town import HOUSE
from tests.screening.scene import SECRET, kept, seal, set_up, unseal

CHECK_UP = read("check-up")
NOTHING_NEW = ("Person", "CheckUp", "Concern", "ContactRequest", "Message", "Account")
ON_DUTY, OFF_DUTY = (True, "Someone is on duty now"), (False, "No one is on duty right now")


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """The views read the clock; in these tests it stands still."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


class Walk:
    """One browser: what the last page held goes into the next post."""

    def __init__(self, viewer=None):
        self.client = Client()
        if viewer:
            self.client.force_login(Account.objects.get(pk=viewer.account))
        self.page = None

    def post(self, url, **data):
        self.page = self.client.post(reverse(url) if ":" in url else url, data)
        return self.page

    def start(self, url="screening:start"):
        return self.post(url)

    def next(self, **answers):
        return self.post("screening:questions", state=self.state, go="next", **answers)

    def go(self, where):
        return self.post("screening:questions", state=self.state, go=where)

    def skip_to(self, item):
        self.start()
        while item not in self.page.context["form"].fields:
            self.go("skip")
        return self

    def to_the_end(self, **answers):
        self.start()
        while "step" in self.page.context:
            fields = self.page.context["form"].fields
            self.next(**{key: value for key, value in answers.items() if key in fields})
        return self.page

    @property
    def state(self):
        return self.page.context["state"]

    @property
    def text(self):
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", self.page.content.decode()))


def leave(walk, scene, **changes):
    given = {
        "name": SECRET,
        "phone": "305 555 0188",
        "area": str(scene.town.north),
        "agree": "on",
        "shared": "no",
    }
    return walk.post(
        "screening:contact", go="leave", heard=walk.page.context["heard"], **{**given, **changes}
    )


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
        assert f"Question {seen[-1]} of 12" in walk.text
        assert walk.page.content.decode().count("<h1") == 1
        assert walk.page["Cache-Control"].count("no-store") == 1
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
    assert {name: kept()[name] for name in NOTHING_NEW[:-1]} == {
        name: before[name] for name in NOTHING_NEW[:-1]
    }
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
    assert sorted(concern.kind for concern in Concern.objects.all()) == ["home", "life"]
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
    assert Concern.objects.get().kind == "other"
    assert Message.objects.count() == 1


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
    with django_assert_max_num_queries(12):
        walk.skip_to("matters")
