"""The report on outcomes: counted by hand, and what it never tells."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kizuna.access.small_numbers import SMALLEST, shown, tellable, too_small
from kizuna.access.viewer import Refused
from kizuna.instruments.scale import Scale
from kizuna.referrals.basis import SITE, Basis, Contact, GoalCount, Measure, Tree
from kizuna.referrals.counting import report
from kizuna.referrals.moved import Course, sizes, standardised
from kizuna.referrals.report_table import rows
from kizuna.referrals.telling import share, spread
from kizuna.referrals.timespan import timespan, timespans
from kizuna.referrals.tracing import Trace, times

ASKED = datetime(2026, 3, 2, 9, tzinfo=UTC)
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
DAY = timedelta(days=1)
TREE = Tree(
    {SITE: ("town",), "town": ("north", "south")}, {"town": "Town", "north": "North", "south": "South"}
)
SPAN = timespan("2026")


def trace(n: int, **changes: object) -> Trace:
    found: dict[str, object] = {
        "person": f"p{n}",
        "area": "north",
        "age": "65",
        "language": "en",
        "need": "company",
        "status": "requested",
        "reason": "",
        "asked_at": ASKED,
    }
    return Trace(**{**found, **changes})  # type: ignore[arg-type]


def ended(n: int, status: str, day: int, **changes: object) -> Trace:
    return trace(n, status=status, ended_at=ASKED + day * DAY, **changes)


def basis(traces: list[Trace], **more: object) -> Basis:
    return Basis(SPAN, NOW, 84, NOW, TREE, tuple(traces), **more)  # type: ignore[arg-type]


def by_hand() -> list[Trace]:
    """33 referrals: 12 done on day 40, 10 not come on day 84, 11 ended on day 85; 10 more asked last week."""
    yes = {"accepted_at": ASKED + DAY, "answered_at": ASKED + DAY}
    done = [ended(n, "completed", 40, begun_at=ASKED + 3 * DAY, **yes) for n in range(12)]
    lost = [ended(n, "failed", 84, reason="did-not-come", **yes) for n in range(12, 22)]
    late = [ended(n, "rejected", 85, reason="no-places", answered_at=ASKED + 5 * DAY) for n in range(22, 33)]
    young = [trace(n, asked_at=NOW - 7 * DAY) for n in range(33, 43)]
    return [*done, *lost, *late, *young]


def test_the_known_end_after_84_days_is_the_one_counted_by_hand():
    found = report(basis(by_hand()), SITE)
    assert (found.known_end.percent, found.known_end.bound, found.known_end.of) == (65, "", 35)  # 22 of 33
    assert found.bar_met is False and found.young == 10
    assert {line.code: line.n for line in found.funnel} == {
        "asked": 45,  # 43
        "answered": 35,  # 33
        "accepted": 20,  # 22
        "begun": 10,  # 12
        "completed": 10,  # 12
    }
    assert {line.code: line.n for line in found.ends} == {
        "completed": 10,
        "failed": 10,
        "rejected": 10,  # 11
        "cancelled": 0,
        "going": 0,
        "requested": 10,
    }
    assert (found.not_come.percent, found.not_come.of) == (45, 20)  # 10 of 22
    assert found.answer.middle == 1 and found.answer.n == 35
    assert [(one.need, one.no_places) for one in found.unmet] == [("company", 10)]


def test_on_day_84_an_end_is_known_in_time_and_on_day_85_it_is_late():
    assert ended(1, "completed", 84).known_within(84) and not ended(1, "completed", 85).known_within(84)
    assert trace(1).old_enough(84, ASKED + 84 * DAY) and not trace(1).old_enough(84, ASKED + 83 * DAY)
    all_in_time = report(basis([ended(n, "completed", 84) for n in range(20)]), SITE)
    assert (all_in_time.known_end.percent, all_in_time.bar_met) == (100, True)


def test_an_end_that_went_on_is_none_until_it_ends_again():
    steps = [("requested", ASKED), ("accepted", ASKED + DAY), ("cancelled", ASKED + 2 * DAY)]
    assert times(steps)["ended_at"] == ASKED + 2 * DAY
    on = [*steps, ("in-progress", ASKED + 3 * DAY)]
    assert times(on)["ended_at"] is None and times(on)["begun_at"] == ASKED + 3 * DAY
    assert times([*on, ("completed", ASKED + 9 * DAY)])["ended_at"] == ASKED + 9 * DAY


def test_a_share_on_a_few_tells_only_a_bound():
    few = [*(ended(n, "completed", 9) for n in range(97)), *(trace(n) for n in range(97, 100))]
    known = share(few, lambda one: one.ended_at is not None)
    assert (known.percent, known.bound) == (91, "least"), "3 are left: as few as 9 could be"
    assert share(few[:9], lambda one: True).hidden
    assert spread([(one, DAY) for one in few[:9]]).hidden and spread([(one, DAY) for one in few]).middle == 1


def test_the_size_of_a_change_is_that_of_the_books():
    found = sizes([(1, 2), (2, 2), (3, 5), (4, 5), (5, 6), (3, 4)])
    assert (found.before, found.after, found.change) == (3, 4, 1)
    assert (found.low, found.high) == pytest.approx((0.336, 1.664), abs=0.002)  # t(5) 2.5706, sd 0.6325
    # d = J * 1 / 1.4142, J = 1 - 3/19
    assert found.size == pytest.approx(0.5955, abs=0.0005)
    assert standardised(20, 5, 6, 0, 0.5) == (None, None, None)
    with pytest.raises(ValueError, match="Five pairs"):
        sizes([(1, 2)] * 4)


SCALE = Scale(id="ladder", title="Satisfaction", items=("a",), low=0, high=10)


def course(
    n: int, first: float | None, again: float | None, over: bool = True, area: str = "north"
) -> Course:
    return Course(f"p{n}", area, first, again, over, "65", "en")


def test_before_and_after_stands_with_who_is_missing():
    both = [course(n, 4 + n % 3, 6 + n % 3) for n in range(12)]
    lost = [course(n, 5, None) for n in range(12, 24)]
    none = [course(n, None, 5) for n in range(24, 35)]
    waits = [course(n, 5, None, over=False) for n in range(35, 45)]
    measure = Measure("ons-4", "ONS4", SCALE, (*both, *lost, *none, *waits))
    (found,) = report(basis([], measures=(measure,)), SITE).moved
    assert found.counts == {"both": 10, "lost": 10, "no first": 10, "waiting": 10} and found.begun == 45
    assert found.sizes is not None and (found.sizes.before, found.sizes.after) == (5, 7)
    assert (found.lost.percent, found.lost.of) == (50, 25)
    few = Measure("ons-4", "ONS4", SCALE, tuple(both[:9]))
    (hidden,) = report(basis([], measures=(few,)), SITE).moved
    assert hidden.sizes is None and hidden.hidden


def test_spans_are_years_and_quarters():
    assert timespan("2026-q4").after == date(2027, 1, 1) and timespan("2026").whole_year
    codes = [one.code for one in timespans(date(2025, 11, 3), date(2026, 5, 1))]
    assert codes == ["2026", "2026-Q2", "2026-Q1", "2025", "2025-Q4"]
    for wrong in ("", "26", "2026-Q5", "2026-01", "٢٠٢٦"):
        with pytest.raises(Refused):
            timespan(wrong)


@given(st.lists(st.integers(0, 40), max_size=7))
def test_what_is_hidden_is_never_one_nor_few_together(numbers):
    hidden = too_small(numbers)
    gone = [n for n, hide in zip(numbers, hidden, strict=True) if hide]
    assert all(shown(n) is not None for n, hide in zip(numbers, hidden, strict=True) if not hide)
    told = any(n and not hide for n, hide in zip(numbers, hidden, strict=True))
    assert not gone or not told or (len(gone) > 1 and sum(gone) >= SMALLEST)


@given(st.lists(st.integers(0, 25), min_size=6, max_size=6))
def test_no_area_less_those_below_it_is_a_few(own):
    below = {SITE: ("a", "b"), "a": ("a1", "a2"), "b": ("b1",)}
    count = dict(zip((SITE, "a", "b", "a1", "a2", "b1"), own, strict=True))

    def total(area: str) -> int:
        return count[area] + sum(total(one) for one in below.get(area, ()))

    def rest(area: str) -> int:
        return count[area] + sum(0 if one in open_ else rest(one) for one in below.get(area, ()))

    open_ = tellable(below, count, SITE)
    for area in open_:
        assert shown(total(area)) is not None and shown(rest(area)) is not None


STATUS = st.sampled_from(["requested", "accepted", "completed", "failed", "rejected", "cancelled"])
TRACES = st.lists(
    st.builds(
        lambda n, area, age, status: trace(
            n, area=area, age=age, status=status, reason="other" if status == "failed" else ""
        ),
        st.integers(0, 60),
        st.sampled_from(["north", "south", "town"]),
        st.sampled_from(["", "18", "65"]),
        STATUS,
    ),
    max_size=80,
)


@settings(max_examples=80)
@given(TRACES)
def test_no_figure_anywhere_is_about_a_few(traces):
    for area in (SITE, "town", "north", "south"):
        found = report(basis(traces), area)
        here = TREE.only(area, traces)
        if found.hidden:
            assert "hidden" in {row[4] for row in rows(found)} and len(rows(found)) == 5
            continue
        for line in found.ends:
            behind = {one.person for one in here if (line.code == "going") == (one.status == "accepted")}
            if line.code not in ("going", "requested"):
                behind = {one.person for one in here if one.status == line.code}
            assert line.n is None or line.n == 0 or line.code == "requested" or len(behind) >= SMALLEST
        so_far = [line.n for line in found.funnel if line.n is not None]
        assert all(more - less == 0 or more - less >= SMALLEST - 4 for more, less in pairwise(so_far))
        told = [line.n for line in found.ends]
        assert told.count(None) != 1 or not any(told)
        for side in found.sides:
            for one in side.lines:
                assert one.n is None or one.n == 0 or one.n >= SMALLEST
        numbers = [
            int(row[4]) for row in rows(found) if row[3] in ("referrals", "people") and row[4].isdigit()
        ]
        assert all(n == 0 or n >= SMALLEST for n in numbers)


def test_one_more_person_moves_no_figure_by_one():
    """Two reports a day apart: every count goes by fives."""
    for more, less in pairwise([by_hand() + [trace(100 + n) for n in range(k)] for k in range(4)]):
        for a, b in zip(rows(report(basis(more), SITE)), rows(report(basis(less), SITE)), strict=True):
            if a[4].isdigit() and b[4].isdigit() and a[3] not in ("percent", "days, median"):
                assert abs(int(a[4]) - int(b[4])) in (0, 5)


def test_goals_and_contacts_are_counted():
    goals = [GoalCount(f"p{n}", "north", "attained" if n < 12 else "open") for n in range(24)]
    contacts = [Contact(f"p{n}", "north", (n + 1) * DAY if n < 11 else None) for n in range(21)]
    found = report(basis([], goals=tuple(goals), contacts=tuple(contacts)), SITE)
    assert {line.code: line.n for line in found.goals} == {"open": 10, "attained": 10, "not-attained": 0}
    assert (found.contact.middle, found.contact.n, found.uncontacted) == (6, 10, 10)
