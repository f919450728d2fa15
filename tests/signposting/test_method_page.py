"""The worked example of docs/methods/matching.md, worked out."""

import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from kizuna.signposting.facts import PersonFacts
from kizuna.signposting.matching import rank
from kizuna.signposting.weights import WEIGHTS
from tests.signposting.builders import NOW, option

PAGE = (Path(__file__).parents[2] / "docs" / "methods" / "matching.md").read_text()
WHO = PersonFacts(
    age=(65.0, 79.0),
    lat=52.0,
    lon=4.0,
    languages=("en", "pt"),
    local_language="en",
    mobility="slow",
    very_isolated=True,
    matters="Cooking for my grandchildren",
    reach=frozenset({"group", "phone"}),
)
OPTIONS = [
    option(
        kind="group",
        id="1",
        name="Soup and songs",
        summary="We cook soup, eat and sing together.",
        needs=frozenset({"company.meal", "company.group"}),
        lat=52.0054,
        lon=4.0,
        languages=frozenset({"en", "pt"}),
        step_free=True,
        cost=Decimal(0),
        next_start=NOW + timedelta(days=1, hours=1),
        group_size=12,
        gentle=True,
        confirmed_on=date(2026, 11, 16),
    ),
    option(
        id="2",
        name="Phone friend",
        organisation="Linden Bay Neighbours",
        summary="A call each week at a time you choose.",
        needs=frozenset({"company.friend", "company.phone"}),
        remote=True,
        languages=frozenset({"en", "pt"}),
        cost=Decimal(0),
        when_text="One call a week",
        places_left=1,
        confirmed_on=date(2026, 11, 2),
    ),
    option(
        kind="group",
        id="3",
        name="Cook and share",
        summary="Cooking and eating together.",
        needs=frozenset({"company"}),
        lat=52.0108,
        lon=4.0,
        cost=Decimal(2),
        next_start=NOW + timedelta(days=4, hours=8),
        group_size=24,
        confirmed_on=date(2026, 4, 20),
    ),
    option(id="4", name="Young friends club", max_age=25),
]
FOUND = rank(("company.friend", "company.group"), WHO, OPTIONS, now=NOW)


def written(name: str) -> tuple[list[tuple[str, int]], int]:
    """The table under the heading of an option, and its score."""
    part = PAGE.split(f"### {name}\n")[1].split("\n### ")[0]
    rows = [(code, int(points)) for code, points in re.findall(r"^\| (\w+) \| (-?\d+) \|$", part, re.M)]
    return rows, int(re.search(r"\| \*\*score\*\* \| \*\*(-?\d+)\*\* \|", part)[1])


def test_the_example_is_in_the_order_of_the_page():
    assert [one.option.name for one in FOUND] == re.findall(r"^### (.+)$", PAGE, re.M)


@pytest.mark.parametrize("place", range(3))
def test_the_tables_of_the_page_are_what_ranking_says(place):
    one = FOUND[place]
    rows, score = written(one.option.name)
    assert rows == [(reason.code, reason.points) for reason in one.reasons]
    assert score == one.score


def test_the_numbers_in_the_text_are_the_weights():
    assert f"{WEIGHTS.too_far_m / 1000:.0f} km away" in PAGE
    assert f"most {WEIGHTS.window} points below" in PAGE
    assert f"half are left after {WEIGHTS.half_way_m / 1000:.0f} km" in PAGE
    assert f"after {WEIGHTS.half_way_slow_m:.0f} m" in PAGE
    assert f"{WEIGHTS.need_exact} · {WEIGHTS.need_within} · {WEIGHTS.need_broad}" in PAGE
    assert f"{WEIGHTS.language_needed} · {WEIGHTS.language_liked} · −{-WEIGHTS.language_none}" in PAGE
    assert (WEIGHTS.same_organisation, WEIGHTS.same_kind, WEIGHTS.same_need_group) == (2, 4, 4)
