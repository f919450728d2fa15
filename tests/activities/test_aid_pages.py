"""Pages of help among neighbours: asked in three screens without an account, kept by a coordinator."""

from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from kizuna.access.viewer import STRANGER, Viewer
from kizuna.activities import actions
from kizuna.activities.actions import load_aid
from kizuna.activities.actions.aid import MOST_TO_ONE
from kizuna.activities.aid import ASK, OFFER, LoadedAid, NewAid, aid_token, opens
from kizuna.activities.models import Aid, AidMatch
from kizuna.outbox.models import Message
from kizuna.people.actions import block, block_colleague
from kizuna.screening.models import Worry
from tests.town import HOUSE, Town, build

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
    with django_assert_max_num_queries(12):
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


def _planted(town: Town, number: int) -> LoadedAid:
    """An ask or an offer of somebody: signed in, known by their address, or of nobody we know."""
    side, kind = ("ask", "lift") if number % 2 else ("offer", "lift")
    person = (str(town.ana), str(town.ben), "")[number % 3]
    new = NewAid(
        side,
        (kind,),
        name=f"Neighbour {number}",
        reach=f"n{number}@linden.example",
        area=str(town.north),
        words="On Friday",
        languages=("en",),
        room=1,
    )
    return LoadedAid(new, uuid4(), person, timezone.now(), "waiting" if number % 7 == 0 else "open")


def test_a_full_board_and_what_is_under_way_are_pages_of_twelve_queries(
    town: Town, django_assert_max_num_queries: Any
) -> None:
    load_aid(rows=[_planted(town, number) for number in range(30)], by=HOUSE, now=timezone.now())
    now = {"proposed_at": town.now, "answer_by": town.now, "ask_yes_at": town.now, "offer_yes_at": town.now}
    ask, offer = (Aid.objects.filter(side=side, state="open").order_by("pk")[0] for side in ("ask", "offer"))
    for state, over in (("failed", town.now), ("agreed", None)):
        AidMatch.objects.create(id=uuid4(), ask=ask, offer=offer, state=state, closed_at=over, **now)
    block(person=town.ana, other=town.ben, by=HOUSE, now=timezone.now())
    keeper = signed_in(town, "coordinator")
    keeper.get("/groups/aid/board/")
    with django_assert_max_num_queries(12):
        board = keeper.get("/groups/aid/board/").content.decode()
    assert board.count("Ask both") > 10
    with django_assert_max_num_queries(12):
        way = keeper.get("/groups/aid/board/under-way/").content.decode()
    assert ("What did not work" in way, "They both said yes" in way) == (True, True)


def test_words_of_danger_in_an_ask_reach_whoever_is_on_duty(town: Town, settings: Any) -> None:
    settings.AID_MODERATED = False
    asker, keeper = Client(), signed_in(town, "coordinator")
    said = {"key": uuid4(), "area": str(town.north), **SAID, "words": "I want to kill myself"}
    page = asker.post("/groups/aid/ask/company/", said).headers["Location"]
    asker.post("/groups/aid/ask/company/", said)
    worry = Worry.objects.get()
    assert (worry.told["reach"], worry.told["who"]) == ("+13055550123", "Dee")
    assert "I want to kill myself" in worry.told["worry"]
    assert Message.objects.filter(key__startswith=f"worry:{worry.pk}", life_safety=True).exists()
    shown = asker.get(page).content.decode()
    assert "You are not alone" in shown
    assert "A person from here is told now" in shown
    assert shown.count("<h1>") == 1
    # No neighbour is asked before a human has read it, wherever else nobody reads first.
    assert Aid.objects.get().state == "waiting"
    plain = {**said, "key": uuid4(), "words": "A walk in the park"}
    other = asker.post("/groups/aid/ask/company/", plain).headers["Location"]
    assert "You are not alone" not in asker.get(other).content.decode()
    assert Worry.objects.count() == 1
    assert "kill myself" not in keeper.get(f"/worries/{worry.pk}/").content.decode()


def test_whom_somebody_does_not_want_to_meet_hears_nothing_of_their_danger(town: Town) -> None:
    worker = town.viewer("worker")
    block_colleague(person=town.ana, account=worker.account, by=HOUSE, now=timezone.now())
    said = {"key": uuid4(), "area": str(town.north), **SAID, "words": "I want to kill myself"}
    signed_in(town, "resident").post("/groups/aid/ask/company/", said)
    worry = Worry.objects.get()
    assert str(worry.person_id) == str(town.ana)
    told = Message.objects.filter(key__startswith=f"worry:{worry.pk}").values_list("address", flat=True)
    assert told and town.accounts["worker"].email not in told
    assert signed_in(town, "worker").get(f"/worries/{worry.pk}/").status_code == 404
    assert signed_in(town, "coordinator").get(f"/worries/{worry.pk}/").status_code == 200


def test_whoever_was_hurt_by_a_helper_is_heard_today(town: Town) -> None:
    ask, offer = (
        actions.give_aid(
            new=NewAid(side, ("company",), name, f"{name}@linden.example", str(town.north)),
            key=uuid4(),
            by=STRANGER,
            now=timezone.now(),
        )
        for side, name in ((ASK, "dee"), (OFFER, "edo"))
    )
    for one in (ask, offer):
        actions.look_at_aid(aid=one, good=True, by=HOUSE, now=timezone.now())
    match = actions.propose_match(ask=ask, offer=offer, by=HOUSE, now=timezone.now())
    for one in (ask, offer):
        holder = Viewer(role="resident", token=opens(one))
        actions.answer_match(match=match, aid=one, yes=True, by=holder, now=timezone.now())
    page = f"/groups/aid/own/{aid_token(ask, django_settings.SECRET_KEYS, timezone.now())}/"
    Client().post(f"{page}end/", {"match": match, "worked": "no", "words": "He hit me. I am afraid of him."})
    assert Worry.objects.get().told["reach"] == "dee@linden.example"
