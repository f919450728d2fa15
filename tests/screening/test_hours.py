"""Whoever skipped where they live reads what is true in every part of town."""

from datetime import timedelta

from kizuna.access.viewer import STRANGER
from kizuna.people.actions import set_duty
from kizuna.people.profile import DutyHours
from kizuna.people.queries import duty_hours
from tests.conftest import NOW
from tests.people.town import HOUSE, Town, build
from tests.screening.scene import DAY


def shift(town: Town, who: str, area: object, start: int, end: int) -> None:
    account = getattr(town, who).account
    set_duty(account=account, area=area, starts=NOW + start * DAY, ends=NOW + end * DAY, by=HOUSE, now=NOW)


def test_duty_in_every_neighbourhood_counts_without_one(db: None) -> None:
    town = build()
    assert duty_hours(STRANGER, None, NOW) == DutyHours()
    shift(town, "worker", town.north, -1, 2)
    assert duty_hours(STRANGER, None, NOW) == DutyHours()
    shift(town, "other_worker", town.south, 3, 4)
    assert duty_hours(STRANGER, None, NOW) == DutyHours(next_from=NOW + 3 * DAY)
    shift(town, "other_worker", town.south, -1, 1)
    assert duty_hours(STRANGER, None, NOW) == DutyHours(until=NOW + DAY)
    shift(town, "coordinator", town.community, -1, 9)
    assert duty_hours(STRANGER, None, NOW + timedelta(hours=1)).for_days
