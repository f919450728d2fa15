"""The report on outcomes from the database: what it counts, and who sees it."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from kizuna import cli
from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed, NotFound, Refused
from kizuna.people.models import Person, Protection
from kizuna.referrals import queries
from kizuna.referrals.actions import load_referrals, set_goal
from kizuna.referrals.case import NewReferral, NewStep
from kizuna.screening.actions import record_check_up
from tests.conftest import NOW
from tests.referrals.test_goals import worded
from tests.referrals.town import HOUSE, Town, log_in

SHUT = (LogInFirst, NotFound, NotAllowed)
DAY = timedelta(days=1)
LATER = NOW + 90 * DAY
YEAR = f"{NOW:%Y}"
DONE = (("requested", 0), ("accepted", 1), ("in-progress", 3), ("completed", 40))
LATE = (("requested", 0), ("accepted", 2), ("failed", 85))


def plant(town: Town, area: UUID, ways: list[tuple[tuple[str, int], ...]], at: datetime = NOW) -> list[UUID]:
    """Somebody for each way, with a referral that went it."""
    made = Person.objects.bulk_create(
        Person(name=f"Person {n}", area_id=area, created_at=NOW) for n, _ in enumerate(ways)
    )
    new = [
        NewReferral(
            uuid4(), one.pk, "service", town.club, "Soup", area, "company.meal",
            tuple(
                NewStep(state, at + day * DAY, "system", "did-not-come" if state == "failed" else "")
                for state, day in way
            ),
        )
        for one, way in zip(made, ways, strict=True)
    ]  # fmt: skip
    load_referrals(referrals=new, by=HOUSE, now=at + 90 * DAY)
    return [one.pk for one in made]


def test_the_figures_of_the_database_are_those_counted_by_hand(town: Town):
    people = plant(town, town.north, [DONE] * 13 + [LATE] * 12)
    found = queries.outcomes(town.coordinator, period=YEAR, now=LATER)
    assert (found.known_end.percent, found.known_end.of) == (50, 25)  # 13 of 25, told by fives
    assert (found.not_come.percent, found.answer.middle) == (50, 1)  # 12 of 25
    assert {one.code: one.n for one in found.ends if one.n} == {"completed": 15, "failed": 10}
    assert [(line.label, line.n) for line in found.sides[0].lines] == [("Northside", 25)]
    for one in people[:4]:  # nine are left of those who came
        Protection.objects.create(person_id=one, reason="x", by="test", at=LATER)
    hidden = queries.outcomes(town.coordinator, period=YEAR, now=LATER)
    assert {one.code: one.n for one in hidden.ends if one.n != 0} == {"completed": None, "failed": None}
    assert hidden.known_end.bound == "most"
    assert queries.outcomes(town.coordinator, period=str(NOW.year - 1), now=LATER).people == 0


def test_an_area_beside_a_few_is_not_told(town: Town):
    plant(town, town.north, [DONE] * 20)
    plant(town, town.south, [DONE] * 5)
    whole = queries.outcomes(town.coordinator, period=YEAR, now=LATER)
    assert whole.people == 25
    north = queries.outcomes(town.coordinator, period=YEAR, area=str(town.north), now=LATER)
    assert north.hidden, "25 less 20 would be five people of Southside"
    assert {one.n for one in whole.sides[0].lines} == {None}


def test_the_page_the_file_and_the_command(town: Town, client, django_assert_max_num_queries, capsys):
    at = timezone.now() - 200 * DAY
    plant(town, town.north, [DONE] * 13 + [LATE] * 12, at)
    year = f"{timezone.localdate(at):%Y}"
    set_goal(attempt=uuid4(), person=town.ana, words="To sing", by=town.worker, now=NOW)
    log_in(client, town.coordinator)
    page = reverse("referrals:outcomes")
    client.get(page)
    with django_assert_max_num_queries(12):
        text = client.get(page, {"period": year}).content.decode()
    assert "50 of 100" in text and "Do not call it an effect" in text and "To sing" not in text
    file = client.get(reverse("referrals:outcomes_file"), {"period": year})
    assert "known end,,after 84 days,percent,50" in file.content.decode()
    for wrong in ({"period": "2026-13"}, {"area": str(uuid4())}, {"area": "x"}):
        assert client.get(page, wrong).status_code == 404
    assert cli.main(["outcomes", "--period", year, "--area", "Northside"]) == 0
    assert "known end  after 84 days  percent  50" in capsys.readouterr().out


def test_scores_before_and_after_come_from_the_check_ups(town: Town, client, django_assert_max_num_queries):
    at = timezone.now() - 200 * DAY
    worded()
    people = plant(town, town.north, [DONE] * 13, at)
    for one, again in zip(people, [6] * 12 + [None], strict=True):
        for day, score in ((3, 4), (80, again)):
            if score is not None:
                answer(one, score, at + day * DAY)
    year = f"{timezone.localdate(at):%Y}"
    found = queries.outcomes(town.coordinator, period=year, now=at + 180 * DAY)
    satisfied, *_others = found.moved
    assert satisfied.sizes is not None and (satisfied.sizes.before, satisfied.sizes.after) == (4, 6)
    assert satisfied.counts["both"] == 10 and satisfied.counts["lost"] is None, "one of 13"
    assert satisfied.begun is None and satisfied.lost.of is None, "or 13 less 12 would tell it"
    quarter = f"{year}-Q{(timezone.localdate(at).month + 2) // 3}"
    assert queries.outcomes(town.coordinator, period=quarter, now=at + 180 * DAY).moved_later
    log_in(client, town.coordinator)
    page = reverse("referrals:outcomes")
    client.get(page)
    with django_assert_max_num_queries(12):
        assert "10 people answered both times" in client.get(page, {"period": year}).content.decode()


def answer(person: UUID, score: int, at: datetime) -> None:
    """They fill in the four questions themselves."""
    answers = dict.fromkeys(("satisfaction", "worthwhile", "happiness", "anxiety"), str(score))
    record_check_up(
        attempt=uuid4(), person=person, answers=answers, heard=(), instrument_code="ons-4", by=HOUSE, now=at
    )


def test_what_the_room_offers_for_measuring(town: Town):
    plant(town, town.north, [DONE] * 13 + [LATE] * 12)
    period = (NOW - 300 * DAY, NOW)
    found = {one.code: one for one in queries.indicators(HOUSE, town.north, period, LATER)}
    assert (found["referrals.known_end"].value, found["referrals.known_end"].answers) == (0.5, 25)
    assert found["referrals.days_to_answer"].value == 1
    few = queries.indicators(HOUSE, town.south, period, LATER)
    assert {one.value for one in few} == {None}


@pytest.mark.doors
def test_who_sees_what_came_of_it(town: Town):
    near = replace(town.coordinator, areas=frozenset({str(town.north)}))
    for viewer in (STRANGER, town.worker, town.resident, near):
        with pytest.raises(SHUT):
            queries.outcomes(viewer, period=YEAR, area=str(town.south), now=timezone.now())
        with pytest.raises(SHUT):
            queries.outcomes(viewer, period=YEAR, area="", now=timezone.now())
    with pytest.raises(Refused):
        queries.outcomes(town.coordinator, period="2026-01-01", now=timezone.now())
