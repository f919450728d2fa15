"""A questionnaire by text message: one question a message, STOP first, danger at once, each thing once."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import OperationalError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from kizuna.access.viewer import STRANGER, SYSTEM, LogInFirst, NotAllowed, NotFound, Refused, Viewer
from kizuna.instruments.definition import Choice, Instrument, Item
from kizuna.instruments.files import read
from kizuna.instruments.models import Wording
from kizuna.outbox import queries as outbox
from kizuna.outbox.actions import receive
from kizuna.outbox.models import Message, Reply
from kizuna.outbox.segments import MOST_PARTS, counted
from kizuna.people.actions import correct_person
from kizuna.screening import actions, queries
from kizuna.screening.models import CheckUp, Concern, Saved, TextRound, Worry
from kizuna.screening.rounds import DropOuts
from kizuna.screening.texting import Talk, asked_by_text, heard, pieces, question
from tests.conftest import NOW
from tests.people.town import HOUSE
from tests.screening.scene import Scene
from tests.screening.test_scales import give_words
from tests.screening.walk import Walk

READER = SYSTEM("text answers")
PHONE = "+13055550143"
ONE = Item("one", "one", "One?", choices=(Choice("y", "Yes"), Choice("n", "No")))
MORE = Item("more", "many", "More?", choices=(Choice("a", "A"), Choice("b", "B")))
HOURS = Item("hours", "number", "Hours?")
FORM = Instrument("form", "1", "Form", (ONE, MORE, HOURS))
ITEMS = FORM.items


def test_a_reply_is_an_answer_a_skip_or_a_slip_that_is_met_kindly_twice() -> None:
    talk = heard(FORM, ITEMS, Talk(), "Yes!", ()).talk
    assert talk.item == "one"
    for text in ("what?", "seven"):
        turn = heard(FORM, ITEMS, talk, text, ())
        assert turn.kind == "wrong"
        talk = turn.talk
    turn = heard(FORM, ITEMS, talk, "please call me back", ())
    assert (turn.kind, turn.talk.item, turn.strange) == ("ask", "more", True)
    turn = heard(FORM, ITEMS, turn.talk, "2 1", ())
    assert turn.talk.answers == {"more": ["b", "a"]}
    assert heard(FORM, ITEMS, turn.talk, "0", ()).talk.answers["hours"] == "0"  # no skip: a number is asked
    turn = heard(FORM, ITEMS, turn.talk, "SKIP", ())
    assert (turn.kind, turn.talk.answers) == ("done", {"more": ["b", "a"]})
    for word in ("saltar", "تخطي", "0", "skip."):
        assert heard(FORM, ITEMS, Talk(item="one"), word, ()).talk.item == "more"


def test_before_yes_nothing_is_asked_and_after_a_danger_nothing_until_they_write() -> None:
    assert heard(FORM, ITEMS, Talk(), "no", ()).kind == "declined"
    kinds = []
    talk = Talk()
    for _ in range(3):
        turn = heard(FORM, ITEMS, talk, "who is this?", ())
        kinds.append(turn.kind)
        talk = turn.talk
    assert kinds == ["how", "how", "silent"]
    paused = heard(FORM, ITEMS, Talk({"one": "y"}, "more", paused=True), "2", ())
    assert (paused.kind, paused.talk.answers, paused.talk.paused) == ("ask", {"one": "y"}, False)


@given(st.text(max_size=3000))
def test_no_message_is_too_long_and_no_word_is_lost(text: str) -> None:
    parts = pieces(text)
    assert all(counted(part).segments <= MOST_PARTS for part in parts)
    if len(parts) > 1:
        assert "".join("".join(parts).split()) == "".join((_cheap(text)).split())


def _cheap(text: str) -> str:
    from kizuna.outbox.segments import cheaper

    return cheaper(text) or text


def test_every_question_of_kizunas_own_fits_its_messages() -> None:
    found = read("check-up")
    assert found is not None
    items = asked_by_text(found, [], where_known=True)
    for item in items:
        parts = question(items, item.id, (), "en", str)
        assert len(parts) == 1
        assert item.text in parts[0]
        assert "SKIP" in parts[0]


def invite(scene: Scene, code: str = "phq-9", by: Viewer | None = None, **more: Any) -> UUID:
    return actions.invite_by_text(
        **{"person": scene.town.ana, "agreed": True, **more},
        instrument_code=code,
        by=by or scene.town.worker,
        now=NOW,
    )


@pytest.fixture
def ready(scene: Scene) -> Scene:
    give_words("phq-9")
    correct_person(
        person=scene.town.ana, changes={"phone": PHONE, "shared_contact": False}, by=HOUSE, now=NOW
    )
    return scene


def hear(text: str, reference: str = "", at: Any = None, address: str = PHONE) -> Reply:
    reference = reference or f"r{Reply.objects.count()}"
    at = at or NOW + timedelta(seconds=Reply.objects.count() + 1)
    receive(channel="sms", address=address, text=text, reference=reference, now=at)
    while actions.read_replies(by=SYSTEM("replies"), now=at):
        continue
    row = Reply.objects.get(reference=reference)
    if row.topic == "screening.hear_text":
        actions.hear_text(reply=row.pk, by=READER, now=at)
    row.refresh_from_db()
    return row


def said(since: int = 0) -> list[str]:
    rows = Message.objects.filter(channel="sms").order_by("created_at", "id")
    return [row.text for row in rows][since:]


pytestmark = pytest.mark.django_db


def test_from_yes_to_the_private_link_and_only_what_was_asked_for_is_sent(ready: Scene) -> None:
    invite(ready)
    (first,) = said()
    assert "YES" in first
    assert "Ana" not in first
    hear("yes")
    assert said()[-1].startswith("1/9. Words lead Words item:1")
    assert "Words lead" not in (hear("1") and said()[-1])
    for _ in range(3):
        hear("2")
    hear("skip")
    for _ in range(3):
        hear("1")
    hear("1")
    row, check_up = TextRound.objects.get(), CheckUp.objects.get()
    assert (row.status, row.reached, row.of, row.answers, row.address) == ("done", 9, 9, {}, "")
    assert (check_up.channel, check_up.answers["2"], "5" in check_up.answers) == (
        "by text message",
        "1",
        False,
    )
    assert all(counted(text).segments <= MOST_PARTS for text in said())
    link = said()[-1].rpartition("/check-up/back/")[2].strip("/")
    page = Walk().client.post(f"/check-up/back/{link}/", {"go": "on"})
    assert "on a scale from 0 to 27" in page.content.decode()
    assert not outbox.replies(SYSTEM("test"), "screening.hear_text")


def test_a_danger_is_told_in_the_same_moment_and_the_next_question_waits(ready: Scene) -> None:
    invite(ready)
    hear("yes")
    for _ in range(8):
        hear("1")
    before = len(said())
    hear("2")
    assert Concern.objects.get().kinds == ["life"]
    assert CheckUp.objects.get().answers["9"] == "1"
    told = said(before)
    assert "988" in told[0]
    assert Message.objects.filter(topic="duty").exists()
    assert TextRound.objects.get().status == "done"


def test_words_of_danger_in_any_reply_reach_a_human_and_the_numbers_come_once(ready: Scene) -> None:
    invite(ready)
    hear("yes")
    before = len(said())
    hear("I want to die")
    assert Concern.objects.get().kinds == ["life"]
    assert len([text for text in said(before) if "988" in text]) == 1
    assert not any("2/9" in text or "1/9" in text for text in said(before))
    hear("go")
    assert said()[-1].startswith("1/9")
    hear("me quiero morir", at=NOW + timedelta(days=1))
    assert "Gracias por contárnoslo" in said()[-1] or "Gracias por contarnoslo" in said()[-1]


def test_danger_at_home_in_their_own_words_sends_no_link(ready: Scene) -> None:
    invite(ready)
    for number in (PHONE, "+13055550198"):
        hear("yes" if number == PHONE else "CHECK", address=number)
        hear("he hit me again", address=number)
        while TextRound.objects.filter(status="asked").exists():
            hear("skip", address=number)
        assert "/back/" not in said()[-1]
    assert Concern.objects.get().kinds == ["home"]
    assert (Worry.objects.count(), Saved.objects.count()) == (1, 0)


def test_who_writes_at_night_is_answered_at_once_and_an_invitation_waits_for_the_morning(
    ready: Scene,
) -> None:
    night = NOW.replace(hour=3)
    loud = Message.objects.filter(channel="sms")
    hear("CHECK", at=night, address="+13055550199")
    assert {row.next_try < night + timedelta(seconds=1) for row in loud} == {True}
    before = set(loud.values_list("pk", flat=True))
    actions.invite_by_text(
        person=ready.town.ana, agreed=True, instrument_code="phq-9", by=ready.town.worker, now=night
    )
    (invited,) = loud.exclude(pk__in=before)
    assert invited.next_try == night.replace(hour=8)
    late = Reply.objects.create(channel="sms", address=PHONE, reference="late", text="yes", at=night)
    late.topic, late.placed_at = "screening.hear_text", night
    late.save()
    actions.hear_text(reply=late.pk, by=READER, now=night + timedelta(hours=2))
    assert loud.latest("created_at").next_try == night.replace(hour=8)  # nobody knows that they still wake


def test_when_the_questionnaire_is_gone_a_danger_still_reaches_a_human(ready: Scene) -> None:
    invite(ready)
    hear("yes")
    Wording.objects.all().delete()
    row = hear("I want to die")
    assert (row.topic, row.collected_at, TextRound.objects.get().status) == ("", None, "expired")
    assert Worry.objects.count() == 1
    assert "988" in said()[-1]


def test_stop_wins_and_what_comes_later_is_read_by_a_human(ready: Scene) -> None:
    invite(ready)
    hear("yes")
    hear("2")
    hear("STOP")
    before = len(said())
    row = hear("2")
    assert (row.topic, row.collected_at) == ("", None)
    assert said(before) == []
    assert TextRound.objects.get().status == "stopped"
    assert [one.reached for one in queries.text_rounds(ready.town.worker, ready.town.ana)] == [1]
    with pytest.raises(Refused, match="no more messages"):
        invite(ready)


def test_delivered_twice_or_run_twice_it_is_one_answer(ready: Scene) -> None:
    invite(ready)
    hear("yes")
    row = hear("2", "same")
    state = TextRound.objects.values().get()
    messages = len(said())
    assert receive(channel="sms", address=PHONE, text="2", reference="same", now=NOW) is False
    for _ in range(2):
        actions.hear_text(reply=row.pk, by=READER, now=NOW)
    assert (TextRound.objects.values().get(), len(said())) == (state, messages)


def _away(**_: Any) -> None:
    raise OperationalError("the database is away")


def test_a_task_that_dies_in_the_middle_leaves_nothing_half_done(ready: Scene, monkeypatch: Any) -> None:
    from kizuna.screening.actions import texting

    invite(ready)
    hear("yes")
    before = TextRound.objects.values().get(), len(said())
    later = NOW + timedelta(minutes=1)
    receive(channel="sms", address=PHONE, text="2", reference="killed", now=later)
    row = Reply.objects.get(reference="killed")
    with monkeypatch.context() as broken:
        broken.setattr(texting, "collected", _away)
        with pytest.raises(OperationalError):
            actions.hear_text(reply=row.pk, by=READER, now=later)
    assert (TextRound.objects.values().get(), len(said())) == before
    actions.hear_text(reply=row.pk, by=READER, now=later)
    assert said()[-1].startswith("2/9")


def test_replies_that_came_together_are_taken_in_their_order(ready: Scene) -> None:
    invite(ready)
    hear("yes")
    for at, text in enumerate(("2", "1", "3")):
        moment = NOW + timedelta(seconds=at)
        receive(channel="sms", address="305 555 0143", text=text, reference=f"x{at}", now=moment)
    last = Reply.objects.get(reference="x2")
    actions.hear_text(reply=last.pk, by=READER, now=NOW + timedelta(seconds=9))
    assert TextRound.objects.get().answers == {"1": "1", "2": "0", "3": "2"}


SHORT: dict[str, Any] = {"status": "done", "reached": 9, "of": 9}


def test_who_falls_silent_is_a_drop_out_that_shows_how_far_they_got(ready: Scene) -> None:
    id = invite(ready)
    hear("yes")
    hear("2", at=NOW + timedelta(days=2))
    actions.end_text(row=id, by=READER, now=NOW + timedelta(days=4))
    assert TextRound.objects.get().status == "asked"  # heard of two days ago
    actions.end_text(row=id, by=READER, now=NOW + timedelta(days=5, minutes=1))
    row = TextRound.objects.get()
    assert (row.status, row.reached, row.of, row.answers) == ("expired", 1, 9, {})
    assert list(queries.drop_outs(ready.town.admin, NOW + timedelta(days=6))) == [
        DropOuts("expired", None, None)  # of so few nobody is told
    ]
    TextRound.objects.bulk_create(
        [
            TextRound(**SHORT, id=uuid4(), area_id=row.area_id, begun_at=NOW, until=NOW, ended_at=NOW)
            for _ in range(12)
        ]
    )
    few = queries.drop_outs(ready.town.admin, NOW + timedelta(days=6))
    assert [(one.status, one.number) for one in few] == [("done", None), ("expired", None)]
    row.status = "done"
    row.save()
    (one,) = queries.drop_outs(ready.town.admin, NOW + timedelta(days=6))
    assert (one.number, one.reached) == (13, round(100 * (12 * 9 + 1) / (13 * 9)))
    with pytest.raises(NotAllowed):
        queries.drop_outs(ready.town.worker, NOW)
    TextRound.objects.exclude(pk=row.pk).delete()
    assert CheckUp.objects.count() == 0
    late = hear("2", at=NOW + timedelta(days=5, hours=23))
    assert late.collected_at is None
    assert not Worry.objects.exists()
    hear("I want to die", at=NOW + timedelta(days=4, hours=23))
    assert Worry.objects.count() == 1
    assert "988" in said()[-1]
    invite(ready)


def test_a_word_begins_the_check_up_for_a_number_of_nobody_and_keeps_nothing(scene: Scene) -> None:
    hear("CHECK", address="+13055550199")
    assert "1/" in said()[-1]
    row = TextRound.objects.get()
    assert (row.person_id, row.instrument) == (None, "check-up")
    hear("i want to kill myself", address="+13055550199")
    assert Worry.objects.count() == 1
    assert "988" in said()[-1]
    while TextRound.objects.get().status == "asked":
        hear("skip", address="+13055550199")
    assert not CheckUp.objects.exists()
    assert Saved.objects.count() == 1


@pytest.mark.doors
def test_only_whoever_supports_them_asks_and_only_where_it_is_welcome(ready: Scene) -> None:
    with pytest.raises(NotFound):
        invite(ready, person=ready.town.cem)
    with pytest.raises((LogInFirst, NotFound)):
        invite(ready, by=STRANGER)
    with pytest.raises(Refused, match="Ask them first"):
        invite(ready, agreed=False)
    invite(ready)
    with pytest.raises(Refused, match="already"):
        invite(ready)
    assert (
        queries.text_rounds(ready.town.far_worker, ready.town.ana) == []
        if hasattr(ready.town, "far_worker")
        else True
    )
    TextRound.objects.all().delete()
    correct_person(person=ready.town.ana, changes={"shared_contact": True}, by=HOUSE, now=NOW)
    with pytest.raises(Refused, match="Others use"):
        invite(ready)


@pytest.mark.usefixtures("clock")
def test_the_page_says_what_happens_and_sends_only_with_agreement(
    ready: Scene, django_assert_max_num_queries: Any
) -> None:
    walk = Walk(ready.town.worker)
    url = reverse("screening:text", args=[ready.town.ana, "phq-9"])
    with django_assert_max_num_queries(12):
        assert "ends in 143" in walk.client.get(url).content.decode()
    assert walk.post(url).status_code == 422
    walk.page = walk.client.post(url, {"agreed": "on"}, follow=True)
    assert "0 of 9 questions" in walk.text
    assert len(said()) == 1
