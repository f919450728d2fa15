"""What a link worker writes about somebody comes back as written; a form sent as it is changes nothing."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kizuna.people.actions import correct_person
from kizuna.people.models import Account, Person
from kizuna.people.queries import details, names, profile
from tests.conftest import NOW
from tests.people.town import HOUSE, Town

pytestmark = pytest.mark.django_db
ADDRESS: dict[str, Any] = {
    "lines": ["1-8-1 Higashi-Azabu", "IS Building 4F"],
    "locality": "Minato-ku",
    "region": "Tokyo",
    "postcode": "106-0044",
    "country": "JP",
}


@pytest.fixture
def desk(town: Town) -> Client:
    """The browser of the worker in North."""
    client = Client()
    client.force_login(Account.objects.get(pk=town.worker.account))
    return client


def shown(page: str) -> dict[str, Any]:
    """What a form holds, as a browser would send it back."""
    found: dict[str, Any] = {}
    page = page[page.index("<form", page.index("<h1")) :]
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        ticks = 'type="checkbox"' in tag or 'type="radio"' in tag
        if name and (not ticks or " checked" in tag):
            found.setdefault(name[1], []).append(unescape(value[1]) if value else "on" if ticks else "")
    for name, inside in re.findall(r'<select[^>]*name="([^"]*)".*?>(.*?)</select>', page, re.S):
        found[name] = re.findall(r'value="([^"]*)" selected', inside)
    for name, inside in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>\n?(.*?)</textarea>', page, re.S):
        found[name] = [unescape(inside)]
    found.pop("csrfmiddlewaretoken", None)
    return found


def everything(town: Town) -> list[Any]:
    """The whole row, opened."""
    row = Person.objects.get(pk=town.ana)
    return [field.value_from_object(row) for field in row._meta.concrete_fields]


@pytest.fixture
def told(town: Town) -> Town:
    """Ana said a lot about herself."""
    changes = {
        "address": ADDRESS,
        "contact_times": {
            "windows": [
                {"days": [1, 3], "from": "10:00", "until": "16:00"},
                {"days": [6], "from": "09:00", "until": "11:00"},
            ],
            "not_at_night": True,
        },
        "access_needs": ["large-print", "a chair with arms"],
        "not_said": ["gender", "interpreter"],
        "preferred_channel": "phone",
        "preferred_language": "es",
        "lives_alone": True,
    }
    correct_person(person=town.ana, changes=changes, by=HOUSE, now=NOW)
    return town


@pytest.mark.parametrize("part", ["about", "reach"])
def test_a_form_that_is_sent_back_as_it_is_changes_nothing(told: Town, desk: Client, part: str) -> None:
    before, page = everything(told), reverse("people:change", args=[told.ana, part])
    answer = desk.post(page, shown(desk.get(page).content.decode()))
    assert answer.status_code == 302, answer.content.decode()
    assert everything(told) == before


def test_the_parts_of_an_address_are_changed_one_by_one(told: Town, desk: Client) -> None:
    page = reverse("people:change", args=[told.ana, "reach"])
    sent = shown(desk.get(page).content.decode())
    held = details(told.worker, told.ana).postal or {}
    assert desk.post(page, {**sent, "postcode": "106-0045"}).status_code == 302
    assert details(told.worker, told.ana).postal == {**held, "postcode": "106-0045"}


def test_needs_times_and_ways_are_written_and_stand_on_the_page(told: Town, desk: Client) -> None:
    reach, about = (reverse("people:change", args=[told.ana, part]) for part in ("reach", "about"))
    sent = shown(desk.get(reach).content.decode())
    new = {"days": ["0", "2"], "starts": "09:30", "ends": "12:00", "preferred_channel": "text"}
    assert desk.post(reach, {**sent, **new, "preferred_language": "ar"}).status_code == 302
    sent = shown(desk.get(about).content.decode())
    ticked = {"access_needs": ["quiet", "sign"], "not_said": ["birth_year"], "languages": "Arabic, Deutsch"}
    other = {"another": "آنا رويز", "use": "official"}
    assert desk.post(about, {**sent, **ticked, **other}).status_code == 302
    who, held = profile(told.worker, told.ana), details(told.worker, told.ana)
    assert held.times == {
        "windows": [
            {"days": [0, 2], "from": "09:30", "until": "12:00"},
            {"days": [6], "from": "09:00", "until": "11:00"},
        ],
        "not_at_night": True,
    }
    assert (who.preferred_channel, who.preferred_language) == ("text", "ar")
    assert set(who.access_needs or ()) == {"quiet", "sign", "a chair with arms"}
    assert who.languages == ("ar", "de")
    assert who.not_said == ("birth_year",) and who.birth_year is None
    assert "آنا رويز" in [name.text for name in names(told.worker, told.ana)]
    page = desk.get(reverse("people:person", args=[told.ana])).content.decode()
    for words in ("Sign language", "A quiet place", "Monday, Wednesday", "09:30–12:00", "Arabic", "آنا رويز"):
        assert words in page


@pytest.mark.parametrize(
    ("part", "wrong"),
    [
        ("reach", {"starts": "12:00", "ends": "09:00"}),
        ("reach", {"starts": "12:00", "ends": ""}),
        ("reach", {"country": "XX1"}),
        ("about", {"languages": "Klingonish"}),
        ("about", {"another": "Ana", "use": ""}),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    told: Town, desk: Client, part: str, wrong: dict[str, str]
) -> None:
    before, page = everything(told), reverse("people:change", args=[told.ana, part])
    answer = desk.post(page, {**shown(desk.get(page).content.decode()), **wrong})
    assert answer.status_code == 422
    assert everything(told) == before
