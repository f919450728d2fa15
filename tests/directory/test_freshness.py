"""When somebody checked a listing, and what that is worth today."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.access.viewer import STRANGER, SYSTEM
from kizuna.directory import queries
from kizuna.directory.actions import refresh_cards
from kizuna.directory.freshness import FRESHNESS, LABELS, TRUST, freshness
from tests.conftest import NOW
from tests.directory.shelf import listing

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-2, "unknown"),
        (-1, "fresh"),
        (0, "fresh"),
        (90, "fresh"),
        (91, "ageing"),
        (180, "ageing"),
        (181, "stale"),
    ],
)
def test_ninety_days_then_ninety_more(days: int, said: str) -> None:
    assert freshness(TODAY - timedelta(days=days), TODAY) == said


@given(st.dates(date(2000, 1, 1), TODAY), st.integers(0, 5000))
def test_nothing_gets_fresher_by_waiting(day: date, later: int) -> None:
    order = ("fresh", "ageing", "stale")
    assert order.index(freshness(day, TODAY)) <= order.index(freshness(day, TODAY + timedelta(days=later)))


def test_never_checked_is_a_state_of_its_own() -> None:
    assert freshness(None, TODAY) == "unknown"
    assert set(TRUST) == set(LABELS) == set(FRESHNESS)
    assert TRUST["fresh"] > TRUST["ageing"] > TRUST["unknown"] > TRUST["stale"] > 0


@pytest.mark.django_db
def test_a_change_is_not_a_check_and_what_nobody_checked_for_long_ranks_lower_and_says_so(client) -> None:
    today = NOW.date()
    listing("Soup one", last_modified=NOW, assured_date=today - timedelta(days=400))
    listing("Soup two", last_modified=NOW - timedelta(days=900), assured_date=today - timedelta(days=3))
    listing("Soup three", last_modified=NOW)
    refresh_cards(by=SYSTEM("test"), now=NOW)
    found = queries.search(STRANGER, "soup", now=NOW)
    assert [(one.name, one.freshness) for one in found] == [
        ("Soup two", "fresh"),
        ("Soup three", "unknown"),
        ("Soup one", "stale"),
    ]
    page = client.get("/help/?q=soup").content.decode()
    assert page.index("Soup two") < page.index("Soup three") < page.index("Soup one")
    assert "That is long ago, so ring first." in page
    assert "Nobody has confirmed this yet, so ring first." in page
    assert "That is long ago" in client.get("/services/").content.decode()
