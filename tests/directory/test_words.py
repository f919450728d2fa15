"""Needs and hours in words."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from kizuna.access.viewer import SYSTEM
from kizuna.directory import queries
from kizuna.directory.hours import State
from kizuna.directory.needs import BY_CODE, GROUPS, NEEDS, meets
from kizuna.directory.public_holidays import days, named
from kizuna.directory.queries.words import when_text
from tests.conftest import NOW
from tests.directory.shelf import listing

SOON = NOW + timedelta(hours=2)


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (State(True, SOON), "Open now, closes 11:00"),
        (State(True, SOON, SOON), "Open now"),
        (State(True, NOW + timedelta(days=3)), "Open now"),
        (State(False, None, SOON), "Closed now, opens 11:00"),
        (State(False, None, NOW + timedelta(days=2)), "Closed now, opens Wednesday at 09:00"),
        (State(False, None, NOW + timedelta(days=9)), "Closed now, opens Wednesday 2 December at 09:00"),
        (State(False), "Closed now"),
        (State(None), "Hours unknown: ring first"),
    ],
)
def test_open_or_closed_in_words(hours: State, expected: str, settings: Any) -> None:
    with translation.override("en"):
        assert when_text(hours, NOW, by_phone=True) == expected
        assert when_text(State(None), NOW, by_phone=False) == "Hours unknown: ask first"


def test_needs_have_one_code_each_and_a_group() -> None:
    assert len(BY_CODE) == len(GROUPS) + len(NEEDS)
    assert {need.group for need in NEEDS} == {group.code for group in GROUPS}


@pytest.mark.parametrize(
    ("wanted", "offered", "expected"),
    [
        ("food.today", {"food.today"}, True),
        ("food.today", {"food"}, True),
        ("food.today", {"food.parcel"}, False),
        ("food", {"food.parcel"}, True),
        ("food", {"money.tax"}, False),
        ("food", set(), False),
    ],
)
def test_what_meets_what(wanted: str, offered: set[str], expected: bool) -> None:
    assert meets(wanted, frozenset(offered)) is expected


@pytest.mark.django_db
def test_the_database_and_the_rule_agree_on_what_meets_what() -> None:
    for need in ("food", "food.today", "food.parcel", "money.tax"):
        listing(need, needs=(need,))
    viewer = SYSTEM("test")
    for wanted in ("food", "food.today", "food.meals", "money", "mood.talk"):
        found = {o.name for o in queries.options(viewer, now=NOW, needs=(wanted,))}
        assert found == {o.name for o in queries.options(viewer, now=NOW) if meets(wanted, o.needs)}


@pytest.mark.django_db
def test_how_fresh_the_directory_is() -> None:
    listing("Fresh", assured_date=NOW.date())
    listing("Old", assured_date=datetime(2020, 1, 1, tzinfo=UTC).date())
    listing("Never")
    assert queries.figures(SYSTEM("test"), NOW) == {"services": 3, "services_fresh": 1}


def test_public_holidays() -> None:
    assert datetime(2026, 12, 25, tzinfo=UTC).date() in days("US", "FL", 2026)
    assert named("US", "", 2026)[datetime(2026, 7, 4, tzinfo=UTC).date()]
    assert days("XX", "", 2026) == frozenset()
