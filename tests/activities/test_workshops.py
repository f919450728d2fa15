"""Workshops: before and after of the same people, never of few, and skills only of those who agree."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed, NotFound, Viewer
from kizuna.activities import actions, queries
from kizuna.activities.models import PersonSkill, Rating, Seat
from kizuna.activities.seats import seat_token, stamp
from kizuna.activities.workshop import Both, TookPart, figures, moment_of
from tests.meetings import group_date
from tests.town import HOUSE, build


def answers(both: int, only_before: int = 0) -> list[Both]:
    return [Both({"first_aid": 2}, {"first_aid": 4})] * both + [Both({"first_aid": 1}, {})] * only_before


def test_before_and_after_are_of_the_same_people_and_nine_are_not_told():
    (told,) = figures(["first_aid"], answers(10, 3), 15)
    assert (told.both, told.missing, told.before, told.after) == (10, 5, 2.0, 4.0)
    (few,) = figures(["first_aid"], answers(9, 3), 15)
    assert (few.both, few.missing, few.before, few.after) == (None, None, None, None)
    (none,) = figures(["first_aid"], answers(0, 3), 15)
    assert (none.both, none.missing, none.before) == (0, 15, None)


def test_up_to_the_middle_it_is_before_and_then_it_is_after():
    now = timezone.now()
    hour = timedelta(hours=1)
    assert [moment_of(now, now + 2 * hour, now + n * hour) for n in (-9, 0, 1, 9)] == [
        *("before", "before", "after", "after")
    ]


@pytest.mark.django_db
@pytest.mark.doors
def test_the_way_of_a_workshop_and_who_may_not_walk_it(django_assert_max_num_queries) -> None:
    cache.clear()
    town = build(timezone.now())
    event, at = group_date(town)
    starts = town.now.replace(microsecond=0) + timedelta(days=7)
    for by in (STRANGER, *map(town.viewer, ("resident", "worker", "coordinator"))):
        with pytest.raises((LogInFirst, NotAllowed)):
            actions.keep_workshop(
                event=event, starts_at=starts, skills=["first_aid"], materials="", by=by, now=town.now
            )
        with pytest.raises((LogInFirst, NotAllowed)):
            queries.kept_workshop(by, event, at)
    organiser, visitor = Client(), Client()
    organiser.force_login(town.accounts["organiser"])
    page = f"/groups/dates/{event}/{at}/workshop/"
    assert organiser.post(page, {"skills": ["first_aid"], "materials": "A blanket"}).status_code == 302
    assert "A blanket" in visitor.get(f"/groups/dates/{event}/{stamp(starts)}/").content.decode()

    def place(by: Viewer, reach: str) -> str:
        seat = actions.take_seat(
            event=event, starts_at=starts, name="Dee", reach=reach, key=str(uuid4()), by=by, now=town.now
        )
        return str(seat)

    ana, dee = place(town.viewer("resident"), "ana@linden.example"), place(STRANGER, "dee@linden.example")
    own = {id: Viewer(role="resident", token=f"activities.Seat:{id}") for id in (ana, dee)}
    with pytest.raises(NotFound):
        actions.rate_workshop(seat=ana, said={"first_aid": 1}, by=own[dee], now=town.now)
    rate = f"/groups/place/{seat_token(dee, settings.SECRET_KEYS, town.now)}/rate/"
    assert visitor.post(rate, {"sure-first_aid": "9"}).status_code == 422
    over = starts + timedelta(hours=3)
    for id in (ana, dee):
        actions.rate_workshop(seat=id, said={"first_aid": 2, "boat": 5}, by=own[id], now=town.now)
        actions.rate_workshop(seat=id, said={"first_aid": 4}, keep=True, by=own[id], now=over)
    assert [(one.before, one.after) for one in Rating.objects.all()] == [
        ({"first_aid": 2}, {"first_aid": 4})
    ] * 2
    assert list(PersonSkill.objects.values_list("person", "code", "how")) == [
        (town.ana, "first_aid", "workshop")
    ]
    _, (told,) = queries.kept_workshop(town.viewer("organiser"), event, at)
    assert (told.both, told.before) == (None, None)
    with django_assert_max_num_queries(12):
        assert "Fewer than 10" in organiser.get(page).content.decode()
    assert queries.held_about(HOUSE, town.ana)["workshops"][0]["after"] == {"first_aid": 4}
    Seat.objects.all().delete()
    assert Rating.objects.filter(seat=None).count() == 2


def test_answers_are_told_by_whole_tens_so_that_the_last_one_to_answer_is_not_given_away():
    ten, one = answers(10), [Both({"first_aid": 1}, {"first_aid": 5})]
    assert figures(["first_aid"], ten + one, 12) == figures(["first_aid"], ten, 12)
    (twenty,) = figures(["first_aid"], ten + one * 10, 25)
    assert (twenty.both, twenty.missing, twenty.before) == (20, 5, 1.5)


@pytest.mark.django_db
def test_a_workshop_that_was_held_elsewhere_is_kept_once_and_found_on_the_page_of_its_group() -> None:
    town = build(timezone.now())
    event, _ = group_date(town)
    before = town.now.replace(microsecond=0) - timedelta(days=7)
    people = [TookPart(str(town.ana), "Ana", {"first_aid": 2}, {"first_aid": 4}, keep=True)]
    said = {"event": event, "starts_at": before, "skills": ["first_aid"], "materials": "https://example.org"}
    loaded = [actions.load_workshop(**said, people=people, by=HOUSE, now=town.now) for _ in range(2)]
    assert loaded == [1, 0]
    assert PersonSkill.objects.get().how == "workshop"
    with pytest.raises(NotAllowed):
        actions.load_workshop(**said, people=people, by=town.viewer("organiser"), now=town.now)
    organiser, anybody = Client(), Client()
    organiser.force_login(town.accounts["organiser"])
    page = f"/groups/{town.group}/"
    assert "Workshops that are over" in organiser.get(page).content.decode()
    assert "Workshops that are over" not in anybody.get(page).content.decode()
