"""Pages of help among neighbours: asked in three screens without an account, kept by a coordinator."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from kizuna.activities.actions.aid import MOST_TO_ONE
from kizuna.activities.models import Aid, AidMatch
from tests.town import Town, build

SAID = {
    "words": "To the doctor on Friday",
    "name": "Dee",
    "reach": "+1 305 555 0123",
    "languages": "English, Español",
}


@pytest.fixture
def town(db: None) -> Town:
    cache.clear()
    return build(timezone.now())


def signed_in(town: Town, role: str) -> Client:
    client = Client()
    client.force_login(town.accounts[role])
    return client


def test_the_whole_way_without_an_account(town: Town, django_assert_max_num_queries: Any) -> None:
    asker, helper, keeper = Client(), Client(), signed_in(town, "coordinator")
    assert "A lift" in asker.get("/groups/aid/").content.decode()
    address = "/groups/aid/ask/lift/"
    assert asker.post(address, {"key": uuid4(), "reach": "nonsense"}).status_code == 422
    said = {"key": uuid4(), "area": str(town.north), **SAID}
    page = asker.post(address, said).headers["Location"]
    assert asker.post(address, said).status_code == 302
    assert "reads it first" in asker.get(page).content.decode()
    offered = {
        "key": uuid4(),
        "kinds": ["lift", "pets"],
        "far_km": "8",
        "room": "2",
        "name": "Edo",
        "reach": "edo@linden.example",
        "area": str(town.north),
        "words": "Only 5 € an hour",
    }
    assert "Take the price out" in helper.post("/groups/aid/offer/", offered).content.decode()
    theirs = helper.post("/groups/aid/offer/", {**offered, "words": ""}).headers["Location"]
    ask, offer = Aid.objects.get(side="ask"), Aid.objects.get(side="offer")
    assert (ask.reach, ask.languages) == ("+13055550123", ["en", "es"])
    for row in (ask, offer):
        keeper.post(f"/groups/aid/board/{row.pk}/look/", {"good": "yes"})
    keeper.get("/groups/aid/board/")
    with django_assert_max_num_queries(14):
        board = keeper.get("/groups/aid/board/").content.decode()
    assert "In the same part of town" in board
    assert "3055550123" not in board
    with django_assert_max_num_queries(12):
        assert "Edo" in keeper.get("/groups/aid/board/together/").content.decode()
    keeper.post("/groups/aid/board/together/ask/", {"pair": f"{ask.pk}:{offer.pk}"})
    match = AidMatch.objects.get()
    assert "edo@linden.example" not in asker.get(page).content.decode()
    asker.post(f"{page}answer/", {"match": match.pk, "answer": "yes"})
    helper.post(f"{theirs}answer/", {"match": match.pk, "answer": "yes"})
    assert "edo@linden.example" in asker.get(page).content.decode()
    asker.post(f"{page}end/", {"match": match.pk, "worked": "yes"})
    assert "It is done" in asker.get(page).content.decode()
    helper.post(f"{theirs}back/")
    assert "You took it back" in helper.get(theirs).content.decode()
    assert "sessionid" not in asker.cookies


def test_a_resident_finds_and_takes_back_what_they_asked(town: Town) -> None:
    ana = signed_in(town, "resident")
    ana.post("/groups/aid/ask/pets/", {"key": uuid4(), "area": str(town.north), **SAID})
    row = Aid.objects.get()
    assert row.person_id == town.ana
    assert "Help with a pet" in ana.get("/groups/aid/mine/").content.decode()
    ana.post(f"/groups/aid/mine/{row.pk}/back/")
    assert Aid.objects.get().state == "withdrawn"


def test_nobody_is_flooded_and_programs_that_fill_everything_in_leave_nothing(town: Town) -> None:
    area = str(town.north)
    made = [
        Client(REMOTE_ADDR=f"203.0.113.{n}").post(
            "/groups/aid/ask/lift/", {"key": uuid4(), "area": area, **SAID}
        )
        for n in range(MOST_TO_ONE + 1)
    ]
    assert [one.status_code for one in made] == [302] * MOST_TO_ONE + [422]
    other = {**SAID, "reach": "dee@linden.example"}
    Client().post("/groups/aid/ask/lift/", {"key": uuid4(), "area": area, "website": "x", **other})
    assert Aid.objects.count() == MOST_TO_ONE
