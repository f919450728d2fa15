"""What several people say of a tie, what is seen from taking part together, and how it grew."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.bonds.growth import Said, drawn, ends, growth
from kizuna.bonds.tie import (
    ENOUGH,
    HALF_LIFE,
    KINDS,
    SEEN,
    SUPPORT,
    Report,
    between,
    combined,
    familiarity,
    inferred,
    joined,
    state,
)

NOW = datetime(2026, 5, 20, 9, tzinfo=UTC)
PEOPLE = st.sampled_from("abc")
REPORTS = st.builds(
    Report,
    PEOPLE,
    PEOPLE,
    st.sampled_from(sorted(KINDS)),
    st.frozensets(st.sampled_from(sorted(SUPPORT))),
    st.frozensets(st.sampled_from(sorted(SUPPORT))),
    st.none() | st.integers(1, 3),
    st.none() | st.integers(1950, 2026),
    st.sampled_from(["", *SEEN]),
)


@given(st.lists(REPORTS, max_size=6))
def test_a_tie_holds_what_either_said_and_says_who_said_it(reports: list[Report]) -> None:
    found = combined(reports)
    kept = [one for one in reports if one.by != one.about]
    assert {(one.a, one.b) for one in found} == {tuple(sorted((one.by, one.about))) for one in kept}
    for tie in found:
        said = [one for one in kept if {one.by, one.about} == {tie.a, tie.b}]
        by = {one.by for one in said}
        assert tie.said == ("both" if len(by) == 2 else "a" if by == {tie.a} else "b")
        assert tie.kinds == {one.kind for one in said} and tie.weight == 1
        gives = {each for one in said for each in (one.gives if one.by == tie.a else one.gets)}
        gets = {each for one in said for each in (one.gets if one.by == tie.a else one.gives)}
        assert (tie.gives, tie.gets) == (gives, gets)
        assert tie.strength == min((one.strength for one in said if one.strength), default=None)
        assert tie.since == min((one.since for one in said if one.since), default=None)
        assert tie.seen == next((code for code in SEEN if code in {one.seen for one in said}), "")
        assert tie.seen_on is None


@given(st.lists(st.integers(-30, 700), max_size=12))
def test_meetings_fade_and_only_enough_of_them_make_a_tie(days: list[int]) -> None:
    meetings = [NOW - timedelta(days=each) for each in days]
    counted = familiarity(meetings, NOW)
    assert counted == pytest.approx(sum(0.5 ** (each / 90) for each in days if each >= 0))
    assert familiarity(meetings, NOW + HALF_LIFE) <= counted / 2 + sum(each < 0 for each in days) + 1e-9
    found = inferred({("b", "a"): meetings, ("a", "a"): meetings}, NOW)
    assert bool(found) == (counted >= ENOUGH)
    for tie in found:
        assert (tie.a, tie.b, tie.said, tie.kinds) == ("a", "b", "inferred", {"group"})
        assert 0.5 <= tie.weight < 1
        assert tie.seen_on == max(at for at in meetings if at <= NOW).date()


def test_what_somebody_said_comes_before_what_was_seen() -> None:
    said = combined([Report("a", "b", "friend")])
    seen = inferred({("a", "b"): [NOW] * 4, ("b", "c"): [NOW] * 4}, NOW)
    assert [(one.a, one.b, one.said) for one in joined(said, seen)] == [
        ("a", "b", "a"),
        ("b", "c", "inferred"),
    ]


def test_who_was_not_asked_is_not_observed() -> None:
    assert [state(True, 0), state(False, 1), state(False, 0)] == ["observed", "named", "not observed"]
    assert between(True, False, False) == "tie"
    assert between(False, False, False) == "not observed"
    assert between(False, True, False) == "not named"


def test_growth_counts_the_newest_answers_of_each_month() -> None:
    moments = ends(NOW, 4)
    assert [f"{at:%m-%d}" for at in moments] == ["03-01", "04-01", "05-01", "05-20"]
    ring = [f"p{at:02}" for at in range(24)]
    first = [Said(one, moments[0] - timedelta(days=1), frozenset()) for one in ring[:12]]
    later = [
        Said(one, moments[1] + timedelta(days=at), frozenset({ring[at - 1], "elsewhere"}))
        for at, one in enumerate(ring)
    ]
    taken_back = Said(ring[0], NOW - timedelta(days=1), frozenset())
    meetings = {pair: [NOW - timedelta(days=2)] * 2 for pair in pairwise(ring)}
    lone = {(one, f"q{one}"): [NOW] * 3 for one in ring}
    points = growth([*later, *first, taken_back], meetings | lone, moments)
    assert [(one.people, one.ties, one.together) for one in points] == [
        (10, None, None),
        (10, None, None),
        (25, 25, None),
        (25, 25, None),
    ]
    lines = drawn(points)
    assert [len(line.dots) for line in lines] == [4, 2, 0]
    assert [len(line.pieces) for line in lines] == [1, 1, 0]
    assert len({line.dashes for line in lines}) == 3
