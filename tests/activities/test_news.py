"""A newsletter is gathered by the house and sent by a human; posters are for anybody to print."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from kizuna.access.viewer import SYSTEM, NotAllowed, NotFound, Refused, Viewer
from kizuna.activities import actions, queries
from kizuna.activities.models import Aid, Newsletter, PosterUse
from kizuna.activities.news import as_sms, spoken
from kizuna.activities.poster import short_code
from kizuna.ledger.models import Entry
from kizuna.outbox.models import Message
from kizuna.people.actions import add_person, give_consent
from kizuna.people.consent import NEWS, THIS_SITE
from tests.meetings import group_date
from tests.town import Town, build

HOUSE = SYSTEM("test")


@pytest.fixture
def town(db: None) -> Town:
    return build(timezone.now())


def test_words_of_a_newsletter() -> None:
    assert spoken("es", {"en": "x", "es": ""}, "en") == "en" and spoken("ar", {"es": "x"}, "en") == "es"
    assert "responda" in as_sms("News", "https://x/1", "es") and "STOP" in as_sms("News", "https://x/1", "en")


def ask(town: Town, *kinds: str) -> None:
    """Neighbours in the North ask for these."""
    for number, kind in enumerate(kinds):
        Aid.objects.create(
            side="ask", name="N", reach="n@example.org", mark=str(number), area_id=town.north, kinds=[kind],
            state="open", key=uuid4(), given_at=town.now, until=town.now + timedelta(days=3),
        )  # fmt: skip


def test_it_is_gathered_checked_and_written_once_to_whoever_agreed(town: Town) -> None:
    how = {"area": town.north, "by": HOUSE, "now": town.now}
    readers = {
        "own@example.org": {},
        "other@example.org": {"shared_contact": True},
        "": {"phone": "+13055550101", "preferred_channel": "text"},
    }
    for email, more in readers.items():
        person = add_person(name="Reader", email=email, **how, **more)
        give_consent(
            person=person,
            purpose=NEWS,
            recipient=THIS_SITE,
            how="spoken",
            by=HOUSE,
            now=town.now - timedelta(1),
        )
    ask(town, "lift", "lift", "lift", "meal", "meal")
    group_date(town)
    writes = {"by": town.viewer("coordinator"), "now": town.now}
    news = actions.draft_news(area=town.north, **writes)
    draft = queries.kept_newsletter(writes["by"], news)
    assert set(draft.texts) == {"en", "es", "ar"} and "Singing" in draft.texts["en"]
    assert "A lift" in draft.texts["en"] and "A warm meal" not in draft.texts["en"]
    assert "Soup and Songs" in draft.texts["en"] and not Message.objects.filter(topic="").exists()
    with pytest.raises(NotFound):
        queries.newsletter(town.viewer("resident"), news)
    with pytest.raises(Refused):
        actions.change_news(news=news, title="News", texts={"en": " "}, **writes)
    actions.change_news(news=news, title="News", texts={"en": "Come and sing."}, **writes)
    run = actions.check_news(news=news, **writes)
    assert actions.check_news(news=news, **writes) == run
    with pytest.raises(Refused):
        actions.change_news(news=news, title="News", texts={"en": "x"}, **writes)
    with pytest.raises(Refused):
        actions.drop_news(news=news, **writes)
    for _ in range(2):
        actions.write_news(news=news, by=HOUSE, now=town.now)
    sent = {one.address: one for one in Message.objects.filter(run=run)}
    assert set(sent) == {"own@example.org", "+13055550101"}
    assert {one.urgency for one in sent.values()} == {0} and all(one.cause for one in sent.values())
    assert "Come and sing." in sent["own@example.org"].text and str(news) in sent["+13055550101"].text
    Message.objects.filter(run=run).update(status="sent")
    assert queries.kept_newsletter(writes["by"], news).reached == (("email", None), ("sms", None))
    assert queries.newsletter(town.viewer("resident"), news).reached == ()
    # What was told once is not new again.
    again = queries.kept_newsletter(writes["by"], actions.draft_news(area=town.north, **writes))
    assert "Soup and Songs" not in again.texts["en"].partition("New groups")[2]


@pytest.mark.doors
def test_newsletters_are_written_by_coordinators_of_the_area(town: Town) -> None:
    with pytest.raises(NotAllowed):
        actions.draft_news(area=town.north, by=town.viewer("organiser"), now=town.now)
    with pytest.raises(NotFound):
        actions.draft_news(area=town.south, by=town.viewer("coordinator"), now=town.now)
    Newsletter.objects.create(area_id=town.south, title="South", texts={"en": "x"}, at=town.now)
    assert queries.newsletters(town.viewer("coordinator")) == []
    far = Viewer(role="coordinator", account=town.viewer("coordinator").account, areas=frozenset())
    with pytest.raises(NotFound):
        actions.drop_news(news=Newsletter.objects.get().pk, by=far, now=town.now)


def test_posters_are_pdf_with_a_square(town: Town) -> None:
    group_date(town)
    shown = Client().get(f"/groups/{town.group}/poster/")
    assert shown.status_code == 200 and shown["Content-Type"] == "application/pdf"
    assert shown.content.startswith(b"%PDF-1.7") and b"pdfuaid" in shown.content
    assert "poster.pdf" in shown["Content-Disposition"]


def test_who_came_by_a_poster_is_a_round_number_and_nobody(town: Town) -> None:
    address = f"/groups/p/{short_code('g', town.group)}/"
    for number in range(12):
        cache.clear()
        shown = Client(REMOTE_ADDR=f"203.0.113.{number}").get(address)
        assert shown.headers["Location"] == f"/groups/{town.group}/"
        Client(REMOTE_ADDR=f"203.0.113.{number}").get(address)  # the same connection counts once an hour
        if number == 8:
            organiser = town.viewer("organiser")
            assert queries.posters_opened(organiser, "g", [town.group], timezone.now()) == {
                str(town.group): None
            }
    assert PosterUse.objects.get().opened == 12
    assert list(queries.posters_opened(organiser, "g", [town.group], timezone.now()).values()) == [10]
    area = Client().get(f"/groups/p/{short_code('a', town.north)}/")
    assert area.headers["Location"] == "/groups/"
    assert not Entry.objects.filter(subject__contains="Poster").exists()
    with pytest.raises(NotAllowed):
        queries.posters_opened(town.viewer("resident"), "g", [town.group], timezone.now())
    for code in ("x", "g0", "g00000000", "zffffffff"):
        assert Client().get(f"/groups/p/{code}/").status_code == 404
