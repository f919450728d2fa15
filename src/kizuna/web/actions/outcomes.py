"""Goals and both times of asking, in the demo town."""

from datetime import datetime
from random import Random

from django.conf import settings

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.instruments.actions import keep_wording
from kizuna.referrals.actions import load_goals
from kizuna.referrals.goals import NewGoal
from kizuna.screening.actions import load_check_ups
from kizuna.screening.values import NewCheckUp
from kizuna.web.town.ids import town_id
from kizuna.web.town.life import Town
from kizuna.web.town.loading import person_id
from kizuna.web.town.outcomes import SCALE, WORDS, said, wishes


def word_scales(*, by: Viewer, now: datetime) -> None:
    """The words of the four questions: before referrals, which ask them."""
    allow(by, "town.load")
    keep_wording(scale=SCALE, language=settings.LANGUAGE_CODE, words=WORDS, by=by, now=now)


def plant_outcomes(*, town: Town, worker: str, by: Viewer, now: datetime) -> None:
    """What people wanted, whether they got there, and what they answered."""
    allow(by, "town.load")

    def area(number: int) -> str:
        return town.areas[town.people[number].neighbourhood]

    rng = Random(len(town.people) + 7)
    goals = [
        NewGoal(
            id=town_id("goal", one.number),
            person=person_id(one.resident),
            area=area(one.resident),
            words=one.words,
            need=one.need,
            set_at=one.at,
            set_by=worker,
            state=one.state,
            ended_at=one.ended_at,
        )
        for one in wishes(town, rng)
    ]
    load_goals(goals=goals, by=by, now=now)
    rows = [
        NewCheckUp(
            id=str(town_id("said", one.code)),
            person=person_id(one.resident),
            area=area(one.resident),
            at=one.at,
            answers={**one.answers},
            needs=(),
            channel="with a worker",
            instrument=SCALE,
        )
        for one in said(town, rng)
    ]
    load_check_ups(rows=rows, by=by, now=now)
